"""Who may do what: a list of powers, and the roles that hold them.

Read it as a head teacher would. Whether a person may see a certain child is another question,
answered by `visible_to` on every queryset; a power without sight of the record is worth nothing.
"""

from enum import Enum

from django.core.exceptions import PermissionDenied

from accounts.roles import COMMITTEE_ROLES, LA_ROLES, PANEL_ROLES, PRU_ROLES, SEES_PUPILS, Role


class Power(Enum):
    SEE_HOME = "open their own home page"
    SEE_PUPILS = "open the pages of pupils they may see"
    SEE_LOOKS = "see who has looked at a child’s record, and how it changed"
    START_REFERRAL = "start a referral and fill in the passport"
    SEE_REFERRALS = "read referrals they may see"
    SUBMIT_REFERRAL = "send a referral to the panel"
    SEE_MEETINGS = "open meetings of their panels"
    PREPARE_MEETING = "arrange meetings, list cases and note who attends"
    DECLARE_INTEREST = "declare an interest in a case"
    RECORD_DECISION = "record what the panel decides"
    APPROVE_DECISION = "approve a decision, which makes what follows from it"
    CONFIRM_DIRECTION = "confirm that the governing board or trust directs off-site"
    SEE_PLACEMENTS = "read placements they may see"
    COMPLETE_PLACEMENT = "agree a starting day and complete a placement"
    TAKE_REGISTER = "take registers of pupils due with them"
    SETTLE_CODES = "settle the code of a session and amend a register"
    REPORT_ATTENDANCE = "say who attended a provider's session"
    SEE_PROVIDERS = "read the register of providers"
    MANAGE_PROVIDERS = "keep providers' checks, contracts and courses"
    SEE_PLACES = "see places free"
    SEE_BUDGET = "see the partnership's budget"
    SEE_REPORTS = "read reports of their own body"
    EDIT_REPORT = "write the commentary of a report"
    SIGN_OFF_REPORT = "sign off a half-termly report"
    READ_RELEASED_REPORT = "read signed-off reports, figures protected"
    MANAGE_PEOPLE = "give, end and look through roles: the manager in the whole authority, others in their own body"
    NAME_DEPUTY = "name a deputy, who holds the same role for a period"
    SET_UP = "set up districts, schools, partnerships, PRUs and panels of the authority"
    MANAGE_CALENDARS = "keep term dates and closures: the manager every calendar, others that of their own body"
    IMPORT_REGISTER = "bring in files of the national register of schools"
    SEE_HEALTH = "see whether the service is well, and let failed work be tried again"


_EVERYONE = set(Role)
# Those who look after the people of their organisation (`accounts.people.fitting` says which leads which).
_LEADS = {
    Role.INCLUSION_MANAGER,
    Role.SCHOOL_LEAD,
    Role.PRU_HEAD,
    Role.PROVIDER_LEAD,
    Role.PANEL_CHAIR,
    Role.COMMITTEE_CHAIR,
    Role.COMMITTEE_CLERK,
}

HOLDERS: dict[Power, set[Role]] = {
    Power.SEE_HOME: _EVERYONE,
    Power.SEE_PUPILS: SEES_PUPILS,
    Power.SEE_LOOKS: {Role.SCHOOL_LEAD, Role.PRU_HEAD, Role.INCLUSION_MANAGER},
    Power.START_REFERRAL: {Role.SCHOOL_LEAD},
    Power.SEE_REFERRALS: LA_ROLES | PANEL_ROLES | {Role.SCHOOL_LEAD},
    Power.SUBMIT_REFERRAL: {Role.SCHOOL_LEAD},
    Power.SEE_MEETINGS: LA_ROLES | PANEL_ROLES,
    Power.PREPARE_MEETING: LA_ROLES | {Role.PANEL_COORDINATOR, Role.PANEL_CHAIR},
    Power.DECLARE_INTEREST: PANEL_ROLES,
    Power.RECORD_DECISION: {Role.PANEL_CHAIR, Role.PANEL_COORDINATOR},
    Power.APPROVE_DECISION: {Role.PANEL_CHAIR},
    Power.CONFIRM_DIRECTION: {Role.SCHOOL_LEAD},
    Power.SEE_PLACEMENTS: LA_ROLES | PRU_ROLES | {Role.SCHOOL_LEAD},
    Power.COMPLETE_PLACEMENT: {Role.PRU_HEAD},
    Power.TAKE_REGISTER: PRU_ROLES,
    Power.SETTLE_CODES: PRU_ROLES,
    Power.REPORT_ATTENDANCE: {Role.PROVIDER_LEAD},
    Power.SEE_PROVIDERS: LA_ROLES | PANEL_ROLES | {Role.PRU_HEAD, Role.PROVIDER_LEAD},
    Power.MANAGE_PROVIDERS: LA_ROLES,
    Power.SEE_PLACES: LA_ROLES | PANEL_ROLES | PRU_ROLES,
    Power.SEE_BUDGET: LA_ROLES | {Role.PANEL_CHAIR},
    Power.SEE_REPORTS: LA_ROLES | {Role.PRU_HEAD},
    Power.EDIT_REPORT: {Role.PRU_HEAD},
    Power.SIGN_OFF_REPORT: {Role.PRU_HEAD},
    Power.READ_RELEASED_REPORT: COMMITTEE_ROLES,
    Power.MANAGE_PEOPLE: _LEADS,
    Power.NAME_DEPUTY: _LEADS | {Role.INCLUSION_OFFICER},
    Power.SET_UP: {Role.INCLUSION_MANAGER},
    Power.MANAGE_CALENDARS: {Role.INCLUSION_MANAGER, Role.PRU_HEAD, Role.SCHOOL_LEAD},
    Power.IMPORT_REGISTER: {Role.INCLUSION_MANAGER},
    Power.SEE_HEALTH: {Role.SYSTEM_ADMINISTRATOR},
}


def may(actor, power: Power) -> bool:
    """Whether the role the actor acts in holds the power."""
    return actor is not None and actor.role in HOLDERS[power]


def require(actor, *powers: Power) -> None:
    """Raise PermissionDenied (403) when the actor's role holds none of the powers."""
    if not any(may(actor, power) for power in powers):
        raise PermissionDenied
