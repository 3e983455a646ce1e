"""Make a backup: one moment of the database, and every file that its rows speak of."""

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from kit import tidying
from kit.backup import BackupError, address, contents, manifest, programs
from kit.backup.manifest import DUMP, FILES, Manifest

WALLED = """
SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity
               AND row_security_active(oid))
"""
UNFINISHED = ".unfinished"


def make(into: Path, *, url: str = "") -> Path:
    """A new folder in `into`, named after the moment. Under another name until it is whole and on the disk."""
    began = timezone.now()
    name = f"casebook-{began:%Y%m%dT%H%M%S%fZ}"
    folder = new_folder(into, name + UNFINISHED)
    try:
        server, found = dump(url or address.ours(), folder / DUMP)
        copy_files(folder / FILES)
        write_manifest(folder, name, began, server, found)
        folder.rename(into / name)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    sync(into)
    return into / name


def new_folder(into: Path, name: str) -> Path:
    """Open to nobody but us: a backup holds everything about every child."""
    try:
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        (into / name).mkdir(mode=0o700)
    except OSError as trouble:
        raise BackupError(f"Nothing can be written in {into}: {trouble.strerror}") from None
    return into / name


def dump(url: str, file: Path) -> tuple[int, contents.Contents]:
    """The dump and the figures are of the same moment: pg_dump joins our transaction's snapshot."""
    with address.connected(url) as cursor:
        cursor.connection.rollback()
        cursor.connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        cursor.execute(address.PLAIN)
        refuse_behind_walls(cursor)
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot, server = cursor.fetchone()[0], address.server_major(cursor)
        words = ["--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={file}"]
        programs.suitable(server).run("pg_dump", *words, url=url)
        return server, contents.read(cursor)


def refuse_behind_walls(cursor) -> None:
    """The application's login sees no child without an actor: its dump would lack them all."""
    cursor.execute(WALLED)
    if cursor.fetchone()[0]:
        raise BackupError("This login does not see every row. Back up as the owner: set DATABASE_URL to the owner's.")


def copy_files(into: Path) -> None:
    """Copied after the moment of the dump: every row's file was there before its row."""
    into.mkdir(mode=0o700)
    for source in tidying.files():
        if source.suffix != ".part":
            copy(source, into / tidying.relative(source))


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        shutil.copyfile(source, target)
    except FileNotFoundError:
        return  # pruned this moment: no row spoke of it
    sync(target)


def write_manifest(folder: Path, name: str, began, server: int, found: contents.Contents) -> Manifest:
    parts = [manifest.part_of(folder, path) for path in sorted(folder.rglob("*")) if path.is_file()]
    written = Manifest(name, began.isoformat(), settings.VERSION, server, found, parts)
    written.write(folder)
    for path in (folder / DUMP, folder / manifest.NAME, folder):
        sync(path)
    return written


def sync(path: Path) -> None:
    """Come back when it is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def finished(into: Path) -> list[Path]:
    """The finished backups in a folder, the oldest first."""
    return sorted(path.parent for path in into.glob(f"casebook-*/{manifest.NAME}") if path.parent.suffix != UNFINISHED)


def keep_newest(into: Path, number: int) -> list[Path]:
    """Remove all but so many of the newest. Returns the removed."""
    removed = finished(into)[:-number]
    for folder in removed:
        shutil.rmtree(folder)
    return removed
