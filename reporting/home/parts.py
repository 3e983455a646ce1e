"""The pieces a home page is made of."""

import datetime as dt
from dataclasses import dataclass, field

from django.urls import reverse

from attendance.models import Mark
from kit.today import now, today
from prus.models import Review, WeekSlot
from prus.models.bodies import Session

SOON = dt.timedelta(days=14)


@dataclass(frozen=True)
class Item:
    """One thing somebody has to do, and by when."""

    due: dt.date
    title: str
    href: str
    text: str = ""
    tag: str = ""

    @property
    def status(self) -> str:
        """In words: overdue, due today, or what the duty itself is called."""
        if self.tag:
            return self.tag
        if self.due < today():
            return "Overdue"
        return "Due today" if self.due == today() else ""


@dataclass(frozen=True)
class Stat:
    """One number with the list behind it."""

    number: str | int
    label: str
    href: str = ""
    hint: str = ""


@dataclass
class Home:
    """Numbers, what is due (what lapses first on top), and at most one more table."""

    stats: list[Stat] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    start: tuple[str, str] | None = None  # the button: words and address
    table: dict | None = None
    nothing: str = "Nothing is due today."
    intro: str = ""

    @property
    def due(self) -> list[Item]:
        return sorted(self.items, key=lambda item: (item.due, item.title))


def url(name: str, *args) -> str:
    return reverse(name, args=args)


def reviews_due(actor) -> list[Item]:
    """Reviews of running placements that are due within a fortnight, or overdue."""
    rows = Review.objects.visible_to(actor).filter(
        held_on=None, due_on__lte=today() + SOON, placement__during__contains=today()
    )
    return [
        Item(
            due=row.due_on,
            title=f"Review: {row.placement.pupil.full_name}",
            href=url("prus:placement", row.placement.uuid),
            text=f"Placement at {row.placement.pru}",
        )
        for row in rows.select_related("placement__pupil", "placement__pru__organisation").order_by("due_on")[:50]
    ]


@dataclass(frozen=True)
class Registers:
    """How many pupils are due in a session today, and how many have a mark."""

    session: str
    due: int
    marked: int

    @property
    def label(self) -> str:
        return Session(self.session).label

    @property
    def status(self) -> str:
        if self.due == 0:
            return "None expected"
        if self.marked == 0:
            return "Not taken"
        return "Complete" if self.marked >= self.due else "Incomplete"


def registers_today(organisation) -> list[Registers]:
    """Today's two sessions of one PRU, its providers' sessions included. Three queries."""
    from partnerships.calendars import is_school_day

    day = today()
    if not is_school_day(organisation, day):
        return []
    slots = WeekSlot.objects.filter(
        placement__pru__organisation=organisation,
        placement__during__contains=day,
        during__contains=day,
        weekday=day.isoweekday(),
    ).exclude(kind=WeekSlot.Kind.SCHOOL)
    due = list(slots.values_list("session", flat=True))
    marked = list(Mark.objects.filter(pru=organisation, date=day).values_list("session", flat=True))
    return [Registers(half, due.count(half), marked.count(half)) for half in ("AM", "PM")]


def session_has_begun(half: str) -> bool:
    """Morning registers are due from 9, afternoon ones from 1, London time."""
    from kit.today import LONDON

    return now().astimezone(LONDON).hour >= (9 if half == "AM" else 13)
