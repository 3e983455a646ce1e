"""The links at the top of the page, for each role."""

from dataclasses import dataclass

from accounts.access import HOLDERS, Power
from accounts.roles import Role


@dataclass(frozen=True)
class Entry:
    label: str
    url: str
    power: Power
    also: tuple[str, ...] = ()

    @property
    def roles(self) -> set[Role]:
        return HOLDERS[self.power]

    def is_current(self, path: str) -> bool:
        if self.url == "/":
            return path == "/"
        return path.startswith((self.url, *self.also))


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
    Entry("Health of the service", "/health/", Power.SEE_HEALTH),
]
