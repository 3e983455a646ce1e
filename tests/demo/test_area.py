"""The demonstration area as it is loaded: the roles, the rates, the stages, and that it is the same every time."""

import datetime as dt
import itertools
import json
import re
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q

from accounts import actor as actors
from accounts.models import Membership, Organisation, Person
from accounts.roles import Role
from attendance import totals
from attendance.models import HalfTermAttendance, Mark
from demo.area import load, sign_ins
from demo.area.clock import DAY
from demo.area.extracts import DATA
from demo.area.names import digest, real_names
from demo.area.people import PASSWORD
from improvement.models import Committee
from kit.models import OutboxItem
from partnerships.ledger import budget
from partnerships.models import HalfTerm, Partnership
from providers.actions import checks_missing
from providers.models import Check, Provider
from prus.models import OffSiteDirection, Placement, Pru, Pupil, PupilTie, Registration, Review, SitePlaces, WeekSlot
from referrals import passport
from referrals.actions.decisions import refuse_deciding
from referrals.models import Decision, Panel, PanelCase, PanelMeeting, Referral
from reporting.models import Report

pytestmark = pytest.mark.django_db
NATIONAL = Decimal("0.407")  # absence in pupil referral units, England, 2022/23
TWO_POINTS = Decimal("0.02")


@pytest.fixture(scope="module")
def area(django_db_setup, django_db_blocker):
    """The area, loaded once for this file and taken back at its end; each test has a savepoint of its own."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert load.load()
        yield Organisation.objects.get(local_authority__code="860")
        transaction.set_rollback(True)


def actor_of(email):
    return actors.of(Membership.objects.of(Person.objects.get(email=f"{email}@demo.example")).order_by("pk").first())


def test_every_role_can_sign_in(area):
    found = sign_ins.sign_ins()

    assert {Role(role).label for role in Role} <= {each["role"] for each in found}
    assert all(set(each) == {"role", "organisation", "email", "password"} for each in found)
    assert Person.objects.get(email="school.lead@demo.example").check_password(PASSWORD)
    assert any(" and " in each["role"] for each in found)  # somebody holds several


def test_the_list_of_sign_ins_is_written_when_the_area_is_there_already(area, tmp_path, capsys):
    call_command("demo_area", "--sign-ins", str(tmp_path / "sign-ins.json"))

    assert "already" in capsys.readouterr().out
    assert json.loads((tmp_path / "sign-ins.json").read_text()) == sign_ins.sign_ins()


@pytest.mark.parametrize("scale", ["la", "twenty", "england"])
def test_a_larger_scale_is_refused_in_words(scale):
    with pytest.raises(CommandError, match="only area so far"):
        call_command("demo_area", "--scale", scale)


def test_the_county_is_whole(area):
    assert Partnership.objects.count() == Panel.objects.count() == 8
    assert Pru.objects.count() == Committee.objects.count() == 6
    assert Provider.objects.count() == 6
    assert all(panel.partnership.members.exists() for panel in Panel.objects.all())
    assert HalfTerm.objects.get(academic_year=2025, number=6).last == dt.date(2026, 7, 17)


def test_about_three_hundred_pupils_were_placed(area):
    placed = Placement.objects.exclude(during=None)

    assert 280 <= placed.values("pupil").distinct().count() <= 340
    weeks = [((row.last or row.planned_end) - row.first).days / 7 for row in placed]
    assert max(weeks) < 62
    assert 18 < sorted(weeks)[len(weeks) // 2] < 30


def test_absence_is_within_two_points_of_the_national_rate(area):
    counted = Mark.objects.filter(code__counts_in_possible=True)
    rate = Decimal(counted.filter(code__counts_as_present=False).count()) / counted.count()

    assert abs(rate - NATIONAL) < TWO_POINTS


def test_persistent_and_severe_absence_are_near_the_national_rates(area):
    own: dict[int, list[int]] = {}
    for row in HalfTermAttendance.objects.all():
        absent, possible = own.setdefault(row.placement_id, [0, 0])
        away = row.authorised + row.unauthorised
        own[row.placement_id] = [absent + away, possible + away + row.present]
    pairs = [(absent, possible) for absent, possible in own.values() if possible]

    assert abs(sum(10 * absent >= possible for absent, possible in pairs) / len(pairs) - 0.812) < 0.04
    assert abs(sum(2 * absent >= possible for absent, possible in pairs) / len(pairs) - 0.375) < 0.04


def test_totals_are_those_of_the_marks(area):
    assert totals.differences(area) == []
    assert totals.outside_half_terms(area) == 0
    call_command("prove_totals")


def test_registers_run_to_the_day_before_and_on_school_days_only(area):
    dates = Mark.objects.order_by("date").values_list("date", flat=True)

    assert (dates[0], dates.last()) == (dt.date(2025, 4, 28), dt.date(2026, 5, 11))
    assert not Mark.objects.filter(date__in=[dt.date(2025, 5, 5), dt.date(2026, 5, 4)]).exists()


def test_each_mark_is_of_a_session_in_which_the_pupil_was_due(area):
    due = WeekSlot.objects.exclude(kind="school").values_list(
        "placement_id", "weekday", "session", "organisation_id", "during"
    )
    slots = {row[:4]: row[4] for row in due}
    for mark in Mark.objects.values_list("placement_id", "date", "session", "organisation_id").iterator():
        placement, day, session, organisation = mark
        period = slots[placement, day.isoweekday(), session, organisation]
        assert period.lower <= day
        assert period.upper is None or day < period.upper


def test_no_base_has_more_pupils_than_places(area):
    for places in SitePlaces.objects.select_related("site"):
        years = {3: (7, 8, 9), 4: (10, 11)}[places.key_stage]
        here = Placement.objects.running(DAY).filter(site=places.site, pupil__year_group__in=years).count()
        assert here <= places.number, places.site


def test_every_provider_session_has_its_booking_and_no_contract_is_oversold(area):
    assert not WeekSlot.objects.filter(kind="provider", booked=None).exists()
    due = WeekSlot.objects.filter(kind="provider", during__contains=DAY)
    for provider in Provider.objects.all():
        rows = due.filter(organisation=provider.organisation).values_list("weekday", "session")
        most = max((list(rows).count(each) for each in set(rows)), default=0)
        assert most <= provider.contracts.get().places


def test_rolls_are_those_of_the_placements(area):
    for row in Placement.objects.running(DAY):
        kinds = set(Registration.objects.filter(pupil=row.pupil, during__contains=DAY).values_list("kind", flat=True))
        assert kinds == ({"M", "S"} if row.dual else {"C"})


def test_one_provider_has_lapsed_and_one_soon_will(area):
    lapsed = [row for row in Provider.objects.all() if checks_missing(row, DAY)]
    soon = Check.objects.filter(expires_on=DAY + dt.timedelta(days=12))

    assert len(lapsed) == 1
    assert soon.count() == 1


def test_one_district_has_overspent(area):
    left = {row.organisation.name: budget(row.organisation, 2026)["left"] for row in Partnership.objects.all()}

    assert [name for name, pence in left.items() if pence < 0] == ["Tamworth District Inclusion Partnership"]


def test_there_are_cases_at_every_stage(area):
    own = Referral.objects.filter(from_school__name="The Weston Road Academy")

    assert own.draft().count() >= 3
    assert all(passport.missing(row) for row in Referral.objects.draft())
    assert own.exclude(withdrawn_at=None).exists()
    assert own.awaiting_listing().exists()
    assert PanelCase.objects.filter(
        meeting__on=dt.date(2026, 5, 14), meeting__panel__organisation__name="Stafford panel"
    )
    assert set(Decision.objects.values_list("outcome", flat=True)) >= {"place", "support", "defer"}
    assert Decision.objects.filter(approved_at=None).exists()
    assert OffSiteDirection.objects.filter(confirmed_at=None, by_organisation__name="The Weston Road Academy").exists()
    ready = Placement.objects.proposed().filter(direction__confirmed_at__isnull=False)
    assert ready.filter(pru__organisation__name="Stafford PRU").exists()


def test_running_placements_are_past_their_end_and_reviews_are_overdue(area):
    assert Placement.objects.past_planned_end(DAY).count() >= 2
    assert Review.objects.filter(held_on=None, due_on__lt=DAY, placement__during__contains=DAY).count() >= 3


def test_the_chair_may_decide_today_except_the_case_of_their_own_school(area, on_day):
    on_day(DAY)
    meeting = PanelMeeting.objects.get(on=DAY)
    chair, co_chair = actor_of("panel.chair"), actor_of("panel.cochair")
    waiting = list(meeting.cases.filter(decision=None).select_related("referral__from_school", "meeting__panel"))

    refused = [case for case in waiting if refuse_deciding(case, chair)]

    assert len(waiting) == 4
    assert [case.referral.from_school for case in refused] == [chair.membership.represents]
    assert not any(refuse_deciding(case, co_chair) for case in refused)


def test_reports_are_signed_off_except_where_the_head_has_something_to_do(area):
    reports = Report.objects.all()

    assert reports.count() == 24
    assert not reports.filter(half_term__number__lt=4, signed_off_at=None).exists()
    waiting = reports.filter(signed_off_at=None).values_list("subject__name", flat=True)
    assert "Stafford PRU" in waiting
    assert len(waiting) < 6


def test_nothing_of_the_past_is_still_to_be_sent(area):
    assert not OutboxItem.objects.filter(done_at=None).exists()


def test_the_change_audit_is_on_again(area):
    pupil = Pupil.objects.order_by("pk").first()
    events = pupil._meta.apps.get_model("prus", "PupilEvent").objects

    assert not events.exists()
    Pupil.objects.filter(pk=pupil.pk).update(version=F("version") + 1)
    assert events.count() == 1


def test_a_code_that_was_not_in_force_is_still_refused(area):
    first = Mark.objects.order_by("date", "pupil_id").first()
    with pytest.raises(IntegrityError, match="not in force"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE attendance_mark SET code_id = 'H' WHERE pupil_id = %s AND date = %s", [first.pupil_id, first.date]
        )


def test_ties_end_with_their_cause(area):
    gone = Placement.objects.filter(during__endswith__lt=DAY - dt.timedelta(days=30))
    ties = PupilTie.objects.filter(Q(source__startswith="placed:"), during__contains=DAY)

    assert not ties.filter(source__in=[f"placed:{pk}" for pk in gone.values_list("pk", flat=True)]).exists()


# The people named in the paper of 2009, as hashes: none of them may be here.
PAPER = real_names()


def test_nobody_of_the_paper_is_here(area):
    pupils = [f"{row.forename} {row.surname}" for row in Pupil.objects.all()]
    contacts = list(Pupil.objects.exclude(contacts=None).values_list("contacts__name", flat=True))
    people = list(Person.objects.values_list("name", flat=True))

    assert len(PAPER) > 20
    assert not PAPER & {digest(name) for name in itertools.chain(pupils, contacts, people)}


def test_no_file_of_the_demonstration_names_them():
    text = " ".join(
        path.read_text(encoding="utf-8")
        for path in DATA.parent.rglob("*")
        if path.suffix in {".py", ".md", ".csv", ".json"}
    )
    words = re.findall(r"[A-Za-z'’-]+", text)

    assert not PAPER & {digest(f"{first} {second}") for first, second in itertools.pairwise(words)}
