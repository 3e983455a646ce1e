"""The sections of each kind of report, in the order they are read.

`composed` words the same facts for one of two readers: `Exact()` or `Protected()` (`reporting.sections.eyes`).
"""

from typing import Any

from reporting.models import Report
from reporting.sections import attendance, completeness, providers, reviews, roll
from reporting.sections.eyes import Exact, Protected
from reporting.sections.parts import day

__all__ = ["FRONT", "SCHEMA", "SECTIONS", "Exact", "Protected", "composed", "keys_of"]

SCHEMA = 1
FRONT = "front"  # the head's words on the front page
MOST_INDICATORS = 14
SECTIONS = {
    Report.Kind.PRU_COMMITTEE: [
        roll.section,
        attendance.section,
        providers.section,
        reviews.section,
        completeness.section,
    ]
}


def composed(kind: str, facts: dict[str, Any], eye: Exact) -> dict[str, Any]:
    """The report in words and figures, as plain JSON: what, which period, front page, sections."""
    sections = [each(facts, eye).as_dict() for each in SECTIONS[Report.Kind(kind)]]
    front = [line for section in sections for line in section.pop("indicators")]
    return {
        "schema": SCHEMA,
        "title": Report.Kind(kind).label,
        "organisation": facts["pru"],
        "half_term": facts["half_term"],
        "period": f"{facts['half_term']}: {day(facts['first'])} to {day(facts['last'])}",
        "school_days": facts["school_days"],
        "taken_on": day(facts["taken_at"][:10]),
        "front": front[:MOST_INDICATORS],
        "sections": sections,
    }


def keys_of(report: dict[str, Any]) -> list[tuple[str, str]]:
    """Key and title of everything the head may write on, in order."""
    return [(FRONT, "Front page"), *((section["key"], section["title"]) for section in report["sections"])]
