"""Classes of record, and which roles may read each of a child they may see.

R1 roll · R2 education · R3 needs and health · R4 safeguarding · R5 panel deliberation · R6 money.
The table is data, for people to read and for tests to hold against (security-and-privacy.md, 2).
A provider sees its own marks, bookings and the summary written for it by their own querysets, so
it holds R1 only here; a panel member reads the pack through the meeting, not the file.
"""

from accounts.actor import SYSTEM
from accounts.roles import Role

CLASSES: dict[str, set[str]] = {
    Role.INCLUSION_OFFICER: {"R1", "R2", "R3", "R5", "R6"},
    Role.INCLUSION_MANAGER: {"R1", "R2", "R3", "R5", "R6"},
    Role.SCHOOL_LEAD: {"R1", "R2", "R3"},
    Role.PANEL_CHAIR: {"R1", "R2", "R3", "R5", "R6"},
    Role.PANEL_COORDINATOR: {"R1", "R2", "R3", "R5"},
    Role.PANEL_MEMBER: {"R1", "R2", "R3", "R5"},
    Role.PRU_HEAD: {"R1", "R2", "R3"},
    Role.PRU_STAFF: {"R1", "R2", "R3"},
    Role.PROVIDER_LEAD: {"R1"},
    Role.COMMITTEE_CHAIR: set(),
    Role.COMMITTEE_CLERK: set(),
    Role.COMMITTEE_MEMBER: set(),
    Role.SYSTEM_ADMINISTRATOR: set(),
    SYSTEM: {"R1", "R2", "R3", "R5", "R6"},
}


def may_see_class(actor, record_class: str) -> bool:
    return actor is not None and record_class in CLASSES[actor.role]
