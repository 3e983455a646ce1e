"""The main job from start to end, in a browser, as the people who do it: referral to committee's report."""

import datetime as dt
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import expect

from accounts.models import Person
from accounts.roles import Role
from kit import outbox
from partnerships.ledger import account
from partnerships.models import Account
from prus.models import Placement
from referrals.models import Decision
from reporting.tasks import find_due_reports
from tests.browser.visitor import Visitor
from tests.factories import PASSWORD, World, member
from tests.referrals.passport_answers import ANSWERS, NEW_PUPIL

pytestmark = pytest.mark.browser

REFERRED = dt.date(2026, 5, 12)  # a Tuesday
STARTS = dt.date(2026, 5, 15)  # two clear school days after parents' notice: the Friday
HALF_TERM_ENDS = dt.date(2026, 5, 22)


@pytest.fixture
def everybody(committed_world) -> World:
    """The world with a second member who comes from another school, money to commit, and passwords."""
    world = committed_world
    world.second_member = member(world.panel_body, Role.PANEL_MEMBER, name="Sol Second", represents=world.other_school)
    world.partnership_body.accounts.create(kind=Account.Kind.FUNDING, financial_year=2026)
    funding = account(world.partnership_body, Account.Kind.FUNDING, 2026)
    free = account(world.partnership_body, Account.Kind.ALLOCATION, 2026)
    funding.transfers_out.create(
        la_id=world.la.pk, credit=free, pence=5_000_000, on=REFERRED, reason="Budget of the year", key="budget"
    )
    for number in range(11):
        world.placement(world.pupil(forename=f"Pupil{number}", surname=f"Number{number}"))
    Person.objects.update(password=make_password(PASSWORD))
    return world


class Journey:
    """The steps, each as one person; `visit` opens a window for whoever is next."""

    def __init__(self, world: World, visit, way: dict):
        self.world, self.visit, self.way = world, visit, way

    def as_(self, who: str) -> Visitor:
        visitor = self.visit(**self.way)
        visitor.sign_in(getattr(self.world, who).person.email, PASSWORD)
        visitor.is_sound(f"home-{who}")
        return visitor

    def refer(self) -> None:
        lead = self.as_("school_lead")
        lead.follow("Start a referral")
        lead.go("/referrals/start/new/")
        lead.is_sound("referral-start")
        lead.answer(NEW_PUPIL | {"upn": "H801200001009"})
        lead.send()
        lead.sees("UPN does not have the right first letter")
        lead.answer({"upn": NEW_PUPIL["upn"]})
        lead.send()
        lead.is_sound("referral-task-list")
        tasks = lead.page.url
        for key, answers in ANSWERS.items():
            lead.page.goto(f"{tasks}sections/{key}/")
            lead.answer(answers)
            lead.is_sound(f"referral-section-{key}")
            lead.send()
            expect(lead.page).to_have_url(tasks)
        lead.page.goto(f"{tasks}send/")
        lead.is_sound("referral-check")
        lead.send()
        lead.is_sound("referral-sent")

    def prepare(self) -> None:
        coordinator = self.as_("coordinator")
        coordinator.follow("Arrange a meeting")
        coordinator.date("on", REFERRED)
        coordinator.fill(starts_at="2pm", venue="County Hall")
        coordinator.is_sound("meeting-arrange")
        coordinator.send()
        coordinator.sees("Amber Hollis")
        coordinator.tick(coordinator.page.locator('[name="referrals"]').first)
        coordinator.is_sound("meeting-listing")
        coordinator.press("Put on the agenda")
        coordinator.is_sound("meeting-agenda")

    def read(self) -> None:
        reader = self.as_("panel_member")
        reader.follow("Present the case of Amber Hollis")
        reader.sees("Amber Hollis", "I like making things. School is too loud.")
        reader.is_sound("pack-own-school")

    def decide(self) -> None:
        chair = self.as_("chair")
        chair.follow("Meeting on Tuesday 12 May")
        meeting = chair.page.url
        chair.page.goto(f"{meeting}attendance/")
        for name in ("Chidi Chair", "Sol Second"):
            chair.tick(chair.page.get_by_label(name, exact=True))
        chair.is_sound("meeting-attendance")
        chair.send()
        chair.follow("Amber Hollis")
        chair.is_sound("case")
        case = chair.page.url
        chair.page.goto(f"{case}decide/")
        chair.answer({"outcome": "place", "reasons": "The school has tried what it can; a smaller place now."})
        chair.is_sound("decision-outcome")
        chair.send()
        chair.tick(chair.page.locator('[name="pru"]').first)
        chair.date("starts_on", STARTS)
        chair.answer({"course": str(self.world.course.uuid), "course_sessions": ["5-PM"]})
        chair.is_sound("decision-place")
        chair.send()
        chair.is_sound("decision-check")
        chair.send()
        chair.page.goto(f"{case}approve/")
        chair.is_sound("decision-approve")
        chair.press("Approve the decision")
        chair.is_sound("decision-approved")
        assert Decision.objects.get().is_approved

    def direct(self) -> None:
        lead = self.as_("school_lead")
        lead.follow("Confirm the direction for Amber Hollis")
        lead.date("notice_on", REFERRED)
        lead.tick(lead.page.locator('[name="declaration"]').first)
        lead.is_sound("direction")
        lead.send()
        lead.is_sound("direction-confirmed")

    def complete(self) -> None:
        head = self.as_("head")
        head.follow("Amber Hollis: agree a starting day")
        head.tick(head.page.locator('[name="site"]').first)
        head.date("first", REFERRED)
        head.answer(
            {
                "text_1": "Attend every morning",
                "baseline_1": "3 of 5 mornings in April",
                "measure_1": "5 of 5 mornings for four weeks",
                "brief": "Likes to be greeted by name. Ring the base if she leaves the workshop.",
            }
        )
        head.send()
        head.sees("15 May 2026 or later")
        head.date("first", STARTS)
        head.is_sound("placement-complete")
        head.send()
        head.is_sound("placement")
        assert Placement.objects.get(pupil__surname="Hollis").first == STARTS

    def take_register(self) -> None:
        staff = self.as_("staff")
        staff.follow("Take a register")
        staff.is_sound("registers")
        staff.page.goto(f"{staff.base}/registers/{STARTS}/AM/{self.world.site.uuid}/")
        line = staff.page.locator("fieldset", has_text="Amber Hollis").locator('input[value="present"]')
        line.focus()
        staff.page.keyboard.press("Space")
        assert line.is_checked()
        staff.is_sound("register-session")
        staff.press("Mark all blanks present")
        staff.press("Save register")
        staff.page.goto(f"{staff.base}/registers/week/2026-05-11/")
        staff.is_sound("register-week")

    def report_attendance(self) -> None:
        provider = self.as_("provider_lead")
        provider.follow("Take today’s register")
        provider.sees("Amber Hollis")
        provider.tick(provider.page.locator("fieldset", has_text="Amber Hollis").locator('input[value="late"]'))
        provider.is_sound("provider-register")
        provider.press("Save register")
        provider.is_sound("provider-register-saved")

    def report(self) -> None:
        find_due_reports()
        assert outbox.work() >= 1
        head = self.as_("head")
        head.follow("Half-termly report: Summer 1, 2025/26")
        head.is_sound("report-draft")
        report = head.page.url
        head.page.locator('a[href*="/words/"]').first.click()
        head.fill(text="Better than last half term. We ask the committee to agree a second mini-bus.")
        head.is_sound("report-words")
        head.send()
        head.page.goto(f"{report}sign-off/")
        head.tick(head.page.locator('[name="checked"]').first)
        head.is_sound("report-sign-off")
        head.send()
        head.is_sound("report-signed-off")
        outbox.work()

    def read_report(self) -> None:
        reader = self.as_("committee_member")
        reader.follow("Read the report for Summer 1, 2025/26")
        reader.sees("Better than last half term.")
        reader.is_sound("committee-report")
        assert "Hollis" not in reader.page.content()
        with reader.page.expect_download() as download:
            reader.page.locator('a[href$="/pdf/"]').first.click()
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")


WAYS = {
    "desktop": {"size": "desktop"},
    "phone": {"size": "phone"},
    "keyboard alone, without JavaScript": {"size": "desktop", "keyboard": True, "javascript": False},
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_one_pupil_from_referral_to_the_committees_report(everybody, visit, on_day, way):
    journey = Journey(everybody, visit, way)

    journey.refer()
    journey.prepare()
    journey.read()
    journey.decide()
    journey.direct()
    journey.complete()
    on_day(STARTS, hour=13)
    journey.take_register()
    journey.report_attendance()
    on_day(HALF_TERM_ENDS, hour=15)
    journey.report()
    journey.read_report()
