"""Verbs of attendance: save a register, settle one session."""

import datetime as dt
import uuid
from typing import NamedTuple

from django.db import transaction

from attendance import codes, due, totals, writing
from attendance.errors import ReasonNeededError, RegisterConflictError, RegisterError, WrongCellsError
from attendance.writing import Written
from kit.today import today
from prus.models import WeekSlot


class Entry(NamedTuple):
    """One cell of a register: the pupil (by uuid), the session, what to write and what the page showed."""

    pupil: uuid.UUID
    date: dt.date
    session: str
    code: str
    minutes_late: int | None = None
    seen_code: str = ""

    @property
    def key(self) -> tuple:
        return self.pupil, self.date, self.session


class Clash(NamedTuple):
    """A session in which somebody else's code now stands."""

    due: due.Due
    yours: str
    theirs: str


def save_register(*, pru, entries: list[Entry], by, reason: str = "") -> Written:
    """Write the marks of a register, all or none. Saved twice, it counts once.

    Codes other than the page showed are amendments: the original is kept with the reason. Raises WrongCellsError,
    ReasonNeededError or RegisterConflictError; then nothing is written.
    """
    return _save(entries=entries, by=by, reason=reason, may_take=lambda one: one.here and one.pru_id == pru.pk)


def settle(*, pupil, date: dt.date, session: str, code: str, reason: str, by, seen_code: str = "") -> Written:
    """Give one session, the PRU's own or a provider's, the code that the PRU holds to be right.

    Raises WrongCellsError, ReasonNeededError or RegisterConflictError.
    """
    entry = Entry(pupil.uuid, date, session, code, None, seen_code)
    return _save(entries=[entry], by=by, reason=reason, may_take=lambda one: one.ours_to_settle)


def _save(*, entries: list[Entry], by, reason: str, may_take) -> Written:
    if not entries:
        return Written(0, 0, {})
    if not reason.strip() and any(one.seen_code and one.seen_code != one.code for one in entries):
        raise ReasonNeededError("Enter why the register is being changed")
    refused = {one.key: sentence for one in entries if (sentence := _refusal_of_code(one))}
    if refused:
        raise WrongCellsError(refused)
    # No savepoint: nothing is written unless all can be, so a refusal leaves nothing to take back.
    with transaction.atomic(savepoint=False):
        lines, refused = _lines(entries, by, may_take)
        written = Written(0, 0, {}) if refused else _write(lines, by, reason.strip())
    if refused:
        raise WrongCellsError(refused)
    if written.clashes:
        raise RegisterConflictError(_clashes(lines, written.clashes))
    return written


def _lines(entries: list[Entry], by, may_take) -> tuple[list[tuple], dict]:
    """Each entry with the session it is for, and the sentences for those that cannot stand."""
    days = [one.date for one in entries]
    pupils = {one.pupil for one in entries}
    held = due.at_pru(by, min(days), max(days), pupils=pupils, lock=True)
    found = {one.key: one for one in held.due if may_take(one)}
    refused = {one.key: _refusal(found.get(one.key), one.code) for one in entries}
    refused = {key: sentence for key, sentence in refused.items() if sentence}
    lines = [(found[one.key], one.code, one.minutes_late, one.seen_code) for one in entries if one.key in found]
    return lines, refused


def _refusal_of_code(entry: Entry) -> str:
    """Why no pupil at all can have this entry."""
    if entry.date > today():
        return f"{entry.date:%A %-d %B} is still to come. Registers are taken on the day"
    try:
        codes.refuse_unknown(entry.code, entry.date)
    except RegisterError as trouble:
        return str(trouble)
    return ""


def _refusal(one: due.Due | None, code: str) -> str:
    """Why this pupil cannot have this code in this session; empty when they can."""
    if one is None:
        return "This pupil is not due here in this session. Open the register again"
    if code == "E" and one.kind == WeekSlot.Kind.PROVIDER:
        return f"E means that no provision was made. {one.name} was booked at {one.place}: choose why they were absent"
    return codes.refuse_for(code, name=one.name, year_group=one.year_group)


def _write(lines: list[tuple], by, reason: str) -> Written:
    written = writing.write(lines, by=by, reason=reason)
    if written.marks:
        touched = [one for one, *_ in lines]
        totals.recompute({one.placement_id for one in touched}, {one.half_term_id for one in touched})
    return written


def _clashes(lines: list[tuple], clashes: dict) -> list[Clash]:
    return [
        Clash(one, codes.shown(code, minutes), codes.shown(*clashes[one.pupil_id, one.date, one.session]))
        for one, code, minutes, _ in lines
        if (one.pupil_id, one.date, one.session) in clashes
    ]
