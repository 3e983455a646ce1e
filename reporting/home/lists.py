"""Officers and managers of the authority: what falls due in my districts today."""

import datetime as dt

from django.db.models import Max

from kit.today import today
from partnerships.calendars import school_days_between
from providers.models import Check, Provider
from prus.models import OffSiteDirection, Placement
from referrals.models import PanelMeeting, Referral
from reporting.home.parts import SOON, Home, Item, Stat, reviews_due, url

CHASE_AFTER = 3  # school days a school has to confirm before it is chased


def la(actor) -> Home:
    """Everything with a date, ordered by what lapses first."""
    late = list(Placement.objects.visible_to(actor).past_planned_end().for_lists()[:50])
    waiting = Referral.objects.visible_to(actor).awaiting_listing().count()
    proposed = Placement.objects.visible_to(actor).proposed().count()
    running = Placement.objects.visible_to(actor).running().count()
    return Home(
        stats=[
            Stat(waiting, "referrals waiting for a meeting", url("referrals:list")),
            Stat(proposed, "placements proposed, not started", url("prus:list") + "?state=proposed"),
            Stat(running, "pupils placed now", url("prus:list")),
            Stat(len(late), "past their planned end", url("prus:list") + "?state=late"),
        ],
        items=_directions(actor) + _late(late) + _checks(actor) + _meetings(actor) + reviews_due(actor),
        nothing="Nothing falls due in your districts in the next fortnight.",
    )


def _directions(actor) -> list[Item]:
    """Boards and trusts that have not confirmed: due three school days after they were asked."""
    rows = OffSiteDirection.objects.visible_to(actor).filter(confirmed_at=None)
    rows = list(rows.select_related("placement__pupil", "by_organisation").order_by("asked_at")[:50])
    if not rows:
        return []
    first = rows[0].asked_at.date()
    days = school_days_between(actor.la, first, today() + dt.timedelta(days=30))
    return [
        Item(
            due=_nth_after(days, row.asked_at.date(), CHASE_AFTER),
            title=f"{row.by_organisation} has not confirmed its direction for {row.placement.pupil.full_name}",
            href=url("prus:placement", row.placement.uuid),
            text=f"Asked on {row.asked_at:%-d %B %Y}.",
        )
        for row in rows
    ]


def _nth_after(days: list[dt.date], asked: dt.date, number: int) -> dt.date:
    """The n-th school day after the day; the last one known when the calendar ends first."""
    later = [day for day in days if day > asked][:number]
    return later[-1] if later else asked


def _late(rows) -> list[Item]:
    return [
        Item(
            due=row.planned_end,
            title=f"{row.pupil.full_name} is past the planned end of the placement",
            href=url("prus:placement", row.uuid),
            text=f"At {row.pru}; planned to end on {row.planned_end:%-d %B %Y}.",
        )
        for row in rows
    ]


def _checks(actor) -> list[Item]:
    """Checks of the authority's providers whose latest evidence lapsed or lapses within a fortnight."""
    providers = Provider.objects.visible_to(actor)
    latest = Check.objects.filter(provider__in=providers).values("provider", "kind").annotate(until=Max("expires_on"))
    lapsing = {(row["provider"], row["kind"]): row["until"] for row in latest if row["until"] <= today() + SOON}
    names = {row.pk: row for row in providers.filter(pk__in={pk for pk, _ in lapsing}).select_related("organisation")}
    return [
        Item(
            due=until,
            title=f"{names[pk]}: {Check.Kind(kind).label.lower()}",
            href=url("providers:provider", names[pk].organisation.uuid),
            text="No pupil can be booked there once it has lapsed."
            if until >= today()
            else "Lapsed: no pupil can be booked there.",
            tag="Lapsed" if until < today() else "Expires soon",
        )
        for (pk, kind), until in lapsing.items()
    ]


def _meetings(actor) -> list[Item]:
    rows = PanelMeeting.objects.visible_to(actor).filter(on__range=(today(), today() + SOON), closed_at=None)
    if actor.membership and actor.role == "inclusion_officer":
        from prus.querysets import districts_of

        rows = rows.filter(panel__partnership__district__in=districts_of(actor))
    return [
        Item(
            due=row.on,
            title=f"Meeting: {row.panel}",
            href=url("meetings:meeting", row.uuid),
            text=f"{row.starts_at:%H:%M}, {row.venue}" if row.venue else f"{row.starts_at:%H:%M}",
        )
        for row in rows.select_related("panel__organisation")
    ]
