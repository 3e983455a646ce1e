"""School time: the one place that counts school days and finds half terms.

A school day is a day on which the school in question meets (Education Act 1996, section 579). An
organisation without a calendar of its own follows its authority's.
"""

import datetime as dt

from django.db.models import Exists, Q

from partnerships.models import Calendar, Closure, HalfTerm, SchoolDay


class CalendarError(Exception):
    """Worded for a caseworker: the calendar does not reach far enough."""


def calendar_of(organisation) -> Calendar:
    """The organisation's own calendar, or its authority's.

    Raises CalendarError when neither has one.
    """
    wanted = [organisation.pk, organisation.authority_id]
    found = {row.organisation_id: row for row in Calendar.objects.filter(organisation__in=wanted)}
    for pk in wanted:
        if pk in found:
            return found[pk]
    raise CalendarError(f"There is no calendar for {organisation}. Ask the local authority to enter its term dates")


def school_days(organisation, first: dt.date, number: int) -> dt.date:
    """The date of the number-th school day counted from `first`, where `first` is day 1 if school meets.

    `school_days(school, friday, 6)` is the sixth school day. Raises CalendarError past the last term entered.
    """
    days = SchoolDay.objects.filter(calendar=calendar_of(organisation), on__gte=first).order_by("on")
    found = days.values_list("on", flat=True)[number - 1 : number]
    for day in found:
        return day
    raise CalendarError("The calendar does not reach that far. Ask the local authority to enter the next term's dates")


def clear_school_days_after(organisation, day: dt.date, number: int) -> dt.date:
    """The first day with this many whole school days between it and `day`: notice of two days, for example."""
    return school_days(organisation, day + dt.timedelta(days=1), number + 1)


def school_days_between(organisation, first: dt.date, last: dt.date) -> list[dt.date]:
    """The school days from first to last, both in it. One query."""
    own = Calendar.objects.filter(organisation=organisation)
    followed = Calendar.objects.filter(organisation=organisation.authority_id)
    mine = Q(calendar__in=own) | Q(~Exists(own), calendar__in=followed)
    days = SchoolDay.objects.filter(mine, on__range=(first, last))
    return list(days.order_by("on").values_list("on", flat=True))


def as_school_day(organisation, day: dt.date):
    """A sub-query: whether the organisation meets on the day, by its own calendar or its authority's."""
    own = Calendar.objects.filter(organisation=organisation)
    followed = Calendar.objects.filter(organisation=organisation.authority_id)
    days = SchoolDay.objects.filter(on=day)
    return Exists(days.filter(calendar__in=own)) | (~Exists(own) & Exists(days.filter(calendar__in=followed)))


def is_school_day(organisation, day: dt.date) -> bool:
    return SchoolDay.objects.filter(calendar=calendar_of(organisation), on=day).exists()


def half_term_on(organisation, day: dt.date) -> HalfTerm | None:
    """The half term that holds the day, or None in the holidays."""
    return HalfTerm.objects.filter(calendar=calendar_of(organisation), during__contains=day).first()


def half_terms_ended(organisation, day: dt.date):
    """Half terms whose last day is the day or before it, newest first."""
    day_after = day + dt.timedelta(days=1)
    terms = HalfTerm.objects.filter(calendar=calendar_of(organisation), during__endswith__lte=day_after)
    return terms.order_by("-during")


def end_of_terms(organisation, first: dt.date, half_terms: int) -> dt.date:
    """The last day of the n-th half term counted from the one of arrival, arrival's included.

    Two terms are four half terms by default (Staffordshire, paragraph 27; domain README, open questions).
    """
    terms = HalfTerm.objects.filter(calendar=calendar_of(organisation), during__endswith__gt=first)
    found = list(terms.order_by("during")[:half_terms])
    if not found:
        raise CalendarError("The calendar does not reach that far. Ask the local authority to enter the next dates")
    return found[-1].last


def write_school_days(calendar: Calendar) -> int:
    """Make the school days from half terms less weekends and closures. Returns how many there are."""
    closed = set(Closure.objects.filter(calendar=calendar).values_list("on", flat=True))
    rows = [
        SchoolDay(calendar=calendar, half_term=term, on=day)
        for term in calendar.half_terms.all()
        for day in _weekdays(term.first, term.last)
        if day not in closed
    ]
    SchoolDay.objects.filter(calendar=calendar).delete()
    return len(SchoolDay.objects.bulk_create(rows))


def _weekdays(first: dt.date, last: dt.date):
    day = first
    while day <= last:
        if day.weekday() < 5:
            yield day
        day += dt.timedelta(days=1)
