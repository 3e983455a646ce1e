"""Committee members: signed-off figures, in which no child can be picked out. And the administrator."""

from reporting.home.parts import Home, Item, Stat, url
from reporting.models import Recipient, Report
from reporting.release import latest_for


def committee(actor) -> Home:
    """The headline of the latest report, then every report that was released."""
    latest = latest_for(actor.organisation)
    stats = [Stat(row["value"], row["label"], hint=row.get("note", "")) for row in latest["front"]] if latest else []
    return Home(
        stats=stats,
        items=_unread(actor),
        table=_all(actor),
        start=("Open the latest report", url("reports:report", latest["report"].uuid)) if latest else None,
        nothing="You have opened every report sent to you.",
        intro=f"{latest['report'].half_term}. “c” stands for a number too small to show." if latest else "",
    )


def _unread(actor) -> list[Item]:
    rows = Recipient.objects.filter(
        person=actor.person, opened_at=None, report__in=Report.objects.visible_to(actor)
    ).select_related("report__half_term", "report__subject")
    return [
        Item(
            due=row.report.signed_off_at.date(),
            title=f"Read the report for {row.report.half_term}",
            href=url("reports:report", row.report.uuid),
            text=str(row.report.subject),
            tag="New",
        )
        for row in rows
        if row.report.signed_off_at
    ]


def _all(actor) -> dict:
    rows = Report.objects.visible_to(actor).select_related("half_term", "subject")[:12]
    return {
        "caption": "Reports",
        "head": ["Half term", "Signed off"],
        "rows": [
            [
                {"text": str(row.half_term), "href": url("reports:report", row.uuid)},
                f"{row.signed_off_at:%-d %B %Y}",
            ]
            for row in rows
        ],
        "empty": "No report has been signed off yet.",
    }


def administrator(actor) -> Home:
    """Somebody who looks after accounts sees no pupil."""
    return Home(
        nothing="You look after accounts. Your role shows no pupil’s record.",
        start=("What each role may do", url("accounts:powers")),
    )
