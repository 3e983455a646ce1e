"""One session's register, for a phone: who is due here, who is elsewhere, and their last five sessions."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from attendance import cells, codes, grid
from attendance.due import Due, Sessions
from prus.models import WeekSlot

BEFORE = dt.timedelta(days=7)
LAST = 5


@dataclass(slots=True)
class Line:
    """One pupil due here in this session."""

    name: str
    pupil: str
    choice: str
    code: str
    meaning: str
    minutes: str
    error: str
    marked: str
    before: list[dict]


@dataclass(slots=True)
class Page:
    """The register of one session at one site."""

    lines: list[Line]
    elsewhere: list[str]
    meets: bool
    seen: str
    blanks: int
    amendable: bool
    filled_words: str


def page(sessions: Sessions, day: dt.date, session: str, place_id: int, form) -> Page:
    """What the page draws, from the sessions of the day and of the week before it."""
    now = [one for one in sessions.due if (one.date, one.session) == (day, session)]
    form.labels = {one.key: one.name for one in now}
    here = [one for one in now if grid.is_open(one) and one.place_id == place_id]
    texts = grid.texts_of(here, form)
    filled = grid.fill(here, texts) if form.filling else 0
    history = _history(sessions.due, day, session)
    return Page(
        lines=[_line(one, texts[one.key], history[one.pupil_id], form) for one in here],
        elsewhere=[_elsewhere(one) for one in now if not (one.here and one.place_id == place_id)],
        meets=day in sessions.days,
        seen=form.data.get("seen") if form.is_bound and not form.clashes else cells.seen_text(here),
        blanks=sum(not text for text in texts.values()),
        amendable=any(one.code for one in here),
        filled_words=grid.filled_words(filled),
    )


def _line(one: Due, text: str, before: list[dict], form) -> Line:
    choice, code, minutes = _split(text)
    return Line(
        name=cells.name_of(one.key),
        pupil=one.name,
        choice=choice,
        code=code,
        meaning=codes.name_of(code),
        minutes=minutes,
        error=form.cell_errors.get(one.key, ""),
        marked=codes.name_of(one.code or ""),
        before=before,
    )


def _split(text: str) -> tuple[str, str, str]:
    """Which radio, which code in the list, how many minutes: 'L 10' is late, 10 minutes."""
    if not text:
        return "", "", ""
    if text in codes.STROKES.values():
        return "present", "", ""
    if text.split()[0] == codes.LATE:
        return "late", "", text.removeprefix(codes.LATE).strip()
    return "other", text, ""


def _history(due: list[Due], day: dt.date, session: str) -> dict[int, list[dict]]:
    """The five sessions before this one, oldest first; a session not taken says so."""
    past = defaultdict(list)
    for one in due:
        if (one.date, one.session) < (day, session) and one.kind != WeekSlot.Kind.SCHOOL:
            past[one.pupil_id].append(_mark(one))
    return defaultdict(list, {pupil: marks[-LAST:] for pupil, marks in past.items()})


def _mark(one: Due) -> dict:
    return {
        "code": one.code or "–",
        "tone": grid.tone_of(one.code),
        "meaning": f"{one.date:%A} {one.half}: {codes.name_of(one.code) if one.code else 'not taken'}",
    }


def _elsewhere(one: Due) -> str:
    if one.kind == WeekSlot.Kind.PROVIDER and one.said:
        return f"{one.name}: at {one.organisation}, which says {grid.SAID[one.said].lower()}"
    if one.kind == WeekSlot.Kind.PRU:
        return f"{one.name}: at {one.place}"
    return f"{one.name}: at {one.organisation}"
