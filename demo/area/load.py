"""Loads the demonstration area in one transaction: all of it, or nothing."""

from collections.abc import Callable

from django.db import transaction

from attendance import totals
from demo.area import clock, elsewhere, ground, marks, money, people, placements, pupils, reports, suppliers, units
from demo.area.quiet import without_history
from demo.area.stafford import Spring
from partnerships.models import LocalAuthority

SCALES = {"area": "one county"}


class AreaError(Exception):
    """Worded for whoever loads it."""


def is_loaded() -> bool:
    return LocalAuthority.objects.filter(code=ground.CODE).exists()


def load(say: Callable[[str], None] = lambda line: None) -> bool:
    """The area of one county. Loaded before, it is left as it is: then the answer is False."""
    clock.write_day()
    if is_loaded():
        return False
    with transaction.atomic(), without_history():
        _load(say)
    return True


def _load(say: Callable[[str], None]) -> None:
    area = ground.lay()
    units.open_units(area)
    suppliers.sign_up(area)
    people.hire_everybody(area)
    suppliers.check(area)
    say(f"{len(area.schools)} schools, {len(area.units)} units, {len(area.people)} roles held")
    intake = pupils.Intake(area, "pupils")
    for stay in pupils.stays_of(area):
        intake.for_stay(stay)
    stayed = placements.place(area, intake.save())
    say(f"{len(stayed)} placements of the past year")
    Spring(area).play()
    elsewhere.play(area)
    say("Cases at every stage")
    money.fund(area)
    money.date_transfers(area)
    number = marks.take_registers(area)
    totals.rebuild(area.la)
    prove(area)
    say(f"{number} marks in the registers, and totals that agree with them")
    reports.write(area)
    say("Half-termly reports")


def prove(area: ground.Area) -> None:
    """The kept totals are those of the marks. Raises AreaError."""
    wrong = totals.differences(area.la)
    if wrong or totals.outside_half_terms(area.la):
        raise AreaError(f"{len(wrong)} half-term totals do not agree with the registers")
