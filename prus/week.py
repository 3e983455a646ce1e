"""A pupil's week: ten sessions, each with one place, and how it changes from a day on."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from kit.periods import ONE_DAY, covers, from_to
from kit.today import today
from partnerships.calendars import is_school_day
from partnerships.models import Place
from prus.actions import write_slots
from prus.errors import PlacementError
from prus.models import Placement, Registration, WeekSlot
from prus.models.bodies import Session, Weekday

SESSIONS = [(day.value, half.value) for day in Weekday for half in Session]
OWN = (WeekSlot.Kind.PRU, WeekSlot.Kind.SCHOOL)


def session_name(weekday: int, session: str) -> str:
    """Monday morning"""
    return f"{Weekday(weekday).label} {Session(session).label.lower()}"


def sessions_in_words(sessions: Iterable) -> list[str]:
    """[[4, "AM"], [4, "PM"], [5, "AM"]] → ["Thursday, all day", "Friday morning"]"""
    asked = {(int(day), half) for day, half in sessions}
    lines = []
    for day in Weekday:
        halves = [half for half in Session if (day.value, half.value) in asked]
        if len(halves) == len(Session):
            lines.append(f"{day.label}, all day")
        else:
            lines += [session_name(day, half) for half in halves]
    return lines


def main_school(placement, on: dt.date):
    """The school on whose main or single roll the pupil is on the day, if it is not the PRU itself."""
    held = Registration.objects.filter(pupil=placement.pupil_id, kind__in=["M", "C"], during__contains=on)
    found = held.exclude(organisation=placement.pru.organisation_id).select_related("organisation").first()
    return found.organisation if found else None


def school_place(placement, on: dt.date) -> Place | None:
    """Where the pupil would be due at the main school; none when the placement is on a single roll."""
    school = main_school(placement, on) if placement.dual else None
    return Place.objects.filter(organisation=school, during__contains=on).order_by("name").first() if school else None


def slots_on(placement, on: dt.date) -> list[WeekSlot]:
    rows = WeekSlot.objects.filter(placement=placement, during__contains=on)
    return list(rows.select_related("place", "organisation").order_by("weekday", "session"))


def weeks_of(slots: list[WeekSlot], on: dt.date) -> list[tuple[dt.date, list[WeekSlot]]]:
    """The week on the day, then each change already agreed after it: (from day, slots)."""
    changes: list[dt.date] = sorted({day for slot in slots if (day := slot.during.lower) and day > on})
    return [(day, [slot for slot in slots if covers(slot.during, day)]) for day in [on, *changes]]


def grid(cells: dict[tuple[int, str], object]) -> list[list]:
    """Rows of a table, a day each: its name, the morning, the afternoon."""
    return [
        [day.label, *(cells.get((day.value, half.value), "Not due anywhere") for half in Session)] for day in Weekday
    ]


def cell_of(slot: WeekSlot) -> dict:
    """The place, and below it whose it is unless the name says so already."""
    whose = slot.organisation.name
    return {"text": slot.place.name, "hint": "" if whose == slot.place.name else whose}


def due_in_words(placement, slots: list[WeekSlot]) -> str:
    """Where the pupil is due today, for the top of the page; nothing on a day without school."""
    day = today()
    due = [slot for slot in slots if slot.weekday == day.isoweekday() and covers(slot.during, day)]
    if not due or not is_school_day(placement.pru.organisation, day):
        return ""
    places = {slot.session: slot.place.name for slot in due}
    if len(set(places.values())) == 1 and len(places) == len(Session):
        return f"Due today at {places['AM']}."
    parts = [f"this {Session(half).label.lower()} at {places[half]}" for half in ("AM", "PM") if half in places]
    return f"Due {' and '.join(parts)}."


@transaction.atomic
def change_week(*, placement, by, first: dt.date, week: list[dict]) -> int:
    """From the day on the pupil is due where `week` says; what went before is kept.

    `week` lists {weekday, session, kind, organisation, place} for sessions at the PRU and the main school. A
    provider's sessions stay with its booking. Later changes already agreed give way. Returns how many sessions
    changed: none the second time. Raises PlacementError.
    """
    rows = Placement.objects.select_for_update(of=("self",)).select_related("pupil", "pru__organisation")
    placement = rows.get(pk=placement.pk)
    _refuse_day(placement, first)
    changed = [slot for slot in week if not _stands(placement, first, slot)]
    for slot in changed:
        _make_room(placement, first, slot)
    write_slots(placement=placement, first=first, week=changed, last=placement.last)
    return len(changed)


def _refuse_day(placement, first: dt.date) -> None:
    if placement.is_proposed:
        raise PlacementError("The placement has not been completed yet. Complete it first")
    if first < today():
        raise PlacementError(
            "First day of the new week must be today or later: earlier days stay as they were", "first"
        )
    if first < placement.first:
        says = f"{placement.first:%-d %B %Y} or later: the placement starts then"
    elif placement.last and first > placement.last:
        says = f"{placement.last:%-d %B %Y} or earlier: the placement ends then"
    else:
        return
    raise PlacementError(f"First day of the new week must be {says}", "first")


def _own(placement, first: dt.date, slot: dict):
    """Slots of this session, the PRU's and the school's, that reach the day or begin after it."""
    rows = WeekSlot.objects.filter(placement=placement, weekday=slot["weekday"], session=slot["session"], kind__in=OWN)
    return rows.filter(Q(during__endswith__gt=first) | Q(during__endswith=None))


def _stands(placement, first: dt.date, slot: dict) -> bool:
    """The pupil is due there already, from the day to the end of the placement."""
    held = list(_own(placement, first, slot))
    return (
        len(held) == 1
        and held[0].place_id == slot["place"].pk
        and held[0].during.lower <= first
        and held[0].during.upper == placement.during.upper
    )


def _make_room(placement, first: dt.date, slot: dict) -> None:
    """End what runs on the day before; take away what was agreed for later."""
    for held in _own(placement, first, slot):
        if held.during.lower >= first:
            held.delete()
        else:
            held.during = from_to(held.during.lower, first - ONE_DAY)
            held.save(update_fields=["during"])
