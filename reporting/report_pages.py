"""What the pages of reports show, as plain lists for the templates."""

from typing import Any

from django.urls import reverse
from django.utils.safestring import mark_safe

from accounts.access import Power, may
from accounts.roles import Role
from kit.models import OutboxItem
from kit.outbox import TRIES
from kit.today import LONDON
from reporting import actions
from reporting.commentary import warnings, words_of
from reporting.models import Report
from reporting.sections import FRONT, Protected, composed, keys_of
from reporting.sections.drawn import svg


def being_written(actor) -> list[dict[str, Any]]:
    """Reports that the worker has been asked for and not finished: half term's id, PRU's id, state in words."""
    if not may(actor, Power.SEE_REPORTS):
        return []
    rows = OutboxItem.objects.filter(kind="build_report", done_at=None, la_id__in=actor.la_ids)
    if actor.for_pru:
        rows = rows.filter(payload__pru=actor.organisation.pk)
    return [
        {**row.payload, "tag": "Being written" if row.attempts < TRIES else "Delayed"}
        for row in rows.order_by("due_at")[:50]
    ]


COLOURS = {"Being written": "blue", "Delayed": "red", "To check and sign off": "yellow", "Signed off": "green"}


def state(report: Report) -> dict[str, str]:
    """As a cell: the words in a tag."""
    words = "Signed off" if report.signed_off_at else "To check and sign off"
    return {"tag": words, "colour": COLOURS[words]}


def list_table(reports, waiting: list, names: dict[int, str], terms: dict[int, str], actor) -> dict[str, Any]:
    """The list: what is being written first, then the newest half term."""
    several = actor.for_la
    head = ["Half term", *(["PRU"] if several else []), "State", "Figures taken", "Signed off"]
    rows = [
        [
            terms.get(row["half_term"], ""),
            *([names.get(row["pru"], "")] if several else []),
            {"tag": row["tag"], "colour": COLOURS[row["tag"]]},
            "",
            "",
        ]
        for row in waiting
    ]
    rows += [_list_row(report, several) for report in reports]
    return {"caption": "Half-termly reports", "hide_caption": True, "head": head, "rows": rows, "empty": _empty(actor)}


def _list_row(report: Report, several: bool) -> list:
    signed = _day(report.signed_off_at) if report.signed_off_at else ""
    return [
        {"text": str(report.half_term), "href": reverse("reports:report", args=[report.uuid])},
        *([str(report.subject)] if several else []),
        state(report),
        _day(report.built_at),
        {"text": signed, "hint": str(report.signed_off_by) if signed else ""} if signed else "Not yet",
    ]


def _day(at) -> str:
    return f"{at.astimezone(LONDON):%-d %B %Y}"


def _empty(actor) -> str:
    if actor.for_committee:
        return "No report has been signed off yet. You will get an e-mail when one is."
    return "No report yet. The first is written when a half term has ended."


def _shown_to(report: Report, actor) -> tuple[dict[str, Any], dict[str, str]]:
    """Figures and words: exact for those who may see every pupil counted, else the release."""
    if actor.for_committee:
        released: dict[str, Any] = report.released or {}
        return released, released["commentary"]
    return report.data["shown"], report.data["commentary"] if report.signed_off_at else words_of(report)


def page_of(report: Report, actor) -> dict[str, Any]:
    """Everything the report page shows this actor."""
    shown, words = _shown_to(report, actor)
    editing = may(actor, Power.EDIT_REPORT) and report.may_edit()
    found = warnings(report, words) if editing else {}
    return {
        "back": reverse("reports:list"),
        "report": report,
        "state": state(report),
        "readers": readers(report, actor),
        "shown": shown,
        "editing": editing,
        "front": [_stat(row) for row in shown["front"]],
        "front_words": _words(report, FRONT, "Front page", words, editing, found),
        "sections": [_section(report, section, words, editing, found) for section in shown["sections"]],
        "warned": sum(len(lines) for lines in found.values()),
        "note": shown.get("note", ""),
    }


def _stat(row: dict[str, str]) -> dict[str, Any]:
    """One line of the front page as a tile: the note, and which way it went."""
    words = {"better": "Better than last half term", "worse": "Worse than last half term", "same": "Much the same"}
    way = row["direction"]
    return {**row, "change": words.get(way, ""), "good": {"better": True, "worse": False}.get(way)}


def _section(report, section, words, editing, found) -> dict[str, Any]:
    return {
        **section,
        "charts": [{**chart, "svg": mark_safe(svg(chart))} for chart in section["charts"]],  # noqa: S308 (kit.chart_svg)
        "tables": [table_of(table) for table in section["tables"]],
        "words": _words(report, section["key"], section["title"], words, editing, found),
    }


def _words(report, key, title, words, editing, found) -> dict[str, Any]:
    edit = reverse("reports:comment", args=[report.uuid, key]) if editing else ""
    return {"text": words.get(key, ""), "edit": edit, "warnings": found.get(key, []), "title": title}


def table_of(table: dict[str, Any]) -> dict[str, Any]:
    """A frozen table in the shape of govuk/table.html."""
    return {
        "caption": table["caption"],
        "caption_size": "s",
        "head": [{"text": column["label"], "numeric": column["numeric"]} for column in table["columns"]],
        "rows": table["rows"],
        "note": table["note"],
        "scroll": len(table["columns"]) > 4,
        "narrow": len(table["columns"]) <= 4,
        "compact": True,
    }


def readers(report: Report, actor) -> list[dict[str, Any]]:
    """To whom it was sent and who has opened it, for those who see to it that it is read."""
    if not report.signed_off_at or not (may(actor, Power.SEE_REPORTS) or actor.role == Role.COMMITTEE_CLERK):
        return []
    rows = report.recipients.select_related("person").order_by("person__name")
    return [
        {"key": row.person.name, "value": f"Opened on {_day(row.opened_at)}" if row.opened_at else "Not opened yet"}
        for row in rows
    ]


def sign_off_page(report: Report, form, words: dict[str, str], warned: dict[str, list[str]]) -> dict[str, Any]:
    """What the head confirms: which sections have words, what looks risky, and the committee's front page."""
    titles = keys_of(report.data["shown"])
    preview = composed(report.kind, report.data["facts"], Protected())
    tasks = [
        {
            "name": title,
            "href": reverse("reports:comment", args=[report.uuid, key]),
            "status": "Check the words" if key in warned else "Completed" if words.get(key) else "No words yet",
            "colour": "yellow" if key in warned else "grey",
        }
        for key, title in titles
    ]
    rows = [[row["label"], row["value"], row["note"]] for row in preview["front"]]
    table = {"caption": "What the committee will see first", "head": ["Figure", "Now", "Compared with"], "rows": rows}
    lines = [f"{dict(titles)[key]}: {line}" for key, found in warned.items() for line in found]
    readers = actions.committee_of(report).count()
    return {
        "back": reverse("reports:report", args=[report.uuid]),
        "report": report,
        "form": form,
        "tasks": tasks,
        "table": table,
        "warnings": lines,
        "readers": readers,
    }
