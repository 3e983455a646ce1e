"""The two servers that PRU Casebook needs, started here where nobody has given their addresses.

Standard library only, and nothing of Django: the addresses must be in the environment before Django's
settings are read.
"""

import os
from collections.abc import Callable
from pathlib import Path

from demo.services.broker import Broker
from demo.services.leash import ServiceError
from demo.services.postgres import Postgres

__all__ = ["Broker", "Postgres", "ServiceError", "Services"]


class Services:
    """The servers that we started, last first to be stopped."""

    def __init__(self, run: Path, *, durable: bool, say: Callable[[str], None] = lambda line: None) -> None:
        """Keep everything below `run`; what is not durable is fast and thrown away."""
        self.run = run
        self.durable = durable
        self.say = say
        self.running: list[Postgres | Broker] = []

    def start_missing(self) -> "Services":
        """Start a server for each address that the environment lacks, and put its address there."""
        self.run.mkdir(mode=0o755, parents=True, exist_ok=True)
        (self.run / "logs").mkdir(mode=0o700, exist_ok=True)
        try:
            self._start_missing()
        except BaseException:
            self.stop()
            raise
        return self

    def _start_missing(self) -> None:
        if not os.environ.get("DATABASE_URL"):
            self.say("Starting PostgreSQL")
            os.environ["DATABASE_URL"] = self._start(Postgres).url
            forget_other_servers()
        if not os.environ.get("REDIS_URL"):
            self.say("Starting the broker")
            os.environ["REDIS_URL"] = self._start(Broker).url

    def _start(self, kind: type[Postgres] | type[Broker]) -> Postgres | Broker:
        """Start a server; the first, which is stopped last, throws the folder away if nothing is to last."""
        server = kind(self.run, durable=self.durable, remove=[] if self.durable or self.running else [self.run])
        self.running.append(server)
        return server.start()

    def stop(self) -> None:
        """Stop what we started: the broker first, the database last."""
        while self.running:
            self.running.pop().stop()


def forget_other_servers() -> None:
    """Drop the variables (PGPORT and its like) that would lead libpq away from the server we started."""
    for name in [name for name in os.environ if name.startswith("PG")]:
        del os.environ[name]
