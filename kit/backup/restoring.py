"""Restore a backup into an empty database, shut until somebody has looked at it and opened it."""

import shutil
from pathlib import Path

from django.utils import timezone

from kit.backup import BackupError, address, contents, manifest, programs
from kit.backup.making import sync
from kit.backup.manifest import DUMP, FILES, Manifest

IS_EMPTY = (
    "SELECT NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v'))"
)
ROLE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'casebook_app') THEN
    CREATE ROLE casebook_app NOLOGIN NOBYPASSRLS;
  END IF;
END $$
"""
DOCUMENTS = "SELECT path, sha256 FROM kit_document ORDER BY path"
SHUT = "INSERT INTO kit_restoration (backup, backed_up_at, restored_at) VALUES (%s, %s, %s)"


def restore(folder: Path, *, into: str, files: Path | None) -> tuple[Manifest, list[str]]:
    """Everything, checked. Returns the manifest, and what is not as it was (nothing, when all is well).

    `files` is the folder for the files, which must be empty; None leaves them out.
    """
    kept = manifest.read(folder)
    manifest.verify(folder, kept)
    prepare(into)
    if files is not None:
        copy_files(folder / FILES, files)
    load(folder / DUMP, into)
    with address.connected(into) as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        found, missing = contents.read(cursor), without_their_file(cursor, kept)
        shut(cursor, kept)
    return kept, contents.differences(kept.contents, found) + missing


def prepare(into: str) -> None:
    """Only an empty database is restored into: nothing that is there is ever overwritten."""
    with address.connected(into) as cursor:
        cursor.execute(IS_EMPTY)
        if not cursor.fetchone()[0]:
            raise BackupError(
                f"The database {address.name_of(into)} is not empty. Create a new one and restore into it."
            )
        cursor.execute(ROLE)


def load(dump: Path, into: str) -> None:
    """In one transaction: a restore that fails leaves the database as empty as it was."""
    with address.connected(into) as cursor:
        server = address.server_major(cursor)
    words = ["--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={address.name_of(into)}", str(dump)]
    programs.suitable(server).run("pg_restore", *words, url=into)


def copy_files(source: Path, target: Path) -> None:
    if target.is_dir() and any(target.iterdir()):
        raise BackupError(f"The folder {target} is not empty. Name an empty one with --files, or empty it.")
    for path in sorted(source.rglob("*")):
        if path.is_file():
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            sync(copy)


def without_their_file(cursor, kept: Manifest) -> list[str]:
    """Documents whose file the backup does not hold, or holds changed."""
    held = {part.path: part.sha256 for part in kept.parts}
    cursor.execute(DOCUMENTS)
    return [f"no file for the document {path}" for path, sha in cursor.fetchall() if held.get(f"{FILES}/{path}") != sha]


def shut(cursor, kept: Manifest) -> None:
    """Nobody is signed in any more, no mail goes, and nobody signs in before it is opened."""
    for (table,) in sign_ins(cursor):
        cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 (a table's name from the catalogue)
    cursor.execute("DELETE FROM kit_restoration WHERE opened_at IS NULL")
    cursor.execute(SHUT, [kept.name, kept.made_at, timezone.now()])


def sign_ins(cursor) -> list[tuple[str]]:
    """Every table of sessions: the framework's own, and ours, which knows its person."""
    cursor.execute(
        "SELECT table_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name = 'session_key'"
    )
    return cursor.fetchall()
