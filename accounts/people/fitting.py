"""Which roles fit which kind of organisation, and which of them lead it. Data, for people to read."""

from accounts.models import Organisation
from accounts.roles import Role

Kind = Organisation.Kind

FITS: dict[str, list[Role]] = {
    Kind.LOCAL_AUTHORITY: [Role.INCLUSION_OFFICER, Role.INCLUSION_MANAGER, Role.SYSTEM_ADMINISTRATOR],
    Kind.SCHOOL: [Role.SCHOOL_LEAD],
    Kind.PRU: [Role.PRU_HEAD, Role.PRU_STAFF],
    Kind.PROVIDER: [Role.PROVIDER_LEAD],
    Kind.PARTNERSHIP: [],
    Kind.PANEL: [Role.PANEL_CHAIR, Role.PANEL_COORDINATOR, Role.PANEL_MEMBER],
    Kind.COMMITTEE: [Role.COMMITTEE_CHAIR, Role.COMMITTEE_CLERK, Role.COMMITTEE_MEMBER],
}

# Those who give and end roles in their own organisation; the manager does so in all of the authority's.
LEADS: dict[str, set[Role]] = {
    Kind.LOCAL_AUTHORITY: {Role.INCLUSION_MANAGER},
    Kind.SCHOOL: {Role.SCHOOL_LEAD},
    Kind.PRU: {Role.PRU_HEAD},
    Kind.PROVIDER: {Role.PROVIDER_LEAD},
    Kind.PARTNERSHIP: set(),
    Kind.PANEL: {Role.PANEL_CHAIR},
    Kind.COMMITTEE: {Role.COMMITTEE_CHAIR, Role.COMMITTEE_CLERK},
}

# What somebody choosing a role must know.
MEANS: dict[Role, str] = {
    Role.INCLUSION_OFFICER: "Sees the pupils of their districts and moves cases on",
    Role.INCLUSION_MANAGER: "Sees all districts, and gives and ends every role of the authority",
    Role.SYSTEM_ADMINISTRATOR: "Keeps the service running. Sees no pupil",
    Role.SCHOOL_LEAD: "Refers pupils, follows how they do, and gives roles in the school",
    Role.PRU_HEAD: "Agrees placements, signs off reports, and gives roles in the unit",
    Role.PRU_STAFF: "Takes registers and records how pupils get on",
    Role.PROVIDER_LEAD: "Takes the provider’s registers, and gives roles at the provider",
    Role.PANEL_CHAIR: "Runs meetings, approves decisions, and gives roles on the panel",
    Role.PANEL_COORDINATOR: "Prepares agendas and packs, and records decisions",
    Role.PANEL_MEMBER: "Reads the pack of a meeting and declares interests",
    Role.COMMITTEE_CHAIR: "Reads signed-off reports, and gives roles on the committee. Sees no pupil",
    Role.COMMITTEE_CLERK: "Reads signed-off reports, and gives roles on the committee. Sees no pupil",
    Role.COMMITTEE_MEMBER: "Reads signed-off reports. Sees no pupil",
}


def fits(organisation: Organisation, role: str) -> bool:
    return role in FITS[organisation.kind]


def leads(organisation: Organisation, role: str) -> bool:
    return role in LEADS[organisation.kind]
