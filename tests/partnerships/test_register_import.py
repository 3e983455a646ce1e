"""What the published files give: counts, newest facts, and nothing done twice."""

import datetime as dt
import os
from collections import Counter
from itertools import permutations
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from partnerships.models import Establishment, EstablishmentLink
from partnerships.register import kinds
from partnerships.register.grid import to_latitude_and_longitude
from tests.partnerships import register_files as files
from tests.partnerships.register_files import line, premium, take_in

pytestmark = pytest.mark.django_db
FULL = os.environ.get("REGISTER_FILES", "")


def counts(outcome):
    merged = outcome.merged
    return merged.new, merged.changed, merged.confirmed, merged.same


def everything():
    return list(Establishment.objects.order_by("urn").values()), list(
        EstablishmentLink.objects.order_by("urn", "other_urn", "words").values()
    )


def test_the_true_register_has_48_rows_for_england_and_51_for_wales():
    outcome = take_in(files.REGISTER)

    assert (outcome.layout.key, outcome.read, outcome.refused) == ("register", 99, 51)
    assert Counter(one.reason for one in outcome.troubles) == {
        "This authority is in Wales; this service is for England": 51
    }
    assert counts(outcome) == (48, 0, 0, 0)
    assert outcome.day == dt.date(2021, 5, 20)


def test_the_true_register_gives_every_fact():
    take_in(files.REGISTER)
    school = Establishment.objects.get(urn="100000")

    assert (school.laestab, school.la_name, school.name) == ("2013614", "City of London", "The Aldgate School")
    assert (school.type_code, school.type, school.kind) == (2, "Voluntary aided school", "maintained")
    assert (school.status, school.phase, school.low_age, school.high_age) == ("open", "primary", 3, 11)
    assert (school.address, school.postcode) == ("St James's Passage, Duke's Place, London", "EC3A 5DE")
    assert (school.easting, school.northing, school.roll) == (533498, 181201, 276)
    here = [float(degrees or 0) for degrees in (school.latitude, school.longitude)]
    assert here == pytest.approx([51.51397, -0.07753], abs=0.0001)
    assert school.sources["name"] == "2021-05-20 register"
    unit = Establishment.objects.get(urn="100006")
    assert (unit.kind, unit.opened_on, unit.phase) == ("pru", dt.date(1999, 9, 1), "not_applicable")
    assert unit.is_for_pupils_out_of_school
    assert not unit.is_academy


def test_a_register_without_a_status_column_is_refused_but_other_files_need_none():
    text = (files.DATA / files.REGISTER).read_bytes().replace(b"EstablishmentStatus (code)", b"Something else", 1)

    with pytest.raises(Exception, match=r"national register, but the column “EstablishmentStatus \(code\)” is missing"):
        files.import_bytes(text, files.REGISTER)
    assert take_in(files.TRUSTS).refused == 0


def test_the_national_list_gives_198_units_and_148_academies_for_alternative_provision():
    outcome = take_in(files.PREMIUM)

    assert outcome.refused == 0
    found = Counter(Establishment.objects.values_list("kind", flat=True))
    assert (found["pru"], found["ap_academy"]) == (198, 148)
    assert Establishment.objects.for_pupils_out_of_school().count() == 346


def test_a_file_that_says_it_exactly_is_believed_over_one_that_says_it_broadly():
    take_in(files.TRUSTS)
    exact = dict(Establishment.objects.values_list("urn", "type"))
    premium(*(line(urn, kind="AP Academy", la="301") for urn in exact), day=dt.date(2026, 4, 1))

    assert dict(Establishment.objects.values_list("urn", "type")) == exact
    found = Counter(Establishment.objects.values_list("type", flat=True))
    assert found["Academy alternative provision converter"] == 94
    assert found["Academy alternative provision sponsor led"] == 35
    assert found["Free schools alternative provision"] == 54


def test_a_name_with_a_lost_letter_gives_way_to_the_whole_one():
    take_in(files.PREMIUM)
    before = Establishment.objects.get(urn="138950").name
    premium(line(138950, "St Thomas à Becket School"), day=dt.date(2019, 1, 1))

    assert before == "St Thomas Becket Catholic Secondary School, A Voluntary Academy"
    assert Establishment.objects.get(urn="138950").name == "St Thomas à Becket School"


def test_the_census_adds_to_what_is_known_and_refuses_what_has_no_name():
    take_in(files.PREMIUM)
    outcome = take_in(files.CENSUS)

    assert (outcome.read, outcome.refused, outcome.merged.new) == (63, 3, 0)
    assert [one.value for one in outcome.troubles] == ["NAT"] * 3
    assert Establishment.objects.get(urn="100006").sources["roll"] == "2023-01-19 census"
    assert Establishment.objects.get(urn="100006").type == "Pupil referral unit"


def test_the_census_alone_makes_no_nameless_rows():
    outcome = take_in(files.CENSUS)

    assert (outcome.refused, Establishment.objects.count()) == (63, 0)
    assert "Import a file with names first" in outcome.troubles[-1].reason + outcome.troubles[0].reason


def test_rows_without_a_name_are_refused_in_the_joined_list():
    outcome = take_in(files.JOINED)

    assert (outcome.read, outcome.refused) == (40, 4)
    assert {one.reason for one in outcome.troubles} == {"Nothing is given for “EstablishmentName”"}
    assert Establishment.objects.get(urn="100006").sources["name"] == "2025-04-22 joined"


def test_links_are_read_in_their_own_letters():
    outcome = take_in(files.LINKS)

    assert (outcome.letters, outcome.read, outcome.refused) == ("Windows-1252", 571, 0)
    assert EstablishmentLink.objects.count() == 571
    assert EstablishmentLink.objects.get(urn="109401", other_urn="148296").other_name == "North Star 82°"
    assert set(EstablishmentLink.objects.filter(words="Expansion").values_list("kind", flat=True)) == {"related"}


@pytest.mark.parametrize("name", files.ALL)
def test_a_second_run_changes_nothing(name, django_assert_max_num_queries):
    take_in(files.JOINED)
    take_in(name)
    before = everything()

    with django_assert_max_num_queries(12):
        again = take_in(name)

    assert again.changed_nothing
    assert counts(again)[:3] == (0, 0, 0)
    assert everything() == before


def test_the_newest_fact_wins_in_whatever_order_the_files_come():
    ends = set()
    for order in permutations([files.REGISTER, files.TRUSTS, files.PREMIUM]):
        with transaction.atomic():
            for name in order:
                take_in(name)
            found = list(Establishment.objects.order_by("urn").values())
            ends.add(repr([{key: value for key, value in row.items() if key != "id"} for row in found]))
            transaction.set_rollback(True)

    assert len(ends) == 1


def test_an_older_file_fills_gaps_and_changes_nothing_that_is_newer():
    premium(line(900001, "Moorland Academy", roll="50"), day=dt.date(2025, 1, 1))
    outcome = premium(line(900001, "Moorland House", roll="40"), line(900002), day=dt.date(2021, 1, 1))

    assert counts(outcome) == (1, 0, 0, 1)
    assert Establishment.objects.get(urn="900001").name == "Moorland Academy"


def test_a_newer_file_that_says_the_same_confirms():
    premium(line(900001), day=dt.date(2021, 1, 1))

    assert counts(premium(line(900001), day=dt.date(2022, 1, 1))) == (0, 0, 1, 0)
    assert counts(premium(line(900001, "New name"), day=dt.date(2023, 1, 1))) == (0, 1, 0, 0)


def test_a_file_with_trouble_on_the_way_changes_nothing(monkeypatch):
    def stumbles(*_):
        raise RuntimeError

    monkeypatch.setattr("partnerships.register.importing.staging.clear", stumbles)
    with pytest.raises(RuntimeError):
        take_in(files.PREMIUM)

    assert not Establishment.objects.exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Free Schools - Alternative Provision", 38),
        ("Free schools alternative provision", 38),
        ("Free Schools - 16-19", 39),
        ("Free schools 16 to 19", 39),
        ("LA Nursery School", 15),
        ("Service Childrens Education", 26),
        ("Service children's education", 26),
        ("Academy 16-19 Sponsor Led", 46),
        ("Pupil Referral Unit ", 14),
        ("Non-Maintained Special School", 8),
    ],
)
def test_a_type_is_the_same_however_it_is_spelled(words, code):
    found = kinds.type_of(None, words)

    assert found is not None
    assert found.code == code


def test_the_grid_agrees_with_the_published_example():
    """The worked example of the mapping agency, moved to the datum of satellites."""
    assert to_latitude_and_longitude(651410, 313177) == pytest.approx((52.65798, 1.71604), abs=0.0001)


def test_a_school_that_closes_before_it_opens_is_refused_by_the_database():
    with pytest.raises(IntegrityError, match="establishment_closes_after_it_opens"):
        Establishment.objects.create(
            urn="900001", la_code="860", name="A", opened_on=dt.date(2020, 1, 2), closed_on=dt.date(2020, 1, 1)
        )


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"urn": "12345"}, "establishment_urn_is_six_digits"),
        ({"la_code": "86"}, "establishment_la_is_three_digits"),
        ({"name": ""}, "establishment_has_a_name"),
    ],
)
def test_the_database_refuses_nonsense(changes, constraint):
    with pytest.raises(IntegrityError, match=constraint):
        Establishment.objects.create(**{"urn": "900001", "la_code": "860", "name": "A"} | changes)


def test_the_application_may_import_too(application):
    with application():
        assert counts(premium(line(900001))) == (1, 0, 0, 0)


@pytest.mark.skipif(not FULL, reason="REGISTER_FILES does not name the folder of the full published files")
@pytest.mark.parametrize(
    ("name", "read", "refused", "new"),
    [
        ("england-establishments-joined.csv.gz", 27_214, 245, 26_969),
        ("gias-links-2025-04-22.csv.gz", 33_801, 0, 33_801),
        ("pupil-premium-2021-22-england.csv.gz", 20_760, 0, 20_760),
        ("gias-academy-trust-links-2025.csv.gz", 11_759, 0, 11_759),
        ("gias-extract-sample-139-columns-2021.csv", 99, 51, 48),
    ],
)
def test_the_full_files(name, read, refused, new):
    path = next(Path(FULL).rglob(name))
    first, second = take_in(path.name, path.parent), take_in(path.name, path.parent)

    assert (first.read, first.refused, first.merged.new) == (read, refused, new)
    assert second.changed_nothing
