"""Writing marks: one statement for any number of them, all or none.

The caller holds the rows of the placements (`due.at_pru(..., lock=True)`), as every writer does, so
what this statement reads of the marks is what it changes. A mark that is neither what the page
showed nor what is to be written is a clash: then nothing is written and the clashes come back.
"""

from typing import NamedTuple

from django.db import connection

from kit.today import now

SAVE = """
WITH new AS (
    SELECT * FROM unnest(%s::bigint[], %s::date[], %s::text[], %s::text[], %s::smallint[], %s::text[],
        %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
    AS n (pupil_id, date, session, code, minutes, seen, la_id, placement_id, pru_id, organisation_id)
), beside AS (
    SELECT new.*, coalesce(m.code_id, '') AS stored, m.minutes_late AS stored_minutes
    FROM new LEFT JOIN attendance_mark m
        ON m.pupil_id = new.pupil_id AND m.date = new.date AND m.session = new.session
        AND m.date BETWEEN %s AND %s
), clash AS (
    SELECT pupil_id, date, session, stored, stored_minutes FROM beside WHERE stored <> seen AND stored <> code
), changed AS (
    SELECT * FROM beside
    WHERE (stored <> code OR stored_minutes IS DISTINCT FROM minutes) AND NOT EXISTS (SELECT FROM clash)
), written AS (
    INSERT INTO attendance_mark
        (pupil_id, date, session, code_id, minutes_late, la_id, placement_id, pru_id, organisation_id)
    SELECT pupil_id, date, session, code, minutes, la_id, placement_id, pru_id, organisation_id FROM changed
    ON CONFLICT (pupil_id, date, session)
        DO UPDATE SET code_id = excluded.code_id, minutes_late = excluded.minutes_late
    RETURNING pupil_id
), amended AS (
    INSERT INTO attendance_markchange
        (la_id, pupil_id, date, session, from_code, to_code, reason, by_id, by_name, by_position, at)
    SELECT la_id, pupil_id, date, session, stored, code, %s, %s, %s, %s, %s
    FROM changed WHERE stored <> '' AND stored <> code
    RETURNING pupil_id
)
SELECT pupil_id, date, session, stored, stored_minutes, 0, 0 FROM clash
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, (SELECT count(*) FROM written), (SELECT count(*) FROM amended)
"""


class Written(NamedTuple):
    """How many marks were written, how many of them amend an entry, and what stood in the way."""

    marks: int
    amended: int
    clashes: dict


def write(lines: list[tuple], *, by, reason: str) -> Written:
    """Write (session due, code, minutes, code seen on the page) for each line; nothing at all when one clashes."""
    if not lines:
        return Written(0, 0, {})
    days = [one.date for one, *_ in lines]
    person = by.person
    values = [*_columns(lines), min(days), max(days), reason, person.pk, person.name, person.position, now()]
    with connection.cursor() as cursor:
        cursor.execute(SAVE, values)
        rows = cursor.fetchall()
    found = {(pupil, day, half): (code, minutes) for pupil, day, half, code, minutes, *_ in rows if pupil}
    return Written(max(row[5] for row in rows), max(row[6] for row in rows), found)


def _columns(lines: list[tuple]) -> list[list]:
    dues = [one for one, *_ in lines]
    return [
        [one.pupil_id for one in dues],
        [one.date for one in dues],
        [one.session for one in dues],
        [code for _, code, _, _ in lines],
        [minutes for _, _, minutes, _ in lines],
        [seen for _, _, _, seen in lines],
        [one.la_id for one in dues],
        [one.placement_id for one in dues],
        [one.pru_id for one in dues],
        [one.organisation_id for one in dues],
    ]
