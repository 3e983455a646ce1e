"""What a report stands on: every figure of one PRU's half term, exact, gathered once and frozen.

`facts` gives plain JSON. The sections (`reporting.sections`) only choose, protect and word what is here.
"""

import csv
import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Max

from attendance import figures as attendance
from kit.today import LONDON, now, today
from partnerships.models import HalfTerm, SchoolDay
from providers.models import Check, Provider
from prus import figures as rolls

NATIONAL = Path(__file__).parent / "data" / "absence-in-prus-england.csv"
CHARTED = 6
NOBODY: dict[str, Any] = attendance.Sessions().as_dict()

SCHOOL_IS_OVER = 16  # o'clock, London time


def facts(pru, term: HalfTerm) -> dict[str, Any]:
    """Every figure of the report on one PRU (an Organisation) and one half term."""
    after = rolls.roll([pru.pk], term.first, term.last).get(pru.pk, rolls.RollFigures())
    stays = rolls.stays([pru.pk], term.last).get(pru.pk, rolls.Stays())
    return {
        **about(pru, term),
        "roll": after.all.as_dict(),
        "roll_by_key_stage": {str(stage): row.as_dict() for stage, row in sorted(after.by_key_stage.items())},
        "places": rolls.places([pru.pk], term.last).get(pru.pk, []),
        "stays": vars(stays),
        "reviews": reviews(pru, term),
        "objectives": rolls.objectives([pru.pk], term.first, term.last).get(pru.pk, {"met": 0, "open": 0}),
        "national": national(),
        **attendance_facts(pru, term),
    }


def about(pru, term: HalfTerm) -> dict[str, Any]:
    return {
        "pru": pru.name,
        "half_term": str(term),
        "first": term.first.isoformat(),
        "last": term.last.isoformat(),
        "taken_at": now().isoformat(),
        "school_days": SchoolDay.objects.filter(half_term=term).count(),
    }


def attendance_facts(pru, term: HalfTerm) -> dict[str, Any]:
    """This half term in every split; the half terms beside it as totals; the year to date; what is missing."""
    terms = beside(term)
    found = attendance.half_term([pru.pk], {each.pk for row in terms.values() for each in row})
    by_term = {key[1]: row for key, row in found.items()}
    this = by_term.get(term.pk, attendance.HalfTermFigures())
    so_far = attendance.together([pru.pk], [each.pk for each in terms["year"]])
    return {
        "attendance": this.all.as_dict(),
        "attendance_by_key_stage": {str(stage): row.as_dict() for stage, row in sorted(this.by_key_stage.items())},
        "attendance_by_place": {kind: row.as_dict() for kind, row in sorted(this.by_kind.items())},
        "half_terms": [_labelled(each, by_term) for each in terms["charted"]],
        "previous": _first(terms["previous"], by_term),
        "last_year": _first(terms["last_year"], by_term),
        "year_to_date": so_far.get(pru.pk, attendance.Sessions()).as_dict(),
        "providers": providers(this, by_term.get(terms["previous"][0].pk) if terms["previous"] else None, term.last),
        "taken": {
            kind: {"due": due, "marked": marked}
            for kind, (due, marked) in attendance.taken([pru.pk], term.pk).get(pru.pk, {}).items()
        },
    }


def beside(term: HalfTerm) -> dict[str, list[HalfTerm]]:
    """The half terms a report compares with, of the same calendar: previous, last_year, charted (six), year."""
    earlier = list(HalfTerm.objects.filter(calendar=term.calendar_id, during__startswith__lte=term.first))
    earlier.sort(key=lambda each: each.first)
    return {
        "charted": earlier[-CHARTED:],
        "previous": earlier[-2:-1],
        "last_year": [t for t in earlier if (t.academic_year, t.number) == (term.academic_year - 1, term.number)],
        "year": [t for t in earlier if t.academic_year == term.academic_year],
    }


def _labelled(term: HalfTerm, by_term: dict) -> dict[str, Any]:
    sessions = by_term[term.pk].all.as_dict() if term.pk in by_term else NOBODY
    return {"label": str(term), "short": term.NAMES[term.number], **sessions}


def _first(terms: list[HalfTerm], by_term: dict) -> dict[str, Any] | None:
    """The figures of the one half term, or None when there is none or no mark in it."""
    return _labelled(terms[0], by_term) if terms and terms[0].pk in by_term else None


def providers(this, previous, last: dt.date) -> list[dict[str, Any]]:
    """Each provider with a session in the half term: its figures, last half term's, and its checks on the last day."""
    before = {where.organisation: sessions for where, sessions in (previous.by_place if previous else {}).items()}
    used = [(where, sessions) for where, sessions in this.by_place.items() if where.kind == "provider"]
    lacking = checks_lacking([where.organisation for where, _ in used], last)
    rows = [
        {
            "name": where.name,
            **sessions.as_dict(),
            "previous": before.get(where.organisation, attendance.Sessions()).as_dict(),
            "checks_lacking": lacking.get(where.organisation, []),
        }
        for where, sessions in used
    ]
    return sorted(rows, key=lambda row: row["name"])


def checks_lacking(organisation_ids: list[int], day: dt.date) -> dict[int, list[str]]:
    """Labels of the checks that did not hold on the day, by provider's organisation id."""
    held = set(
        Check.objects.filter(
            provider__organisation__in=organisation_ids, checked_on__lte=day, expires_on__gte=day
        ).values_list("provider__organisation", "kind")
    )
    known = Provider.objects.filter(organisation__in=organisation_ids).values_list("organisation", flat=True)
    return {pk: [str(kind.label) for kind in Check.NEEDED if (pk, kind.value) not in held] for pk in known}


def reviews(pru, term: HalfTerm) -> dict[str, int]:
    none = {"due": 0, "on_time": 0, "late": 0, "not_held": 0}
    return rolls.reviews([pru.pk], term.first, term.last).get(pru.pk, none)


@cache
def national() -> dict[str, Any]:
    """The newest published figures for PRUs in England: yearly, autumn and spring terms together."""
    with NATIONAL.open(newline="") as lines:
        row = max(csv.DictReader(lines), key=lambda each: each["time_period"])
    year = row["time_period"]
    return {
        "year": f"{year[:4]}/{year[4:]}",
        "possible": int(row["sess_possible"]),
        "present": int(row["sess_possible"]) - int(row["sess_overall"]),
        "unauthorised": int(row["sess_unauthorised"]),
        "pupils": int(row["enrolments"]),
        "persistent": int(row["enrolments_pa_10_exact"]),
        "severe": int(row["enrolments_pa_50_exact"]),
    }


def latest_ended() -> dict[int, HalfTerm]:
    """By calendar id: the newest half term whose last school day is over: from 4pm on the day itself.

    A report made in the night before would lack the last day's registers.
    """
    over = today() if now().astimezone(LONDON).hour >= SCHOOL_IS_OVER else today() - dt.timedelta(days=1)
    this_year = HalfTerm.objects.filter(during__startswith__gt=today() - dt.timedelta(days=400))
    ended = this_year.annotate(last_school_day=Max("days__on")).filter(last_school_day__lte=over)
    return {term.calendar_id: term for term in ended.order_by("during")}
