"""What may be typed in a register, and what it means."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from attendance import codes
from attendance.codes import Read
from attendance.errors import RegisterError
from attendance.models import AttendanceCode

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 5, 12)
FILE = Path(__file__).resolve().parents[2] / "attendance" / "codes.csv"


@pytest.mark.parametrize(
    ("typed", "session", "read"),
    [
        ("/", "AM", Read("/", None)),
        ("\\", "PM", Read("\\", None)),
        ("/", "PM", Read("\\", None)),
        ("\\", "AM", Read("/", None)),
        (" i ", "AM", Read("I", None)),
        ("y2", "PM", Read("Y2", None)),
        ("L", "AM", Read("L", None)),
        ("L12", "AM", Read("L", 12)),
        ("l 12", "PM", Read("L", 12)),
        ("P", "AM", Read("P", None)),
        ("", "AM", None),
        ("   ", "PM", None),
    ],
)
def test_read(typed, session, read):
    assert codes.read(typed, session=session, day=DAY) == read


@pytest.mark.parametrize(
    ("typed", "day", "says"),
    [
        ("QQ", DAY, "QQ is not a register code"),
        ("present", DAY, "PRESENT is not a register code"),
        ("L 31", DAY, "between 1 and 30"),
        ("L 0", DAY, "between 1 and 30"),
        ("H", DAY, "until 18 August 2024"),
        ("J", DAY, "until 18 August 2024"),
        ("Y", DAY, "until 18 August 2024"),
        ("K", dt.date(2024, 8, 18), "from 19 August 2024"),
        ("C2", dt.date(2024, 8, 18), "from 19 August 2024"),
        ("F", dt.date(2013, 9, 1), "until 31 August 2013"),
    ],
)
def test_read_refuses_with_a_sentence(typed, day, says):
    with pytest.raises(RegisterError, match=says):
        codes.read(typed, session="AM", day=day)


@pytest.mark.parametrize(
    ("code", "day"), [("H", dt.date(2024, 8, 18)), ("F", dt.date(2013, 8, 31)), ("K", dt.date(2024, 8, 19))]
)
def test_a_code_may_be_entered_on_its_first_and_last_day(code, day):
    assert codes.read(code, session="AM", day=day).code == code


def test_every_code_of_the_national_table_is_loaded_with_its_meaning():
    with FILE.open(newline="") as lines:
        rows = {row["code"]: row for row in csv.DictReader(lines)}

    kept = {code.code: code for code in AttendanceCode.objects.all()}

    assert set(kept) == set(rows)
    for code, row in rows.items():
        assert kept[code].name == row["name"]
        assert kept[code].category == row["category"]
        assert kept[code].counts_as_present == (row["counts_as_present"] == "Y")
        assert kept[code].counts_in_possible == (row["counts_in_possible"] == "Y")


def test_possible_is_present_and_both_absences_for_every_code():
    absent = {"authorised_absence", "unauthorised_absence"}

    for code in AttendanceCode.objects.all():
        assert code.counts_in_possible == (code.counts_as_present or code.category in absent), code


def test_in_force_leaves_out_withdrawn_codes_and_those_never_right_for_a_pupil_due_here():
    offered = {code.code for code in codes.in_force(DAY)}

    assert offered.isdisjoint({"H", "J", "Y", "F", "D", "X", "Z", "#"})
    assert {"/", "\\", "L", "B", "C2", "I", "N", "O", "U", "Y7", "Q"} <= offered


@pytest.mark.parametrize("code", ["D", "Z", "#", "X"])
def test_codes_for_somewhere_else_say_what_to_do(code):
    assert codes.refuse_for(code, name="Aisha Khan", year_group=9) != ""


def test_x_may_stand_after_compulsory_school_age():
    assert codes.refuse_for("X", name="Aisha Khan", year_group=12) == ""


@pytest.mark.parametrize(("said", "code"), [("attended", "B"), ("late", "B"), ("absent", "N")])
def test_a_providers_word_comes_to_a_code(said, code):
    assert codes.code_from_report(said) == code
