"""Rows beneath a report: pupils on roll, marks, and the totals that a register keeps with them."""

import datetime as dt
import itertools
import random

from django.db import connection

from attendance.models import Mark
from kit.periods import from_to
from partnerships.models import HalfTerm, SchoolDay
from prus.models import Objective, PupilTie, Registration, Review, WeekSlot
from tests.factories import PupilFactory

LAST = dt.date(2026, 3, 27)  # the last school day of the fourth half term
TOTALS = """
INSERT INTO attendance_halftermattendance
  (la_id, pupil_id, placement_id, pru_id, half_term_id, organisation_id,
   present, authorised, unauthorised, not_counted, late, unexplained)
SELECT m.la_id, m.pupil_id, m.placement_id, m.pru_id, d.half_term_id, m.organisation_id,
  count(*) FILTER (WHERE c.counts_as_present),
  count(*) FILTER (WHERE c.category = 'authorised_absence'),
  count(*) FILTER (WHERE c.category = 'unauthorised_absence'),
  count(*) FILTER (WHERE NOT c.counts_in_possible),
  count(*) FILTER (WHERE c.code = 'L'),
  count(*) FILTER (WHERE c.code = 'N')
FROM attendance_mark m JOIN attendance_attendancecode c ON c.code = m.code_id
JOIN partnerships_schoolday d ON d.on = m.date
GROUP BY 1, 2, 3, 4, 5, 6
"""


def half_term(world, number: int) -> HalfTerm:
    return HalfTerm.objects.get(calendar=world.calendar, academic_year=2025, number=number)


def place(world, *, first: dt.date, year: int = 10, last: dt.date | None = None, single: bool = False, **names):
    """A pupil on roll at the PRU with all ten sessions there; the last day may be given."""
    pupil = PupilFactory(la=world.la, district=world.district, year_group=year, **names)
    placement = world.placement(pupil, first=first, week=True)
    during = from_to(first, last)
    kind = "C" if single else "S"
    Registration.objects.filter(pupil=pupil, organisation=world.pru_body).update(during=during, kind=kind)
    if last:
        placement.during = during
        placement.save(update_fields=["during"])
        WeekSlot.objects.filter(placement=placement).update(during=during)
        PupilTie.objects.filter(pupil=pupil).update(during=during)
    return placement


def with_provider(world, placement, weekday: int) -> None:
    """Both sessions of the weekday with the provider instead."""
    WeekSlot.objects.filter(placement=placement, weekday=weekday).update(
        kind="provider", organisation=world.provider_body, place=world.provider.place
    )


def mark_everything(world, *, until: dt.date, seed: int = 7, skip: int = 0) -> None:
    """A mark for every session due until the day, but for the first `skip`; then the totals, as registers keep them."""
    dice = random.Random(seed)
    codes = ["present"] * 11 + ["L", "I", "I", "M", "E", "O", "O", "N", "U", "D"]
    days = list(SchoolDay.objects.filter(calendar=world.calendar, on__lte=until).values_list("on", flat=True))
    slots = list(WeekSlot.objects.filter(la=world.la).select_related("placement__pru").order_by("pk"))
    due = [(day, slot) for day, slot in itertools.product(days, slots) if _is_due(day, slot)]
    Mark.objects.bulk_create(_mark(world, day, slot, dice.choice(codes)) for day, slot in due[skip:])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM attendance_halftermattendance")
        cursor.execute(TOTALS)


def _is_due(day: dt.date, slot: WeekSlot) -> bool:
    runs = slot.during.lower <= day and (slot.during.upper is None or day < slot.during.upper)
    return runs and slot.weekday == day.isoweekday()


def _mark(world, day, slot, code: str) -> Mark:
    stroke = {"pru": "/" if slot.session == "AM" else "\\", "provider": "B"}[slot.kind]
    return Mark(
        pupil_id=slot.pupil_id,
        date=day,
        session=slot.session,
        code_id=stroke if code == "present" else code,
        la_id=slot.la_id,
        placement_id=slot.placement_id,
        pru_id=world.pru_body.pk,
        organisation_id=slot.organisation_id,
    )


def review(placement, due_on: dt.date, held_on: dt.date | None = None) -> None:
    Review.objects.create(
        la_id=placement.la_id,
        pupil_id=placement.pupil_id,
        placement=placement,
        due_on=due_on,
        held_on=held_on,
        summary="Going well" if held_on else "",
    )


def objective(placement, met_on: dt.date | None = None) -> None:
    Objective.objects.create(
        la_id=placement.la_id,
        pupil_id=placement.pupil_id,
        placement=placement,
        text="Attend every morning",
        baseline="Two of ten",
        measure="Eight of ten",
        met_on=met_on,
    )


def a_busy_pru(world, *, pupils: int = 24, skip: int = 5) -> list:
    """A PRU of about two dozen: both key stages, some joined, some left, a few with a provider, reviews, objectives."""
    year_start, joined = dt.date(2025, 9, 2), dt.date(2026, 3, 2)
    placed = []
    for n in range(pupils):
        first = joined if n in (3, 11, 19) else year_start
        last = dt.date(2026, 3, 13) if n in (5, 13) else None
        placed.append(place(world, first=first, last=last, year=8 if n % 3 == 0 else 10, single=n % 4 == 0))
    for placement in placed[6:9]:
        with_provider(world, placement, 5)
    for n, placement in enumerate(placed[:9]):
        held = None if n in (2, 7) else dt.date(2026, 3, 10 if n < 6 else 20)
        review(placement, dt.date(2026, 3, 12), held)
        objective(placement, dt.date(2026, 3, 18) if n % 2 else None)
    mark_everything(world, until=LAST, skip=0)
    _forget_some(skip)
    return placed


def _forget_some(number: int) -> None:
    """Sessions of the last day that nobody marked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM attendance_mark WHERE (pupil_id, date, session) IN (SELECT pupil_id, date, session "
            "FROM attendance_mark WHERE date = %s ORDER BY pupil_id, session LIMIT %s)",
            [LAST, number],
        )
        cursor.execute("DELETE FROM attendance_halftermattendance")
        cursor.execute(TOTALS)
