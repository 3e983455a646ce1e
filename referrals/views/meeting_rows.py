"""Meetings and cases as rows of tables: words only, no questions to the database."""

from django.urls import reverse

from kit.templatetags.casebook import clock, date_long, plural
from kit.today import today


def status_of(meeting) -> dict:
    if meeting.closed_at:
        return {"tag": "Closed"}
    if meeting.on == today():
        return {"tag": "Today", "colour": "blue"}
    return {"tag": "Planned"} if meeting.on > today() else {"tag": "To close", "colour": "yellow"}


def _dated(meeting) -> dict:
    address = reverse("meetings:meeting", args=[meeting.uuid])
    return {"text": date_long(meeting.on), "href": address, "hint": clock(meeting.starts_at)}


def meeting_table(meetings, caption: str, empty: str) -> dict:
    return {
        "caption": caption,
        "head": ["Date", "Panel", "Where", {"text": "Cases", "numeric": True}, "Status"],
        "rows": [
            [
                _dated(one),
                str(one.panel),
                one.venue,
                one.seen_cases,
                status_of(one),
            ]
            for one in meetings
        ],
        "empty": empty,
    }


def agenda_table(pages, *, may_prepare: bool) -> dict:
    head = ["Case", "School", "Does not decide", "Decision"]
    return {
        "caption": "Agenda",
        "head": [*head, "Change"] if may_prepare else head,
        "rows": [_agenda_row(page, may_prepare) for page in pages],
        "empty": "No case is on the agenda yet.",
    }


def _agenda_row(page, may_prepare: bool) -> list:
    case = page.case
    row = [
        {
            "text": f"{case.order}. {case.pupil.full_name}",
            "href": reverse("meetings:case", args=[case.uuid]),
            "hint": f"{case.pupil.year_words}, {case.referral.reference}",
        },
        str(case.referral.from_school),
        ", ".join(found.person.name for found in page.conflicts) or "No interest",
        decision_cell(page),
    ]
    if may_prepare:
        taken = {"text": "Remove", "href": reverse("meetings:unlist_case", args=[case.uuid]), "hidden": str(case.pupil)}
        row.append("Stays" if hasattr(case, "decision") else taken)
    return row


def decision_cell(page) -> dict:
    decision = getattr(page.case, "decision", None)
    if decision is None:
        return {"tag": "Awaiting decision"}
    if not decision.is_approved:
        return {"tag": "Recorded", "colour": "yellow", "hint": "Awaiting the chair's approval"}
    if page.decision is None:
        return {"tag": "Decided", "colour": "green"}
    return {"tag": "Approved", "hint": decision.get_outcome_display()}


def lacking_table(lacking) -> dict:
    return {
        "caption": "Cannot be listed yet",
        "head": ["Pupil", "School", "What the passport lacks"],
        "rows": [
            [
                {"text": one.pupil.full_name, "hint": f"{one.pupil.year_words}, {one.reference}"},
                str(one.from_school),
                {"text": plural(len(missing), "section"), "hint": ", ".join(missing)},
            ]
            for one, missing in lacking
        ],
    }
