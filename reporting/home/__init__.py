"""Each role's home page: what needs this person today, what lapses first at the top."""

from accounts.roles import Role
from reporting.home import committees, lists, panels, prus, schools
from reporting.home.parts import Home

PAGES = {
    Role.SCHOOL_LEAD: schools.school_lead,
    Role.INCLUSION_OFFICER: lists.la,
    Role.INCLUSION_MANAGER: lists.la,
    Role.PANEL_CHAIR: panels.panel,
    Role.PANEL_COORDINATOR: panels.panel,
    Role.PANEL_MEMBER: panels.panel,
    Role.PRU_HEAD: prus.head,
    Role.PRU_STAFF: prus.staff,
    Role.PROVIDER_LEAD: prus.provider,
    Role.COMMITTEE_CHAIR: committees.committee,
    Role.COMMITTEE_CLERK: committees.committee,
    Role.COMMITTEE_MEMBER: committees.committee,
    Role.SYSTEM_ADMINISTRATOR: committees.administrator,
}


def page_for(actor) -> Home:
    return PAGES[actor.role](actor)
