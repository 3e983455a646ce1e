"""The registers: a mark for each session due at a base or with a provider, loaded by COPY with the constraints on."""

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection

from attendance.models import Mark, MarkChange, SessionReport
from demo.area.behaviour import LATE, Habits, propensities
from demo.area.clock import DAY, REGISTERS_FROM, began, moment
from demo.area.ground import Area
from demo.area.texts import REASONS_OF_ABSENCE
from demo.area.weeks import BUILDING_UP, part_time
from kit.periods import covers
from partnerships.models import SchoolDay
from prus.models import Placement, Pupil, Registration, WeekSlot

COLUMNS = (
    "pupil_id",
    "date",
    "session",
    "code_id",
    "minutes_late",
    "la_id",
    "placement_id",
    "pru_id",
    "organisation_id",
)
COUNTED = (Mark, Placement, Pupil, Registration, SchoolDay, WeekSlot)
RECENT = 5  # school days in which a reason may still be awaited
REPORTED = 10  # school days of which the provider's own word is kept
# Registers that nobody took, by base: a report has to say so.
NOT_TAKEN = {
    ("Stafford base", dt.date(2026, 5, 8), "PM"),
    ("Stafford base", dt.date(2026, 3, 11), "PM"),
    ("Market base", dt.date(2026, 3, 12), "AM"),
    ("Rugeley base", dt.date(2025, 11, 20), "PM"),
}
SNOW = {("Moorlands base", dt.date(2026, 1, 8)), ("Moorlands base", dt.date(2026, 1, 9))}  # the whole site closed
Row = tuple


@dataclass
class Due:
    """A placement with its week: (weekday, session) → where due and whether with a provider, while the slot runs."""

    placement: Placement
    base: str
    slots: dict[tuple[int, str], list[WeekSlot]] = field(default_factory=lambda: defaultdict(list))

    def on(self, day: dt.date) -> dict[str, WeekSlot]:
        """The slots of a day that the unit's register is for: not those at the main school."""
        if not covers(self.placement.during, day):
            return {}
        found = {half: self._running((day.isoweekday(), half), day) for half in ("AM", "PM")}
        return {half: slot for half, slot in found.items() if slot and slot.kind != WeekSlot.Kind.SCHOOL}

    def _running(self, session: tuple[int, str], day: dt.date) -> WeekSlot | None:
        return next((slot for slot in self.slots[session] if covers(slot.during, day)), None)


def take_registers(area: Area) -> int:
    """Every register from the first day to the day before the demonstration's. Returns how many marks."""
    dues = weeks(area)
    days = [day for day in area.days if REGISTERS_FROM <= day < DAY]
    rows = list(draw(area, dues, days))
    _copy(rows)
    reported = set(days[-REPORTED:])
    _reports(area, [row for row in rows if row[1] in reported])
    _amend(area, [row for row in rows if row[1] in reported])
    return len(rows)


def weeks(area: Area) -> list[Due]:
    """Placements that have begun, in the order they were made, with their weeks."""
    placements = Placement.objects.filter(la=area.la, during__isnull=False).select_related("site", "pru").order_by("pk")
    found = {row.pk: Due(row, row.site.name) for row in placements if row.site}
    for slot in WeekSlot.objects.filter(la=area.la).order_by("pk"):
        if slot.placement_id in found:
            found[slot.placement_id].slots[slot.weekday, slot.session].append(slot)
    return list(found.values())


def draw(area: Area, dues: list[Due], days: list[dt.date]) -> Iterator[Row]:
    """The marks, as rows to copy: the same every time."""
    rng = area.rng("marks")
    last_weeks = {day for term in area.terms for day in days if 0 <= (term.last - day).days < 5}
    recent = set(days[-RECENT:])
    for number, propensity in enumerate(propensities(rng, len(dues))):
        due = dues[number]
        habits = _habits(area, number, propensity, due)
        for day in days:
            yield from _day(habits, due, day, day in recent, day in last_weeks)


def _habits(area: Area, number: int, propensity: float, due: Due) -> Habits:
    rng = area.rng(f"marks:{number}")
    return Habits(
        rng=rng,
        propensity=propensity,
        lateness=LATE * 2 * rng.random(),
        left_out=part_time(rng) if propensity > 0.3 else set(),
        full_time_from=began(due.placement.during) + dt.timedelta(weeks=BUILDING_UP),
    )


def _day(habits: Habits, due: Due, day: dt.date, recent: bool, restless: bool) -> Iterator[Row]:
    slots = due.on(day)
    if not slots:
        return
    at_provider = {half: slot.kind == WeekSlot.Kind.PROVIDER for half, slot in slots.items()}
    closed = (due.base, day) in SNOW
    for half, code, minutes in habits.day(day, at_provider, recent, restless):
        own = not at_provider[half]
        if own and (due.base, day, half) in NOT_TAKEN:
            continue
        code, minutes = ("Y4", None) if own and closed else (code, minutes)
        yield _row(due.placement, slots[half], day, half, code, minutes)


def _row(placement: Placement, slot: WeekSlot, day: dt.date, half: str, code: str, minutes: int | None) -> Row:
    pru = placement.pru.organisation_id
    return (
        placement.pupil_id, day, half, code, minutes, placement.la_id, placement.pk, pru, slot.organisation_id,
    )  # fmt: skip


def _copy(rows: list[Row]) -> None:
    """Through the parent table, so that every rule of the database is asked."""
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    file.seek(0)
    table = Mark._meta.db_table
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({', '.join(COLUMNS)}) FROM STDIN WITH (FORMAT csv)", file)
        # So that totals and reports are counted by plans that know of the rows.
        cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in COUNTED)}")


def _reports(area: Area, rows: list[Row]) -> None:
    """What the providers said of the last fortnight's sessions."""
    leads = {area.people[f"{name} lead"].organisation_id: area.person(f"{name} lead") for name in area.providers}
    said = SessionReport.Said
    SessionReport.objects.bulk_create(
        SessionReport(
            la_id=row[5],
            pupil_id=row[0],
            placement_id=row[6],
            provider_id=row[8],
            date=row[1],
            session=row[2],
            said=said.ATTENDED if row[3] == "B" else said.ABSENT,
            by=leads[row[8]],
            at=moment(row[1], 10 if row[2] == "AM" else 14),
        )
        for row in rows
        if row[8] in leads
    )


def _amend(area: Area, rows: list[Row]) -> None:
    """Reasons that came in later: the register says who changed what, and why."""
    rng = area.rng("amendments")
    staff = {unit.body.pk: area.person(f"{name} staff") for name, unit in area.units.items()}
    ill = [row for row in rows if row[3] == "I" and row[1] < DAY - dt.timedelta(days=1) and row[7] == row[8]]
    MarkChange.objects.bulk_create(
        MarkChange(
            la_id=row[5],
            pupil_id=row[0],
            date=row[1],
            session=row[2],
            from_code="N",
            to_code=row[3],
            reason=rng.choice(REASONS_OF_ABSENCE),
            by=staff[row[7]],
            by_name=staff[row[7]].name,
            by_position=staff[row[7]].position,
            at=moment(row[1] + dt.timedelta(days=1), 9, rng.randrange(60)),
        )
        for row in ill
        if rng.random() < 0.4
    )
