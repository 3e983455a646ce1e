"""What a committee sees: the release of a signed-off report, as page, headline and PDF. Figures protected, frozen."""

from typing import Any

from kit.pdf import build_pdf
from kit.protect import HIDDEN_NOTE
from reporting.models import Report
from reporting.sections import FRONT, Protected, composed
from reporting.sections.drawn import svg

ROUNDED_NOTE = "Numbers of pupils beneath a rate are rounded to 5 and sessions to 100."


def released(*, kind: str, facts: dict[str, Any], commentary: dict[str, str], signed: dict[str, str]) -> dict[str, Any]:
    """The protected report with the head's words, as plain JSON. signed: {"by", "on"}, in words."""
    shown = composed(kind, facts, Protected())
    return {**shown, "note": f"{HIDDEN_NOTE} {ROUNDED_NOTE}", "commentary": commentary, "signed": signed}


def latest_for(committee_body) -> dict[str, Any] | None:
    """The headline of the newest released report of the PRU this committee (an Organisation) governs.

    {"report": Report, "front": [{label, value, note, direction}]}, figures protected; None before the first.
    """
    rows = Report.objects.filter(subject__governed_by__organisation=committee_body, signed_off_at__isnull=False)
    report = rows.defer("data").select_related("subject", "half_term").first()
    return {"report": report, "front": report.released["front"]} if report else None


def pdf_of(release: dict[str, Any], *, created) -> bytes:
    """The release as a tagged PDF."""
    return build_pdf("report", pdf_data(release), title=_title(release), created=created.replace(microsecond=0))


def _title(release: dict[str, Any]) -> str:
    return f"{release['title']}: {release['organisation']}, {release['half_term']}"


def pdf_data(release: dict[str, Any]) -> dict[str, Any]:
    words, signed = release["commentary"], release["signed"]
    return {
        "title": release["title"],
        "subtitle": f"{release['school_days']} school days",
        "organisation": release["organisation"],
        "period": release["period"],
        "status": f"Signed off by {signed['by']} on {signed['on']}",
        "prepared": [f"Figures taken on {release['taken_on']}"],
        "front": [{**row, "note": _in_lines(row["note"])} for row in release["front"]],
        "front_note": release["note"],
        "summary": [{"label": "The head writes:", "text": words[FRONT]}] if words.get(FRONT) else [],
        "sections": [_section(section, words) for section in release["sections"]],
        "footer": f"{release['organisation']} · figures protected for the management committee",
    }


def _in_lines(note: str) -> str:
    """One comparison a line, so that the column stays narrow."""
    return note.replace("; ", "\n").replace(". ", "\n")


def _section(section: dict[str, Any], words: dict[str, str]) -> dict[str, Any]:
    charts = [{"svg": svg(chart), "alt": chart["alt"], "title": chart["title"]} for chart in section["charts"]]
    return {
        **section,
        "charts": [chart for chart in charts if chart["svg"]],
        "commentary": words.get(section["key"], ""),
    }
