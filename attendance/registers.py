"""Which registers are taken, which are not, and which sessions wait for their right code."""

import datetime as dt

from django.db.models import Case, Count, F, IntegerField, OuterRef, Subquery, When
from django.urls import reverse

from attendance import codes, due
from attendance.grid import monday_of
from attendance.models import Mark
from kit import seen
from kit.today import today
from partnerships.models import Calendar, SchoolDay
from prus.models import WeekSlot

LOOK_BACK = dt.timedelta(days=10)
OVERDUE = 5  # school days within which a reason must be found
YEAR = dt.timedelta(days=365)
AT_MOST = 50
SETTLE_COLUMNS = (
    "pupil_id",
    "pupil__uuid",
    "forename",
    "known_as",
    "surname",
    "date",
    "session",
    "school_days",
    "organisation__name",
)
HALF_NAMES = {"AM": "Morning", "PM": "Afternoon"}


def counts(actor) -> tuple[list, list]:
    """The sessions of today, and those of the ten days before that are not complete."""
    day = today()
    found = [one for one in due.counts_at_pru(actor, day - LOOK_BACK, day) if one.kind != WeekSlot.Kind.SCHOOL]
    return (
        [one for one in found if one.date == day],
        [one for one in found if one.date < day and one.marked < one.due],
    )


def table(rows: list, *, caption: str, dated: bool, empty: str) -> dict:
    """The table of registers for `govuk/table.html`; the first cell leads to the register."""
    head = ["Session", "Where", {"text": "Marked", "numeric": True}, "Register"]
    return {
        "caption": caption,
        "head": ["Day", *head] if dated else head,
        "empty": empty,
        "rows": [_row(one, dated) for one in rows],
    }


def _row(one, dated: bool) -> list:
    half = HALF_NAMES[one.session]
    name = f"{one.date:%A %-d %B}" if dated else half
    link = {
        "text": name,
        "href": _href(one),
        "hidden": f"{half if dated else ''} at {one.site_name or one.place}".strip(),
    }
    where = {"text": one.site_name or one.organisation, "hint": "" if one.site else "The provider says who came"}
    return [link, *([half] if dated else []), where, f"{one.marked} of {one.due}", _status(one)]


def _href(one) -> str:
    if one.site:
        return reverse("attendance:session", args=[one.date, one.session, one.site])
    return reverse("attendance:week", args=[monday_of(one.date)])


def _status(one) -> dict:
    """The PRU takes its own registers; a provider reports."""
    words = ("Not taken", "Part taken", "Taken") if one.site else ("Not reported", "Part reported", "Reported")
    number = 0 if not one.marked else 1 if one.marked < one.due else 2
    return {"tag": words[number], "colour": ("yellow", "blue", "green")[number]}


def to_settle(actor) -> list[dict]:
    """Absences whose reason nobody knows yet, oldest first, with the school days gone by since."""
    body = actor.organisation
    since = (
        SchoolDay.objects.filter(
            calendar__organisation__in=_calendar_owner(body), on__gt=OuterRef("date"), on__lte=today()
        )
        .values("calendar")
        .annotate(number=Count("pk"))
        .values("number")
    )
    marks = (
        Mark.objects.visible_to(actor)
        .filter(pru=body, code=codes.UNEXPLAINED, date__gt=today() - YEAR, date__lte=today())
        .annotate(school_days=Subquery(since, output_field=IntegerField()))
        .annotate(forename=F("pupil__forename"), known_as=F("pupil__known_as"), surname=F("pupil__surname"))
        .order_by("date", "session", "pupil__name_key")
        .values(*SETTLE_COLUMNS)[:AT_MOST]
    )
    found = list(marks)
    seen.saw(*(mark["pupil_id"] for mark in found))
    return found


def settle_table(marks: list[dict]) -> dict:
    """The absences to settle for `govuk/table.html`: past five school days they are overdue."""
    return {
        "caption": "Absences without a reason",
        "head": ["Pupil", "Session", "Where due", "Since", "Reason"],
        "empty": "No absence is waiting for its reason.",
        "rows": [_settle_row(mark) for mark in marks],
    }


def _settle_row(mark: dict) -> list:
    name = f"{mark['known_as'] or mark['forename']} {mark['surname']}"
    number = mark["school_days"] or 0
    session = f"{mark['date']:%A %-d %B}, {HALF_NAMES[mark['session']].lower()}"
    href = reverse("attendance:settle", args=[mark["pupil__uuid"], mark["date"], mark["session"]])
    status = {"tag": "Overdue", "colour": "red"} if number > OVERDUE else {"tag": "Find out", "colour": "yellow"}
    since = f"{number} school day{'' if number == 1 else 's'}"
    return [{"text": name, "href": href, "hidden": session}, session, mark["organisation__name"], since, status]


def _calendar_owner(body):
    """The organisation whose calendar the body follows, as a sub-select: its own, else its authority's."""
    rows = Calendar.objects.filter(organisation__in=[body.pk, body.authority_id])
    return rows.order_by(Case(When(organisation=body.pk, then=0), default=1)).values("organisation")[:1]
