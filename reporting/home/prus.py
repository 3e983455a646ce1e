"""PRU heads and staff, and the leads of providers."""

from django.db.models import Q, Sum

from kit.today import today
from providers.models import Booking, Check
from prus.models import Placement, Pru, Pupil, WeekSlot
from reporting.home.parts import (
    SOON,
    Home,
    Item,
    Stat,
    attention,
    placed,
    placed_stat,
    registers_today,
    reviews_due,
    session_has_begun,
    url,
    waits_for_direction,
)
from reporting.models import Report


def head(actor) -> Home:
    """Placements to complete, registers not taken, the report to sign off, reviews."""
    rows = list(attention(actor))
    proposed = [row for row in rows if row.is_proposed]
    counted = _counts(actor)
    return Home(
        stats=[
            placed_stat(counted, "pupils placed with us"),
            Stat(len(proposed), "placements proposed to us", url("prus:list") + "?state=proposed"),
            Stat(
                (counted["places"] or 0) - counted["running"],
                "places free today",
                url("prus:places"),
                hint=f"of {counted['places'] or 0}",
            ),
        ],
        items=_proposed(proposed) + _registers(actor) + _reports(actor) + reviews_due(rows),
        nothing="Nothing waits for you today.",
    )


def _counts(actor) -> dict:
    """Pupils placed here today or starting later, and places of every site, in one query."""
    held = Q(sites__places__during__contains=today())
    counted = Pru.objects.filter(organisation=actor.organisation).values(
        **placed(Placement.objects.visible_to(actor)),
        places=Sum("sites__places__number", filter=held),
    )
    return dict(counted[0])


def staff(actor) -> Home:
    """Today's registers, then reviews to prepare."""
    return Home(
        stats=[placed_stat(_counts(actor), "pupils placed with us")],
        items=_registers(actor) + reviews_due(attention(actor)),
        start=("Take a register", url("attendance:registers")),
        nothing="Every register of today is taken and no review is due.",
    )


def _proposed(rows) -> list[Item]:
    """Ready to complete, or waiting for the school's board or trust."""
    return [
        Item(
            due=row.proposed_from,
            title=f"{row.pupil.full_name}: agree a starting day",
            href=url("prus:placement" if waits_for_direction(row) else "prus:complete", row.uuid),
            text="Waiting for the school to confirm its direction."
            if waits_for_direction(row)
            else f"Proposed to start on {row.proposed_from:%-d %B %Y}.",
            tag="With school" if waits_for_direction(row) else "",
        )
        for row in rows
    ]


def _registers(actor) -> list[Item]:
    return [
        Item(
            due=today(),
            title=f"{row.label} register",
            href=url("attendance:registers"),
            text=f"{row.marked} of {row.due} pupils marked.",
            tag=row.status,
        )
        for row in registers_today(actor.organisation)
        if row.due and row.marked < row.due and session_has_begun(row.session)
    ]


def _reports(actor) -> list[Item]:
    rows = Report.objects.visible_to(actor).filter(signed_off_at=None).select_related("half_term")
    return [
        Item(
            due=row.half_term.last,
            title=f"Half-termly report: {row.half_term}",
            href=url("reports:report", row.uuid),
            text="Check the figures, add your words, sign it off.",
            tag="To sign off",
        )
        for row in rows
    ]


def provider(actor) -> Home:
    """Today's register, and checks about to lapse."""
    due = WeekSlot.objects.filter(
        Q(organisation=actor.organisation),
        pupil__in=Pupil.objects.visible_to(actor).values("pk"),
        la__in=actor.la_ids,
        weekday=today().isoweekday(),
        during__contains=today(),
        placement__during__contains=today(),
    )
    number = due.values("pupil").distinct().count()
    return Home(
        start=("Take today’s register", url("provider_register:today")),
        stats=[
            Stat(number, "pupils due today", url("provider_register:today")),
            Stat(
                Booking.objects.visible_to(actor).filter(during__contains=today()).count(),
                "pupils booked with us",
                url("providers:provider", actor.organisation.uuid),
            ),
        ],
        items=_own_checks(actor),
        nothing="Your checks are in date. Nothing else is due.",
    )


def _own_checks(actor) -> list[Item]:
    latest: dict[str, Check] = {}
    for row in Check.objects.filter(provider__organisation=actor.organisation).order_by("expires_on"):
        latest[row.kind] = row
    return [
        Item(
            due=row.expires_on,
            title=row.get_kind_display(),
            href=url("providers:provider", actor.organisation.uuid),
            text="Send the new evidence to the authority before it lapses: no pupil can be booked without it.",
            tag="Lapsed" if row.expires_on < today() else "Expires soon",
        )
        for row in latest.values()
        if row.expires_on <= today() + SOON
    ]
