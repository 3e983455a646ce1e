"""Verbs of providers: book, refuse, start with the placement."""

import datetime as dt
from collections import Counter

from django.db import transaction

from kit.periods import from_to
from kit.today import now, today
from partnerships.calendars import school_days_between
from partnerships.ledger import year_end
from providers.errors import ProviderError
from providers.models import Booking, BookingSlot, Brief, Check, Contract, Provider
from prus import actions as placing
from prus.models import Placement, PupilTie, WeekSlot


def checks_missing(provider, on: dt.date) -> list[str]:
    """Labels of the checks that do not hold on the day: lapsed, or never made."""
    held = set(
        Check.objects.filter(provider=provider, checked_on__lte=on, expires_on__gte=on).values_list("kind", flat=True)
    )
    return [str(kind.label) for kind in Check.NEEDED if kind not in held]


def contract_on(provider, la, on: dt.date) -> Contract | None:
    return Contract.objects.filter(provider=provider, la=la, during__contains=on).first()


def refuse_unready(provider, la, first: dt.date, sessions: list) -> Contract:
    """The contract a booking would stand on.

    Raises ProviderError when a check has lapsed, there is no contract, or no place is left in a session.
    """
    missing = checks_missing(provider, first)
    if missing:
        raise ProviderError(
            f"{provider} cannot be booked: {_listed(missing)} must be renewed first. Choose another provider, "
            "or ask the inclusion officer to renew the check"
        )
    contract = contract_on(provider, la, first)
    if contract is None:
        raise ProviderError(f"{provider} has no contract with the authority on {first:%-d %B %Y}")
    full = _full_sessions(contract, first, sessions)
    if full:
        raise ProviderError(f"{provider} has no place left on {_listed(full)}")
    return contract


def _full_sessions(contract, first: dt.date, sessions: list) -> list[str]:
    """Sessions in which as many pupils are due, or asked for, as the contract has places."""
    due = WeekSlot.objects.filter(booked__booking__contract=contract, during__overlap=from_to(first))
    taken = Counter(due.values_list("weekday", "session"))
    for asked in Booking.objects.filter(contract=contract, during=None).values_list("sessions", flat=True):
        taken.update((day, half) for day, half in asked)
    days = dict(WeekSlot._meta.get_field("weekday").choices)
    return [f"{days[day]} {half}" for day, half in sessions if taken[(day, half)] >= contract.places]


@transaction.atomic
def book(*, placement, course, sessions: list, by) -> Booking:
    """Ask a provider for a pupil's sessions. The contract row is locked, so that places are never oversold.

    The slots come to be when the PRU's head agrees the starting day. Raises ProviderError.
    """
    provider = Provider.objects.select_related("organisation").get(pk=course.provider_id)
    found = contract_on(provider, placement.la, placement.proposed_from)
    if found:
        Contract.objects.select_for_update().get(pk=found.pk)
    contract = refuse_unready(provider, placement.la, placement.proposed_from, sessions)
    booking, _ = Booking.objects.get_or_create(
        placement=placement,
        course=course,
        defaults={
            "la_id": placement.la_id,
            "pupil_id": placement.pupil_id,
            "contract": contract,
            "sessions": sessions,
            "made_at": now(),
            "made_by": by.person,
        },
    )
    return booking


def price(*, la, organisation, course, sessions: list, first: dt.date, last: dt.date) -> tuple[int, dict]:
    """Pence a booking commits until it ends or the financial year does, and how that was worked out.

    Sessions in the calendar times the contract's rate. Raises ProviderError without a contract.
    """
    provider = Provider.objects.select_related("organisation").get(pk=course.provider_id)
    contract = contract_on(provider, la, first)
    if contract is None:
        raise ProviderError(f"{provider} has no contract with the authority on {first:%-d %B %Y}")
    until = min(last, year_end(first))
    weekdays = Counter(day.isoweekday() for day in school_days_between(organisation, first, until))
    number = sum(weekdays[day] for day, _ in sessions)
    working = {
        "sessions": number,
        "pence_per_session": contract.pence_per_session,
        "from": first.isoformat(),
        "to": until.isoformat(),
    }
    return number * contract.pence_per_session, working


@transaction.atomic
def complete_placement(*, placement, by, site, first: dt.date, week: list[dict], objectives: list, brief: str) -> Placement:
    """Complete a placement together with its bookings.

    It lives on this floor because a booking calls down to write its slots. Raises PlacementError, ProviderError.
    """
    already = not Placement.objects.select_for_update().get(pk=placement.pk).may_complete()
    placement = placing.complete_placement(
        placement=placement, by=by, site=site, first=first, week=week, objectives=objectives
    )
    if not already:
        for booking in placement.bookings.select_related("course__provider__organisation", "course__provider__place"):
            start_booking(booking=booking, placement=placement, first=first, by=by, brief=brief)
    return placement


def start_booking(*, booking, placement, first: dt.date, by, brief: str) -> None:
    """From the first day on the pupil is due with the provider, which is told what it needs to know."""
    provider = booking.course.provider
    missing = checks_missing(provider, first)
    if missing:
        raise ProviderError(f"{provider} cannot start on {first:%-d %B %Y}: {_listed(missing)} must be renewed first")
    week = [
        {
            "weekday": day,
            "session": half,
            "kind": WeekSlot.Kind.PROVIDER,
            "organisation": provider.organisation,
            "place": provider.place,
        }
        for day, half in booking.sessions
    ]
    slots = placing.write_slots(placement=placement, first=first, week=week)
    BookingSlot.objects.bulk_create(
        BookingSlot(la_id=booking.la_id, pupil_id=booking.pupil_id, booking=booking, slot=slot) for slot in slots
    )
    booking.during = from_to(first)
    booking.save(update_fields=["during"])
    placing.tie(
        pupil=placement.pupil,
        organisation=provider.organisation,
        kind=PupilTie.Kind.BOOKED,
        source=f"booking:{booking.pk}",
        first=today(),
    )
    if brief:
        Brief.objects.create(
            la_id=booking.la_id,
            pupil_id=booking.pupil_id,
            booking=booking,
            text=brief,
            written_by=by.person,
            written_at=now(),
        )


def _listed(words: list[str]) -> str:
    """'a', 'a and b', 'a, b and c', in small letters where a sentence needs them."""
    words = [word[0].lower() + word[1:] if not word.isupper() else word for word in words]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
