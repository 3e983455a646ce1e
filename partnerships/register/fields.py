"""The facts of an establishment, in groups that always come from the same file.

Each group bears a stamp: the day the file speaks of and the file's layout, `2025-09-01 trusts`. The later stamp wins,
whatever the order in which files are imported. A fact that a file says only broadly ("Mainstream academy"), or with a
letter lost, is stamped in brackets: in the order of bytes a bracket comes before every digit, so it gives way to any
file that says it exactly.
"""

import datetime as dt

GROUPS: dict[str, dict[str, str]] = {
    "authority": {"la_code": "text"},
    "authority_name": {"la_name": "text"},
    "number": {"number": "text"},
    "name": {"name": "text", "name_key": "text"},
    "type": {"type_code": "smallint", "type": "text", "type_group": "text", "kind": "text"},
    "status": {"status": "text", "opened_on": "date", "closed_on": "date"},
    "phase": {"phase": "text"},
    "ages": {"low_age": "smallint", "high_age": "smallint"},
    "address": {"address": "text", "postcode": "text", "district": "text"},
    "grid": {"easting": "integer", "northing": "integer"},
    "position": {"latitude": "numeric(9,6)", "longitude": "numeric(9,6)"},
    "trust": {"trust": "text"},
    "roll": {"roll": "integer"},
}
COLUMNS = {column: kind for group in GROUPS.values() for column, kind in group.items()}


def stamp(day: dt.date | str, layout: str, broad: bool = False) -> str:
    """What a group of facts keeps of where it came from."""
    return f"({day}) {layout}" if broad else f"{day} {layout}"
