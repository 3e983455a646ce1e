import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kit.periods import from_to
from partnerships.models import Place
from prus.models import Placement, Site, SitePlaces
from prus.places import NOT_AGREED, free_places, places, total_free
from tests.factories import ALWAYS
from tests.prus.cases import proposed

TODAY = dt.date(2026, 5, 12)


def found(rows):
    return [(row.site, row.key_stage, row.number, row.taken, row.promised, row.free) for row in rows]


def second_site(world, number: int = 2):
    place = Place.objects.create(organisation=world.pru_body, name="Forest base", during=ALWAYS)
    site = Site.objects.create(pru=world.pru, place=place, name="Forest", during=ALWAYS)
    SitePlaces.objects.create(site=site, key_stage=4, number=number, during=ALWAYS)
    return site


def test_places_are_those_not_taken_and_not_promised(world):
    world.placement(world.pupil(year_group=9), week=False)
    proposed(world, world.pupil(year_group=10))

    assert found(places(world.pru, TODAY)) == [("Mill Lane", 3, 20, 1, 0, 19), ("Mill Lane", 4, 20, 0, 1, 19)]
    assert free_places(world.pru, TODAY) == places([world.pru], TODAY)


def test_a_promise_stands_apart_while_its_site_is_open(world):
    second_site(world)
    proposed(world, world.pupil(year_group=11))

    rows = places(world.pru, TODAY)

    assert found(rows)[-1] == (NOT_AGREED, 4, 0, 0, 1, -1)
    assert total_free(rows) == 20 + 20 + 2 - 1


def test_too_many_pupils_show_as_fewer_than_none_and_take_none_from_another_key_stage(world):
    SitePlaces.objects.filter(key_stage=3).update(number=1)
    for _ in range(2):
        world.placement(world.pupil(year_group=7), week=False)

    rows = places(world.pru, TODAY)

    assert [row.free for row in rows] == [-1, 20]
    assert total_free(rows) == 20


def test_on_a_later_day_those_planned_to_have_left_are_not_counted(world):
    leaving, staying = world.placement(week=False), world.placement(week=False)
    Placement.objects.filter(pk=leaving.pk).update(planned_end=dt.date(2026, 6, 30))
    Placement.objects.filter(pk=staying.pk).update(planned_end=dt.date(2026, 5, 1))

    assert places(world.pru, dt.date(2026, 6, 30))[0].taken == 2
    assert places(world.pru, dt.date(2026, 7, 1))[0].taken == 1  # one is past the planned end and still here


def test_places_that_a_site_had_only_once_do_not_count(world):
    SitePlaces.objects.update(during=from_to(dt.date(2020, 9, 1), dt.date(2026, 5, 11)))

    assert places(world.pru, TODAY) == []


def test_another_prus_pupils_take_no_place_here(world, elsewhere):
    elsewhere.placement(week=False)

    assert [row.taken for row in places([world.pru, elsewhere.pru], TODAY)] == [0, 0, 1, 0]


@pytest.mark.parametrize("number", [1, 3])
def test_four_queries_however_many_prus(world, elsewhere, number):
    for _ in range(number):
        world.placement(week=False)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        places([world.pru, elsewhere.pru][:number], TODAY)

    assert len(queries) == 4
