"""A new authority goes from nothing to its first referral in the browser, after the operator's one command."""

import datetime as dt
import io
import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils.module_loading import autodiscover_modules
from playwright.sync_api import expect

from kit import outbox
from partnerships.models import Establishment
from referrals.models import Referral
from tests.browser.visitor import Visitor
from tests.conftest import load_codes
from tests.factories import PASSWORD, new_upn
from tests.referrals.passport_answers import ANSWERS, NEW_PUPIL

pytestmark = pytest.mark.browser

MANAGER, LEAD, CHAIR = "mo.manager@example.org", "lena.lead@example.org", "chris.chair@example.org"
TERM_BEGAN, TERM_ENDS = dt.date(2026, 4, 13), dt.date(2026, 5, 22)
SINCE = dt.date(2026, 5, 1)
EXTRACT = [
    # URN, number, name, kind, type, phase, district: a few lines of the register, with invented schools
    ("901001", "4001", "Alder High School", "maintained", "Community school", "secondary", "Wyre Forest"),
    ("901002", "4002", "Birch Academy", "academy", "Academy converter", "secondary", "Wyre Forest"),
    ("901003", "2003", "Cedar Primary School", "maintained", "Community school", "primary", "Worcester"),
    ("901004", "1104", "Damson Short Stay School", "pru", "Pupil referral unit", "not_applicable", "Wyre Forest"),
]


@pytest.fixture
def register(transactional_db, school_day) -> None:
    """The national register has been imported; there is no authority here yet."""
    load_codes()
    for urn, number, name, kind, type_, phase, district in EXTRACT:
        Establishment.objects.create(
            urn=urn,
            la_code="885",
            number=number,
            name=name,
            name_key=name.lower(),
            kind=kind,
            type=type_,
            type_group="Academies" if kind == "academy" else "Local authority maintained schools",
            phase=phase,
            status="open",
            district=district,
            postcode="DY10 1AA",
        )


class Beginning:
    """The steps, each in the browser."""

    def __init__(self, visit, size: str):
        self.visit, self.size = visit, size

    def arrive(self, link: str, **typed: str) -> Visitor:
        """Open the link of a message and choose a password."""
        visitor = self.visit(size=self.size)
        visitor.go(re.sub(r"^https?://[^/]+", "", link))
        visitor.fill(password=PASSWORD, **typed)
        visitor.send()
        return visitor

    def begin(self) -> Visitor:
        said = io.StringIO()
        call_command("new_authority", code="885", name="Worcestershire", manager_email=MANAGER, stdout=said)
        manager = self.arrive(re.search(r"https?://\S+", said.getvalue()).group())
        manager.sign_in(MANAGER, PASSWORD)
        manager.go("/setup/")
        manager.sees("0 of 8 steps completed")
        manager.is_sound("setup-nothing-yet")
        return manager

    def add(self, manager: Visitor, page: str, picture: str, **answers) -> None:
        """Fill in the form of a page and send it."""
        manager.page.goto(page if "://" in page else manager.base + page)
        self.fill(manager, answers)
        manager.is_sound(picture)
        manager.send()
        manager.sees_no_error()

    def fill(self, manager: Visitor, answers: dict) -> None:
        for name, value in answers.items():
            if isinstance(value, dt.date):
                manager.date(name, value)
            elif isinstance(value, tuple):  # the words beside the boxes
                for label in value:
                    manager.page.get_by_label(label, exact=True).first.check()
            else:
                manager.answer({name: value})

    def bodies(self, manager: Visitor) -> None:
        """Districts, schools, partnership."""
        self.add(manager, "/setup/districts/add/", "setup-district", name="Wyre Forest")
        manager.go("/setup/schools/choose/?area=Wyre+Forest")
        manager.sees("Alder High School", "Birch Academy")
        self.fill(manager, {"schools": ("Alder High School", "Birch Academy"), "district": ("Wyre Forest",)})
        manager.is_sound("setup-choose-schools")
        manager.press("Add schools")
        manager.sees("2 schools added.")
        manager.is_sound("setup-schools")
        name = "Wyre Forest partnership"
        self.add(
            manager, "/setup/partnerships/add/", "setup-partnership", name=name, kind="dip", district=("Wyre Forest",)
        )
        manager.follow(name)
        both = ("Alder High School", "Birch Academy")
        self.add(manager, f"{manager.page.url}schools/add/", "setup-members", schools=both, first=SINCE)
        manager.sees("2 schools added to Wyre Forest partnership.")
        manager.is_sound("setup-one-partnership")

    def unit(self, manager: Visitor) -> None:
        """The PRU of the register, whom it serves, its site and places."""
        own = {"unit": "901004", "responsible_body": "local_authority"}
        self.add(manager, "/setup/prus/add/", "setup-pru", **own)
        pru = manager.page.url
        served = ("Wyre Forest partnership",)
        self.add(manager, f"{pru}partnerships/add/", "setup-serve", partnership=served, first=SINCE)
        site = {"name": "Mill Lane", "address": "1 Mill Lane, Kidderminster", "postcode": "dy10 2bb", "first": SINCE}
        self.add(manager, f"{pru}sites/add/", "setup-site", **site)
        self.add(manager, manager.link("Places"), "setup-places", stage_3="12", stage_4="16", first=SINCE)
        manager.sees("Places at Mill Lane are saved.", "DY10 2BB")
        self.add(manager, f"{pru}committee/", "setup-committee")
        seen = {"kind": "inspection", "on": dt.date(2024, 3, 5), "grade": "Good"}
        self.add(manager, f"{pru}judgements/add/", "setup-judgement", **seen)
        manager.is_sound("setup-one-pru")

    def panel(self, manager: Visitor) -> None:
        panel = {"name": "Wyre Forest panel", "kind": "dip", "quorum": "3"}
        served = ("Wyre Forest partnership",)
        self.add(manager, "/setup/panels/add/", "setup-panel", **panel, partnership=served)
        manager.sees("Wyre Forest panel is added.")
        manager.is_sound("setup-panels")

    def calendar(self, manager: Visitor) -> None:
        """One half term, by the calendar's own pages."""
        manager.go("/calendars/")
        manager.follow("Worcestershire")
        address = manager.page.url.split("?")[0]
        days = {"first": TERM_BEGAN, "last": TERM_ENDS}
        self.add(manager, f"{address}half-terms/add/", "setup-half-term", academic_year="2025", number="5", **days)

    def role(self, manager: Visitor, organisation: str, role: str, email: str) -> str:
        """Give a role; returns the link of the message that was sent."""
        manager.go(f"/people/give/?q={organisation.replace(' ', '+')}")
        manager.follow(organisation)
        given = {"role": role, "email": email, "reason": "Their work since Easter"}
        self.add(manager, manager.page.url, f"setup-role-{role}", **given)
        autodiscover_modules("tasks")  # what follows is done as the worker does it
        while outbox.work():
            pass
        return re.search(r"https?://\S+/invitation/\S+", mail.outbox[-1].body).group()

    def refer(self, link: str) -> None:
        lead = self.arrive(link, name="Lena Lead", position="Deputy head")
        lead.go("/referrals/start/new/")
        lead.answer(NEW_PUPIL | {"upn": new_upn("885")})
        lead.send()
        tasks = lead.page.url
        lead.is_sound("first-referral")
        lead.page.goto(f"{tasks}sections/pupil/")
        lead.answer(ANSWERS["pupil"])
        lead.send()
        expect(lead.page).to_have_url(tasks)
        lead.sees("Amber Hollis")


@pytest.fixture(autouse=True)
def _words(monkeypatch):
    """Two more things that a visitor of these pages does."""

    def sees_no_error(visitor: Visitor) -> None:
        expect(visitor.page.locator(".govuk-error-summary")).to_have_count(0)

    def link(visitor: Visitor, name: str) -> str:
        return visitor.base + visitor.page.locator("main a", has_text=name).first.get_attribute("href")

    monkeypatch.setattr(Visitor, "sees_no_error", sees_no_error, raising=False)
    monkeypatch.setattr(Visitor, "link", link, raising=False)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_from_nothing_to_the_first_referral(register, visit, size):
    steps = Beginning(visit, size)

    manager = steps.begin()
    steps.bodies(manager)
    steps.unit(manager)
    steps.panel(manager)
    steps.calendar(manager)
    steps.role(manager, "Wyre Forest panel", "panel_chair", CHAIR)
    link = steps.role(manager, "Alder High School", "school_lead", LEAD)
    steps.refer(link)

    referral = Referral.objects.get()
    assert (str(referral.from_school), str(referral.partnership)) == ("Alder High School", "Wyre Forest partnership")
    assert str(referral.la) == "Worcestershire"
    manager.go("/setup/")
    manager.sees("7 of 8 steps completed", "1 panel. 1 has no chair.")  # until the chair has taken up the role
    manager.is_sound("setup-ready")
