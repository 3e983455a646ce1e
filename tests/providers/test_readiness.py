import datetime as dt

import pytest

from providers.models import Check, Provider
from providers.readiness import standings, summary, with_all_checks

TODAY = dt.date(2026, 5, 12)


def insurance(world, until):
    Check.objects.filter(kind="insurance").update(expires_on=until)
    return standings([world.provider], TODAY)[world.provider.pk]


@pytest.mark.parametrize(
    ("until", "words", "bookable"),
    [
        (dt.date(2026, 5, 11), "Lapsed", False),
        (TODAY, "Expires today", True),
        (dt.date(2026, 5, 13), "Expires in 1 day", True),
        (dt.date(2026, 5, 24), "Expires in 12 days", True),
        (dt.date(2026, 8, 31), "Holds", True),
    ],
)
def test_a_check_says_how_long_it_holds_and_the_database_agrees(world, until, words, bookable):
    found = insurance(world, until)

    assert next(each for each in found if each.kind == "insurance").tag["tag"] == words
    assert all(each.holds for each in found) == bookable
    assert with_all_checks(Provider.objects.all(), TODAY).exists() == bookable


def test_the_newest_of_a_kind_counts(world):
    Check.objects.create(
        provider=world.provider,
        kind="insurance",
        checked_on=dt.date(2026, 5, 1),
        expires_on=dt.date(2027, 5, 1),
        checked_by=world.officer.person,
    )

    found = insurance_of(standings([world.provider], TODAY)[world.provider.pk])

    assert found.check.expires_on == dt.date(2027, 5, 1)


def insurance_of(found):
    return next(each for each in found if each.kind == "insurance")


def test_a_check_dated_in_the_future_does_not_hold_yet(world):
    Check.objects.filter(kind="insurance").update(checked_on=dt.date(2026, 5, 13))

    found = standings([world.provider], TODAY)[world.provider.pk]

    assert insurance_of(found).tag["tag"] == "Never made"
    assert summary(found)["tag"] == "1 check missing or lapsed"


def test_all_in_one_tag(world):
    assert summary(standings([world.provider], TODAY)[world.provider.pk])["tag"] == "All checks hold"
    assert summary(insurance(world, dt.date(2026, 5, 24)))["tag"] == "Expires in 12 days"
