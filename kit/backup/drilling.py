"""The drill: what a backup is worth is known only when it has been restored."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg2 import sql

from kit.backup import address, making, manifest, restoring


def drill(*, scratch: Path | None = None) -> tuple[manifest.Manifest, list[str]]:
    """Back up, restore beside the real database, compare everything, and leave nothing behind."""
    with folder_of_our_own(scratch) as folder, database_of_our_own() as url:
        made = making.make(folder / "backups")
        kept, said = restoring.restore(made, into=url, files=folder / "files")
        return kept, said + lost_files(kept, folder / "files")


@contextmanager
def folder_of_our_own(scratch: Path | None) -> Iterator[Path]:
    """Closed to others, and gone at the end: it holds everything about every child."""
    if scratch is not None:
        scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="drill-", dir=scratch))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def database_of_our_own() -> Iterator[str]:
    """A new, empty database of the same server, gone at the end. Needs a login that may create databases."""
    url = address.ours()
    name = sql.Identifier(f"casebook_drill_{secrets.token_hex(4)}")
    with address.connected(url, autocommit=True) as cursor:
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
    try:
        yield address.sibling(url, name.string)
    finally:
        with address.connected(url, autocommit=True) as cursor:
            cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def lost_files(kept: manifest.Manifest, folder: Path) -> list[str]:
    """Files that did not come back as they were."""
    files = [part for part in kept.parts if part.path.startswith(f"{manifest.FILES}/")]
    places = [(part, folder / part.path.removeprefix(f"{manifest.FILES}/")) for part in files]
    return [
        f"{part.path} did not come back as it was"
        for part, place in places
        if not place.is_file() or manifest.sha256_of(place) != part.sha256
    ]
