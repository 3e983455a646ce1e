"""Rolls, stays and reviews in figures: for many PRUs at once, one query each. Counts only, never a name."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from statistics import median
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.db.models import Count, F, Q, Sum

from kit.periods import ONE_DAY, from_to
from prus.models import Objective, Placement, Registration, Review, Site, SitePlaces
from prus.models.pupils import key_stage_of


@dataclass
class Roll:
    """start + joined - left = end. A pupil whose last day is the period's last day has left."""

    start: int = 0
    joined: int = 0
    left: int = 0
    end: int = 0
    dual: int = 0
    single: int = 0

    def add(self, other: "Roll") -> None:
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


@dataclass
class RollFigures:
    all: Roll = field(default_factory=Roll)
    by_key_stage: dict[int, Roll] = field(default_factory=lambda: defaultdict(Roll))


def roll(pru_ids: Iterable[int], first: dt.date, last: dt.date) -> dict[int, RollFigures]:
    """Who was on roll at the start, joined, left and goes on, by PRU's organisation id.

    One pupil counts once, also when the kind of registration changed. Dual and single are of those who go on.
    """
    found: dict[int, RollFigures] = defaultdict(RollFigures)
    for row in _spells(pru_ids, first, last):
        start, end = row["before"] and row["at_first"], row["at_last"] and row["after"]
        one = Roll(start=start, joined=not start, left=not end, end=end, dual=end and row["dual"])
        one.single = one.end - one.dual
        found[row["organisation"]].all.add(one)
        found[row["organisation"]].by_key_stage[key_stage_of(row["pupil__year_group"])].add(one)
    return dict(found)


def _spells(pru_ids: Iterable[int], first: dt.date, last: dt.date) -> Iterable[dict[str, Any]]:
    """One row per PRU and pupil on roll on any day of the period: on roll the day before, on the first day, …"""
    around = Q(during__overlap=from_to(first - ONE_DAY, last + ONE_DAY))
    days = {"before": first - ONE_DAY, "at_first": first, "at_last": last, "after": last + ONE_DAY}
    on = {name: BoolOr(Q(during__contains=day)) for name, day in days.items()}
    held = Registration.objects.filter(around, organisation__in=list(pru_ids)).order_by()
    rows: Any = held.values("organisation", "pupil", "pupil__year_group").annotate(
        **on,
        inside=BoolOr(Q(during__overlap=from_to(first, last))),
        dual=BoolOr(Q(during__contains=last + ONE_DAY) & ~Q(kind=Registration.Kind.SINGLE)),
    )
    return rows.filter(inside=True)


def places(pru_ids: Iterable[int], day: dt.date) -> dict[int, list[dict[str, Any]]]:
    """Each site open on the day: its places, and the pupils placed there who go on after the day. By PRU."""
    numbers = dict(
        SitePlaces.objects.filter(site__pru__organisation__in=list(pru_ids), during__contains=day)
        .order_by()
        .values_list("site")
        .annotate(Sum("number"))
    )
    pupils = dict(_running(pru_ids, day).values_list("site").annotate(Count("pupil", distinct=True)))
    found = defaultdict(list)
    sites = Site.objects.filter(pru__organisation__in=list(pru_ids), during__contains=day).order_by("name")
    for site, name, pru in sites.values_list("pk", "name", "pru__organisation"):
        found[pru].append({"name": name, "places": numbers.get(site, 0), "pupils": pupils.get(site, 0)})
    return dict(found)


@dataclass
class Stays:
    running: int = 0
    median_weeks: float | None = None
    past_end: int = 0
    proposed: int = 0


def stays(pru_ids: Iterable[int], day: dt.date) -> dict[int, Stays]:
    """Placements that go on after the day: how many, how long so far, past their planned end; and those proposed."""
    found: dict[int, Stays] = defaultdict(Stays)
    weeks = defaultdict(list)
    for pru, during, planned_end in _running(pru_ids, day).values_list("pru__organisation", "during", "planned_end"):
        weeks[pru].append((day - during.lower).days / 7)
        found[pru].past_end += planned_end <= day
    for pru, lengths in weeks.items():
        found[pru].running, found[pru].median_weeks = len(lengths), round(median(lengths), 1)
    waiting = Placement.objects.filter(pru__organisation__in=list(pru_ids), during=None, end_reason="").order_by()
    for pru, number in waiting.values_list("pru__organisation").annotate(Count("pk")):
        found[pru].proposed = number
    return dict(found)


def _running(pru_ids: Iterable[int], day: dt.date):
    """Placements that run on the day and go on after it."""
    rows = Placement.objects.filter(pru__organisation__in=list(pru_ids), during__contains=day)
    return rows.filter(during__contains=day + ONE_DAY).order_by()


def reviews(pru_ids: Iterable[int], first: dt.date, last: dt.date) -> dict[int, dict[str, int]]:
    """Reviews due in the period: held by the day they were due, held later but within it, not held. By PRU."""
    rows = Review.objects.filter(placement__pru__organisation__in=list(pru_ids), due_on__range=(first, last)).order_by()
    counted = rows.values("placement__pru__organisation").annotate(
        due=Count("pk"),
        held=Count("pk", filter=Q(held_on__lte=last)),
        on_time=Count("pk", filter=_on_time(last)),
    )
    return {
        row["placement__pru__organisation"]: {
            "due": row["due"],
            "on_time": row["on_time"],
            "late": row["held"] - row["on_time"],
            "not_held": row["due"] - row["held"],
        }
        for row in counted
    }


def _on_time(last: dt.date) -> Q:
    return Q(held_on__lte=F("due_on")) & Q(held_on__lte=last)


def objectives(pru_ids: Iterable[int], first: dt.date, last: dt.date) -> dict[int, dict[str, int]]:
    """Objectives of placements that ran in the period and were open when it began: met in it, still open. By PRU."""
    rows = Objective.objects.filter(
        Q(met_on=None) | Q(met_on__gte=first),
        placement__pru__organisation__in=list(pru_ids),
        placement__during__overlap=from_to(first, last),
    ).order_by()
    counted = rows.values("placement__pru__organisation").annotate(
        total=Count("pk"), met=Count("pk", filter=Q(met_on__range=(first, last)))
    )
    return {
        row["placement__pru__organisation"]: {"met": row["met"], "open": row["total"] - row["met"]} for row in counted
    }
