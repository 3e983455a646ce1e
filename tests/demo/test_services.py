"""The launchers of the two servers: they start, keep what they should, and never outlive us."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg2
import pytest
import redis
from psycopg2.extensions import make_dsn, parse_dsn
from redis.backoff import NoBackoff
from redis.retry import Retry

from demo import database
from demo.management.commands.demo import refuse_busy
from demo.services import Broker, Postgres, ServiceError, folders, leash, lock
from demo.services.leash import Leashed
from demo.sign_ins import table

ROOT = Path(__file__).resolve().parents[2]

SUDDEN = """
import sys, time
from pathlib import Path
from demo.services.leash import Leashed
run = Path(sys.argv[1])
Leashed("Sleeper", ["sh", "-c", "echo $$ > pid; exec sleep 600"], run / "log", cwd=run, remove=[run / "gone"]).start()
time.sleep(600)
"""


def wait_until(happened: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def run(tmp_path: Path) -> Path:
    (tmp_path / "logs").mkdir()
    return tmp_path


@pytest.fixture
def postgres(run: Path) -> Iterator[Postgres]:
    server = Postgres(run, durable=False).start()
    yield server
    server.stop()


def test_postgres_answers_its_owner_on_a_closed_socket_only(postgres: Postgres) -> None:
    connection = psycopg2.connect(make_dsn(postgres.url, dbname="postgres"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('listen_addresses'), current_setting('fsync')")
        found = cursor.fetchone()
    connection.close()

    assert found == ("casebook_owner", "", "off")
    assert postgres.sockets.stat().st_mode & 0o077 == 0


def test_postgres_keeps_its_data_and_a_database_is_made_once(run: Path) -> None:
    first = Postgres(run, durable=True).start()
    database.ensure(first.url)
    database.ensure(first.url)
    first.stop()

    second = Postgres(run, durable=True).start()
    try:
        assert database.exists(second.url)
    finally:
        second.stop()
        folders.forget(run)


def test_broker_wants_its_password_and_keeps_what_it_was_given(run: Path) -> None:
    first = Broker(run, durable=True).start()
    client = redis.Redis.from_url(first.url)
    client.set("bell", "rung")
    client.close()
    stranger = redis.Redis(port=first.port, retry=Retry(NoBackoff(), 0))
    with pytest.raises(redis.AuthenticationError):
        stranger.get("bell")
    stranger.close()
    first.stop()

    second = Broker(run, durable=True).start()
    client = redis.Redis.from_url(second.url)
    try:
        assert client.get("bell") == b"rung"
    finally:
        client.close()
        second.stop()


def test_a_program_is_stopped_when_its_starter_is_killed(run: Path) -> None:
    (run / "gone").mkdir()
    starter = subprocess.Popen([sys.executable, "-c", SUDDEN, run], cwd=ROOT)
    wait_until(lambda: (run / "pid").exists() and (run / "pid").read_text())
    sleeper = int((run / "pid").read_text())

    starter.send_signal(signal.SIGKILL)
    starter.wait()

    wait_until(lambda: not is_running(sleeper))
    wait_until(lambda: not (run / "gone").exists())


def test_a_program_that_does_not_listen_is_killed_with_its_children(run: Path) -> None:
    stubborn = "trap '' TERM; sleep 600 & echo $! > child; touch ready; while :; do sleep 1; done"
    program = Leashed("Stubborn", ["sh", "-c", stubborn], run / "log", cwd=run, grace=0.2).start()
    wait_until((run / "ready").exists)
    child = int((run / "child").read_text())

    program.stop()

    assert not program.alive()
    wait_until(lambda: not is_running(child))


def test_a_program_that_fails_says_why(run: Path) -> None:
    program = Leashed("Failing", ["sh", "-c", "echo it was the gardener; exit 3"], run / "log").start()

    wait_until(lambda: not program.alive())

    assert program.code() == 3
    assert "it was the gardener" in str(program.complaint("Failing failed."))
    program.stop()


def test_a_second_demonstration_in_the_same_folder_is_refused(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[int] = []
    monkeypatch.setattr(leash, "HELD", held)
    lock.hold(run)

    with pytest.raises(ServiceError, match="already runs"):
        lock.hold(run, patience=0)

    os.close(held[0])


def test_a_port_in_use_is_refused_in_a_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(ServiceError, match=f"Port {port} is in use"):
            refuse_busy(port)


def test_a_socket_folder_is_short_and_the_address_says_where(postgres: Postgres, run: Path) -> None:
    deep = run / ("a" * 90)
    deep.mkdir()

    short = folders.socket_folder(deep)

    assert len(str(short)) < folders.LONGEST_SOCKET_FOLDER
    assert parse_dsn(postgres.url)["host"] == str(postgres.sockets)
    short.rmdir()


def test_the_table_of_sign_ins_is_aligned() -> None:
    people = [{"role": "PRU head", "organisation": "A", "email": "h@a.example", "password": "one"}]

    assert table(people) == ("Role      Organisation  Email        Password\nPRU head  A             h@a.example  one")
