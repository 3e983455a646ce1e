"""Setting up districts, schools, partnerships and officers: what it makes, refuses and keeps."""

import datetime as dt

import pytest

from accounts.models import Organisation
from kit.periods import from_to, last_day
from partnerships.models import District, Establishment, OfficerDistrict, PartnershipSchool, Place, School
from prus.setup import actions
from prus.setup.errors import SetupError
from prus.setup.register import schools_not_taken, units_not_taken

TODAY = dt.date(2026, 5, 12)


@pytest.fixture
def by(world):
    return world.actor("manager")


def entry(which: int = 0, **facts) -> Establishment:
    """One line of the national register, of the world's own authority."""
    name = facts.pop("name", f"Invented School {which}")
    plain = {
        "urn": f"{700000 + which}",
        "la_code": "860",
        "number": f"{4000 + which}",
        "name": name,
        "name_key": name.lower(),
        "type": "Community school",
        "type_group": "Local authority maintained schools",
        "kind": "maintained",
        "status": "open",
        "phase": "secondary",
        "district": "Staffordshire North",
        "address": "1 Long Lane, Stafford",
        "postcode": "ST16 1AA",
    }
    return Establishment.objects.create(**{**plain, **facts})


def test_a_district_has_a_name_of_its_own(world, by):
    actions.add_district(name="Tamworth", by=by)

    with pytest.raises(SetupError, match="already a district called tamworth"):
        actions.add_district(name="tamworth", by=by)
    assert list(District.objects.values_list("name", flat=True)) == ["Staffordshire North", "Tamworth"]


def test_a_renamed_district_may_keep_its_own_name(world, by):
    actions.rename_district(district=world.district, name="Staffordshire north", by=by)

    assert District.objects.get().name == "Staffordshire north"


def test_schools_are_taken_over_with_their_facts_and_a_place(world, by):
    academy = entry(1, type_group="Academies", kind="academy", roll=912, opened_on=dt.date(2014, 9, 1))

    actions.add_schools(establishments=[academy, entry(2, kind="special")], district=world.district, by=by)

    first, second = School.objects.filter(urn__startswith="7").order_by("urn")
    assert (first.phase, first.is_academy, first.roll, first.number) == ("secondary", True, 912, "4001")
    assert (first.district, first.organisation.la, first.organisation.kind) == (world.district, world.la, "school")
    assert (second.phase, second.is_academy) == ("special", False)
    place = Place.objects.get(organisation=first.organisation)
    assert (place.address, place.during.lower) == ("1 Long Lane, Stafford", dt.date(2014, 9, 1))


def test_schools_are_taken_over_once_for_each_urn(world, by):
    entries = [entry(1), entry(2)]

    assert actions.add_schools(establishments=entries[:1], district=world.district, by=by) == 1
    assert actions.add_schools(establishments=entries, district=world.district, by=by) == 1
    assert actions.add_schools(establishments=entries, district=world.district, by=by) == 0
    assert School.objects.filter(urn__startswith="7").count() == 2


def test_schools_can_go_where_the_register_says(world, by):
    entries = [entry(1), entry(2, district="Somewhere unheard of")]

    actions.add_schools(establishments=entries, district=None, by=by)

    found = School.objects.filter(urn__startswith="7").order_by("urn")
    assert [one.district for one in found] == [world.district, None]


def test_the_register_offers_what_is_the_authoritys_open_and_not_taken(world, by):
    taken, offered = entry(1), entry(2)
    entry(3, la_code="885")
    entry(4, status="closed")
    unit = entry(5, kind="pru")
    actions.add_schools(establishments=[taken], district=world.district, by=by)

    assert list(schools_not_taken(by)) == [offered]
    assert list(units_not_taken(by)) == [unit]


def test_a_school_by_hand_needs_a_urn_of_its_own(world, by):
    facts = {"name": "New Free School", "phase": "secondary", "is_academy": True, "address": "", "postcode": ""}

    made = actions.add_school(urn="999999", district=world.district, by=by, **facts)

    assert made.organisation.la == world.la
    with pytest.raises(SetupError, match="this URN is already there"):
        actions.add_school(urn="999999", district=world.district, by=by, **facts)


def test_members_join_from_a_day_and_leave_on_one(world, by):
    school = world.make_school("Newcomer High").school

    assert actions.add_members(partnership=world.partnership, schools=[school], first=TODAY, by=by) == 1
    assert actions.add_members(partnership=world.partnership, schools=[school], first=TODAY, by=by) == 0
    actions.end_member(partnership=world.partnership, school=school, last=dt.date(2026, 8, 31), by=by)

    row = PartnershipSchool.objects.get(school=school)
    assert (row.during.lower, last_day(row.during)) == (TODAY, dt.date(2026, 8, 31))


def test_a_membership_does_not_end_before_it_began(world, by):
    last = dt.date(2010, 1, 1)

    with pytest.raises(SetupError, match="joined on 1 September 2015") as trouble:
        actions.end_member(partnership=world.partnership, school=world.school.school, last=last, by=by)

    assert trouble.value.field == "last"


def test_a_school_is_in_one_partnership_of_a_kind_at_a_time(world, by):
    other = actions.add_partnership(name="Second partnership", kind="dip", district=world.district, by=by)
    school = world.school.school

    with pytest.raises(SetupError, match="Hillside High School is in Staffordshire North partnership"):
        actions.add_members(partnership=other, schools=[school], first=TODAY, by=by)

    actions.end_member(partnership=world.partnership, school=school, last=dt.date(2026, 8, 31), by=by)
    assert actions.add_members(partnership=other, schools=[school], first=dt.date(2026, 9, 1), by=by) == 1


def test_names_of_partnerships_are_their_own(world, by):
    with pytest.raises(SetupError, match="already there"):
        actions.add_partnership(name="staffordshire north PARTNERSHIP", kind="dip", district=world.district, by=by)

    assert Organisation.objects.filter(kind="partnership").count() == 1


def test_an_officer_looks_after_a_district_once_at_a_time(world, by):
    with pytest.raises(SetupError, match="Olu Officer looks after Staffordshire North from 1 September 2015"):
        actions.give_district(membership=world.officer, district=world.district, first=TODAY, by=by)

    actions.end_district(membership=world.officer, district=world.district, last=TODAY, by=by)
    later = dt.date(2026, 9, 1)
    actions.give_district(membership=world.officer, district=world.district, first=later, by=by)
    periods = OfficerDistrict.objects.order_by("during").values_list("during", flat=True)
    assert list(periods) == [from_to(dt.date(2015, 9, 1), TODAY), from_to(later)]
