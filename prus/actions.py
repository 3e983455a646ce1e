"""Verbs of placements: tie, propose, confirm the direction, complete, end."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from kit.periods import ONE_DAY, DateRange, covers, from_to
from kit.today import now, today
from partnerships.calendars import CalendarError, clear_school_days_after, half_term_on, is_school_day
from prus.errors import PlacementError
from prus.models import Objective, OffSiteDirection, Placement, PupilTie, Review, WeekSlot
from prus.rolls import leave_roll, put_on_roll

NOTICE_SCHOOL_DAYS = 2  # "two school days' notice" read as two clear school days: domain README, open questions
REVIEW_WEEKS = 6
GRACE = 14 * ONE_DAY  # a last report may still be written (security-and-privacy.md, section 2)


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
    """The cause is gone: the organisation's last day of knowing is `last` (its first when it began later)."""
    for found in PupilTie.objects.filter(pupil=pupil, organisation=organisation, source=source):
        found.during = from_to(found.during.lower, max(last, found.during.lower))
        found.save(update_fields=["during"])


def propose_placement(
    *, pupil, pru, purpose, commissioned_by, return_school, first, planned_end, exit_plan, dual=True
) -> Placement:
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
    tie(
        pupil=pupil,
        organisation=pru.organisation,
        kind=PupilTie.Kind.PROPOSED,
        source=f"placement:{placement.pk}",
        first=today(),
    )
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
        raise PlacementError("Day of notice must be today or in the past", "notice_on")
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
    rows = Placement.objects.select_for_update(of=("self",)).select_related("pupil", "pru__organisation")
    placement = rows.get(pk=placement.pk)
    if not placement.may_complete():
        return placement
    _refuse_start(placement, first)
    _refuse_site(placement, site, first)
    placement.site, placement.during = site, from_to(first)
    placement.completed_at, placement.completed_by = now(), by.person
    placement.version = F("version") + 1
    placement.save(update_fields=["site", "during", "completed_at", "completed_by", "version"])
    placement.refresh_from_db()
    put_on_roll(placement, first)
    write_slots(placement=placement, first=first, week=week)
    _write_objectives(placement, objectives)
    _plan_review(placement, first)
    _tie_placed(placement)
    return placement


def _refuse_start(placement, first: dt.date) -> None:
    """Notice given, before the planned end, on a school day, and no other stay at the PRU on or after it."""
    try:
        earliest = earliest_start(placement)
        in_term = half_term_on(placement.pru.organisation, first) is not None
        opens = in_term and is_school_day(placement.pru.organisation, first)
    except CalendarError as trouble:
        raise PlacementError(str(trouble), "first") from None
    if earliest is None:
        raise PlacementError("The school's governing board or trust has not confirmed its direction yet")
    for refused, sentence in (
        (first < earliest, f"Starting day must be {earliest:%-d %B %Y} or later{_because(placement)}"),
        (
            first > placement.planned_end,
            f"Starting day must be before the planned end, {placement.planned_end:%-d %B %Y}",
        ),
        (not in_term, "Starting day must be in term time"),
        (not opens, f"Starting day must be a school day. {placement.pru} is closed on {first:%A %-d %B %Y}"),
    ):
        if refused:
            raise PlacementError(sentence, "first")
    _refuse_second_stay(placement, first)


def _because(placement) -> str:
    """Why not sooner."""
    directed = OffSiteDirection.objects.filter(placement=placement).exists()
    return ": parents have two school days' notice" if directed else ": the day the panel proposed"


def _refuse_second_stay(placement, first: dt.date) -> None:
    stays = Placement.objects.filter(pupil=placement.pupil_id, pru=placement.pru_id, during__overlap=from_to(first))
    if stays.exclude(pk=placement.pk).exists():
        raise PlacementError(
            f"{placement.pupil.full_name} has another placement at {placement.pru} on this day. End that one first",
            "first",
        )


def _refuse_site(placement, site, first: dt.date) -> None:
    if site.pru_id != placement.pru_id:
        raise PlacementError("Site must be one of this PRU's own", "site")
    if not covers(site.during, first):
        raise PlacementError(f"{site} is not open on {first:%-d %B %Y}. Choose another site", "site")


def _plan_review(placement, first: dt.date) -> None:
    Review.objects.get_or_create(
        placement=placement,
        due_on=review_due(placement.pru.organisation, first),
        defaults={"la_id": placement.la_id, "pupil_id": placement.pupil_id},
    )


def _tie_placed(placement) -> None:
    tie(
        pupil=placement.pupil,
        organisation=placement.pru.organisation,
        kind=PupilTie.Kind.PLACED,
        source=f"placed:{placement.pk}",
        first=today(),
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
            raise PlacementError(clash_sentence(placement, rows), "week") from None
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
        Objective.objects.create(la_id=placement.la_id, pupil_id=placement.pupil_id, placement=placement, **entry)


@transaction.atomic
def end_placement(*, placement, by, last: dt.date, reason: str) -> Placement:
    """The pupil's last day: roll and week end with it, what the PRU may see two weeks later.

    A placement with a provider is ended through `providers.actions.end_placement`, which calls this one.
    Ended twice on the same day, it ends once. Raises PlacementError.
    """
    rows = Placement.objects.select_for_update(of=("self",)).select_related("pru__organisation")
    placement = rows.get(pk=placement.pk)
    if placement.last == last and not placement.is_proposed:
        return placement
    refuse_end(placement, last)
    placement.during, placement.end_reason = from_to(placement.first, last), reason
    placement.version = F("version") + 1
    placement.save(update_fields=["during", "end_reason", "version"])
    placement.refresh_from_db()
    shorten(WeekSlot.objects.filter(placement=placement), last)
    leave_roll(placement, last)
    for source in (f"placement:{placement.pk}", f"placed:{placement.pk}"):
        end_tie(organisation=placement.pru.organisation, pupil=placement.pupil_id, source=source, last=last + GRACE)
    return placement


def refuse_end(placement, last: dt.date) -> None:
    if placement.is_proposed:
        raise PlacementError("Only a placement that has started can end")
    if placement.last:
        raise PlacementError(f"This placement has an end already, on {placement.last:%-d %B %Y}")
    if last < placement.first:
        raise PlacementError(
            f"Last day must be {placement.first:%-d %B %Y} or later: the placement starts then", "last"
        )


def shorten(rows, last: dt.date) -> None:
    """End periods that go on past the last day; those that had not begun are removed."""
    until = last + ONE_DAY
    rows.filter(during__startswith__gte=until).delete()
    for row in rows.filter(Q(during__endswith__gt=until) | Q(during__endswith=None)):
        row.during = DateRange(row.during.lower, until, "[)")
        row.save(update_fields=["during"])
