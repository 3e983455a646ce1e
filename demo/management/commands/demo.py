"""The demonstration in the foreground: pages, worker and scheduler, until Ctrl-C."""

import http.client
import os
import socket
import time
from argparse import ArgumentParser
from contextlib import ExitStack, suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo import database, programs, sign_ins
from demo.services import ServiceError
from demo.services.leash import Leashed

RUN = programs.ROOT / ".run"
PATIENCE = 60  # seconds that the pages may take to answer for the first time


class Command(BaseCommand):
    """Prepare the database, start the programs, say where they are, and keep them up."""

    help = "Run the demonstration in the foreground (use `python3 dev.py demo`, which starts what this needs)."
    requires_system_checks: list[str] = []  # the programs check for themselves

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to serve."""
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, **options: Any) -> None:
        """Trouble is told as a sentence with the end of the log, not as a traceback."""
        try:
            self.run_demonstration(options["port"])
        except ServiceError as trouble:
            raise CommandError(str(trouble)) from trouble

    def run_demonstration(self, port: int) -> None:
        """Everything, in order."""
        refuse_busy(port)
        (RUN / "logs").mkdir(mode=0o700, parents=True, exist_ok=True)
        (RUN / "demo.json").unlink(missing_ok=True)
        self.prepare()
        with ExitStack() as running:
            self.serve(port, running)

    def prepare(self) -> None:
        """Bring the database up to date, as its owner, and fill it if it is empty."""
        logs = RUN / "logs"
        database.ensure(os.environ["DATABASE_URL"])
        self.say("Preparing the database")
        programs.finish(programs.manage("Migration", "migrate", "--no-input", logs=logs))
        self.say("Loading the demonstration area (about a minute the first time)")
        words = ["demo_area", "--scale", "area", "--sign-ins", str(RUN / "sign-ins.json")]
        programs.finish(programs.manage("Area", *words, logs=logs))

    def serve(self, port: int, running: ExitStack) -> None:
        """Start the three programs, announce them, and watch over them; stopped in the opposite order."""
        running.callback((RUN / "demo.json").unlink, missing_ok=True)
        worker = programs.Restarted(programs.worker(RUN / "logs"), self.say)
        web = programs.web(port, RUN / "logs")
        scheduler = programs.Restarted(programs.scheduler(RUN / "logs"), self.say)
        self.say("Starting the pages, the worker and the scheduler")
        for leash, start in ((worker.leash, worker.start), (web, web.start), (scheduler.leash, scheduler.start)):
            running.callback(leash.stop)
            start()
        wait_for(web, port)
        self.announce(f"http://127.0.0.1:{port}")
        self.watch(web, [worker, scheduler])

    def watch(self, web: Leashed, others: list[programs.Restarted]) -> None:
        """Until Ctrl-C, or until the pages have gone."""
        while web.alive():
            for each in others:
                each.tend()
            time.sleep(0.5)
        raise web.complaint(f"The pages stopped by themselves (exit code {web.code()}).")

    def announce(self, base_url: str) -> None:
        """Say where to go and as whom."""
        people = sign_ins.read(RUN / "sign-ins.json")
        sign_ins.write(RUN / "demo.json", base_url=base_url, database_url=os.environ["DATABASE_URL"], sign_ins=people)
        self.say(f"\nPRU Casebook is ready: {base_url}/\n\n{sign_ins.table(people)}\n\nCtrl-C stops it.")

    def say(self, line: str) -> None:
        """Tell whoever is waiting, at once."""
        self.stdout.write(line)
        self.stdout.flush()


def refuse_busy(port: int) -> None:
    """A port in use is found before the database is touched."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise ServiceError(
                f"Port {port} is in use: stop what uses it, or choose another, such as --port {port + 1}"
            ) from None


def wait_for(web: Leashed, port: int) -> None:
    """Come back when the sign-in page answers."""
    deadline = time.monotonic() + PATIENCE
    while not answers(port):
        if not web.alive() or time.monotonic() > deadline:
            raise web.complaint("The pages do not answer.")
        time.sleep(0.2)


def answers(port: int) -> bool:
    """Whether the sign-in page comes back whole."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with suppress(OSError, http.client.HTTPException):
        line.request("GET", "/sign-in/")
        return line.getresponse().status == http.client.OK
    return False
