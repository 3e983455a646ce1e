"""A program that runs for as long as we do, and not a moment longer."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from demo.services.account import Account

WATCHDOG = Path(__file__).with_name("watchdog.py")
KILLED_LATE = 10  # seconds beyond its own grace that a watchdog may need

# Descriptors that every watchdog keeps open: the lock of the folder is free only when all of them have gone.
HELD: list[int] = []


class ServiceError(Exception):
    """Something we need did not start or did not stay up; the sentence says what, and why."""


@dataclass
class Leashed:
    """One program, its log, and how it likes to be stopped."""

    name: str
    command: Sequence[str | Path]
    log: Path
    env: Mapping[str, str] | None = None
    cwd: Path = Path("/")
    signal: str = "SIGTERM"
    grace: float = 10
    account: Account | None = None
    remove: Sequence[Path] = ()
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    def start(self) -> "Leashed":
        """Start it, or start it again, below a watchdog that holds the other end of our pipe."""
        self.let_go()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-S", WATCHDOG, *self._options(), "--", *self.command],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=None if self.env is None else dict(self.env),
                cwd=self.cwd,
                pass_fds=HELD,
                start_new_session=True,
            )
        return self

    def _options(self) -> list[str]:
        options = ["--signal", self.signal, "--grace", str(self.grace)]
        if self.account:
            options += ["--user", str(self.account.uid), "--group", str(self.account.gid)]
        for folder in self.remove:
            options += ["--remove", str(folder)]
        return options

    def code(self) -> int | None:
        """The exit code, or None while it runs."""
        return self.process.poll() if self.process else None

    def alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def let_go(self) -> None:
        """Begin to stop it, without waiting."""
        if self.process and self.process.stdin and not self.process.stdin.closed:
            self.process.stdin.close()

    def stop(self) -> None:
        """Stop it, and come back when it has gone."""
        self.let_go()
        if self.process:
            self.process.wait(timeout=self.grace + KILLED_LATE)

    def tail(self, lines: int = 25) -> str:
        """The end of its log, for whoever must find out why."""
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return os.linesep.join(text.splitlines()[-lines:])

    def complaint(self, sentence: str) -> ServiceError:
        """An error that carries the end of the log."""
        return ServiceError(f"{sentence}\nThe end of {self.log}:\n{self.tail()}")
