"""Reads the extracts in `demo/data` (see NOTICE.md there)."""

import csv
import datetime as dt
import json
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
HALVES = {"Autumn": (1, 2), "Spring": (3, 4), "Summer": (5, 6)}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def schools() -> list[dict[str, str]]:
    return rows("staffordshire-schools.csv")


def bank_holidays() -> list[tuple[dt.date, str]]:
    found = json.loads((DATA / "bank-holidays.json").read_text())
    return [(dt.date.fromisoformat(each["date"]), each["title"]) for each in found]


def half_terms() -> list[tuple[int, int, dt.date, dt.date]]:
    """(year it begins in, number, first day, last day) of each half term."""
    terms: dict[tuple[int, str], dict[str, dict[str, str]]] = defaultdict(dict)
    for row in rows("term-dates.csv"):
        terms[int(row["academic_year"][:4]), row["term"]][row["event"]] = row
    return [half for (year, term), events in sorted(terms.items()) for half in _halves(year, term, events)]


def _halves(year: int, term: str, events: dict) -> list[tuple[int, int, dt.date, dt.date]]:
    pause = events["half_term"]
    first, second = HALVES[term]
    return [
        (year, first, _date(events["term_start"]["start_date"]), _weekday(_date(pause["start_date"]), -1)),
        (year, second, _weekday(_date(pause["end_date"]), +1), _end(events)),
    ]


def _end(events: dict) -> dt.date:
    """The last day of term. In summer 2026 none is stated, and Monday 20 July is the suggested training day:
    pupils' last day is taken to be Friday 17 July 2026."""
    if "term_end" in events:
        return _date(events["term_end"]["start_date"])
    return _weekday(_date(events["inset"]["start_date"]), -1)


def _date(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _weekday(day: dt.date, step: int) -> dt.date:
    """The next weekday after (or before) a day."""
    day += dt.timedelta(days=step)
    while day.weekday() > 4:
        day += dt.timedelta(days=step)
    return day
