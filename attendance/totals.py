"""Half-term totals: counted from the marks by the codes' meaning, by placement and place of learning.

Kept in the transaction of every save, so that no page or report counts marks. `differences` counts
again and compares: `manage.py prove_totals`.
"""

from django.db import connection

# One line per placement, half term of the PRU's calendar, and organisation where the pupil was due.
COUNTED = """
SELECT m.placement_id, h.id AS half_term_id, m.organisation_id,
    min(m.la_id) AS la_id, min(m.pupil_id) AS pupil_id, min(m.pru_id) AS pru_id,
    count(*) FILTER (WHERE c.counts_as_present) AS present,
    count(*) FILTER (WHERE c.category = 'authorised_absence') AS authorised,
    count(*) FILTER (WHERE c.category = 'unauthorised_absence') AS unauthorised,
    count(*) FILTER (WHERE NOT c.counts_in_possible) AS not_counted,
    count(*) FILTER (WHERE m.code_id = 'L') AS late,
    count(*) FILTER (WHERE m.code_id = 'N') AS unexplained
FROM attendance_mark m
JOIN attendance_attendancecode c ON c.code = m.code_id
JOIN accounts_organisation pru ON pru.id = m.pru_id
JOIN partnerships_halfterm h ON h.during @> m.date AND h.calendar_id = (
    SELECT k.id FROM partnerships_calendar k WHERE k.organisation_id IN (pru.id, pru.la_id)
    ORDER BY k.organisation_id = pru.id DESC LIMIT 1)
WHERE {which}
GROUP BY 1, 2, 3
"""
FIGURES = ("present", "authorised", "unauthorised", "not_counted", "late", "unexplained")
PLACEMENTS = "m.placement_id = ANY(%(placements)s)"
# The dates as sub-selects, so that only the partitions of those years are read.
HALF_TERMS = """ AND h.id = ANY(%(half_terms)s)
AND m.date >= (SELECT min(lower(during)) FROM partnerships_halfterm WHERE id = ANY(%(half_terms)s))
AND m.date < (SELECT max(upper(during)) FROM partnerships_halfterm WHERE id = ANY(%(half_terms)s))"""
KEEP = """
WITH counted AS ({counted}), gone AS (
    DELETE FROM attendance_halftermattendance t
    WHERE t.placement_id = ANY(%(placements)s){of_half_terms} AND NOT EXISTS (
        SELECT FROM counted n WHERE n.placement_id = t.placement_id
        AND n.half_term_id = t.half_term_id AND n.organisation_id = t.organisation_id)
)
INSERT INTO attendance_halftermattendance AS t
    (placement_id, half_term_id, organisation_id, la_id, pupil_id, pru_id, {figures})
SELECT placement_id, half_term_id, organisation_id, la_id, pupil_id, pru_id, {figures} FROM counted
ON CONFLICT (placement_id, half_term_id, organisation_id) DO UPDATE SET ({figures}) = ({excluded})
WHERE ({kept}) IS DISTINCT FROM ({excluded})
"""
COMPARE = """
WITH counted AS ({counted})
SELECT coalesce(n.placement_id, t.placement_id), coalesce(n.half_term_id, t.half_term_id),
    coalesce(n.organisation_id, t.organisation_id), ARRAY[{counted_figures}], ARRAY[{kept}]
FROM counted n FULL JOIN (SELECT * FROM attendance_halftermattendance WHERE la_id = %(la)s) t
    ON n.placement_id = t.placement_id AND n.half_term_id = t.half_term_id
    AND n.organisation_id = t.organisation_id
WHERE ({counted_figures}) IS DISTINCT FROM ({kept})
ORDER BY 1, 2, 3
"""
OUTSIDE = """
SELECT count(*) FROM attendance_mark m JOIN accounts_organisation pru ON pru.id = m.pru_id
WHERE m.la_id = %(la)s AND NOT EXISTS (
    SELECT FROM partnerships_halfterm h WHERE h.during @> m.date AND h.calendar_id = (
        SELECT k.id FROM partnerships_calendar k WHERE k.organisation_id IN (pru.id, pru.la_id)
        ORDER BY k.organisation_id = pru.id DESC LIMIT 1))
"""


def _listed(prefix: str) -> str:
    return ", ".join(f"{prefix}{figure}" for figure in FIGURES)


def recompute(placement_ids, half_term_ids=None) -> None:
    """Count the totals of these placements again, in all half terms or those given.

    The caller holds the placements' rows, or is alone: two counts at once could keep the older one.
    """
    narrow = half_term_ids is not None
    sql = KEEP.format(
        counted=COUNTED.format(which=PLACEMENTS + (HALF_TERMS if narrow else "")),
        of_half_terms=" AND t.half_term_id = ANY(%(half_terms)s)" if narrow else "",
        figures=_listed(""),
        excluded=_listed("excluded."),
        kept=_listed("t."),
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {"placements": list(placement_ids), "half_terms": list(half_term_ids or [])})


def rebuild(la) -> None:
    """Count every total of an authority again, in one statement, holding its placements meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM prus_placement WHERE la_id = %s ORDER BY id FOR NO KEY UPDATE", [la.authority_id]
        )
        placements = [pk for (pk,) in cursor.fetchall()]
    recompute(placements)


def differences(la) -> list[dict]:
    """Where kept totals and marks do not agree: placement, half term, organisation, both lists of figures."""
    sql = COMPARE.format(
        counted=COUNTED.format(which="m.la_id = %(la)s"), counted_figures=_listed("n."), kept=_listed("t.")
    )
    names = ("placement", "half_term", "organisation", "marks", "totals")
    with connection.cursor() as cursor:
        cursor.execute(sql, {"la": la.authority_id})
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def outside_half_terms(la) -> int:
    """How many marks stand on days that belong to no half term, so that no total counts them."""
    with connection.cursor() as cursor:
        cursor.execute(OUTSIDE, {"la": la.authority_id})
        return cursor.fetchone()[0]
