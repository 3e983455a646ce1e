"""Attendance in figures: for many PRUs and half terms at once, in one query each. Counts only, never a name.

The rules are those of the national statistics (docs/domain: attendance measures): possible is present, authorised
and unauthorised together; a pupil is persistently absent from a tenth of their own possible sessions on, severely
from half; a group's rate is its sessions added up, never a mean of pupils' rates.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.db import connection

from attendance.models import HalfTermAttendance
from prus.models.pupils import key_stage_of


@dataclass
class Sessions:
    """Sessions of some pupils added up, and how many pupils are beneath."""

    present: int = 0
    authorised: int = 0
    unauthorised: int = 0
    late: int = 0
    unexplained: int = 0
    pupils: int = 0
    persistent: int = 0
    severe: int = 0

    @property
    def absent(self) -> int:
        return self.authorised + self.unauthorised

    @property
    def possible(self) -> int:
        return self.present + self.absent

    def add(self, other: "Sessions") -> None:
        for each in fields(self):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))

    def count_pupil(self) -> None:
        """These are the sessions of one pupil: they count as a pupil when a session was possible at all."""
        self.pupils = int(self.possible > 0)
        self.persistent = int(self.possible > 0 and 10 * self.absent >= self.possible)
        self.severe = int(self.possible > 0 and 2 * self.absent >= self.possible)

    def as_dict(self) -> dict[str, int]:
        return asdict(self) | {"possible": self.possible}


@dataclass(frozen=True)
class Where:
    """A place of learning: the PRU itself, a school or a provider."""

    organisation: int
    kind: str
    name: str


@dataclass
class HalfTermFigures:
    """One PRU's attendance: all of it, by key stage, by place of learning, by kind of place."""

    all: Sessions = field(default_factory=Sessions)
    by_key_stage: dict[int, Sessions] = field(default_factory=lambda: defaultdict(Sessions))
    by_place: dict[Where, Sessions] = field(default_factory=lambda: defaultdict(Sessions))
    by_kind: dict[str, Sessions] = field(default_factory=lambda: defaultdict(Sessions))


def half_term(pru_ids: Iterable[int], half_term_ids: Iterable[int]) -> dict[tuple[int, int], HalfTermFigures]:
    """Figures by (PRU's organisation id, half term id), from the totals kept with every register. One query.

    A pair without a mark is missing from the answer.
    """
    pupils: dict[Any, Sessions] = defaultdict(Sessions)
    places: dict[Any, Sessions] = defaultdict(Sessions)
    kinds: dict[Any, Sessions] = defaultdict(Sessions)
    for row in _totals(pru_ids, half_term_ids):
        key = (row["pru"], row["half_term"])
        sessions = _sessions(row)
        pupils[key, row["pupil"], key_stage_of(row["pupil__year_group"])].add(sessions)
        places[key, row["pupil"], _where(row)].add(sessions)
        kinds[key, row["pupil"], row["organisation__kind"]].add(sessions)
    return _added_up(pupils, places, kinds)


def _added_up(pupils: dict, places: dict, kinds: dict) -> dict[tuple[int, int], HalfTermFigures]:
    """One pupil's sessions in each split, counted as a pupil and added to the split's."""
    found: dict[tuple[int, int], HalfTermFigures] = defaultdict(HalfTermFigures)
    for (key, _, stage), sessions in pupils.items():
        sessions.count_pupil()
        found[key].all.add(sessions)
        found[key].by_key_stage[stage].add(sessions)
    for (key, _, where), sessions in places.items():
        sessions.count_pupil()
        found[key].by_place[where].add(sessions)
    for (key, _, kind), sessions in kinds.items():
        sessions.count_pupil()
        found[key].by_kind[kind].add(sessions)
    return dict(found)


def together(pru_ids: Iterable[int], half_term_ids: Iterable[int]) -> dict[int, Sessions]:
    """Several half terms as one period (the year to date), by PRU: absence is each pupil's over the whole period."""
    pupils: dict[tuple[int, int], Sessions] = defaultdict(Sessions)
    for row in _totals(pru_ids, half_term_ids):
        pupils[row["pru"], row["pupil"]].add(_sessions(row))
    found: dict[int, Sessions] = defaultdict(Sessions)
    for (pru, _), sessions in pupils.items():
        sessions.count_pupil()
        found[pru].add(sessions)
    return dict(found)


COUNTED = ("present", "authorised", "unauthorised", "late", "unexplained")


def _totals(pru_ids: Iterable[int], half_term_ids: Iterable[int]) -> Iterable[dict[str, Any]]:
    rows = HalfTermAttendance.objects.filter(pru__in=list(pru_ids), half_term__in=list(half_term_ids))
    place = ("organisation", "organisation__kind", "organisation__name")
    return rows.values("pru", "half_term", "pupil", "pupil__year_group", *place, *COUNTED)


def _sessions(row: dict[str, Any]) -> Sessions:
    return Sessions(**{name: row[name] for name in COUNTED})


def _where(row: dict[str, Any]) -> Where:
    return Where(row["organisation"], row["organisation__kind"], row["organisation__name"])


# Sessions at a PRU or a provider on school days of the half term, and which of them have a mark. A session at the main
# school is on the school's own register.
TAKEN = """
SELECT unit.organisation_id, slot.kind, count(*) AS due, count(mark.pupil_id) AS taken
FROM partnerships_schoolday day
JOIN prus_weekslot slot ON slot.weekday = extract(isodow FROM day.on) AND slot.during @> day.on
JOIN prus_placement placement ON placement.id = slot.placement_id AND placement.during @> day.on
JOIN prus_pru unit ON unit.id = placement.pru_id
LEFT JOIN attendance_mark mark
  ON mark.pupil_id = slot.pupil_id AND mark.date = day.on AND mark.session = slot.session
WHERE day.half_term_id = %s AND unit.organisation_id = ANY(%s) AND slot.kind IN ('pru', 'provider')
GROUP BY unit.organisation_id, slot.kind
"""


def taken(pru_ids: Iterable[int], half_term_id: int) -> dict[int, dict[str, tuple[int, int]]]:
    """By PRU and kind of place ("pru", "provider"): sessions due in the half term, and sessions with a mark."""
    found: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, [half_term_id, list(pru_ids)])
        for pru, kind, due, marked in cursor.fetchall():
            found[pru][kind] = (due, marked)
    return dict(found)
