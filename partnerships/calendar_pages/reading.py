"""Reading a file of term dates: iCalendar (RFC 5545), CSV in the county's layout, or JSON in the planners' layout."""

import csv
import json
from collections.abc import Iterator

from partnerships.calendar_pages import deriving, ics
from partnerships.calendar_pages.facts import (
    Fact,
    FileRefusedError,
    LineRefusedError,
    Reading,
    a_date,
    checked,
    kind_of,
)
from partnerships.models import Closure

MOST_BYTES = 10 * 1024 * 1024
MOST_LINES = 20_000
COLUMNS = ["academic_year", "term", "event", "start_date", "end_date"]
EVENTS = {"inset", "term_start", "half_term", "term_end", "holiday", "bank_holiday"}


def read(name: str, content: bytes, la_code: str) -> Reading:
    """What the file says. FileRefusedError when it is none that we can read."""
    text = _text(content)
    readers = {"ics": _ics, "csv": _csv, "json": _json}
    reader = readers.get(name.rpartition(".")[2].lower())
    if reader is None:
        raise FileRefusedError("The selected file must be an ICS, CSV or JSON file")
    reading = reader(text, la_code)
    if not (reading.half_terms or reading.closures or reading.troubles):
        raise FileRefusedError("There are no term dates or holidays in the selected file")
    return reading


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise FileRefusedError("The selected file must be smaller than 10 MB")
    if b"\0" in content:
        raise FileRefusedError("The selected file is not text. Save it again as ICS, CSV or JSON")
    if content.count(b"\n") > MOST_LINES:
        raise FileRefusedError("The selected file has more than 20,000 lines: it is not a list of term dates")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _ics(text: str, la_code: str) -> Reading:
    reading = Reading("Calendar file (iCalendar)")
    facts = []
    for event in ics.events(text):
        reading.lines += 1
        try:
            if event.is_cancelled:
                continue
            facts.append(_meant(checked(ics.fact_of(event))))
        except LineRefusedError as why:
            reading.refuse(event.line, event.words, str(why))
    deriving.from_holidays(reading, facts)
    return reading


def _meant(fact: Fact) -> Fact:
    kind = kind_of(fact.words)
    if not kind:
        raise LineRefusedError("We cannot tell from its name whether this is a holiday, a training day or a closure")
    return fact._replace(kind=kind)


def _csv(text: str, la_code: str) -> Reading:
    reading = Reading("Table of terms (CSV)")
    terms: dict[tuple[int, str], dict[str, Fact]] = {}
    for line, row in _rows(text):
        reading.lines += 1
        try:
            _refuse_other_authority(row, la_code)
            year, term, fact = _row(line, row)
        except LineRefusedError as why:
            reading.refuse(line, ", ".join(row.get(name) or "" for name in COLUMNS[:4]), str(why))
            continue
        if fact.kind in (Closure.Kind.INSET, Closure.Kind.BANK_HOLIDAY):
            reading.close(fact)
        elif fact.kind in terms.setdefault((year, term), {}):
            reading.refuse(line, fact.kind, "This term has that line already, further up")
        else:
            terms[year, term][fact.kind] = fact
    deriving.from_terms(reading, terms)
    return reading


def _rows(text: str) -> Iterator[tuple[int, dict]]:
    reader = csv.DictReader(text.splitlines(), restkey="more", restval="")
    try:
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
        if missing:
            raise FileRefusedError(f"The first line of the file must name the columns. Missing: {', '.join(missing)}")
        for row in reader:
            yield reader.line_num, row
    except csv.Error:
        raise FileRefusedError(f"Line {reader.line_num} of the file cannot be read: a cell is too long") from None


def _refuse_other_authority(row: dict, la_code: str) -> None:
    code = (row.get("local_authority_code") or la_code).strip()
    if code != la_code:
        raise LineRefusedError(f"This line is of authority {code[:10]}, and yours is {la_code}")


def _row(line: int, row: dict) -> tuple[int, str, Fact]:
    term, event = row["term"].strip().lower(), row["event"].strip().lower()
    if term not in deriving.TERMS:
        raise LineRefusedError("The term must be Autumn, Spring or Summer")
    if event not in EVENTS:
        raise LineRefusedError(f"We do not know the event “{event[:30]}”. It can be {', '.join(sorted(EVENTS))}")
    first = a_date(row["start_date"])
    fact = checked(Fact(line, event, first, a_date(row["end_date"]) if row["end_date"].strip() else first, ""))
    year = _year(row["academic_year"])
    if not (year == first.year and first.month >= 8) and not (year == first.year - 1 and first.month <= 9):
        raise LineRefusedError(f"This date is not in the school year {year}/{(year + 1) % 100:02}")
    return year, term, fact


def _year(text: str) -> int:
    begins = text.strip()[:4]
    if not (begins.isascii() and begins.isdigit() and len(begins) == 4):
        raise LineRefusedError("The school year must be written like 2025-26")
    return int(begins)


def _json(text: str, la_code: str) -> Reading:
    try:
        years = json.loads(text)["academic_years"]
        said = [(year["school_holidays"], year["bank_holidays"]) for year in years]
        off = [*json.loads(text).get("pd_days", [])]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        raise FileRefusedError("This JSON file does not have “academic_years” with their holidays") from None
    reading = Reading("Planner of school days (JSON)")
    facts: list[Fact] = []
    for holidays, banks in said:
        _keep(reading, facts, holidays, "holiday")
        _keep(reading, facts, banks, Closure.Kind.BANK_HOLIDAY)
    _keep(reading, facts, off, Closure.Kind.INSET)
    deriving.from_holidays(reading, facts)
    return reading


def _keep(reading: Reading, facts: list[Fact], entries, kind: str) -> None:
    """The entries of one list: a day each, or a start, an end and a label."""
    for entry in entries if isinstance(entries, list) else [entries]:
        reading.lines += 1
        said = entry if isinstance(entry, dict) else {"start": entry, "end": entry}
        try:
            first, last = a_date(str(said.get("start", ""))), a_date(str(said.get("end", "")))
            facts.append(checked(Fact(reading.lines, str(kind), first, last, str(said.get("label", "")))))
        except LineRefusedError as why:
            reading.refuse(reading.lines, str(entry), str(why))
