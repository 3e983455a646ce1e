"""What a decision of a place may say: when it may start and end, what the course costs."""

import datetime as dt

from kit.today import today
from partnerships.calendars import CalendarError, is_school_day
from providers import actions as booking
from providers.errors import ProviderError
from providers.models import Course, Provider
from prus.models import Pru
from prus.models.bodies import KeyStage
from prus.places import places

# Kept with the reasons, since it is one: why the last day is later than the way out that the school planned.
LATER = "The last day is later than the exit plan: "


def prus_serving(meeting, on: dt.date):
    """PRUs that serve the partnership of the meeting's panel on the day."""
    rows = Pru.objects.filter(partnerships__partnership=meeting.panel.partnership_id, partnerships__during__contains=on)
    return rows.select_related("organisation").order_by("organisation__name_key").distinct()


def courses_for(actor, pupil) -> list[Course]:
    """Courses of the authority's providers, those for the pupil's key stage first."""
    rows = Course.objects.filter(provider__in=Provider.objects.visible_to(actor))
    rows = rows.select_related("provider__organisation").order_by("provider__organisation__name_key", "name")
    return sorted(rows, key=lambda course: not is_for(course, pupil))


def is_for(course, pupil) -> bool:
    return str(pupil.key_stage) in course.key_stages.replace(" ", "").split(",")


def course_label(course, pupil) -> str:
    """The course and its provider; for which key stage, where that is not the pupil's."""
    stages = "" if is_for(course, pupil) else f" (for key stage {course.key_stages.replace(',', ' or ')})"
    return f"{course}, {course.provider}{stages}"


def refuse_start(pru, on: dt.date) -> str:
    """Why the placement cannot start on this day, or nothing."""
    if on < today():
        return "Starting day must be today or in the future"
    try:
        meets = is_school_day(pru.organisation, on)
    except CalendarError as trouble:
        return str(trouble)
    return "" if meets else f"Starting day must be a school day of {pru}. {on:%A %-d %B %Y} is not"


def refuse_end(starts_on: dt.date, ends_on: dt.date) -> str:
    """Why the placement cannot end on this day, or nothing."""
    if ends_on < starts_on:
        return f"Last day planned must be on or after the starting day, {starts_on:%-d %B %Y}"
    return ""


def is_later_than_exit(referral, ends_on: dt.date) -> bool:
    plan = getattr(referral, "exit_plan", None)
    return plan is not None and ends_on > plan.by


def refuse_course(course, la, starts_on: dt.date, sessions: list) -> str:
    """Why the course cannot be booked, or nothing: a check lapsed, no contract, no place left."""
    try:
        booking.refuse_unready(course.provider, la, starts_on, sessions)
    except ProviderError as trouble:
        return str(trouble)
    return ""


def price(*, la, pru, course, sessions: list, starts_on: dt.date, ends_on: dt.date) -> tuple[int, dict]:
    """Pence that the course commits, counted on the PRU's calendar, and how they were worked out."""
    if course is None:
        return 0, {}
    return booking.price(
        la=la, organisation=pru.organisation, course=course, sessions=sessions, first=starts_on, last=ends_on
    )


def with_late_reason(reasons: str, late: str) -> str:
    return f"{reasons.strip()}\n\n{LATER}{late.strip()}" if late.strip() else reasons.strip()


def split_late_reason(reasons: str) -> tuple[str, str]:
    """The reasons for the outcome, and the reason for a late last day."""
    first, _, late = reasons.partition(f"\n\n{LATER}")
    return first, late


def places_hints(prus: list, key_stage: int, on: dt.date) -> dict[str, str]:
    """PRU by the uuid of its organisation → its places for the pupil's key stage, in words."""
    free: dict[int, int] = {}
    for row in places(prus, on):
        if row.key_stage == key_stage:
            free[row.pru.pk] = free.get(row.pru.pk, 0) + row.free
    return {str(pru.organisation.uuid): _places_words(free.get(pru.pk), key_stage) for pru in prus}


def _places_words(free: int | None, key_stage: int) -> str:
    stage = KeyStage(key_stage).label.lower()
    if free is None:
        return f"No places for {stage}"
    if free < 0:
        return f"{-free} more pupils than places in {stage}"
    return f"{free or 'No'} {'place' if free == 1 else 'places'} free in {stage}"
