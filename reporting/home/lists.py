"""Officers and managers of the authority: what falls due in my districts today."""

import datetime as dt
from typing import Any

from django.db.models import F, Max

from kit.templatetags.casebook import clock
from kit.today import today
from partnerships.calendars import school_days_between
from partnerships.models import LocalAuthority
from providers.models import Check, Provider
from prus.models import Placement
from prus.querysets import districts_of
from referrals.models import PanelMeeting, Referral
from reporting.home.parts import (
    SOON,
    Home,
    Item,
    Stat,
    attention,
    count_of,
    placed,
    placed_stat,
    reviews_due,
    url,
    waits_for_direction,
)

CHASE_AFTER = 3  # school days a school has to confirm before it is chased


def la(actor) -> Home:
    """Everything with a date, ordered by what lapses first."""
    rows = list(attention(actor))
    late = [row for row in rows if not row.is_proposed and row.planned_end < today()]
    overdue = [item for item in reviews_due(rows) if item.due < today()]  # the PRU sees those still to come
    counted = _counts(actor)
    return Home(
        stats=[
            Stat(counted["waiting"], "referrals waiting for a meeting", url("referrals:list") + "?state=awaiting"),
            Stat(counted["proposed"], "placements proposed, not started", url("prus:list") + "?state=proposed"),
            placed_stat(counted, "pupils placed now"),
            Stat(counted["late"], "past their planned end", url("prus:list") + "?late=yes"),
        ],
        items=_directions(rows, actor) + _late(late) + _checks(actor) + _meetings(actor) + overdue,
        nothing="Nothing falls due in your districts in the next fortnight.",
    )


def _counts(actor) -> dict[str, Any]:
    """Referrals waiting, placements proposed, running, starting and late, in one query."""
    placements = Placement.objects.visible_to(actor)
    waiting = Referral.objects.visible_to(actor).awaiting_listing()
    counted = LocalAuthority.objects.filter(organisation=actor.la).values(
        waiting=count_of(waiting),
        proposed=count_of(placements.proposed()),
        late=count_of(placements.past_planned_end()),
        **placed(placements),
    )
    return dict(counted[0])


def _directions(rows, actor) -> list[Item]:
    """Boards and trusts that have not confirmed: due three school days after they were asked."""
    waiting = [row for row in rows if waits_for_direction(row)]
    if not waiting:
        return []
    first = min(row.direction.asked_at.date() for row in waiting)
    days = school_days_between(actor.la, first, today() + dt.timedelta(days=30))
    return [
        Item(
            due=_nth_after(days, row.direction.asked_at.date(), CHASE_AFTER),
            title=f"{row.direction.by_organisation} has not confirmed its direction for {row.pupil.full_name}",
            href=url("prus:placement", row.uuid),
            text=f"Asked on {row.direction.asked_at:%-d %B %Y}.",
        )
        for row in waiting
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
    latest = Check.objects.filter(provider__in=Provider.objects.visible_to(actor)).values(
        "kind", body=F("provider__organisation__uuid"), name=F("provider__organisation__name")
    )
    lapsing = latest.annotate(until=Max("expires_on")).filter(until__lte=today() + SOON).order_by("until")
    return [
        Item(
            due=row["until"],
            title=f"{row['name']}: {Check.Kind(row['kind']).label.lower()}",
            href=url("providers:provider", row["body"]),
            text="Lapsed: no pupil can be booked there."
            if row["until"] < today()
            else "No pupil can be booked there once it has lapsed.",
            tag="Lapsed" if row["until"] < today() else "Expires soon",
        )
        for row in lapsing
    ]


def _meetings(actor) -> list[Item]:
    rows = PanelMeeting.objects.visible_to(actor).filter(on__range=(today(), today() + SOON), closed_at=None)
    if actor.membership and actor.role == "inclusion_officer":
        rows = rows.filter(panel__partnership__district__in=districts_of(actor))
    return [
        Item(
            due=row.on,
            title=f"Meeting: {row.panel}",
            href=url("meetings:meeting", row.uuid),
            text=f"{clock(row.starts_at)}, {row.venue}" if row.venue else clock(row.starts_at),
        )
        for row in rows.select_related("panel__organisation")
    ]
