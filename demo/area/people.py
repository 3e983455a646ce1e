"""Who works where: one easy sign-in for each role, and everybody else whom the cases need."""

from collections.abc import Iterator

from django.contrib.auth.hashers import make_password

from accounts.models import Membership, Organisation, Person
from accounts.roles import Role
from demo.area.clock import BEFORE
from demo.area.ground import DISTRICTS, Area
from improvement.models import Committee, CommitteeSeat
from kit.periods import from_to
from partnerships.models import OfficerDistrict

PASSWORD = "casebook-demo-2026"  # noqa: S105 - everybody may read it: the demonstration has no real person in it
SINCE = from_to(BEFORE)
DOMAIN = "demo.example"

SCHOOL = "The Weston Road Academy"  # whose lead refers pupils in the demonstration
UNIT = "Stafford PRU"
PROVIDER = "Trent Valley Motor Workshop"
TWO_ROLES = "Walton High School"  # whose head sits on the panel and on the committee

# The school that each panel's chair came from in the paper of 2009, under its name of today; Stafford's has
# closed, and a neighbour stands in.
CHAIRS = {
    "Stafford": "Sir Graham Balfour High School",
    "South Staffordshire": "Wombourne High School",
    "Cannock": "Cannock Chase High School",
    "Lichfield": "Queen's Croft High School",
    "East Staffordshire": "John Taylor High School",
    "Tamworth": "The Wilnecote School",
    "Newcastle": "Chesterton Community Sports College",
    "Moorlands": "Westwood College",
}
CO_CHAIR = "Alleyne's Academy"
MEMBERS = ("King Edward VI High School", "Stafford Manor High School", "Blessed William Howard Catholic School")
OFFICERS = {
    "officer": ("Stafford", "South Staffordshire"),
    "officer north": ("Newcastle", "Moorlands"),
    "officer south": ("Cannock", "Lichfield"),
    "officer east": ("East Staffordshire", "Tamworth"),
}


class Hiring:
    """Adds people to the area; hashed once, the password is everybody's."""

    def __init__(self, area: Area):
        self.area = area
        area.password = make_password(PASSWORD)

    def hire(self, key: str, email: str, role: str, organisation: Organisation, **facts) -> Membership:
        """A new person in a role. `key` is how the rest of the loader finds the membership."""
        person = Person.objects.create(
            email=f"{email}@{DOMAIN}",
            name=self.area.names.adult(),
            position=facts.pop("position", Role(role).label),
            password=self.area.password,
        )
        return self.appoint(key, person, role, organisation, **facts)

    def appoint(self, key: str, person: Person, role: str, organisation: Organisation, represents=None) -> Membership:
        made = Membership.objects.create(
            person=person, organisation=organisation, role=role, represents=represents, during=SINCE
        )
        self.area.people[key] = made
        return made


def hire_everybody(area: Area) -> None:
    hiring = Hiring(area)
    _authority(hiring)
    _schools(hiring)
    for district in DISTRICTS:
        _panel(hiring, district)
    for name in area.units:
        _unit(hiring, name)
    for name, provider in area.providers.items():
        email = "provider.lead" if name == PROVIDER else f"lead.{slug(name)}"
        hiring.hire(f"{name} lead", email, Role.PROVIDER_LEAD, provider.organisation, position="Manager")


def _authority(hiring: Hiring) -> None:
    area = hiring.area
    for number, (key, districts) in enumerate(OFFICERS.items(), start=1):
        email = "inclusion.officer" + ("" if number == 1 else str(number))
        made = hiring.hire(key, email, Role.INCLUSION_OFFICER, area.la)
        for district in districts:
            OfficerDistrict.objects.create(membership=made, district=area.districts[district], during=SINCE)
    hiring.hire("manager", "inclusion.manager", Role.INCLUSION_MANAGER, area.la)
    hiring.hire("administrator", "system.administrator", Role.SYSTEM_ADMINISTRATOR, area.la)


def _schools(hiring: Hiring) -> None:
    """A lead at every member school."""
    special = {SCHOOL: "school.lead", TWO_ROLES: "two.roles"}
    for district in DISTRICTS:
        for school in hiring.area.members[district]:
            email = special.get(school.name, f"lead.{slug(school.name)}")
            position = "Head teacher" if school.name == TWO_ROLES else "Assistant head, inclusion"
            hiring.hire(f"{school.name} lead", email, Role.SCHOOL_LEAD, school, position=position)


def _panel(hiring: Hiring, district: str) -> None:
    """Chair, co-chair in Stafford, coordinator, and members who each come from a school."""
    area, panel = hiring.area, hiring.area.panels[district].organisation
    own = district == "Stafford"
    tail = "" if own else f".{slug(district)}"
    chair = area.schools[CHAIRS[district]]
    hiring.hire(
        f"{district} chair", f"panel.chair{tail}", Role.PANEL_CHAIR, panel, represents=chair, position="Head teacher"
    )
    if own:
        school = area.schools[CO_CHAIR]
        hiring.hire(
            "Stafford co-chair", "panel.cochair", Role.PANEL_CHAIR, panel, represents=school, position="Deputy head"
        )
    hiring.hire(f"{district} coordinator", f"panel.coordinator{tail}", Role.PANEL_COORDINATOR, panel)
    for number, school in enumerate(_members(area, district), start=1):
        email = f"panel.member{tail}" + ("" if number == 1 else str(number))
        key = f"{district} member {number}"
        hiring.hire(key, email, Role.PANEL_MEMBER, panel, represents=school, position="Deputy head")
    if own:
        _two_roles(hiring, panel)


def _members(area: Area, district: str) -> list[Organisation]:
    """Schools that send a member: in Stafford by name, else the first of the district that do not chair."""
    if district == "Stafford":
        return [area.schools[name] for name in (*MEMBERS, SCHOOL)]
    return [school for school in area.members[district] if school.name != CHAIRS[district]][:4]


def _two_roles(hiring: Hiring, panel: Organisation) -> None:
    """The head of one school sits on the panel as well, and on the unit's committee."""
    person, school = hiring.area.person(f"{TWO_ROLES} lead"), hiring.area.schools[TWO_ROLES]
    hiring.appoint("two roles member", person, Role.PANEL_MEMBER, panel, represents=school)
    unit = hiring.area.units[UNIT]
    _seat(unit, hiring.appoint("two roles committee", person, Role.COMMITTEE_MEMBER, unit.committee), "community")


def _unit(hiring: Hiring, name: str) -> None:
    """Head, two members of staff, and a committee chaired from a school."""
    unit = hiring.area.units[name]
    tail = "" if name == UNIT else f".{slug(name)}"
    hiring.hire(f"{name} head", f"pru.head{tail}", Role.PRU_HEAD, unit.body, position="Head of the unit")
    hiring.hire(f"{name} staff", f"pru.staff{tail}", Role.PRU_STAFF, unit.body, position="Attendance officer")
    hiring.hire(f"{name} staff 2", f"pru.staff2{tail}", Role.PRU_STAFF, unit.body, position="Teacher")
    for key, email, role, category in _committee():
        made = hiring.hire(f"{name} {key}", f"{email}{tail}", role, unit.committee, position=_seat_of(unit, key))
        _seat(unit, made, category)


def _committee() -> Iterator[tuple[str, str, str, str]]:
    kinds = CommitteeSeat.Category
    yield "committee chair", "committee.chair", Role.COMMITTEE_CHAIR, kinds.COMMUNITY
    yield "committee clerk", "committee.clerk", Role.COMMITTEE_CLERK, kinds.LOCAL_AUTHORITY
    yield "committee parent", "committee.member", Role.COMMITTEE_MEMBER, kinds.PARENT
    yield "committee community", "committee.member2", Role.COMMITTEE_MEMBER, kinds.COMMUNITY


def _seat_of(unit, key: str) -> str:
    return f"Head teacher, {unit.plan.chair_from}"[:100] if key == "committee chair" else ""


def _seat(unit, membership: Membership, category: str) -> None:
    committee = Committee.objects.get(organisation=unit.committee)
    CommitteeSeat.objects.create(committee=committee, membership=membership, category=category, during=SINCE)


def slug(name: str) -> str:
    """'Queen's Croft High School' → 'queens-croft-high-school'"""
    kept = "".join(ch if ch.isalnum() else " " for ch in name.lower().replace("'", ""))
    return "-".join(kept.split())
