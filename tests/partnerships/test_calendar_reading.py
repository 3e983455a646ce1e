"""Files of term dates: what is read, what is left out and why, and what is refused whole."""

import datetime as dt
import json
from pathlib import Path

import pytest

from partnerships.calendar_pages.facts import FileRefusedError
from partnerships.calendar_pages.reading import read
from tests.factories import HALF_TERMS_2025

DATA = Path(__file__).parent / "data" / "calendar"
CSV = "term-dates-staffordshire-extract.csv"
ICS = "school-holidays-sheffield-extract.ics"
JSON = "term-dates-sheffield-extract.json"
HEADER = "local_authority_code,academic_year,term,event,start_date,end_date,source"


def read_extract(name):
    return read(name, (DATA / name).read_bytes(), "860")


def calendar(*events: str) -> bytes:
    parts = [f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT" for event in events]
    return "\r\n".join(["BEGIN:VCALENDAR", *parts, "END:VCALENDAR", ""]).encode()


def event(first: str, after: str, words: str) -> str:
    return f"DTSTART;VALUE=DATE:{first}\r\nDTEND;VALUE=DATE:{after}\r\nSUMMARY:{words}"


def days_of(reading) -> list[str]:
    found = {
        one.first + dt.timedelta(days=n) for one in reading.half_terms for n in range((one.last - one.first).days + 1)
    }
    return [day.isoformat() for day in sorted(found) if day.weekday() < 5 and day not in reading.closures]


def test_the_county_s_table_gives_its_half_terms():
    reading = read_extract(CSV)

    found = [(one.number, one.first, one.last) for one in reading.half_terms if one.year == 2025]
    assert found == HALF_TERMS_2025
    assert [one.number for one in reading.half_terms if one.year == 2024] == [1, 2, 3, 4, 5, 6]
    assert reading.closures[dt.date(2026, 5, 4)] == ("bank_holiday", "")
    assert reading.troubles == []


@pytest.mark.parametrize("name", [ICS, JSON])
def test_holidays_give_the_school_days_that_the_publisher_counts(name):
    published = json.loads((DATA / JSON).read_text())["all_schooldays"]

    reading = read_extract(name)

    assert reading.troubles == []
    assert days_of(reading) == published
    assert len(published) == 195


def test_each_wrong_line_of_a_table_is_named_with_its_reason():
    lines = [
        "860,2025-26,Autumn,term_start,2025-09-02,2025-09-02,x",
        "860,2025-26,Autumn,half_term,2025-10-27,2025-10-31,x",
        "860,2025-26,Autumn,term_end,2025-02-30,2025-12-19,x",
        "330,2025-26,Spring,term_start,2026-01-05,2026-01-05,x",
        "860,2025-26,Spring,party,2026-01-05,2026-01-05,x",
        "860,2025-26,Lent,term_start,2026-01-05,2026-01-05,x",
        "860,2025-26,Spring,inset,2029-01-05,2029-01-05,x",
        "860,2025-26,Spring,holiday,2026-03-30,2026-03-01,x",
    ]

    reading = read("dates.csv", "\n".join([HEADER, *lines]).encode(), "860")

    assert reading.half_terms == []
    assert [(one.line, one.reason) for one in reading.troubles] == [
        (4, "“2025-02-30” is not a real date. Write it like 2026-05-12"),
        (5, "This line is of authority 330, and yours is 860"),
        (
            6,
            "We do not know the event “party”. It can be bank_holiday, half_term, holiday, inset, term_end, term_start",
        ),
        (7, "The term must be Autumn, Spring or Summer"),
        (8, "This date is not in the school year 2025/26"),
        (9, "The last day is before the first day"),
        (2, "The start, the half-term break or the end of this term is missing"),
    ]


def test_events_that_cannot_be_meant_are_left_out_by_name():
    content = calendar(
        event("20251025", "20251103", "Half term"),
        event("20251220", "20260105", "Christmas holiday"),
        event("20251113", "20251114", "Swimming gala"),
        event("20251114", "20251115", "INSET day") + "\r\nRRULE:FREQ=WEEKLY",
        event("20251117", "20251118", "INSET\\, whole\r\n  school"),
        "SUMMARY:School closed",
        event("20251118", "20251119", "INSET day") + "\r\nSTATUS:CANCELLED",
    )

    reading = read("dates.ics", content, "860")

    assert [(one.number, one.first, one.last) for one in reading.half_terms] == [
        (2, dt.date(2025, 11, 3), dt.date(2025, 12, 19))
    ]
    assert reading.closures == {dt.date(2025, 11, 17): ("inset", "INSET, whole school")}
    assert [one.reason for one in reading.troubles] == [
        "We cannot tell from its name whether this is a holiday, a training day or a closure",
        "This event repeats. Enter each of its days as an event of its own",
        "The date is missing",
    ]


def test_a_gap_too_long_for_a_half_term_is_said():
    content = calendar(
        event("20250721", "20250901", "Summer holiday"), event("20251220", "20260105", "Christmas holiday")
    )

    reading = read("dates.ics", content, "860")

    assert reading.half_terms == []
    assert "There is no holiday between 31 August 2025 and 20 December 2025" in reading.troubles[0].reason


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("dates.xlsx", b"PK", "must be an ICS, CSV or JSON file"),
        ("dates.ics", b"", "cut off before its end"),
        ("dates.ics", b"hello", "does not begin as a calendar does"),
        ("dates.ics", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "cut off before its end"),
        ("dates.ics", b"BEGIN:VCALENDAR\nEND:VEVENT\n", "damaged at line 2"),
        ("dates.ics", b"END:VCALENDAR\n", "damaged at line 1"),
        ("dates.ics", b"BEGIN:VCALENDAR\n" * 30, "not a calendar of term dates"),
        ("dates.ics", b"BEGIN:VCALENDAR\n" + b"X" * 20_000, "too long"),
        ("dates.ics", b"BEGIN:VCALENDAR\nX:" + b"\n a" * 12_000, "too long"),
        ("dates.ics", b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 2_001, "more than 2,000 events"),
        ("dates.ics", b"BEGIN:VCALENDAR\0", "not text"),
        ("dates.ics", b"\n" * 20_001, "more than 20,000 lines"),
        ("dates.ics", b"x" * (10 * 1024 * 1024 + 1), "smaller than 10 MB"),
        ("dates.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "no term dates"),
        ("dates.csv", b"a,b\n1,2\n", "Missing: academic_year"),
        ("dates.csv", f"{HEADER}\n".encode() + b"y" * 140_000, "a cell is too long"),
        ("dates.json", b"[" * 100_000, "does not have"),
        ("dates.json", b'{"academic_years": 3}', "does not have"),
        (
            "dates.json",
            b'{"academic_years": [{"school_holidays": [], "bank_holidays": []}], "pd_days": 3}',
            "does not have",
        ),
    ],
)
def test_a_file_that_cannot_be_one_is_refused_with_a_sentence(name, content, words):
    with pytest.raises(FileRefusedError, match=words):
        read(name, content, "860")
