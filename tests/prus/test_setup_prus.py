"""Setting up PRUs: sites open, move and close; places per key stage with their history; judgements; committee."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from kit.periods import from_to, last_day
from prus.models import Judgement, PruPartnership, Site, SitePlaces
from prus.setup import pru_actions as actions
from prus.setup.errors import SetupError

TODAY = dt.date(2026, 5, 12)
SUMMER = dt.date(2026, 8, 31)
AUTUMN = dt.date(2026, 9, 1)
NEW = {"name": "Bridge House", "address": "2 Bridge Street", "postcode": "ST16 2BB"}


@pytest.fixture
def by(world):
    return world.actor("manager")


def held(site, stage: int) -> list[tuple]:
    rows = SitePlaces.objects.filter(site=site, key_stage=stage).order_by("during")
    return [(row.number, row.during.lower, last_day(row.during)) for row in rows]


def test_a_pru_is_added_once_for_each_name_and_urn(world, by):
    made = actions.add_pru(name="Second PRU", urn="123456", number="1101", responsible_body="trust", by=by)

    assert (made.organisation.la, made.organisation.kind) == (world.la, "pru")
    with pytest.raises(SetupError, match="URN is already there"):
        actions.add_pru(name="Third PRU", urn="123456", number="", responsible_body="trust", by=by)
    with pytest.raises(SetupError, match="“second pru” is already there"):
        actions.add_pru(name="second pru", urn="", number="", responsible_body="trust", by=by)


def test_a_pru_serves_a_partnership_once_at_a_time(world, by):
    with pytest.raises(SetupError, match="serves Staffordshire North partnership from 1 September 2015"):
        actions.serve(pru=world.pru, partnership=world.partnership, first=TODAY, by=by)

    actions.end_serving(pru=world.pru, partnership=world.partnership, last=SUMMER, by=by)
    assert last_day(PruPartnership.objects.get().during) == SUMMER


def test_a_site_closes_with_its_places(world, by):
    actions.close_site(site=world.site, last=SUMMER, by=by)

    site = Site.objects.select_related("place").get()
    assert (last_day(site.during), last_day(site.place.during)) == (SUMMER, SUMMER)
    assert held(site, 3) == [(20, dt.date(2015, 9, 1), SUMMER)]


def test_a_site_stays_open_while_pupils_are_due_there(world, by):
    world.placement()
    world.placement()

    with pytest.raises(SetupError, match="2 pupils are due at Mill Lane after 31 August 2026") as trouble:
        actions.close_site(site=world.site, last=SUMMER, by=by)

    assert trouble.value.field == "last"
    assert last_day(Site.objects.get().during) is None


def test_pupils_who_have_left_by_then_do_not_keep_a_site_open(world, by):
    placement = world.placement()
    for slot in placement.slots.all():
        slot.during = from_to(slot.during.lower, SUMMER)
        slot.save()

    actions.close_site(site=world.site, last=SUMMER, by=by)

    assert last_day(Site.objects.get().during) == SUMMER


def test_a_site_that_moves_closes_the_day_before_and_keeps_its_places(world, by):
    new = actions.move_site(site=world.site, first=AUTUMN, by=by, **NEW)

    assert last_day(Site.objects.get(pk=world.site.pk).during) == SUMMER
    assert (new.during, new.place.address) == (from_to(AUTUMN), "2 Bridge Street")
    assert held(new, 3) == [(20, AUTUMN, None)]
    assert held(world.site, 3) == [(20, dt.date(2015, 9, 1), SUMMER)]


def test_a_move_that_pupils_stand_against_changes_nothing(world, by):
    world.placement()

    with pytest.raises(SetupError, match="1 pupil is due") as trouble:
        actions.move_site(site=world.site, first=AUTUMN, by=by, **NEW)

    assert trouble.value.field == "first"
    assert list(Site.objects.all()) == [world.site]


def test_two_sites_of_one_name_are_not_open_at_once(world, by):
    with pytest.raises(SetupError, match="has a site called mill lane"):
        actions.open_site(pru=world.pru, first=AUTUMN, by=by, **{**NEW, "name": "mill lane"})


def test_new_numbers_of_places_keep_the_old_ones(world, by):
    changed = actions.set_places(site=world.site, numbers={3: 24, 4: 20, 2: 6}, first=AUTUMN, by=by)

    assert changed == 2
    assert held(world.site, 3) == [(20, dt.date(2015, 9, 1), SUMMER), (24, AUTUMN, None)]
    assert held(world.site, 4) == [(20, dt.date(2015, 9, 1), None)]
    assert held(world.site, 2) == [(6, AUTUMN, None)]


def test_a_number_entered_twice_is_kept_once(world, by):
    for _ in range(2):
        actions.set_places(site=world.site, numbers={3: 24}, first=AUTUMN, by=by)

    assert held(world.site, 3) == [(20, dt.date(2015, 9, 1), SUMMER), (24, AUTUMN, None)]


def test_a_number_of_the_same_day_is_put_right(world, by):
    actions.set_places(site=world.site, numbers={3: 24}, first=AUTUMN, by=by)
    actions.set_places(site=world.site, numbers={3: 26}, first=AUTUMN, by=by)

    assert held(world.site, 3) == [(20, dt.date(2015, 9, 1), SUMMER), (26, AUTUMN, None)]


def test_numbers_that_would_overlap_are_explained(world, by):
    actions.set_places(site=world.site, numbers={3: 24}, first=AUTUMN, by=by)

    with pytest.raises(SetupError, match="Key stage 3 has 24 places at Mill Lane from 1 September 2026") as trouble:
        actions.set_places(site=world.site, numbers={3: 18}, first=dt.date(2026, 6, 1), by=by)

    assert trouble.value.field == "first"


def test_places_are_for_days_on_which_the_site_is_open(world, by):
    actions.close_site(site=world.site, last=SUMMER, by=by)

    with pytest.raises(SetupError, match="Mill Lane is not open on 1 September 2026"):
        actions.set_places(site=world.site, numbers={3: 24}, first=AUTUMN, by=by)


def test_judgements_are_kept_over_time_and_once_each(world, by):
    facts = {"pru": world.pru, "kind": "inspection", "note": "", "by": by}
    actions.add_judgement(on=dt.date(2019, 3, 1), grade="Requires improvement", **facts)
    actions.add_judgement(on=dt.date(2024, 3, 1), grade="Good", **facts)

    with pytest.raises(SetupError, match="already noted"):
        actions.add_judgement(on=dt.date(2024, 3, 1), grade="Good", **facts)
    assert [one.grade for one in world.pru.judgements.all()] == ["Good", "Requires improvement"]


@pytest.mark.parametrize("facts", [{"grade": ""}, {"kind": "inspection", "grade": "Good"}])
def test_the_database_refuses_a_judgement_without_words_or_said_twice(world, facts):
    plain = {"pru": world.pru, "on": TODAY, "kind": "review", "grade": "Good"}
    Judgement.objects.create(**{**plain, "kind": "inspection"})

    with pytest.raises(IntegrityError), transaction.atomic():
        Judgement.objects.create(**{**plain, **facts})


def test_the_history_of_judgements_may_only_be_added_to(world, by, application):
    actions.add_judgement(pru=world.pru, on=TODAY, kind="review", grade="Good", note="", by=by)

    with application() as cursor:
        cursor.execute("SELECT has_table_privilege('prus_judgementevent', 'UPDATE, DELETE')")
        assert cursor.fetchone() == (False,)


def test_a_pru_has_one_committee(world, by):
    with pytest.raises(SetupError, match="has a committee already"):
        actions.add_committee(pru=world.pru, name="Another committee", by=by)
