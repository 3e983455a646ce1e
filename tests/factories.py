"""Rows to start a test with. Unsurprising: each makes what it needs and no more.

`World` arranges one authority with a school, a PRU, a panel, a provider and a committee, so that a
test of a thread reads in the words of the trade.
"""

import datetime as dt
import itertools

import factory
from factory.django import DjangoModelFactory

from accounts import actor as actors
from accounts.models import Membership, Organisation, Person
from accounts.roles import Role
from improvement.models import Committee, CommitteeSeat
from kit.periods import from_to
from kit.today import now, today
from partnerships.calendars import write_school_days
from partnerships.models import (
    Calendar,
    District,
    HalfTerm,
    LocalAuthority,
    OfficerDistrict,
    Partnership,
    PartnershipSchool,
    Place,
    School,
)
from providers.models import Check, Contract, Course, Provider
from prus.models import Placement, Pru, PruPartnership, Pupil, PupilTie, Registration, Site, SitePlaces, WeekSlot
from prus.upn import check_letter
from referrals.models import Panel, PanelMeeting, Referral

ALWAYS = from_to(dt.date(2015, 9, 1))
PASSWORD = "correct horse battery staple"
_numbers = itertools.count(1)


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    kind = Organisation.Kind.LOCAL_AUTHORITY
    name = factory.Sequence(lambda n: f"Body {n}")
    la = None


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    position = "Teacher"
    password = "!"  # cannot sign in by password unless a test sets one: hashing is slow on purpose


def new_upn(la_code: str = "860") -> str:
    number = next(_numbers)
    rest = f"{la_code}{4000 + number // 1000}24{number % 1000:03}"
    return check_letter(rest) + rest


class PupilFactory(DjangoModelFactory):
    class Meta:
        model = Pupil

    la = factory.SubFactory(OrganisationFactory)
    upn = factory.LazyFunction(new_upn)
    surname = factory.Sequence(lambda n: f"Surname{n}")
    forename = factory.Sequence(lambda n: f"Forename{n}")
    date_of_birth = dt.date(2011, 3, 4)
    sex = Pupil.Sex.MALE
    year_group = 9


# Staffordshire's 2025/26 (its public term-dates page; the last day of the year is the suggested training day).
HALF_TERMS_2025 = [
    (1, dt.date(2025, 9, 2), dt.date(2025, 10, 24)),
    (2, dt.date(2025, 11, 3), dt.date(2025, 12, 19)),
    (3, dt.date(2026, 1, 5), dt.date(2026, 2, 13)),
    (4, dt.date(2026, 2, 23), dt.date(2026, 3, 27)),
    (5, dt.date(2026, 4, 13), dt.date(2026, 5, 22)),
    (6, dt.date(2026, 6, 1), dt.date(2026, 7, 17)),
]


def calendar_for(organisation) -> Calendar:
    """The half terms of 2025/26 with the early May bank holiday."""
    calendar = Calendar.objects.create(organisation=organisation)
    for number, first, last in HALF_TERMS_2025:
        HalfTerm.objects.create(calendar=calendar, academic_year=2025, number=number, during=from_to(first, last))
    calendar.closures.create(on=dt.date(2026, 5, 4), kind="bank_holiday")
    write_school_days(calendar)
    return calendar


def member(organisation, role, *, person=None, during=None, represents=None, name=None) -> Membership:
    """A membership; `during` defaults to always."""
    person = person or PersonFactory(**({"name": name} if name else {}))
    return Membership.objects.create(
        person=person, organisation=organisation, role=role, represents=represents, during=during or ALWAYS
    )


def actor_of(membership: Membership) -> actors.Actor:
    return actors.of(membership)


class World:
    """One authority with one of each body, and a person in each role.

    Attributes end in what they are: `world.school` is an Organisation, `world.pru` a Pru,
    `world.head` a Membership. `world.actor("head")` is the actor of that membership.
    """

    def __init__(self, code: str = "860", name: str = "Staffordshire"):
        body = Organisation.objects.create
        kinds = Organisation.Kind
        self.la = body(kind=kinds.LOCAL_AUTHORITY, name=name)
        LocalAuthority.objects.create(organisation=self.la, code=code)
        self.calendar = calendar_for(self.la)
        self.district = District.objects.create(la=self.la, name=f"{name} North")
        self.school = self.make_school("Hillside High School")
        self.other_school = self.make_school("Riverside Academy")
        self.partnership_body = body(kind=kinds.PARTNERSHIP, name=f"{name} North partnership", la=self.la)
        self.partnership = Partnership.objects.create(organisation=self.partnership_body, district=self.district)
        for school in (self.school, self.other_school):
            PartnershipSchool.objects.create(partnership=self.partnership, school=school.school, during=ALWAYS)
        self._make_pru(name)
        self._make_panel(name)
        self._make_provider(name)
        self._make_people()

    def make_school(self, name: str) -> Organisation:
        school = Organisation.objects.create(kind=Organisation.Kind.SCHOOL, name=name, la=self.la)
        School.objects.create(
            organisation=school, urn=f"{next(_numbers):06}", phase="secondary", district=self.district, roll=900
        )
        Place.objects.create(organisation=school, name=name, during=ALWAYS)
        return school

    def _make_pru(self, name: str) -> None:
        self.pru_body = Organisation.objects.create(kind=Organisation.Kind.PRU, name=f"{name} PRU", la=self.la)
        self.pru = Pru.objects.create(organisation=self.pru_body, responsible_body="local_authority")
        PruPartnership.objects.create(pru=self.pru, partnership=self.partnership, during=ALWAYS)
        place = Place.objects.create(organisation=self.pru_body, name="Mill Lane base", during=ALWAYS)
        self.site = Site.objects.create(pru=self.pru, place=place, name="Mill Lane", during=ALWAYS)
        for stage in (3, 4):
            SitePlaces.objects.create(site=self.site, key_stage=stage, number=20, during=ALWAYS)
        self.committee_body = Organisation.objects.create(
            kind=Organisation.Kind.COMMITTEE, name=f"Management committee of {name} PRU", la=self.la
        )
        self.committee = Committee.objects.create(organisation=self.committee_body, governs=self.pru_body)

    def _make_panel(self, name: str) -> None:
        self.panel_body = Organisation.objects.create(
            kind=Organisation.Kind.PANEL, name=f"{name} North panel", la=self.la
        )
        self.panel = Panel.objects.create(
            organisation=self.panel_body, kind="dip", partnership=self.partnership, quorum=2
        )

    def _make_provider(self, name: str) -> None:
        self.provider_body = Organisation.objects.create(
            kind=Organisation.Kind.PROVIDER, name=f"{name} Motor Workshop", la=self.la
        )
        place = Place.objects.create(organisation=self.provider_body, name="Motor workshop", during=ALWAYS)
        self.provider = Provider.objects.create(organisation=self.provider_body, registration="non_school", place=place)
        self.course = Course.objects.create(provider=self.provider, name="Motor vehicle, entry level")
        self.contract = Contract.objects.create(
            la=self.la, provider=self.provider, during=ALWAYS, places=6, pence_per_session=4500
        )

    def _make_people(self) -> None:
        self.officer = member(self.la, Role.INCLUSION_OFFICER, name="Olu Officer")
        OfficerDistrict.objects.create(membership=self.officer, district=self.district, during=ALWAYS)
        self.manager = member(self.la, Role.INCLUSION_MANAGER, name="Mina Manager")
        self.school_lead = member(self.school, Role.SCHOOL_LEAD, name="Sam School")
        self.other_school_lead = member(self.other_school, Role.SCHOOL_LEAD, name="Oona Other")
        self.chair = member(self.panel_body, Role.PANEL_CHAIR, name="Chidi Chair", represents=self.other_school)
        self.coordinator = member(self.panel_body, Role.PANEL_COORDINATOR, name="Cora Coordinator")
        self.panel_member = member(self.panel_body, Role.PANEL_MEMBER, name="Pam Panel", represents=self.school)
        self.head = member(self.pru_body, Role.PRU_HEAD, name="Hana Head")
        self.staff = member(self.pru_body, Role.PRU_STAFF, name="Stefan Staff")
        self.provider_lead = member(self.provider_body, Role.PROVIDER_LEAD, name="Priya Provider")
        self.committee_member = member(self.committee_body, Role.COMMITTEE_MEMBER, name="Cam Committee")
        self.committee_clerk = member(self.committee_body, Role.COMMITTEE_CLERK, name="Clea Clerk")
        self.committee_chair = member(self.committee_body, Role.COMMITTEE_CHAIR, name="Kit Chairman")
        self.sysadmin = member(self.la, Role.SYSTEM_ADMINISTRATOR, name="Sid Admin")
        CommitteeSeat.objects.create(
            committee=self.committee, membership=self.committee_member, category="community", during=ALWAYS
        )
        for kind in Check.NEEDED:
            Check.objects.create(
                provider=self.provider,
                kind=kind,
                checked_on=dt.date(2025, 9, 1),
                expires_on=dt.date(2026, 8, 31),
                checked_by=self.officer.person,
            )

    def actor(self, who: str) -> actors.Actor:
        return actors.of(getattr(self, who))

    def pupil(self, school=None, **fields) -> Pupil:
        """A pupil on the single roll of a school, tied to it."""
        school = school or self.school
        pupil = PupilFactory(la=self.la, district=self.district, **fields)
        Registration.objects.create(la=self.la, pupil=pupil, organisation=school, kind="C", during=ALWAYS)
        PupilTie.objects.create(
            la=self.la, pupil=pupil, organisation=school, kind="registered", source=f"roll:{school.pk}", during=ALWAYS
        )
        return pupil

    def referral(self, pupil=None, *, submitted: bool = False, **fields) -> Referral:
        """A referral by the school lead; its passport is empty."""
        pupil = pupil or self.pupil()
        sent = {"submitted_at": now(), "submitted_by": self.school_lead.person} if submitted else {}
        return Referral.objects.create(
            la=self.la,
            pupil=pupil,
            from_school=self.school,
            partnership=self.partnership_body,
            started_at=now(),
            started_by=self.school_lead.person,
            **sent,
            **fields,
        )

    def meeting(self, on: dt.date | None = None) -> PanelMeeting:
        return PanelMeeting.objects.create(
            la=self.la,
            panel=self.panel,
            on=on or today(),
            starts_at=dt.time(9, 30),
            venue="County Hall",
            arranged_by=self.coordinator.person,
        )

    def placement(
        self, pupil=None, *, first: dt.date = dt.date(2026, 4, 13), week: bool = True, running: bool = True
    ) -> Placement:
        """A placement at the PRU; running from `first` with all ten sessions at the PRU, or only proposed."""
        pupil = pupil or self.pupil()
        done = {
            "site": self.site,
            "during": from_to(first),
            "completed_at": now(),
            "completed_by": self.head.person,
        }
        placement = Placement.objects.create(
            la=self.la,
            pupil=pupil,
            pru=self.pru,
            purpose="preventative",
            commissioned_by=self.partnership_body,
            return_school=self.school,
            proposed_at=now(),
            proposed_from=first,
            planned_end=dt.date(2026, 12, 18),
            **(done if running else {}),
        )
        PupilTie.objects.create(
            la=self.la,
            pupil=pupil,
            organisation=self.pru_body,
            kind="placed" if running else "proposed",
            source=f"placement:{placement.pk}",
            during=from_to(min(first, today())),
        )
        if running:
            Registration.objects.create(
                la=self.la, pupil=pupil, organisation=self.pru_body, kind="S", during=from_to(first)
            )
            if week:
                self.week(placement, first)
        return placement

    def week(self, placement, first: dt.date, sessions=None) -> None:
        """All ten sessions (or those given) at the PRU's site from the day on."""
        sessions = sessions or [(day, half) for day in range(1, 6) for half in ("AM", "PM")]
        WeekSlot.objects.bulk_create(
            WeekSlot(
                la=self.la,
                pupil_id=placement.pupil_id,
                placement=placement,
                weekday=day,
                session=half,
                kind="pru",
                organisation=self.pru_body,
                place=self.site.place,
                during=from_to(first),
            )
            for day, half in sessions
        )
