"""Who may sign in to the demonstration: shown on the terminal, and written where a program can read it."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

SignIn = Mapping[str, str]
COLUMNS = ("role", "organisation", "email", "password")


def read(path: Path) -> list[SignIn]:
    """What the demonstration area wrote, or nothing where it has not."""
    found: list[SignIn] = json.loads(path.read_text()) if path.exists() else []
    return found


def table(sign_ins: Sequence[SignIn]) -> str:
    """Aligned columns, one person a line."""
    rows = [tuple(column.capitalize() for column in COLUMNS)]
    rows += [tuple(str(each.get(column, "")) for column in COLUMNS) for each in sign_ins]
    widths = [max(len(row[index]) for row in rows) for index in range(len(COLUMNS))]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def write(path: Path, *, base_url: str, database_url: str, sign_ins: Sequence[SignIn]) -> None:
    """Write it whole or not at all, for our eyes only: it has passwords in it."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    content = {"base_url": base_url, "database_url": database_url, "sign_ins": list(sign_ins)}
    unfinished.write_text(json.dumps(content, indent=2) + "\n")
    os.replace(unfinished, path)
