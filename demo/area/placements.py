"""Placements of the past year and today: rolls, ties, weeks, directions, objectives and reviews."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from accounts.models import Organisation
from demo.area import bookings
from demo.area.clock import DAY, began, moment
from demo.area.ground import Area
from demo.area.pupils import Child
from demo.area.texts import OBJECTIVES, REVIEWS
from demo.area.units import Unit
from demo.area.weeks import SESSIONS, school_days_of
from kit.periods import ONE_DAY, from_to, last_day
from partnerships.models import Place
from providers.models import Course
from prus.actions import GRACE, REVIEW_WEEKS
from prus.models import Objective, OffSiteDirection, Placement, PupilTie, Registration, Review, WeekSlot

Kind, Tie = Registration.Kind, PupilTie.Kind
OPEN: dt.date | None = None


@dataclass
class Stayed:
    """A child with the placement made of the stay, and the weekdays at the main school."""

    child: Child
    unit: Unit
    placement: Placement
    at_school: set[int] = field(default_factory=set)
    course: Course | None = None  # with a provider, in these sessions
    sessions: list[tuple[int, str]] = field(default_factory=list)
    slots: list[WeekSlot] = field(default_factory=list)

    @property
    def first(self) -> dt.date:
        return began(self.placement.during)

    @property
    def last(self) -> dt.date | None:
        return last_day(self.placement.during)

    @property
    def la_and_pupil(self) -> dict:
        return {"la_id": self.placement.la_id, "pupil_id": self.placement.pupil_id}


def place(area: Area, children: list[Child]) -> list[Stayed]:
    """Save the placements of these children with all that belongs to them."""
    rng = area.rng("placements")
    rows = [_stayed(area, rng, child) for child in children if child.stay]
    Placement.objects.bulk_create(row.placement for row in rows)
    put_on_rolls(children)
    PupilTie.objects.bulk_create(tie for row in rows for tie in _ties(row))
    OffSiteDirection.objects.bulk_create(_direction(area, row) for row in rows if row.child.dual)
    for row in rows:
        row.at_school = school_days_of(rng, row.child.dual)
    bookings.choose(area, rows)
    _week(area, rows)
    bookings.book(area, rows)
    Objective.objects.bulk_create(each for row in rows for each in _objectives(rng, row))
    Review.objects.bulk_create(each for row in rows for each in _reviews(area, rng, row))
    return rows


def _stayed(area: Area, rng: random.Random, child: Child) -> Stayed:
    stay = child.stay
    assert stay is not None
    unit = area.units[stay.unit]
    proposed = max(stay.first - dt.timedelta(days=rng.randrange(9, 16)), child.joined)
    placement = Placement(
        la=area.la,
        pupil=child.pupil,
        pru=unit.pru,
        purpose="preventative" if child.dual else rng.choice(("excluded", "excluded", "medical", "interim")),
        commissioned_by=area.partnerships[child.district].organisation,
        return_school=child.school if child.dual else None,
        exit_plan=_exit_plan(child),
        proposed_at=moment(proposed, 15),
        proposed_from=stay.first,
        planned_end=max(stay.planned, stay.first),
        dual=child.dual,
        site=unit.sites[stay.base],
        during=from_to(stay.first, stay.last),
        completed_at=moment(stay.first - 3 * ONE_DAY, 11),
        completed_by=area.person(f"{stay.unit} head"),
        end_reason=child.end_reason,
    )
    return Stayed(child, unit, placement)


def _exit_plan(child: Child) -> str:
    if child.pupil.year_group == 11:
        return "A place after 16, agreed with the careers adviser"
    if child.dual:
        return f"Back to {child.school}"[:300]
    return "A new school through the fair access panel"


def put_on_rolls(children: list[Child]) -> None:
    """Each child's rolls, and the tie of the school whose roll it is."""
    Registration.objects.bulk_create(row for child in children for row in _rolls(child))
    PupilTie.objects.bulk_create(tie for child in children for tie in _school_ties(child))


def _rolls(child: Child) -> Iterator[Registration]:
    """Single at the school, then main with the unit's subsidiary (or single at the unit), then at the next school."""

    def roll(organisation: Organisation, kind: str, first: dt.date, last: dt.date | None) -> Registration:
        during = from_to(first, last)
        return Registration(
            la_id=child.pupil.la_id, pupil=child.pupil, organisation=organisation, kind=kind, during=during
        )

    stay = child.stay
    if stay is None:
        yield roll(child.school, Kind.SINGLE, child.joined, OPEN)
        return
    yield roll(child.school, Kind.SINGLE, child.joined, stay.first - ONE_DAY)
    if child.dual:
        yield roll(child.school, Kind.MAIN, stay.first, stay.last)
    yield roll(child.unit_body, Kind.SUBSIDIARY if child.dual else Kind.SINGLE, stay.first, stay.last)
    if stay.last and child.next_school:
        yield roll(child.next_school, Kind.SINGLE, stay.last + ONE_DAY, OPEN)


def _school_ties(child: Child) -> Iterator[PupilTie]:
    """A school knows of a child for as long as the child is on its roll."""

    def tie(school: Organisation, first: dt.date, last: dt.date | None) -> PupilTie:
        return PupilTie(
            la_id=child.pupil.la_id,
            pupil=child.pupil,
            organisation=school,
            kind=Tie.REGISTERED,
            source=f"roll:{school.pk}",
            during=from_to(first, last),
        )

    stay, follows = child.stay, child.next_school
    if stay is None or follows == child.school:
        yield tie(child.school, child.joined, OPEN)
        return
    yield tie(child.school, child.joined, stay.last if child.dual else stay.first - ONE_DAY)
    if stay.last and follows:
        yield tie(follows, stay.last + ONE_DAY, OPEN)


def _ties(row: Stayed) -> Iterator[PupilTie]:
    """The unit knows of the child from the proposal until two weeks after the last day."""
    until = row.last + GRACE if row.last else None
    sources = {
        f"placement:{row.placement.pk}": (Tie.PROPOSED, row.placement.proposed_at.date()),
        f"placed:{row.placement.pk}": (Tie.PLACED, row.first - 3 * ONE_DAY),
    }
    for source, (kind, first) in sources.items():
        yield PupilTie(
            **row.la_and_pupil, organisation=row.unit.body, kind=kind, source=source, during=from_to(first, until)
        )


def _direction(area: Area, row: Stayed) -> OffSiteDirection:
    asked = row.placement.proposed_at
    return OffSiteDirection(
        **row.la_and_pupil,
        placement=row.placement,
        by_organisation=row.child.school,
        asked_at=asked,
        notice_on=asked.date() + ONE_DAY,
        confirmed_at=asked + dt.timedelta(days=1),
        confirmed_by=area.person(f"{row.child.school.name} lead"),
    )


def _week(area: Area, rows: list[Stayed]) -> None:
    """Ten sessions at the base, less those at the main school and with a provider."""
    places = {place.organisation_id: place for place in Place.objects.filter(organisation__la=area.la).order_by("-pk")}
    for row in rows:
        row.slots = [_slot(row, day, half, places) for day, half in SESSIONS]
    WeekSlot.objects.bulk_create(slot for row in rows for slot in row.slots)


def _slot(row: Stayed, day: int, half: str, places: dict[int, Place]) -> WeekSlot:
    kind, where, place = WeekSlot.Kind.PRU, row.unit.body, row.placement.site.place  # type: ignore[union-attr]
    if row.course and (day, half) in row.sessions:
        provider = row.course.provider
        kind, where, place = WeekSlot.Kind.PROVIDER, provider.organisation, provider.place
    elif day in row.at_school:
        kind, where, place = WeekSlot.Kind.SCHOOL, row.child.school, places[row.child.school.pk]
    return WeekSlot(
        **row.la_and_pupil,
        placement=row.placement,
        weekday=day,
        session=half,
        kind=kind,
        organisation=where,
        place=place,
        during=from_to(row.first, row.last),
    )


def _objectives(rng: random.Random, row: Stayed) -> Iterator[Objective]:
    for text, baseline, measure in rng.sample(OBJECTIVES, k=rng.choice((1, 2, 2, 3))):
        met = row.last if row.last and rng.random() < 0.5 else None
        yield Objective(
            **row.la_and_pupil, placement=row.placement, text=text, baseline=baseline, measure=measure, met_on=met
        )


def _reviews(area: Area, rng: random.Random, row: Stayed) -> Iterator[Review]:
    """Six weeks after arrival or at the end of the half term, then every six weeks; a few are overdue."""
    term = next((term for term in area.terms if term.first <= row.first <= term.last), None)
    due = row.first + dt.timedelta(weeks=REVIEW_WEEKS)
    due = min(due, term.last) if term else due
    until = row.last or DAY + dt.timedelta(weeks=REVIEW_WEEKS)
    while due <= until:
        held = due - dt.timedelta(days=due.weekday() % 2) if due < DAY and not _forgotten(rng, due) else None
        summary = rng.choice(REVIEWS) if held else ""
        yield Review(**row.la_and_pupil, placement=row.placement, due_on=due, held_on=held, summary=summary)
        due += dt.timedelta(weeks=REVIEW_WEEKS)


def _forgotten(rng: random.Random, due: dt.date) -> bool:
    """One in four of the reviews of the last month has not been held yet."""
    return rng.random() < 1 / 4 and due > DAY - dt.timedelta(days=30)
