"""A committee sees protected figures only: in the release, on the page, in the PDF."""

import io
import json
import re

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit import documents
from kit.protect import HIDDEN
from reporting import actions, release
from reporting.commentary import warnings
from reporting.models import Report
from reporting.sections import Exact, Protected, completeness, composed
from tests.reporting.pdf_text import text_of
from tests.reporting.report_rows import LAST, a_busy_pru, half_term

SMALL = re.compile(r"^(?:about )?[1-4](?: of \d+.*)?$|^\d+ of [1-4]\b")


@pytest.fixture
def built(world, on_day):
    on_day(LAST, hour=17)
    a_busy_pru(world)
    return actions.build(pru=world.pru_body, half_term=half_term(world, 4))


@pytest.fixture
def signed(built, world):
    return actions.sign_off(report=built, by=world.actor("head"))


def cells(shown):
    """Every figure of a report: cells of tables but the first column, points of charts, values of the front page."""
    for section in shown["sections"]:
        for table in section["tables"]:
            numeric = [place for place, column in enumerate(table["columns"]) if column["numeric"]]
            yield from (row[place] for row in table["rows"] for place in numeric if not row[0].startswith("PRUs in"))
        yield from (point["value"] for chart in section["charts"] for point in chart["points"])
    yield from (row["value"] for row in shown["front"] if row["label"] != "Providers used")


def small_ones(shown):
    return [cell for cell in cells(shown) if SMALL.match(str(cell).removesuffix(".0"))]


def test_the_exact_report_has_small_counts_and_the_release_has_none(built, signed):
    assert small_ones(built.data["shown"])
    assert small_ones(signed.released) == []
    assert "facts" not in json.dumps(signed.released)


def test_the_release_names_what_is_hidden_and_why(signed):
    words = json.dumps(signed.released, ensure_ascii=False)

    assert "not shown, to protect pupils" in signed.released["note"]
    assert "3 joined" not in words
    assert "2 left" not in words
    assert "22 pupils were on roll at the end of the half term, with 40 places." in words


def test_the_committees_page_and_pdf_hold_no_small_count(signed, world, sign_in):
    client = sign_in(world.committee_member)
    page = client.get(reverse("reports:report", args=[signed.uuid]))
    pdf = client.get(reverse("reports:pdf", args=[signed.uuid]))
    html = page.content.decode()

    assert page.status_code == pdf.status_code == 200
    for row in re.findall(r'app-table__value">\s*([^<]*?)\s*<', html):
        assert not SMALL.match(row), row
    for canary in ("3 joined", "2 left", "of 9", "5 of 24"):
        assert canary not in html
        assert canary.replace(" ", "") not in text_of(pdf.content)


def test_the_heads_page_is_exact(signed, world, sign_in):
    html = sign_in(world.head).get(reverse("reports:report", args=[signed.uuid])).content.decode()

    assert "3 joined, 2 left" in html


def test_the_exact_figures_are_not_even_read_for_a_committee(signed, world, sign_in):
    client = sign_in(world.committee_member)
    with CaptureQueriesContext(connection) as found:
        client.get(reverse("reports:report", args=[signed.uuid]))
        client.get(reverse("reports:list"))
        client.get(reverse("reports:pdf", args=[signed.uuid]))

    assert not [query for query in found if '"reporting_report"."data"' in query["sql"]]


def test_the_pdf_is_tagged_and_is_the_one_that_was_kept(signed):
    from tests.kit.pdf_structure import headings, structure

    content = documents.content_of(signed.pdf)
    with pikepdf.open(io.BytesIO(content)) as document:
        tree = structure(document)
        assert headings(document)[:2] == ["H1", "H2"]
        assert len(tree.all("Table")) == 1 + sum(len(part["tables"]) for part in signed.released["sections"])
        assert len(tree.all("Figure")) == sum(len(part["charts"]) for part in signed.released["sections"]) > 0
        assert all(figure.alt for figure in tree.all("Figure"))
    assert "SignedoffbyHanaHead" in text_of(content)


def test_the_same_release_gives_the_same_bytes(signed):
    assert release.pdf_of(signed.released, created=signed.signed_off_at) == documents.content_of(signed.pdf)


def test_a_file_that_was_changed_is_not_served(signed):
    from pathlib import Path

    from django.conf import settings as django_settings

    Path(django_settings.MEDIA_ROOT, signed.pdf.path).write_bytes(b"%PDF-other")

    with pytest.raises(ValueError, match="not the one"):
        documents.content_of(signed.pdf)


def test_the_headline_for_the_home_page_is_of_the_newest_release(built, world):
    assert release.latest_for(world.committee_body) is None

    actions.sign_off(report=built, by=world.actor("head"))
    latest = release.latest_for(world.committee_body)

    assert latest["report"] == built
    assert latest["front"] == Report.objects.get().released["front"]
    assert release.latest_for(world.panel_body) is None


@pytest.fixture(scope="module")
def plain_facts():
    row = {"present": 0, "authorised": 0, "unauthorised": 0, "late": 0, "unexplained": 0}
    return {
        "pru": "P",
        "half_term": "H",
        "first": "2026-02-23",
        "last": "2026-03-27",
        "taken_at": "2026-03-27",
        "school_days": 25,
        "places": [],
        "providers": [],
        "half_terms": [],
        "taken": {},
        "previous": None,
        "last_year": None,
        "attendance_by_key_stage": {},
        "attendance_by_place": {},
        "attendance": {**row, "possible": 0, "pupils": 0, "persistent": 0, "severe": 0},
        "year_to_date": {**row, "possible": 0, "pupils": 0, "persistent": 0, "severe": 0},
        "national": {
            "year": "2022/23",
            "possible": 10,
            "present": 6,
            "unauthorised": 2,
            "pupils": 10,
            "persistent": 8,
            "severe": 4,
        },
    }


count = st.integers(0, 30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.tuples(count, count), st.tuples(count, count), count, count, st.tuples(count, count, count))
def test_whatever_the_roll_no_small_count_is_shown(plain_facts, third, fourth, joined, left, reviews):
    rolls = {"3": third, "4": fourth}
    by_stage = {
        stage: {"dual": n[0], "single": n[1], "end": sum(n), "start": sum(n), "joined": 0, "left": 0}
        for stage, n in rolls.items()
    }
    end = sum(third) + sum(fourth)
    facts = plain_facts | {
        "roll_by_key_stage": by_stage,
        "roll": {
            "start": max(0, end - joined + left),
            "joined": joined,
            "left": left,
            "end": end,
            "dual": third[0] + fourth[0],
            "single": third[1] + fourth[1],
        },
        "stays": {"running": end, "median_weeks": 7.5 if end else None, "past_end": min(joined, end), "proposed": left},
        "reviews": dict(zip(("on_time", "late", "not_held"), reviews, strict=True)) | {"due": sum(reviews)},
        "objectives": {"met": reviews[0], "open": reviews[1]},
    }

    assert small_ones(composed("pru_committee", facts, Protected())) == []
    assert composed("pru_committee", facts, Exact())["front"][0]["value"] == str(end)


def test_joined_and_left_are_hidden_together():
    assert Protected().linked([7, 2]) == [HIDDEN, HIDDEN]
    assert Protected().linked([7, 0]) == [7, 0]
    assert Protected().linked([0, 3]) == [HIDDEN, HIDDEN]


def test_a_share_of_pupils_is_rounded_and_a_nought_is_a_nought():
    share = Protected().share

    assert [share(0, 43), share(3, 43), share(40, 43), share(43, 43)] == ["0%", "c", "c", "100%"]
    assert share(12, 43) == "22%"  # 10 of 45
    assert share(6, 12) == "c"


def test_sessions_not_taken_cannot_be_subtracted(plain_facts):
    taken = {"pru": {"due": 900, "marked": 890}, "provider": {"due": 80, "marked": 78}}
    section = completeness.section(plain_facts | {"taken": taken}, Protected())

    assert [row[2] for row in section.tables[0]["rows"]] == ["c", "c"]
    assert section.finding.startswith("12 sessions have no mark")


def test_a_split_leaves_ten_pupils_or_none_unshown():
    may = Protected().may_split

    assert may([12, 25]) == [True, True]
    assert may([3, 25]) == [False, False]
    assert may([3, 12, 25]) == [False, False, True]
    assert may([0, 25]) == [False, True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jay did well.", ["“Jay” may be the name of a pupil"]),
        ("O’Hara’s week was hard.", ["“O’Hara’s” may be the name of a pupil"]),
        ("three pupils stayed away", ["“three pupils” is about fewer than 5 pupils"]),
        ("Of the pupils, 2 are in care", ["“pupils, 2” is about fewer than 5 pupils"]),
        ("2 year 10 pupils", ["“2 year 10 pupils” is about fewer than 5 pupils"]),
        ("Key stage 4 pupils came, in year 3 pupils did not; 12 pupils", []),
        ("We met every jay in the wood.", []),
    ],
)
def test_words_that_could_point_to_a_child_are_warned_of(built, world, text, expected):
    from prus.models import Registration

    pupil = Registration.objects.filter(organisation=world.pru_body).first().pupil
    pupil.forename, pupil.surname = "Jay", "O’Hara"
    pupil.save()

    assert warnings(built, {"roll": text}).get("roll", []) == expected
