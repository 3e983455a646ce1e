"""The servers that the tests talk to: those the environment names, else our own, gone when the tests end.

Loaded by `-p`, because pytest-django reads the settings before any conftest is looked at. Under xdist only
the controller comes here with something to do; the workers inherit its environment.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import psycopg2
import pytest
import redis
from psycopg2.extensions import make_dsn

from demo.services import ServiceError, Services

GIVEN = "given"
OURS = "embedded, fsync off"

# The tests decide these, whatever the shell has: they must not write among anybody's real files.
FIXED = {
    "DEBUG": "true",  # plain static files; pytest-django itself switches DEBUG off
    "DEMO": "false",
    "SECURE": "false",
    "SECRET_KEY": "only-for-the-tests-and-therefore-no-secret",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "DATABASE_ROLE": "",
    "REQUEST_ROLE": "casebook_app",
    "TODAY_FILE": "",
    "EMAIL_URL": "memorymail://",
}


class ServicesPlugin:
    """Holds the servers for the length of the run."""

    def __init__(self) -> None:
        """Take a folder of our own, open enough for the account that runs the database."""
        self.folder = Path(tempfile.mkdtemp(prefix="casebook-tests-"))
        self.folder.chmod(0o711)
        self.services = Services(self.folder / "run", durable=False)
        self.lines: list[str] = []

    def start(self) -> None:
        """Start what is missing, and find out what there is."""
        given = {name: GIVEN if os.environ.get(name) else OURS for name in ("DATABASE_URL", "REDIS_URL")}
        self.services.start_missing()
        os.environ.update(FIXED, BEAT_FILE=str(self.folder / "beat"))
        for name, folder in (("MEDIA_ROOT", "files"), ("STATIC_ROOT", "static")):
            (self.folder / folder).mkdir()
            os.environ[name] = str(self.folder / folder)
        self.lines = [
            f"Database: {postgres_version(os.environ['DATABASE_URL'])} ({given['DATABASE_URL']})",
            f"Broker: {broker_version(os.environ['REDIS_URL'])} ({given['REDIS_URL'].split(',')[0]})",
        ]

    def stop(self) -> None:
        """Stop what we started, and leave nothing."""
        self.services.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def pytest_unconfigure(self) -> None:
        """The very end, after the workers have let go of their databases."""
        self.stop()

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what was tested against."""
        terminalreporter.section("services")
        for line in self.lines:
            terminalreporter.line(line)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, args: list[str]) -> Generator[None, None, None]:
    """Put the addresses into the environment; a wrapper comes before pytest-django's own hook."""
    if "PYTEST_XDIST_WORKER" not in os.environ and not {"-h", "--help", "--version", "-V"} & set(args):
        begin(early_config)
    yield


def begin(config: pytest.Config) -> None:
    """Start, and stop again if anything is wrong: pytest does not tell a plugin that came too early."""
    plugin = ServicesPlugin()
    try:
        plugin.start()
    except (ServiceError, psycopg2.Error, redis.RedisError) as trouble:
        plugin.stop()
        raise pytest.UsageError(f"The tests need PostgreSQL and Redis: {trouble}") from trouble
    except BaseException:
        plugin.stop()
        raise
    config.pluginmanager.register(plugin, "casebook-services")


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One process for each core up to four; none besides ours for a single test or a single core."""
    single = any("::" in argument for argument in config.args)
    cores = os.cpu_count() or 1
    return 0 if single or cores == 1 else min(cores, 4)


def postgres_version(url: str) -> str:
    """What answers at this address; the database itself need not exist, for the tests make their own."""
    connection = psycopg2.connect(make_dsn(url, dbname="postgres"))
    number = connection.get_parameter_status("server_version")
    connection.close()
    return f"PostgreSQL {number}"


def broker_version(url: str) -> str:
    """What answers at this address, by its own name: Valkey claims to be a Redis too."""
    client = redis.Redis.from_url(url)
    server = client.info("server")
    client.close()
    if "valkey_version" in server:
        return f"Valkey {server['valkey_version']}"
    return f"Redis {server['redis_version']}"
