"""What the register pages draw: rows and cells made ready, so that the template asks nothing.

A cell's `state`: open (an input), elsewhere, provider, ahead (a day to come), none (not due).
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse

from attendance import cells, codes
from attendance.due import Due, Sessions
from kit.today import today
from prus.models import WeekSlot

HALVES = (("AM", "morning"), ("PM", "afternoon"))
TONES = {"attending": "in", "authorised_absence": "out", "unauthorised_absence": "out-unauthorised"}
SAID = {"attended": "Attended", "late": "Late", "absent": "Absent"}


@dataclass(slots=True)
class Cell:
    """One session of one pupil on the page."""

    state: str
    name: str = ""
    label: str = ""
    text: str = ""
    tone: str = ""
    error: str = ""
    word: str = ""
    meaning: str = ""
    href: str = ""
    new_day: bool = False


@dataclass(slots=True)
class Row:
    pupil: str
    href: str
    cells: list[Cell]


@dataclass(slots=True)
class Week:
    """The grid: its days, and a row for each pupil."""

    days: list[dict]
    rows: list[Row]
    seen: str
    blanks: int
    amendable: bool
    filled_words: str = ""


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def label_of(one: Due) -> str:
    """'Aisha Khan, Monday morning'"""
    return f"{one.name}, {one.date:%A} {one.half}"


def tone_of(code: str | None) -> str:
    row = codes.table().get(code or "")
    return TONES.get(row.category, "not-counted") if row else ""


def is_open(one: Due) -> bool:
    """Whether the register of the PRU takes a mark here and now."""
    return one.here and one.date <= today()


def week(sessions: Sessions, monday: dt.date, form) -> Week:
    """The grid of a week, with what was typed where the form is shown again."""
    form.labels = {one.key: label_of(one) for one in sessions.due}
    texts = texts_of(sessions.due, form)
    filled = fill(sessions.due, texts) if form.filling else 0
    by_pupil: dict[int, dict] = defaultdict(dict)
    for one in sessions.due:
        by_pupil[one.pupil_id][one.date, one.session] = one
    days = [monday + dt.timedelta(days=number) for number in range(5)]
    open_cells = [one for one in sessions.due if is_open(one)]
    return Week(
        days=[_head(day, day in sessions.days) for day in days],
        rows=[_row(due, days, texts, form) for due in by_pupil.values()],
        seen=form.data.get("seen") if form.is_bound and not form.clashes else cells.seen_text(open_cells),
        blanks=sum(not texts[one.key] for one in open_cells),
        amendable=any(one.code for one in open_cells) or form.typed.amends,
        filled_words=filled_words(filled),
    )


def texts_of(due: list[Due], form) -> dict[tuple, str]:
    """What each open cell shows: as typed, or as saved."""
    saved = {one.key: codes.shown(one.code, one.minutes_late) for one in due if is_open(one)}
    return saved | {key: text for key, text in form.kept_texts().items() if key in saved}


def fill(due: list[Due], texts: dict[tuple, str]) -> int:
    """Put present in the open cells that are blank, and only there. Returns how many."""
    blank = [one for one in due if is_open(one) and not texts[one.key].strip()]
    for one in blank:
        texts[one.key] = codes.STROKES[one.session]
    return len(blank)


def filled_words(number: int) -> str:
    blanks = "1 blank" if number == 1 else f"{number} blanks"
    return f"{blanks} filled in as present. Nothing is saved yet: check the register, then save it." if number else ""


def _head(day: dt.date, meets: bool) -> dict:
    return {
        "name": f"{day:%A}",
        "short": f"{day:%a}",
        "date": f"{day:%-d %b}",
        "closed": not meets,
        "today": day == today(),
    }


def _row(due: dict, days: list[dt.date], texts: dict, form) -> Row:
    first = next(iter(due.values()))
    row = [cell(due.get((day, session)), texts, form, new_day=session == "AM") for day in days for session, _ in HALVES]
    return Row(first.name, reverse("reporting:pupil", args=[first.uuid]), row)


def cell(one: Due | None, texts: dict, form, *, new_day: bool = False) -> Cell:
    if one is None:
        return Cell("none", new_day=new_day)
    if one.kind == WeekSlot.Kind.SCHOOL:
        return Cell("elsewhere", label=label_of(one), word="School", meaning=f"At {one.organisation}", new_day=new_day)
    if not one.here:
        return _provider_cell(one, new_day)
    if one.date > today():
        return Cell("ahead", label=label_of(one), new_day=new_day)
    return Cell(
        "open",
        name=cells.name_of(one.key),
        label=label_of(one),
        text=texts[one.key],
        tone=tone_of(one.code) if texts[one.key] == codes.shown(one.code, one.minutes_late) else "typed",
        error=form.cell_errors.get(one.key, ""),
        new_day=new_day,
    )


def _provider_cell(one: Due, new_day: bool) -> Cell:
    """A session with a provider: its word, and the code the PRU's register has for now."""
    if one.date > today():
        return Cell(
            "elsewhere", label=label_of(one), word="Provider", meaning=f"At {one.organisation}", new_day=new_day
        )
    return Cell(
        "provider",
        label=label_of(one),
        text=one.code or "",
        tone=tone_of(one.code),
        word=SAID.get(one.said or "", "Not said"),
        meaning=f"{one.organisation}. {codes.name_of(one.code or '')}",
        href=reverse("attendance:settle", args=[one.uuid, one.date, one.session]),
        new_day=new_day,
    )
