import datetime as dt

import pytest

from kit.periods import from_to
from prus.models import Placement
from prus.stages import Stage, condition, is_past_planned_end, numbers, stage_of, tag_of
from tests.prus.cases import proposed

TODAY = dt.date(2026, 5, 12)
PERIODS = [
    (None, Stage.PROPOSED),
    (from_to(dt.date(2026, 4, 13)), Stage.RUNNING),
    (from_to(dt.date(2026, 6, 1)), Stage.RUNNING),
    (from_to(dt.date(2026, 4, 13), TODAY), Stage.RUNNING),
    (from_to(dt.date(2026, 4, 13), dt.date(2026, 5, 11)), Stage.ENDED),
]


@pytest.mark.parametrize(("during", "stage"), PERIODS)
def test_the_stage_follows_from_the_dates_and_the_database_agrees(world, during, stage):
    placement = world.placement(running=during is not None, week=False)
    Placement.objects.filter(pk=placement.pk).update(during=during)
    placement.refresh_from_db()

    assert stage_of(placement) == stage
    assert [each for each in Stage if Placement.objects.filter(condition(each)).exists()] == [stage]
    assert numbers(Placement.objects.all()) == {each.value: int(each == stage) for each in Stage}


def test_past_its_planned_end_from_the_day_after(world, on_day):
    placement = world.placement(week=False)

    assert not is_past_planned_end(placement, placement.planned_end)
    assert is_past_planned_end(placement, placement.planned_end + dt.timedelta(days=1))
    assert tag_of(placement, dt.date(2027, 1, 4))["tag"] == "Past planned end"


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ({}, "Awaiting direction"),
        ({"confirmed": True}, "Ready to complete"),
        ({"directed": False}, "Ready to complete"),
    ],
)
def test_a_proposed_placement_says_what_it_waits_for(world, case, words):
    assert tag_of(proposed(world, **case))["tag"] == words
