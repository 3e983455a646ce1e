"""Links between establishments: which came before which."""

from collections.abc import Iterator
from typing import Any

from partnerships.models.register import EstablishmentLink
from partnerships.register.fields import stamp
from partnerships.register.merging import Merged
from partnerships.register.rows import Lines, without_lost_letters

Kind = EstablishmentLink.Kind
TABLE = "partnerships_establishmentlink"
ITSELF = "An establishment cannot be linked to itself"

WINS = 's.source COLLATE "C" >= l.source COLLATE "C"'
DIFFERS = 'ROW(l.other_name, l."on", l.kind) IS DISTINCT FROM ROW(s.other_name, s."on", s.kind)'
STAGED = """(
  SELECT urn, other_urn, coalesce(other_name, '') AS other_name, kind, words, "on", %(source)s AS source FROM staged
) s"""
COUNT = f"""
SELECT count(*), count(*) FILTER (WHERE {WINS} AND {DIFFERS}),
       count(*) FILTER (WHERE {WINS} AND NOT ({DIFFERS}) AND l.source <> s.source)
FROM {TABLE} l JOIN {STAGED} USING (urn, other_urn, words)
"""  # noqa: S608
UPDATE = f"""
UPDATE {TABLE} l SET other_name = s.other_name, "on" = s."on", kind = s.kind, source = s.source FROM {STAGED}
WHERE (l.urn, l.other_urn, l.words) = (s.urn, s.other_urn, s.words) AND {WINS} AND ({DIFFERS} OR l.source <> s.source)
"""  # noqa: S608
INSERT = f"""
INSERT INTO {TABLE} (urn, other_urn, other_name, kind, words, "on", source)
SELECT urn, other_urn, other_name, kind, words, "on", source FROM {STAGED}
ON CONFLICT DO NOTHING
"""  # noqa: S608


def kind_of(words: str) -> str:
    """What the other one is to this one: "Predecessor - merged" came before, "Expansion" only belongs with it."""
    first = words.casefold().split(" ")[0]
    return {"predecessor": Kind.PREDECESSOR, "successor": Kind.SUCCESSOR}.get(first, Kind.RELATED).value


def rows(lines: Lines) -> Iterator[list[Any]]:
    """Rows for staging."""
    for line, cells in lines:
        if cells["urn"] == cells["other_urn"]:
            lines.refuse(line, "other_urn", cells["other_urn"], ITSELF)
            continue
        name = without_lost_letters(cells.get("other_name") or "")
        words = cells["words"]
        yield [line, cells["urn"], cells["other_urn"], name, kind_of(words), words, cells.get("on")]


def merge(cursor, day) -> Merged:
    """Put the staged links into the register; what no file repeats stays."""
    values = {"source": stamp(day, "links")}
    cursor.execute(COUNT, values)
    known, changed, confirmed = cursor.fetchone()
    if changed or confirmed:
        cursor.execute(UPDATE, values)
    cursor.execute(INSERT, values)
    return Merged(cursor.rowcount, changed, confirmed, known - changed - confirmed)
