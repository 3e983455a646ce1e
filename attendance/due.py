"""Who is due where: the sessions of a range of days, with what is marked and what a provider said.

One statement, whatever the number of pupils. A session exists when school meets on the day (by the
PRU's calendar, or its authority's), the placement runs and a slot of the week covers the day.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection

from kit import seen
from prus.models import Placement, Pupil, WeekSlot

COLUMNS = """
SELECT d."on" AS date, d.half_term_id, s.session, s.kind, s.organisation_id, place_of.name AS place,
    where_due.name AS organisation, s.place_id, pl.id AS placement_id, pl.site_id, pl.la_id,
    pru.organisation_id AS pru_id, our_body.name AS pru,
    p.id AS pupil_id, p.uuid, coalesce(nullif(p.known_as, ''), p.forename) || ' ' || p.surname AS name,
    p.name_key, p.year_group, m.code_id, m.minutes_late, r.said, r.minutes_late AS said_minutes
"""
SLOTS = """
prus_weekslot s
JOIN prus_placement pl ON pl.id = s.placement_id
JOIN prus_pru pru ON pru.id = pl.pru_id
JOIN accounts_organisation our_body ON our_body.id = pru.organisation_id
JOIN accounts_organisation where_due ON where_due.id = s.organisation_id
JOIN partnerships_place place_of ON place_of.id = s.place_id
JOIN prus_pupil p ON p.id = s.pupil_id
"""
ON_THE_DAY = 'extract(isodow FROM d."on") = s.weekday AND s.during @> d."on" AND pl.during @> d."on"'
SAID = """
LEFT JOIN attendance_mark m ON m.pupil_id = s.pupil_id AND m.date = d."on" AND m.session = s.session
    AND m.date BETWEEN %s AND %s
LEFT JOIN attendance_sessionreport r ON r.pupil_id = s.pupil_id AND r.date = d."on" AND r.session = s.session
"""
OUR_CALENDAR = """
d.calendar_id = (SELECT c.id FROM partnerships_calendar c
    WHERE c.organisation_id IN (%s, %s) ORDER BY c.organisation_id = %s DESC LIMIT 1)
"""
THEIR_CALENDAR = """
d.calendar_id = (SELECT c.id FROM partnerships_calendar c
    WHERE c.organisation_id IN (pru.organisation_id, our_body.la_id)
    ORDER BY c.organisation_id = pru.organisation_id DESC LIMIT 1)
"""
IN_ORDER = ' ORDER BY pl.id, d."on", s.session'
LOCKED = " FOR NO KEY UPDATE OF pl"  # whoever writes marks of a placement holds its row: totals stay true
COUNTS = """
SELECT one.date, one.session, one.kind, one.organisation, one.place, site.uuid, site.name, count(*), count(one.code_id)
FROM ({due}) AS one LEFT JOIN prus_site site ON site.place_id = one.place_id AND one.organisation_id = one.pru_id
GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3 DESC, 7, 4, 5
"""


@dataclass(slots=True)
class Count:
    """How many pupils are due in one session at one place, and how many have a mark."""

    date: dt.date
    session: str
    kind: str
    organisation: str
    place: str
    site: UUID | None
    site_name: str | None
    due: int
    marked: int


@dataclass(slots=True)
class Due:
    """One session of one pupil: where they are due, and what is known of it."""

    date: dt.date
    half_term_id: int
    session: str
    kind: str
    organisation_id: int
    place: str
    organisation: str
    place_id: int
    placement_id: int
    site_id: int
    la_id: int
    pru_id: int
    pru: str
    pupil_id: int
    uuid: UUID
    name: str
    name_key: str
    year_group: int
    code: str | None
    minutes_late: int | None
    said: str | None
    said_minutes: int | None

    @property
    def key(self) -> tuple[UUID, dt.date, str]:
        return self.uuid, self.date, self.session

    @property
    def here(self) -> bool:
        """Due with the PRU itself, so that its own register takes the mark."""
        return self.kind == WeekSlot.Kind.PRU and self.organisation_id == self.pru_id

    @property
    def ours_to_settle(self) -> bool:
        """The mark stands in the PRU's register: its own sessions and its providers'."""
        return self.kind != WeekSlot.Kind.SCHOOL

    @property
    def half(self) -> str:
        return "morning" if self.session == "AM" else "afternoon"


@dataclass(slots=True)
class Sessions:
    """The sessions due, by pupil's name, day and half day, and the days on which school meets."""

    due: list[Due]
    days: list[dt.date]


def at_pru(actor, first: dt.date, last: dt.date, *, site=None, pupils=None, lock: bool = False) -> Sessions:
    """Sessions of the PRU's pupils whom the actor may know.

    With a site: its pupils and those due at it; with pupils (uuids): theirs only. `lock` holds the
    placements until the transaction ends, for whoever writes marks.
    """
    narrow, with_values = _narrow(site, pupils)
    try:
        sql, values = _of_pru(actor, first, last, narrow, with_values, join="JOIN" if lock else "LEFT JOIN")
    except EmptyResultSet:
        return Sessions([], [])
    return _run(sql + IN_ORDER + (LOCKED if lock else ""), values, note=not lock)


def counts_at_pru(actor, first: dt.date, last: dt.date) -> list[Count]:
    """How many are due and marked in each session at each place, counted by the database; no names are read."""
    try:
        sql, values = _of_pru(actor, first, last, "", [], join="JOIN")
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(COUNTS.format(due=sql), values)
        return [Count(*row) for row in cursor.fetchall()]


def _narrow(site, pupils) -> tuple[str, list]:
    sql, values = "", []
    if site is not None:
        sql, values = " AND (pl.site_id = %s OR s.place_id = %s)", [site.pk, site.place_id]
    if pupils is not None:
        sql, values = f"{sql} AND p.uuid = ANY(%s::uuid[])", [*values, [str(pupil) for pupil in pupils]]
    return sql, values


def _of_pru(actor, first: dt.date, last: dt.date, narrow: str, narrowed: list, *, join: str) -> tuple[str, list]:
    """With a LEFT JOIN, school days on which nobody is due are returned as well. Raises EmptyResultSet."""
    allowed, ids = Placement.objects.visible_to(actor).values("pk").query.sql_with_params()
    body = actor.organisation
    sql = (
        f"{COLUMNS} FROM partnerships_schoolday d {join} ({SLOTS}) ON {ON_THE_DAY} AND pl.id IN ({allowed}){narrow}"
        f'{SAID} WHERE d."on" BETWEEN %s AND %s AND {OUR_CALENDAR}'
    )
    return sql, [*ids, *narrowed, first, last, first, last, body.pk, body.authority_id, body.pk]


def at_provider(actor, first: dt.date, last: dt.date, *, lock: bool = False) -> Sessions:
    """Sessions that pupils tied to the actor's provider are due there; nothing of their other sessions.

    Whoever shows them notes the pupils: a page draws one day of the range.
    """
    try:
        allowed, ids = Pupil.objects.visible_to(actor).values("pk").query.sql_with_params()
    except EmptyResultSet:
        return Sessions([], [])
    sql = (
        f"{COLUMNS} FROM partnerships_schoolday d JOIN ({SLOTS}) ON {ON_THE_DAY} AND {THEIR_CALENDAR}"
        f" AND s.kind = 'provider' AND s.organisation_id = %s AND s.pupil_id IN ({allowed}){SAID}"
        f' WHERE d."on" BETWEEN %s AND %s{IN_ORDER}{LOCKED if lock else ""}'
    )
    values = [actor.organisation.pk, *ids, first, last, first, last]
    return _run(sql, values, note=False)


def _run(sql: str, values: list, *, note: bool) -> Sessions:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows = cursor.fetchall()
    days = sorted({row[0] for row in rows})
    due = [Due(*row) for row in rows if row[13] is not None]
    due.sort(key=lambda one: (one.name_key, one.pupil_id, one.date, one.session))
    if note:  # what is written is not shown: a locked read puts nobody's name on a page
        seen.saw(*{one.pupil_id for one in due})
    return Sessions(due, days)
