"""Verbs of calendars: half terms and closures, by hand or from a file. Each derives the school days again."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import ProtectedError

from kit import outbox
from kit.periods import from_to
from kit.today import now
from partnerships.calendars import CalendarError, write_school_days
from partnerships.models import Calendar, Closure, HalfTerm, ImportRun, SchoolDay

LONGEST_CLOSURE = 31  # days; a longer one is a half term that ends earlier
NOWHEN = DateRange(empty=True)
# Asked before school days are taken away: each answers with a sentence that says why not, or with nothing.
OBJECTIONS: list[Callable[[Calendar, list[dt.date]], str]] = []


class CalendarChangeError(CalendarError):
    """A change that cannot be made, worded for whoever asked, and the field it is about."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


def objects_to_closing(function: Callable[[Calendar, list[dt.date]], str]):
    """Decorator, for rooms above: ask this before days of a calendar are no longer school days."""
    OBJECTIONS.append(function)
    return function


@transaction.atomic
def start_own_calendar(*, organisation, by) -> Calendar:
    """Give the organisation a calendar of its own, as its authority's stands today. Asked twice, it is made once."""
    calendar, made = Calendar.objects.get_or_create(organisation=organisation)
    followed = Calendar.objects.filter(organisation=organisation.la_id).first()
    if made and followed:
        HalfTerm.objects.bulk_create(
            HalfTerm(calendar=calendar, academic_year=one.academic_year, number=one.number, during=one.during)
            for one in followed.half_terms.all()
        )
        Closure.objects.bulk_create(
            Closure(calendar=calendar, on=one.on, kind=one.kind, note=one.note) for one in followed.closures.all()
        )
        write_school_days(calendar)
        _tell(calendar)
    return calendar


def add_half_term(*, calendar: Calendar, academic_year: int, number: int, first, last, by) -> HalfTerm:
    """Add one half term. Raises CalendarChangeError when it is there, or overlaps another."""
    with _changing(calendar):
        if calendar.half_terms.filter(academic_year=academic_year, number=number).exists():
            raise CalendarChangeError("This half term is in the calendar already. Change its dates instead", "number")
        term = HalfTerm(calendar=calendar, academic_year=academic_year, number=number, during=from_to(first, last))
        _refuse_overlap(term)
        term.save()
    return term


def change_half_term(*, half_term: HalfTerm, first: dt.date, last: dt.date, by) -> HalfTerm:
    """Give a half term other dates."""
    with _changing(half_term.calendar):
        half_term.during = from_to(first, last)
        _refuse_overlap(half_term)
        half_term.save(update_fields=["during"])
    return half_term


def remove_half_term(*, half_term: HalfTerm, by) -> None:
    """Take a half term away, if nothing has been counted or reported for it."""
    with _changing(half_term.calendar):
        SchoolDay.objects.filter(half_term=half_term).delete()
        try:
            half_term.delete()
        except ProtectedError:
            raise CalendarChangeError(
                f"{half_term} has attendance totals or reports, so it has to stay. Change its dates instead"
            ) from None


def add_closure(*, calendar: Calendar, first: dt.date, last: dt.date | None, kind: str, note: str, by) -> int:
    """Close the school days from first to last, both in it. Returns how many days are closed by this."""
    last = last or first
    with _changing(calendar):
        days = calendar.days.filter(on__range=(first, last)).order_by("on")
        found = list(days.values_list("on", flat=True))
        if (last - first).days >= LONGEST_CLOSURE:
            raise CalendarChangeError(
                "A closure lasts 31 days at most. For longer, change the half term’s dates", "last"
            )
        if not found:
            raise CalendarChangeError(_no_school(calendar, first, last), "first")
        Closure.objects.bulk_create(Closure(calendar=calendar, on=day, kind=kind, note=note) for day in found)
    return len(found)


def _no_school(calendar: Calendar, first: dt.date, last: dt.date) -> str:
    if calendar.closures.filter(on__range=(first, last)).exists():
        return "The calendar has a closure on this day already. Remove that one first"
    return "There is no school then: it is a weekend, or in no half term of this calendar"


def remove_closure(*, closure: Closure, by) -> None:
    """Open the day again. Done twice, it is done once."""
    with _changing(closure.calendar):
        Closure.objects.filter(pk=closure.pk).delete()


def keep_reading(*, organisation, reading, file_name: str, by) -> ImportRun:
    """Keep what was read in a file, for somebody to check before anything changes."""
    return ImportRun.objects.create(
        kind=ImportRun.Kind.CALENDAR,
        organisation=organisation,
        by=by.person,
        at=now(),
        file_name=file_name[:200],
        layout=reading.layout,
        found=reading.as_found(),
        counts={"lines": reading.lines, "refused": len(reading.troubles)},
        troubles=[one.as_row() for one in reading.troubles[:200]],
    )


def take_in(*, run: ImportRun, by) -> ImportRun:
    """Write what was read into the calendar, all or none. Asked twice, it is done once."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=run.pk)
        if run.done_at:
            return run
        calendar, _ = Calendar.objects.get_or_create(organisation=run.organisation)
        with _changing(calendar):
            terms = _write_half_terms(calendar, run.found["half_terms"])
            write_school_days(calendar)
            closed = _write_closures(calendar, run.found["closures"])
        run.done_at, run.counts = now(), {**run.counts, "half_terms": terms, "closures": closed}
        run.save(update_fields=["done_at", "counts"])
    return run


def _write_half_terms(calendar: Calendar, found: list) -> int:
    """Add and change half terms. Those that change stand aside first, so that they may swap dates."""
    held = {(one.academic_year, one.number): one for one in calendar.half_terms.all()}
    wanted = {(year, number): _period(first, last) for year, number, first, last in found}
    changed = [key for key, during in wanted.items() if key not in held or held[key].during != during]
    calendar.half_terms.filter(pk__in=[held[key].pk for key in changed if key in held]).update(during=NOWHEN)
    for year, number in changed:
        term = held.get((year, number)) or HalfTerm(calendar=calendar, academic_year=year, number=number)
        term.during = wanted[year, number]
        _refuse_overlap(term)
        term.save()
    return len(changed)


def _period(first: str, last: str) -> DateRange:
    return from_to(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def _write_closures(calendar: Calendar, found: list) -> int:
    """Close the school days among those found. A day outside the half terms needs no closure."""
    meets = set(calendar.days.filter(on__in=[day for day, *_ in found]).values_list("on", flat=True))
    rows = [
        Closure(calendar=calendar, on=dt.date.fromisoformat(day), kind=kind, note=note)
        for day, kind, note in found
        if dt.date.fromisoformat(day) in meets
    ]
    return len(Closure.objects.bulk_create(rows))


def _refuse_overlap(term: HalfTerm) -> None:
    others = term.calendar.half_terms.exclude(pk=term.pk).filter(during__overlap=term.during)
    if other := others.first():
        inside = term.first in other.during
        day = other.last if inside else other.first
        side = "until" if inside else "from"
        words = f"{term} would overlap {other}, which runs {side} {day.day} {day:%B %Y}. Change one of them"
        raise CalendarChangeError(words, "first" if inside else "last")


@contextmanager
def _changing(calendar: Calendar) -> Iterator[None]:
    """Hold the calendar, derive its school days after the change, and refuse what others object to."""
    with transaction.atomic():
        Calendar.objects.select_for_update().get(pk=calendar.pk)
        before = _days(calendar)
        yield
        write_school_days(calendar)
        lost = sorted(before - _days(calendar))
        for object_to in OBJECTIONS if lost else ():
            if sentence := object_to(calendar, lost):
                raise CalendarChangeError(sentence)
        _tell(calendar)


def _days(calendar: Calendar) -> set[dt.date]:
    return set(SchoolDay.objects.filter(calendar=calendar).values_list("on", flat=True))


def _tell(calendar: Calendar) -> None:
    """Ask for what is counted by this calendar to be counted again."""
    once = f"calendar_changed:{calendar.pk}:{uuid.uuid4()}"
    outbox.put("calendar_changed", once=once, la_id=calendar.organisation.authority_id, calendar=calendar.pk)
