"""Verbs of providers: check, book, refuse, start and end with the placement."""

import datetime as dt
from collections import Counter

from django.db import transaction

from attendance.models import Mark
from kit.periods import from_to
from kit.today import now, today
from kit.wording import lower_first
from partnerships.calendars import school_days_between
from partnerships.ledger import year_end
from providers.errors import ProviderError
from providers.models import Booking, BookingSlot, Brief, Check, Contract, Course, Provider
from prus import actions as placing
from prus.errors import PlacementError
from prus.models import Placement, PupilTie, WeekSlot
from prus.week import session_name


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
            f"{provider} cannot be booked: {_small(missing)} must be renewed first. Choose another provider, "
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
    due = WeekSlot.objects.filter(
        booked__booking__contract__provider=contract.provider_id, la=contract.la_id, during__overlap=from_to(first)
    )
    taken = Counter((day, half) for day, half, _ in due.values_list("weekday", "session", "pupil").distinct())
    waiting = Booking.objects.filter(contract=contract, during=None, placement__during=None)
    for asked in waiting.values_list("sessions", flat=True):
        taken.update((day, half) for day, half in asked)
    return [session_name(day, half) for day, half in sessions if taken[(day, half)] >= contract.places]


@transaction.atomic
def book(*, placement, course, sessions: list, by) -> Booking:
    """Ask a provider for a pupil's sessions. The contract row is locked, so that places are never oversold.

    The slots come to be when the PRU's head agrees the starting day. Asked twice, it is booked once. Raises
    ProviderError.
    """
    before = Booking.objects.filter(placement=placement, course=course).first()
    if before:
        return before
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
def complete_placement(
    *, placement, by, site, first: dt.date, week: list[dict], objectives: list, brief: str
) -> Placement:
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
    _refuse_beginning(booking, provider, first)
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
        _write_brief(booking, by, brief)


def _refuse_beginning(booking, provider, first: dt.date) -> None:
    """A check or a contract may have run out since the panel decided."""
    missing = checks_missing(provider, first)
    if missing:
        raise ProviderError(
            f"{provider} cannot start on {first:%-d %B %Y}: {_small(missing)} must be renewed first", "first"
        )
    if contract_on(provider, booking.la_id, first) is None:
        raise ProviderError(f"{provider} has no contract with the authority on {first:%-d %B %Y}", "first")


def _write_brief(booking, by, text: str) -> None:
    Brief.objects.create(
        la_id=booking.la_id,
        pupil_id=booking.pupil_id,
        booking=booking,
        text=text,
        written_by=by.person,
        written_at=now(),
    )


@transaction.atomic
def end_placement(*, placement, by, last: dt.date, reason: str) -> Placement:
    """End a placement together with its bookings; the provider keeps sight of the pupil for two weeks more.

    Ended twice on the same day, it ends once. Raises PlacementError.
    """
    placement = Placement.objects.select_for_update().get(pk=placement.pk)
    if placement.last == last and not placement.is_proposed:
        return placement
    placing.refuse_end(placement, last)
    _refuse_marks_after(placement, last)
    for booking in placement.bookings.select_related("course__provider__organisation").exclude(during=None):
        end_booking(booking=booking, last=last)
    return placing.end_placement(placement=placement, by=by, last=last, reason=reason)


def end_booking(*, booking, last: dt.date) -> None:
    """The pupil's last day with the provider. Sessions that had not begun are taken away."""
    later = BookingSlot.objects.filter(booking=booking, slot__during__startswith__gt=last)
    gone = list(later.values_list("slot", flat=True))
    later.delete()
    WeekSlot.objects.filter(pk__in=gone).delete()
    placing.shorten(WeekSlot.objects.filter(booked__booking=booking), last)
    booking.during = from_to(booking.during.lower, max(last, booking.during.lower))
    booking.save(update_fields=["during"])
    placing.end_tie(
        organisation=booking.course.provider.organisation,
        pupil=booking.pupil_id,
        source=f"booking:{booking.pk}",
        last=last + placing.GRACE,
    )


def _refuse_marks_after(placement, last: dt.date) -> None:
    """The register may not go on after the last day."""
    latest = Mark.objects.filter(placement=placement, date__gt=last).order_by("-date").values_list("date", flat=True)
    for day in latest[:1]:
        raise PlacementError(
            f"Last day must be {day:%-d %B %Y} or later: the register has marks up to that day", "last"
        )


@transaction.atomic
def add_check(*, provider, by, kind: str, checked_on: dt.date, expires_on: dt.date, evidence: str) -> Check:
    """Note that the authority made sure of something, and until when it holds. The same check is noted once."""
    if expires_on < checked_on:
        raise ProviderError("The last day it holds must be the same as or after the day it was checked", "expires_on")
    found, _ = Check.objects.get_or_create(
        provider=provider,
        kind=kind,
        checked_on=checked_on,
        expires_on=expires_on,
        defaults={"checked_by": by.person, "evidence": evidence},
    )
    return found


@transaction.atomic
def add_course(*, provider, by, name: str, qualification: str, key_stages: str, summary: str) -> Course:
    """Something more that a pupil can learn there. Raises ProviderError when there is one of this name."""
    Provider.objects.select_for_update().get(pk=provider.pk)
    if Course.objects.filter(provider=provider, name__iexact=name).exists():
        raise ProviderError(f"{provider} already has a course with this name", "name")
    return Course.objects.create(
        provider=provider, name=name, qualification=qualification, key_stages=key_stages, summary=summary
    )


def _listed(words: list[str]) -> str:
    """'a', 'a and b', 'a, b and c'"""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _small(labels: list[str]) -> str:
    """The same with labels as they stand inside a sentence."""
    return _listed([lower_first(label) for label in labels])
