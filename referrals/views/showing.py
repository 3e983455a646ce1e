"""What the components of the pages are given: tables, task lists, summary lists."""

from itertools import groupby
from typing import Any

from django.urls import reverse

from accounts.roles import Role
from kit.templatetags.casebook import date_short, moment, plural
from prus.upn import masked
from referrals import matching, stages
from referrals.models import ExitPlan, Referral

SCHOOL_STATES = ("", stages.DRAFT, stages.AWAITING, stages.LISTED, stages.DECIDED, stages.WITHDRAWN)
LA_STATES = ("", stages.AWAITING, stages.LISTED, stages.DECIDED, stages.WITHDRAWN)


def tabs(actor, number: dict[str, int], state: str) -> list[dict[str, Any]]:
    """One for each stage with how many there are; a panel has no waiting list here (its meetings have)."""
    school = actor.role == Role.SCHOOL_LEAD
    offered: tuple[str, ...] = SCHOOL_STATES if school else LA_STATES
    states = tuple(each for each in offered if not (actor.for_panel and each == stages.AWAITING))
    return [
        {
            "label": stages.label(each, school=school) + ("s" if each == stages.DRAFT else "") if each else "All",
            "url": f"?state={each}" if each else reverse("referrals:list"),
            "current": each == state or (not each and state not in stages.LABELS),
            "count": number.get(each, 0) if each else sum(number.values()),
        }
        for each in states
    ]


def table(actor, page) -> dict[str, Any]:
    school = actor.role == Role.SCHOOL_LEAD
    head = ["Pupil", *([] if school else ["School"]), "Reference", "Sent", "Last day planned", "Status"]
    return {
        "caption": "Referrals",
        "hide_caption": True,
        "head": head,
        "rows": [_row(referral, school) for referral in page],
    }


def _row(referral: Any, school: bool) -> list[Any]:
    pupil = referral.pupil
    href = reverse("referrals:referral", args=[referral.uuid])
    sent = referral.submitted_at
    return [
        {"text": pupil.full_name, "href": href, "hint": pupil.year_words},
        *([] if school else [referral.from_school.name]),
        referral.reference,
        date_short(sent) if sent else {"hint": f"Started {date_short(referral.started_at)}"},
        _leaving(referral),
        {"tag": stages.label(referral.stage, school=school)},
    ]


def _leaving(referral: Any) -> Any:
    plan: ExitPlan | None = getattr(referral, "exit_plan", None)
    if plan is None:
        return {"hint": "Not planned yet"}
    return {"text": date_short(plan.by), "hint": "Longer than two terms" if referral.is_long else ""}


def identity(referral: Referral, actor) -> dict[str, Any]:
    """Who it is about. A panel needs no number; a school sees the end of the number it typed."""
    pupil = referral.pupil
    facts = [
        {"label": "Born", "value": date_short(pupil.date_of_birth)},
        {"label": "Year", "value": pupil.year_group or "Reception"},
        {"label": "School", "value": referral.from_school.name},
        {"label": "Referral", "value": referral.reference},
    ]
    if not actor.for_panel:
        facts.insert(2, {"label": "UPN", "value": masked(pupil.upn or matching.typed_upn(referral))})
    return {"name": pupil.full_name, "facts": facts}


def facts(referral: Any) -> list[dict[str, Any]]:
    """How the referral came and where it goes."""
    rows: list[dict[str, Any]] = [
        {"key": "For", "value": referral.get_route_display()},
        {"key": "From", "value": referral.from_school.name},
        {"key": "To", "value": referral.partnership.name},
        {"key": "Started", "value": f"{moment(referral.started_at)} by {referral.started_by}"},
    ]
    if referral.submitted_at:
        rows.append({"key": "Sent", "value": f"{moment(referral.submitted_at)} by {referral.submitted_by}"})
    if referral.withdrawn_at:
        lines = [f"{moment(referral.withdrawn_at)} by {referral.withdrawn_by}", referral.withdrawn_reason]
        rows.append({"key": "Withdrawn", "lines": lines})
    if referral.is_long:
        rows.append({"key": "Longer than two terms", "value": "Yes: the reason is in the exit plan"})
    return rows


def groups(told: list[dict[str, Any]], *, change=None) -> list[dict[str, Any]]:
    """Sections under their headings, as summary cards; `change` makes the address to change one."""
    cards = [
        {
            **each,
            "lines": _lines(each),
            "actions": [{"label": "Change", "href": change(each["key"])}] if change else None,
        }
        for each in told
    ]
    return [{"title": title, "cards": list(mine)} for title, mine in groupby(cards, key=lambda card: card["group"])]


def _lines(told: dict[str, Any]) -> list[dict[str, Any]]:
    """What a section says, and at its end who wrote it and from what."""
    if not told["rows"]:
        return []
    written = [f"{told['author']}, {moment(told['written_at'])}"]
    if told["source"]:
        written.append(f"From: {told['source']}")
    rows = [{"key": label, "lines": text.splitlines()} for label, text in told["rows"]]
    return [*rows, {"key": "Written by", "lines": written}]


def letters(rows) -> dict[str, Any]:
    return {
        "caption": "Letters",
        "head": ["Subject", "To", "Date"],
        "rows": [
            [
                {"text": row.subject, "href": reverse("referrals:letter", args=[row.uuid])},
                row.to.name,
                date_short(row.made_at),
            ]
            for row in rows.select_related("to").order_by("-made_at", "-pk")
        ],
    }


def tasks(referral: Referral, sections, written) -> list[dict[str, Any]]:
    """The sections still to write and those done, under their headings."""
    rows = [
        {
            "group": each.group,
            "name": each.title,
            "hint": each.hint,
            "status": _status(written.get(each.key)),
            "href": reverse("referrals:section", args=[referral.uuid, each.key]),
        }
        for each in sections
    ]
    return [{"title": title, "tasks": list(mine)} for title, mine in groupby(rows, key=lambda row: row["group"])]


def _status(row) -> str:
    if row is None:
        return "Not started"
    return "Completed" if row.complete else "In progress"


def send_task(lacking: list[str], href: str) -> dict[str, str]:
    if lacking:
        hint = f"{plural(len(lacking), 'section')} to complete first"
        return {"name": "Check your answers and send", "status": "Cannot start yet", "href": href, "hint": hint}
    return {"name": "Check your answers and send", "status": "Not started", "href": href}
