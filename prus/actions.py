"""Verbs of placements: tie, propose, confirm the direction, complete, end."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from kit.periods import DateRange, ONE_DAY, from_to
from kit.today import now, today
from partnerships.calendars import clear_school_days_after, half_term_on
from prus.errors import PlacementError
from prus.models import Objective, OffSiteDirection, Placement, PupilTie, Registration, Review, WeekSlot

NOTICE_SCHOOL_DAYS = 2  # "two school days' notice" read as two clear school days: domain README, open questions
REVIEW_WEEKS = 6


def tie(*, pupil, organisation, kind: str, source: str, first: dt.date, last: dt.date | None = None) -> PupilTie:
    """Let an organisation know of a child from a day on. The same cause (`source`) ties once."""
    found, _ = PupilTie.objects.get_or_create(
        pupil=pupil,
        organisation=organisation,
        source=source,
        defaults={"la_id": pupil.la_id, "kind": kind, "during": from_to(first, last)},
    )
    return found


def end_tie(*, organisation, pupil, source: str, last: dt.date) -> None:
    """The cause is gone: the organisation's last day of knowing is `last` (the day itself when it began later)."""
    for found in PupilTie.objects.filter(pupil=pupil, organisation=organisation, source=source):
        found.during = from_to(found.during.lower, max(last, found.during.lower))
        found.save(update_fields=["during"])


def propose_placement(*, pupil, pru, purpose, commissioned_by, return_school, first, planned_end, exit_plan, dual=True):
    """What a panel decided, put before the PRU's head. Makes the PRU's tie; not yet a roll or a week."""
    placement = Placement.objects.create(
        la_id=pupil.la_id,
        pupil=pupil,
        pru=pru,
        purpose=purpose,
        commissioned_by=commissioned_by,
        return_school=return_school,
        exit_plan=exit_plan,
        proposed_at=now(),
        proposed_from=first,
        planned_end=planned_end,
        dual=dual,
    )
    tie(pupil=pupil, organisation=pru.organisation, kind=PupilTie.Kind.PROPOSED, source=f"placement:{placement.pk}", first=today())
    return placement


def ask_for_direction(*, placement, school) -> OffSiteDirection:
    """Ask the school's governing board or trust to direct off-site: the placement rests on its power."""
    found, _ = OffSiteDirection.objects.get_or_create(
        placement=placement,
        defaults={
            "la_id": placement.la_id,
            "pupil_id": placement.pupil_id,
            "by_organisation": school,
            "asked_at": now(),
        },
    )
    return found


@transaction.atomic
def confirm_direction(*, direction, by, notice_on: dt.date) -> OffSiteDirection:
    """The board or trust directs, and gave the parents notice on this day. Done twice, it counts once."""
    direction = OffSiteDirection.objects.select_for_update().get(pk=direction.pk)
    if direction.confirmed_at:
        return direction
    if notice_on > today():
        raise PlacementError("Day of notice must be today or in the past")
    direction.notice_on, direction.confirmed_at, direction.confirmed_by = notice_on, now(), by.person
    direction.save(update_fields=["notice_on", "confirmed_at", "confirmed_by"])
    return direction


def earliest_start(placement) -> dt.date | None:
    """The first day the pupil may start: after two clear school days' notice; None until it is given."""
    direction = OffSiteDirection.objects.filter(placement=placement).first()
    if direction is None:
        return placement.proposed_from
    if direction.confirmed_at is None:
        return None
    return clear_school_days_after(direction.by_organisation, direction.notice_on, NOTICE_SCHOOL_DAYS)


@transaction.atomic
def complete_placement(*, placement, by, site, first: dt.date, week: list[dict], objectives: list[dict]) -> Placement:
    """The PRU's head agrees the starting day: site, roll, week, objectives, first review.

    `week` lists {weekday, session, kind, organisation, place} for the sessions at the PRU and the main
    school; a provider's sessions are written by its booking (`providers.actions`). Completed twice, it
    is done once. Raises PlacementError.
    """
    placement = Placement.objects.select_for_update().select_related("pupil", "pru__organisation").get(pk=placement.pk)
    if not placement.may_complete():
        return placement
    _refuse_start(placement, site, first)
    placement.site, placement.during = site, from_to(first)
    placement.completed_at, placement.completed_by = now(), by.person
    placement.version = F("version") + 1
    placement.save(update_fields=["site", "during", "completed_at", "completed_by", "version"])
    placement.refresh_from_db()
    put_on_roll(placement, first)
    write_slots(placement=placement, first=first, week=week)
    _write_objectives(placement, objectives)
    Review.objects.get_or_create(
        placement=placement,
        due_on=review_due(placement.pru.organisation, first),
        defaults={"la_id": placement.la_id, "pupil_id": placement.pupil_id},
    )
    tie(pupil=placement.pupil, organisation=placement.pru.organisation, kind=PupilTie.Kind.PLACED, source=f"placed:{placement.pk}", first=today())
    return placement


def _refuse_start(placement, site, first: dt.date) -> None:
    earliest = earliest_start(placement)
    if earliest is None:
        raise PlacementError("The school's governing board or trust has not confirmed its direction yet")
    if first < earliest:
        raise PlacementError(f"Starting day must be {earliest:%-d %B %Y} or later: parents have two school days' notice")
    if first > placement.planned_end:
        raise PlacementError(f"Starting day must be before the planned end, {placement.planned_end:%-d %B %Y}")
    if half_term_on(placement.pru.organisation, first) is None:
        raise PlacementError("Starting day must be in term time")
    if site.pru_id != placement.pru_id:
        raise PlacementError("Site must be one of this PRU's own")


def put_on_roll(placement, first: dt.date) -> None:
    """Dual: main at the school, subsidiary at the PRU. Single: off the old roll the day before."""
    pupil, pru = placement.pupil, placement.pru.organisation
    held = Registration.objects.filter(pupil=pupil, kind__in=["M", "C"], during__contains=first).first()
    if placement.dual and held:
        if held.kind == Registration.Kind.SINGLE:
            _turn_into_main(held, first)
        kind = Registration.Kind.SUBSIDIARY
    else:
        if held:
            held.during = DateRange(held.during.lower, first, "[)")
            held.save(update_fields=["during"])
        kind = Registration.Kind.SINGLE
    Registration.objects.create(la_id=placement.la_id, pupil=pupil, organisation=pru, kind=kind, during=from_to(first))


def _turn_into_main(held, first: dt.date) -> None:
    """From the first day of dual registration the school's entry is the main one; before, it stays single."""
    if held.during.lower is not None and held.during.lower >= first:
        held.kind = Registration.Kind.MAIN
        held.save(update_fields=["kind"])
        return
    upper = held.during.upper
    held.during = DateRange(held.during.lower, first, "[)")
    held.save(update_fields=["during"])
    Registration.objects.create(
        la_id=held.la_id,
        pupil_id=held.pupil_id,
        organisation_id=held.organisation_id,
        kind=Registration.Kind.MAIN,
        during=DateRange(first, upper, "[)"),
    )


def write_slots(*, placement, first: dt.date, week: list[dict], last: dt.date | None = None) -> list[WeekSlot]:
    """Where the pupil is due in each session of the week from a day on.

    Raises PlacementError when the pupil is due elsewhere in one of them (the database refuses it).
    """
    rows = [
        WeekSlot(
            la_id=placement.la_id,
            pupil_id=placement.pupil_id,
            placement=placement,
            during=from_to(first, last),
            **slot,
        )
        for slot in week
    ]
    try:
        with transaction.atomic():
            return WeekSlot.objects.bulk_create(rows)
    except IntegrityError as refusal:
        if "pupil_is_due_in_one_place_per_session" in str(refusal):
            raise PlacementError(clash_sentence(placement, rows)) from None
        raise


def clash_sentence(placement, rows) -> str:
    """Name the first session in which the pupil is due somewhere else already."""
    for row in rows:
        other = (
            WeekSlot.objects.filter(pupil=placement.pupil_id, weekday=row.weekday, session=row.session)
            .filter(during__overlap=row.during)
            .select_related("place")
            .first()
        )
        if other:
            return (
                f"{placement.pupil.full_name} is already due at {other.place} on "
                f"{other.get_weekday_display()} {other.get_session_display().lower()}. End that session first"
            )
    return "The pupil cannot be due in two places in one session. Choose one place for each session"


def review_due(organisation, first: dt.date) -> dt.date:
    """Six weeks after arrival or the end of the half term, whichever is first (capabilities D3)."""
    term = half_term_on(organisation, first)
    six_weeks = first + dt.timedelta(weeks=REVIEW_WEEKS)
    return min(six_weeks, term.last) if term else six_weeks


def _write_objectives(placement, objectives: list[dict]) -> None:
    for entry in objectives:
        Objective.objects.create(
            la_id=placement.la_id, pupil_id=placement.pupil_id, placement=placement, **entry
        )


@transaction.atomic
def end_placement(*, placement, by, last: dt.date, reason: str) -> Placement:
    """The pupil's last day: roll, week and ties end with it. Raises PlacementError."""
    placement = Placement.objects.select_for_update().select_related("pru__organisation").get(pk=placement.pk)
    if placement.is_proposed:
        raise PlacementError("Only a placement that has started can end")
    if last < placement.first:
        raise PlacementError(f"Last day must be {placement.first:%-d %B %Y} or later")
    until = last + ONE_DAY
    placement.during, placement.end_reason = from_to(placement.first, last), reason
    placement.save(update_fields=["during", "end_reason"])
    _shorten(WeekSlot.objects.filter(placement=placement), until)
    _shorten(Registration.objects.filter(pupil=placement.pupil_id, organisation=placement.pru.organisation), until)
    sources = [f"placement:{placement.pk}", f"placed:{placement.pk}"]
    _shorten(PupilTie.objects.filter(pupil=placement.pupil_id, source__in=sources), until)
    return placement


def _shorten(rows, until: dt.date) -> None:
    """End periods that go on past the day; those that had not begun are removed."""
    rows.filter(during__startswith__gte=until).delete()
    for row in rows.filter(Q(during__endswith__gt=until) | Q(during__endswith=None)):
        row.during = DateRange(row.during.lower, until, "[)")
        row.save(update_fields=["during"])
