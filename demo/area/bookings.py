"""Sessions with providers: one pupil in four of key stage 4, never more than a contract has places for."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from demo.area.clock import DAY, moment
from demo.area.ground import Area
from demo.area.texts import BRIEF
from kit.periods import from_to
from providers.models import Booking, BookingSlot, Brief, Contract, Course
from prus.actions import GRACE
from prus.models import PupilTie

if TYPE_CHECKING:
    from demo.area.placements import Stayed

NEAR = {
    "Stafford PRU": ("Trent Valley Motor Workshop", "Sow Meadow Farm"),
    "Cedars PRU": ("Potters Yard Training",),
    "Stowe PRU": ("Mercia Gate College, 14 to 16", "Sow Meadow Farm"),
    "Chaselea PRU": ("Chase Ridge Outdoors", "Trent Valley Motor Workshop"),
    "Kettlebrook PRU": ("Mercia Gate College, 14 to 16",),
    "Burton PRU": ("Brewery Lane Kitchen", "Mercia Gate College, 14 to 16"),
}
DAYS = {"Trent Valley Motor Workshop": (2, 4, 5)}  # weekdays it takes pupils on; the others Thursday first
OTHERS = (4, 5, 3)
SHARE = {3: 0.12, 4: 0.45}
KEPT_FREE = 3  # places that nobody takes, so that a panel can book


class Diary:
    """Who is with which provider on which weekday, so that no session is oversold."""

    def __init__(self, area: Area):
        self.contracts = {each.provider_id: each for each in Contract.objects.filter(la=area.la)}
        self.taken: dict[tuple[int, int], list[tuple[dt.date, dt.date]]] = defaultdict(list)

    def has_room(self, provider_id: int, day: int, first: dt.date, last: dt.date) -> bool:
        """Stays that overlap at all are counted together: cautious, and simple."""
        together = [each for each in self.taken[provider_id, day] if each[0] <= last and first <= each[1]]
        return len(together) < self.contracts[provider_id].places - KEPT_FREE

    def take(self, provider_id: int, day: int, first: dt.date, last: dt.date) -> None:
        self.taken[provider_id, day].append((first, last))


def choose(area: Area, rows: "Iterable[Stayed]") -> None:
    """Give some pupils a course on one or two days of the week."""
    rng, diary = area.rng("bookings"), Diary(area)
    courses = list(Course.objects.select_related("provider__organisation", "provider__place").order_by("pk"))
    for row in rows:
        if rng.random() < SHARE.get(row.child.pupil.key_stage, 0):
            _choose(rng, diary, courses, row)


def _choose(rng: random.Random, diary: Diary, courses: list[Course], row: "Stayed") -> None:
    stage = str(row.child.pupil.key_stage)
    near = NEAR[row.unit.plan.name]
    fits = [each for each in courses if each.provider.organisation.name in near and stage in each.key_stages.split(",")]
    if not fits:
        return
    course = rng.choice(fits)
    first, last = row.first, row.last or dt.date.max
    weekdays = DAYS.get(course.provider.organisation.name, OTHERS)
    free = [
        day for day in weekdays if day not in row.at_school and diary.has_room(course.provider_id, day, first, last)
    ]
    days = free[: rng.choice((1, 2))]
    for day in days:
        diary.take(course.provider_id, day, first, last)
    if days:
        row.course, row.sessions = course, [(day, half) for day in sorted(days) for half in ("AM", "PM")]


def book(area: Area, rows: "list[Stayed]") -> None:
    """Save the bookings of the chosen courses, with slots, ties and what each provider is told."""
    booked = [row for row in rows if row.course]
    contracts = {each.provider_id: each for each in Contract.objects.filter(la=area.la)}
    made = Booking.objects.bulk_create(_booking(area, row, contracts) for row in booked)
    pairs = list(zip(made, booked, strict=True))
    BookingSlot.objects.bulk_create(
        BookingSlot(**row.la_and_pupil, booking=booking, slot=slot)
        for booking, row in pairs
        for slot in row.slots
        if (slot.weekday, slot.session) in row.sessions
    )
    PupilTie.objects.bulk_create(_tie(booking, row) for booking, row in pairs)
    Brief.objects.bulk_create(_brief(area, booking, row) for booking, row in pairs)


def _booking(area: Area, row: "Stayed", contracts: dict[int, Contract]) -> Booking:
    assert row.course is not None
    return Booking(
        **row.la_and_pupil,
        placement=row.placement,
        course=row.course,
        contract=contracts[row.course.provider_id],
        sessions=[list(each) for each in row.sessions],
        during=from_to(row.first, row.last),
        made_at=row.placement.proposed_at,
        made_by=area.person(f"{row.child.district} chair"),
    )


def _tie(booking: Booking, row: "Stayed") -> PupilTie:
    return PupilTie(
        **row.la_and_pupil,
        organisation=booking.course.provider.organisation,
        kind=PupilTie.Kind.BOOKED,
        source=f"booking:{booking.pk}",
        during=from_to(row.first - dt.timedelta(days=3), row.last + GRACE if row.last else None),
    )


def _brief(area: Area, booking: Booking, row: "Stayed") -> Brief:
    return Brief(
        **row.la_and_pupil,
        booking=booking,
        text=BRIEF.format(name=row.child.pupil.forename),
        written_by=area.person(f"{row.unit.plan.name} head"),
        written_at=moment(min(row.first - dt.timedelta(days=3), DAY), 12),
    )
