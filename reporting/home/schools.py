"""The school lead: what our pupils wait for us to do."""

import datetime as dt
from typing import Any

from kit.today import today
from partnerships.models import School
from prus.models import OffSiteDirection, Placement
from referrals.models import Letter, Referral
from reporting.home.parts import Home, Item, Stat, count_of, placed, placed_stat, url


def school_lead(actor) -> Home:
    """Directions to confirm first, then drafts to finish and letters of the last fortnight."""
    referrals = list(Referral.objects.visible_to(actor).open().select_related("pupil").order_by("started_at")[:200])
    drafts = [row for row in referrals if row.submitted_at is None]
    counted: Any = School.objects.filter(organisation=actor.organisation).values(
        **placed(Placement.objects.visible_to(actor)),
        waiting=count_of(Referral.objects.visible_to(actor).awaiting_listing()),
    )[0]
    return Home(
        start=("Start a referral", url("referrals:start")),
        stats=[
            Stat(len(drafts), "referrals to finish", url("referrals:list") + "?state=draft"),
            Stat(counted["waiting"], "referrals waiting for a meeting", url("referrals:list") + "?state=awaiting"),
            placed_stat(counted, "of our pupils placed with a PRU"),
        ],
        items=_directions(actor) + _drafts(drafts) + _letters(actor),
        nothing="Nothing waits for your school today.",
    )


def _directions(actor) -> list[Item]:
    rows = OffSiteDirection.objects.visible_to(actor).filter(by_organisation=actor.organisation, confirmed_at=None)
    return [
        Item(
            rank=0,
            due=row.asked_at.date(),
            title=f"Confirm the direction for {row.placement.pupil.full_name}",
            href=url("prus:confirm_direction", row.placement.uuid),
            text=f"{row.placement.pru}. Parents need two school days’ notice before the pupil can start.",
            tag="Awaiting confirmation",
        )
        for row in rows.select_related("placement__pupil", "placement__pru__organisation")
    ]


def _drafts(drafts) -> list[Item]:
    return [
        Item(
            due=row.started_at.date(),
            title=f"Finish the referral for {row.pupil.full_name}",
            href=url("referrals:referral", row.uuid),
            text=f"Started on {row.started_at:%-d %B %Y}. Nobody else can see it until you send it.",
            tag="Draft",
            rank=2,
        )
        for row in drafts
    ]


def _letters(actor) -> list[Item]:
    since = today() - dt.timedelta(days=14)
    rows = Letter.objects.visible_to(actor).filter(to=actor.organisation, made_at__date__gte=since)
    return [
        Item(
            due=row.made_at.date(),
            title=row.subject,
            href=url("referrals:letter", row.uuid),
            text="A letter after the panel’s decision.",
            tag="New",
        )
        for row in rows.select_related("pupil").order_by("made_at")
    ]
