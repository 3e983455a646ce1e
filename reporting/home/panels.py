"""Chair, coordinator and members of a panel: the next meeting, and what waits for them."""

import datetime as dt

from django.db.models import Count

from accounts.access import Power, may
from accounts.roles import Role
from kit.today import today
from partnerships.ledger import budget, financial_year
from referrals.models import Decision, Panel, PanelCase, PanelMeeting, Referral
from reporting.home.parts import Home, Item, Stat, url


def panel(actor) -> Home:
    """Decisions to approve first, then meetings with their packs."""
    meetings = list(
        PanelMeeting.objects.visible_to(actor)
        .filter(on__gte=today() - dt.timedelta(days=14), closed_at=None)
        .annotate(number=Count("cases"))
        .order_by("on")[:20]
    )
    body = Panel.objects.select_related("partnership__organisation").get(organisation=actor.organisation)
    stats = [Stat(len(meetings), "meetings to come or to close", url("meetings:list"))]
    if may(actor, Power.PREPARE_MEETING):
        ready = Referral.objects.filter(la__in=actor.la_ids, partnership=body.partnership.organisation)
        stats.append(Stat(ready.awaiting_listing().count(), "referrals waiting to be listed", _where_to_list(meetings)))
    if may(actor, Power.SEE_BUDGET):
        stats.append(_budget(body))
    return Home(
        stats=stats,
        items=_approvals(actor) + _meetings(meetings, actor) + _own(actor),
        start=("Arrange a meeting", url("meetings:arrange")) if may(actor, Power.PREPARE_MEETING) else None,
        nothing="No meeting is arranged and nothing waits for you.",
    )


def _where_to_list(meetings) -> str:
    """The page of the next meeting has the list; without a meeting, one is arranged first."""
    coming = next((row for row in meetings if row.on >= today()), None)
    return url("meetings:meeting", coming.uuid) if coming else url("meetings:arrange")


def _budget(body) -> Stat:
    year = financial_year(today())
    left = budget(body.partnership.organisation, year)["left"]
    words = "left of this year’s budget" if left >= 0 else "overspent this year"
    return Stat(f"£{abs(left) // 100:,}", words, hint=f"April {year} to March {year + 1}")


def _approvals(actor) -> list[Item]:
    if not may(actor, Power.APPROVE_DECISION):
        return []
    rows = Decision.objects.visible_to(actor).filter(approved_at=None).select_related("pupil", "case__meeting")
    return [
        Item(
            due=row.case.meeting.on,
            title=f"Approve the decision for {row.pupil.full_name}",
            href=url("meetings:case", row.case.uuid),
            text=row.get_outcome_display(),
            tag="Awaiting approval",
        )
        for row in rows[:50]
    ]


def _meetings(meetings, actor) -> list[Item]:
    chair = actor.role != Role.PANEL_MEMBER
    return [
        Item(
            due=row.on,
            title=f"Meeting on {row.on:%A %-d %B}",
            href=url("meetings:meeting" if chair else "meetings:pack", row.uuid),
            text=f"{row.number} case{'' if row.number == 1 else 's'}" + ("" if chair else ". Read the pack."),
            tag="" if row.on >= today() else "To close",
        )
        for row in meetings
    ]


def _own(actor) -> list[Item]:
    """Cases of the school a member comes from: they present, and do not decide."""
    school = actor.membership.represents_id
    if school is None:
        return []
    rows = PanelCase.objects.visible_to(actor).filter(
        meeting__on__gte=today(), meeting__closed_at=None, referral__from_school=school
    )
    return [
        Item(
            due=row.meeting.on,
            title=f"Present the case of {row.pupil.full_name}",
            href=url("meetings:case", row.uuid),
            text="Your own school’s case: you present it, then withdraw.",
            tag="Own school",
        )
        for row in rows.select_related("pupil", "meeting")
    ]
