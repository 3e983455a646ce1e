"""The links at the top of the page, for each role."""

from dataclasses import dataclass

from accounts.access import HOLDERS, Power
from accounts.roles import Role


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    power: Power

    @property
    def roles(self) -> set[Role]:
        return HOLDERS[self.power]


ENTRIES = [
    Entry("Home", "/", Power.SEE_HOME),
    Entry("Pupils", "/pupils/", Power.SEE_PUPILS),
    Entry("Referrals", "/referrals/", Power.SEE_REFERRALS),
    Entry("Meetings", "/meetings/", Power.SEE_MEETINGS),
    Entry("Placements", "/placements/", Power.SEE_PLACEMENTS),
    Entry("Registers", "/registers/", Power.TAKE_REGISTER),
    Entry("Register", "/providers/register/", Power.REPORT_ATTENDANCE),
    Entry("Providers", "/providers/", Power.SEE_PROVIDERS),
    Entry("Reports", "/reports/", Power.SEE_REPORTS),
    Entry("Reports", "/reports/", Power.READ_RELEASED_REPORT),
    Entry("Set up", "/setup/", Power.SET_UP),
    Entry("Calendars", "/calendars/", Power.MANAGE_CALENDARS),
    Entry("Schools register", "/schools-register/", Power.IMPORT_REGISTER),
    Entry("People", "/people/", Power.MANAGE_PEOPLE),
    Entry("Health of the service", "/health/", Power.SEE_HEALTH),
]


def links(role: str, path: str) -> list[dict]:
    """The role's links; the one whose address is the longest beginning of the path is the current one."""
    mine = [entry for entry in ENTRIES if role in entry.roles]
    fits = [entry for entry in mine if path == entry.url or (entry.url != "/" and path.startswith(entry.url))]
    current = max(fits, key=lambda entry: len(entry.url), default=None)
    return [{"label": entry.label, "url": entry.url, "current": entry is current} for entry in mine]
