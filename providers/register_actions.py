"""A provider says who came. Its word becomes a mark in the PRU's register, which the PRU may settle."""

import datetime as dt
import uuid
from typing import NamedTuple

from django.db import transaction

from attendance import codes, due, totals, writing
from attendance.errors import WrongCellsError
from attendance.models import SessionReport
from kit.today import now, today

LOOK_BACK = dt.timedelta(days=28)
DAYS_OPEN = 5  # school days within which a provider may still say or change it


class Said(NamedTuple):
    """The provider's word on one session, and what the page showed before."""

    pupil: uuid.UUID
    date: dt.date
    session: str
    said: str
    minutes_late: int | None = None
    seen_said: str = ""

    @property
    def key(self) -> tuple:
        return self.pupil, self.date, self.session


def open_days(sessions: due.Sessions) -> list[dt.date]:
    """The last five days, newest first, on which somebody was booked: those the register is open for."""
    return sorted((day for day in sessions.days if day <= today()), reverse=True)[:DAYS_OPEN]


def report(*, entries: list[Said], by) -> int:
    """Keep what the provider says and write the marks that follow, all or none. Returns how many were new.

    A code that the PRU has settled stays, with the word kept beside it. Said twice, it counts once.
    Raises WrongCellsError.
    """
    if not entries:
        return 0
    with transaction.atomic(savepoint=False):
        found, days = _held(by)
        refused = {one.key: text for one in entries if (text := _refusal(one, found.get(one.key), days))}
        changed = [] if refused else [(one, found[one.key]) for one in entries if _is_new(one, found[one.key])]
        _keep(changed, by)
        _mark(changed, by)
    if refused:
        raise WrongCellsError(refused)
    return len(changed)


def _held(by) -> tuple[dict, list[dt.date]]:
    """The sessions, read again once the placements are held, so that nobody's word is missed."""
    first, last = today() - LOOK_BACK, today()
    due.at_provider(by, first, last, lock=True)
    sessions = due.at_provider(by, first, last)
    return {one.key: one for one in sessions.due}, open_days(sessions)


def _refusal(entry: Said, one: due.Due | None, days: list[dt.date]) -> str:
    if one is None:
        return "This pupil is not booked with you in this session"
    if entry.date not in days:
        return f"{entry.date:%A %-d %B} is closed. Tell {one.pru}, which can still change it"
    if (one.said or "") not in (entry.seen_said, entry.said):
        saved = SessionReport.Said(one.said or "").label.lower()
        return f"A colleague has saved {saved} since you opened this. Choose again"
    return ""


def _is_new(entry: Said, one: due.Due) -> bool:
    return (entry.said, entry.minutes_late) != (one.said, one.said_minutes)


def _keep(changed: list, by) -> None:
    rows = [
        SessionReport(
            la_id=one.la_id,
            pupil_id=one.pupil_id,
            placement_id=one.placement_id,
            provider=by.organisation,
            date=one.date,
            session=one.session,
            said=entry.said,
            minutes_late=entry.minutes_late,
            by=by.person,
            at=now(),
        )
        for entry, one in changed
    ]
    SessionReport.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["pupil", "date", "session"],
        update_fields=["said", "minutes_late", "by", "at"],
    )


def _mark(changed: list, by) -> None:
    """The mark follows the word, unless the PRU holds another code to be right."""
    follow = [
        (one, codes.code_from_report(entry.said), None, one.code or "") for entry, one in changed if _follows(one)
    ]
    writing.write(follow, by=by, reason=f"{by.organisation} changed what it says of this session")
    if follow:
        totals.recompute({one.placement_id for one, *_ in follow}, {one.half_term_id for one, *_ in follow})


def _follows(one: due.Due) -> bool:
    return one.code is None or (one.said is not None and one.code == codes.code_from_report(one.said))
