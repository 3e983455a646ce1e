"""The manifest: what a backup holds, with the SHA-256 of each part."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kit.backup import BackupError
from kit.backup.contents import Contents

NAME = "manifest.json"
DUMP = "database.dump"
FILES = "files"
LAYOUT = 1


@dataclass(frozen=True)
class Part:
    """One file of the backup."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    name: str
    made_at: str
    version: str
    server: int
    contents: Contents
    parts: list[Part] = field(default_factory=list)
    layout: int = LAYOUT

    def write(self, folder: Path) -> None:
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1, sort_keys=True) + "\n")

    @property
    def size(self) -> int:
        return sum(part.size for part in self.parts)


def read(folder: Path) -> Manifest:
    """The manifest of a backup.

    Raises BackupError when there is none, or it is of a layout that we do not know.
    """
    try:
        facts = json.loads((folder / NAME).read_text())
    except FileNotFoundError:
        raise BackupError(f"{folder} is not a finished backup: it has no {NAME}") from None
    except ValueError:
        raise BackupError(f"{folder / NAME} cannot be read: take another backup") from None
    if facts.get("layout") != LAYOUT:
        raise BackupError(f"{folder} was made by another version of the service, with another layout")
    contents, parts = Contents(**facts.pop("contents")), [Part(**part) for part in facts.pop("parts")]
    return Manifest(**facts, contents=contents, parts=parts)


def part_of(folder: Path, path: Path) -> Part:
    return Part(path.relative_to(folder).as_posix(), path.stat().st_size, sha256_of(path))


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify(folder: Path, manifest: Manifest) -> None:
    """Raise BackupError unless every part is there, whole and unchanged."""
    for part in manifest.parts:
        path = folder / part.path
        if not path.is_file():
            raise BackupError(f"{part.path} is missing from the backup: take another backup")
        if path.stat().st_size != part.size or sha256_of(path) != part.sha256:
            raise BackupError(f"{part.path} is not what it was when the backup was made: take another backup")
