"""The programs of the site: what prepares it, and what runs it."""

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from demo.services.leash import Leashed

ROOT = Path(__file__).resolve().parent.parent
SOON = 10  # seconds: a program that does not live longer than this has not started at all
TRIES = 5


def environment(role: str) -> dict[str, str]:
    """Ours, with the database role that a program assumes: none is the owner."""
    return os.environ | {"DATABASE_ROLE": role, "PYTHONUNBUFFERED": "1"}


def program(name: str, *words: str | Path, logs: Path, role: str = "casebook_app", grace: float = 10) -> Leashed:
    """One of the site's programs, run by this Python from the project's folder."""
    return Leashed(
        name=name,
        command=[sys.executable, *words],
        log=logs / f"{name.lower()}.log",
        env=environment(role),
        cwd=ROOT,
        grace=grace,
    )


def manage(name: str, *words: str | Path, logs: Path) -> Leashed:
    """A management command, as the owner of the database."""
    return program(name, ROOT / "manage.py", *words, logs=logs, role="")


def finish(step: Leashed) -> None:
    """Run a step to its end; Ctrl-C in the middle stops it too."""
    step.start()
    try:
        while step.alive():
            time.sleep(0.1)
    finally:
        step.stop()
    if step.code():
        raise step.complaint(f"{step.name} failed.")


def web(port: int, logs: Path) -> Leashed:
    """The pages. Threads share one process's caches; two processes use two cores."""
    words = ["-m", "gunicorn", "config.wsgi:application", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    words += ["--threads", "4", "--graceful-timeout", "5", "--no-control-socket"]
    return program("Web", *words, logs=logs)


def worker(logs: Path) -> Leashed:
    """What makes reports and answers the outbox; it finishes what it has in hand."""
    words = ["-m", "celery", "-A", "config.celery:app", "worker", "--concurrency", "2", "--loglevel", "INFO"]
    return program("Worker", *words, "--without-gossip", "--without-mingle", logs=logs, grace=20)


def scheduler(logs: Path) -> Leashed:
    """What rings the bell when the calendar says so."""
    words = ["-m", "celery", "-A", "config.celery:app", "beat", "--loglevel", "INFO", "--pidfile="]
    return program("Scheduler", *words, logs=logs)


@dataclass
class Restarted:
    """A program that is started again when it dies: its death must lose nothing."""

    leash: Leashed
    say: Callable[[str], None]
    started: float = field(default=0.0)
    failures: int = 0

    def start(self) -> None:
        """Start it, and note when."""
        self.started = time.monotonic()
        self.leash.start()

    def tend(self) -> None:
        """Start it again if it has died; give up on one that never stays up."""
        if self.leash.alive():
            return
        self.failures = self.failures + 1 if time.monotonic() - self.started < SOON else 1
        if self.failures >= TRIES:
            raise self.leash.complaint(f"{self.leash.name} does not stay up.")
        self.say(f"{self.leash.name} stopped by itself (exit code {self.leash.code()}): starting it again")
        self.start()
