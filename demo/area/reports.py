"""The year's half-termly reports, built by the product's own actions after the last day of each half term."""

import datetime as dt

from accounts import actor as actors
from demo.area.clock import standing_at
from demo.area.ground import Area
from demo.area.people import UNIT
from demo.area.units import Unit
from kit.models import OutboxItem
from partnerships.models import HalfTerm
from reporting import actions
from reporting.models import Recipient, Report

YEAR = 2025
AWAIT_THE_HEAD = (UNIT, "Kettlebrook PRU")  # whose report on the last half term is not signed off yet
WORDS = {
    "front": "Attendance worries me most; the calm of our mornings makes me proud. Please discuss transport.",
    "attendance": "We call every family by ten o'clock and visit on the second day. Mondays remain the hardest day.",
}


def write(area: Area) -> None:
    """Four half terms for each unit: signed off soon after, except the last of two units."""
    for term in (term for term in area.terms if term.academic_year == YEAR and term.number <= 4):
        for unit in area.units.values():
            report = _build(unit, term)
            if term.number < 4 or unit.plan.name not in AWAIT_THE_HEAD:
                _sign_off(area, unit, report, term)


def _build(unit: Unit, term: HalfTerm) -> Report:
    with standing_at(term.last, 18):
        return actions.build(pru=unit.body, half_term=term)


def _sign_off(area: Area, unit: Unit, report: Report, term: HalfTerm) -> None:
    head = actors.of(area.people[f"{unit.plan.name} head"])
    on = _soon_after(area, term)
    with standing_at(on, 15):
        for section, text in WORDS.items():
            if section in dict(actions.keys_of(report.data["shown"])):
                actions.write(report=report, section=section, text=text, version=0, by=head)
        actions.sign_off(report=report, by=head)
    with standing_at(on, 16):
        _told(report)


def _soon_after(area: Area, term: HalfTerm) -> dt.date:
    """The second school day of the half term that follows."""
    return [day for day in area.days if day > term.last][1]


def _told(report: Report) -> None:
    """The messages of that time were sent at that time: nobody is written to today."""
    recipients = Recipient.objects.filter(report=report)
    recipients.update(sent_at=actions.now())
    keys = [f"report-sent:{pk}" for pk in recipients.values_list("pk", flat=True)]
    OutboxItem.objects.filter(key__in=keys).update(done_at=actions.now())
