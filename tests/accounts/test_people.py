"""Giving a role and ending it: who may, where, and what is refused."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Invitation, Membership, Organisation
from accounts.people import actions
from accounts.people.errors import PeopleError
from accounts.people.fitting import FITS, LEADS, MEANS
from accounts.people.querysets import organisations_visible_to, roles_visible_to
from accounts.roles import Role
from kit.periods import ONE_DAY, from_to, last_day
from partnerships.models import OfficerDistrict
from tests.factories import member
from tests.queries import queries

DAY = dt.date(2026, 5, 12)
LEAD_BODIES = {
    "school_lead": "school",
    "head": "pru_body",
    "provider_lead": "provider_body",
    "chair": "panel_body",
    "committee_chair": "committee_body",
    "committee_clerk": "committee_body",
}


def give(world, by="manager", organisation=None, role=Role.PRU_STAFF, email="new@example.org", **more):
    facts = {"first": DAY, "reason": "Starts here", **more}
    return actions.give_role(
        organisation=organisation or world.pru_body, role=role, email=email, by=world.actor(by), **facts
    )


def test_every_kind_of_body_has_its_roles_and_every_role_one_kind():
    assert set(FITS) == set(Organisation.Kind)
    assert sorted(role for roles in FITS.values() for role in roles) == sorted(Role)
    assert all(LEADS[kind] <= set(FITS[kind]) for kind in FITS)
    assert set(MEANS) == set(Role)


@pytest.mark.parametrize(("who", "body"), LEAD_BODIES.items())
def test_a_lead_sees_the_roles_of_their_own_body_only(world, elsewhere, who, body):
    own = Membership.objects.filter(organisation=getattr(world, body))

    assert set(roles_visible_to(world.actor(who))) == set(own)


def test_a_manager_sees_the_roles_of_the_authority_only(world, elsewhere):
    here = [world.la, *Organisation.objects.filter(la=world.la)]

    assert set(roles_visible_to(world.actor("manager"))) == set(Membership.objects.filter(organisation__in=here))


@pytest.mark.parametrize("who", ["officer", "coordinator", "panel_member", "staff", "committee_member", "sysadmin"])
def test_others_see_no_roles_and_give_none(world, who):
    assert not organisations_visible_to(world.actor(who)).exists()
    with pytest.raises(PeopleError, match="only in organisations"):
        give(world, by=who)


def test_a_colleague_has_the_role_at_once_and_the_history_says_who_and_why(world):
    given = give(world, by="head", role=Role.PRU_HEAD, email=world.staff.person.email.upper(), last=DAY + ONE_DAY)

    assert (given.person, given.role, last_day(given.during)) == (world.staff.person, Role.PRU_HEAD, DAY + ONE_DAY)
    context = given.events.get().pgh_context
    assert (context["person"], context["reason"]) == (world.head.person.pk, "Starts here")


def test_giving_twice_gives_once(world):
    facts = {"by": "head", "role": Role.PRU_HEAD, "email": world.staff.person.email}

    assert give(world, **facts) == give(world, **facts)
    with pytest.raises(PeopleError, match="already holds this role"):
        give(world, **facts, last=DAY + ONE_DAY)


def test_somebody_from_elsewhere_is_invited_whether_they_have_a_sign_in_or_not(world, elsewhere):
    known = give(world, by="head", email=elsewhere.staff.person.email)
    unknown = give(world, by="head", email="nobody@example.org")

    assert isinstance(known, Invitation)
    assert isinstance(unknown, Invitation)
    assert not Membership.objects.filter(person=elsewhere.staff.person, organisation=world.pru_body).exists()


@pytest.mark.parametrize(
    ("by", "body", "role", "words"),
    [
        ("school_lead", "school", Role.INCLUSION_MANAGER, "is not a role at"),
        ("school_lead", "la", Role.INCLUSION_MANAGER, "only in organisations"),
        ("school_lead", "other_school", Role.SCHOOL_LEAD, "only in organisations"),
        ("head", "committee_body", Role.COMMITTEE_MEMBER, "only in organisations"),
        ("manager", "school", Role.PRU_HEAD, "is not a role at"),
    ],
)
def test_a_role_that_does_not_fit_is_refused(world, by, body, role, words):
    with pytest.raises(PeopleError, match=words):
        give(world, by=by, organisation=getattr(world, body), role=role)


def test_a_manager_gives_nothing_in_another_authority(world, elsewhere):
    with pytest.raises(PeopleError, match="only in organisations"):
        give(world, organisation=elsewhere.pru_body)


def test_nobody_gives_themselves_a_role(world):
    with pytest.raises(PeopleError, match="yourself"):
        give(world, email=world.manager.person.email.upper())


def test_a_role_ends_on_its_last_day_and_the_history_says_why(world):
    actions.end_role(membership=world.staff, last=DAY, reason="Leaves us", by=world.actor("head"))

    world.staff.refresh_from_db()
    assert last_day(world.staff.during) == DAY
    assert world.staff.events.order_by("-pgh_id")[0].pgh_context["reason"] == "Leaves us"


def test_a_role_that_ends_now_is_out_at_the_next_request(world, sign_in):
    client = sign_in(world.staff)
    assert client.get("/").status_code == 200

    actions.end_role(membership=world.staff, last=None, reason="Left", by=world.actor("head"))

    assert client.get("/").url == reverse("accounts:acting_as")


def test_a_role_that_begins_today_and_ends_now_is_taken_back_whole(world):
    given = give(world, by="head", role=Role.PRU_HEAD, email=world.staff.person.email)

    assert actions.end_role(membership=given, last=None, reason="By mistake", by=world.actor("head")) is None
    assert not Membership.objects.filter(pk=given.pk).exists()


@pytest.mark.parametrize(
    ("last", "words"), [(DAY - 2 * ONE_DAY, "cannot be undone"), (DAY + 30 * ONE_DAY, "only be moved earlier")]
)
def test_an_end_that_does_not_fit_is_refused(world, last, words):
    world.staff.during = from_to(dt.date(2026, 1, 5), DAY + 10 * ONE_DAY)
    world.staff.save()

    with pytest.raises(PeopleError, match=words):
        actions.end_role(membership=world.staff, last=last, reason="x", by=world.actor("head"))


def test_the_last_lead_is_ended_by_the_manager_only(world):
    with pytest.raises(PeopleError, match="Nobody would be left to lead"):
        actions.end_role(membership=world.head, last=DAY, reason="x", by=world.actor("head"))

    assert actions.end_role(membership=world.head, last=DAY, reason="x", by=world.actor("manager"))


def test_a_deputy_who_ends_sooner_is_nobody_left(world):
    member(world.pru_body, Role.PRU_HEAD, during=from_to(DAY, DAY + ONE_DAY))
    with pytest.raises(PeopleError, match="Nobody would be left"):
        actions.end_role(membership=world.head, last=DAY + ONE_DAY, reason="x", by=world.actor("head"))

    assert actions.end_role(membership=world.head, last=DAY, reason="x", by=world.actor("head"))


def test_the_last_manager_of_an_authority_is_not_ended_at_all(world):
    with pytest.raises(PeopleError, match="Nobody would be left"):
        actions.end_role(membership=world.manager, last=DAY, reason="x", by=world.actor("manager"))


def test_an_officers_deputy_has_the_districts_for_those_days_only(world):
    colleague = member(world.la, Role.SYSTEM_ADMINISTRATOR).person

    given = actions.name_deputy(
        email=colleague.email, first=DAY, last=DAY + 7 * ONE_DAY, reason="Leave", by=world.actor("officer")
    )

    row = OfficerDistrict.objects.get(membership=given)
    assert (given.role, row.district, row.during) == (Role.INCLUSION_OFFICER, world.district, given.during)
    assert actions.end_role(membership=given, last=None, reason="Not needed", by=world.actor("manager")) is None


def test_a_panel_chairs_deputy_keeps_out_of_the_same_schools_cases(world):
    given = actions.name_deputy(
        email=world.coordinator.person.email, first=DAY, last=DAY, reason="Ill", by=world.actor("chair")
    )

    assert given.represents == world.chair.represents


def test_who_has_no_deputies_names_none(world):
    with pytest.raises(PeopleError, match="deputy is named"):
        actions.name_deputy(email="a@example.org", first=DAY, last=DAY, reason="x", by=world.actor("staff"))


@pytest.mark.parametrize("who", ["manager", "head"])
def test_the_list_asks_as_much_for_three_as_for_one(world, sign_in, who):
    client = sign_in(getattr(world, who))
    client.get(reverse("people:list"))
    few = queries(client, reverse("people:list"))
    for number in range(3):
        member(world.pru_body, Role.PRU_STAFF)
        give(world, email=f"n{number}@example.org")

    assert queries(client, reverse("people:list")) == few
    assert few <= 12


@pytest.mark.parametrize("route", ["people:role", "people:end"])
def test_one_role_asks_little(world, sign_in, route):
    client = sign_in(world.manager)
    path = reverse(route, args=[world.staff.uuid])
    client.get(path)

    assert queries(client, path) <= 12
