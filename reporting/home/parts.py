"""The pieces a home page is made of."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from attendance.models import Mark
from kit.today import LONDON, now, today
from partnerships.calendars import as_school_day
from prus.models import Placement, Review, WeekSlot
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
    rank: int = 1  # 0 stands above everything dated: somebody else waits for this person

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
        return sorted(self.items, key=lambda item: (item.rank, item.due, item.title))


def url(name: str, *args) -> str:
    return reverse(name, args=args)


def count_of(rows):
    """How many rows, as a sub-query: several counts cost one query."""
    counted = rows.order_by().values(one=Value(1)).annotate(n=Count("pk", distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0)


def attention(actor):
    """Placements that need somebody, in one query, with what is needed annotated.

    Proposed ones (and whether their direction is confirmed), those past their planned end, and those
    with a review due within a fortnight: `review` is the day of the first one not held.
    """
    review = Review.objects.filter(placement=OuterRef("pk"), held_on=None).order_by("due_on").values("due_on")[:1]
    rows = Placement.objects.visible_to(actor).annotate(review=Subquery(review))
    running = Q(during__contains=today())
    wanted = Q(during=None) | running & (Q(planned_end__lt=today()) | Q(review__lte=today() + SOON))
    return rows.filter(wanted).select_related("direction__by_organisation").for_lists()[:200]


def reviews_due(rows) -> list[Item]:
    """Of the placements that need attention, those with a review due."""
    return [
        Item(
            due=row.review,
            title=f"Review: {row.pupil.full_name}",
            href=url("prus:placement", row.uuid),
            text=f"Placement at {row.pru}",
        )
        for row in rows
        if not row.is_proposed and row.review and row.review <= today() + SOON
    ]


def placed(placements) -> dict:
    """Who is placed today and who starts later, as sub-queries: the list behind the number has both."""
    later = placements.filter(during__startswith__gt=today())
    return {"running": count_of(placements.running()), "starting": count_of(later)}


def placed_stat(counted: dict, label: str) -> Stat:
    later = counted["starting"]
    return Stat(counted["running"], label, url("prus:list"), hint=f"and {later} starting later" if later else "")


def waits_for_direction(row) -> bool:
    """Whether a proposed placement still waits for the school's board or trust."""
    direction = getattr(row, "direction", None)
    return row.is_proposed and direction is not None and direction.confirmed_at is None


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
    """Today's two sessions of one PRU, its providers' sessions included. One query."""
    day = today()
    mark = Mark.objects.filter(pupil=OuterRef("pupil"), date=day, session=OuterRef("session"))
    slots = WeekSlot.objects.filter(
        as_school_day(organisation, day),
        placement__pru__organisation=organisation,
        placement__during__contains=day,
        during__contains=day,
        weekday=day.isoweekday(),
    ).exclude(kind=WeekSlot.Kind.SCHOOL)
    counts = slots.values("session").annotate(due=Count("pk"), marked=Count("pk", filter=Exists(mark)))
    return [Registers(row["session"], row["due"], row["marked"]) for row in counts.order_by("session")]


def session_has_begun(half: str) -> bool:
    """Morning registers are due from 9, afternoon ones from 1, London time."""
    return now().astimezone(LONDON).hour >= (9 if half == "AM" else 13)
