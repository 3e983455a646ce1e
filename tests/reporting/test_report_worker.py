"""A real worker, killed without warning while it builds: each report is there once, whole."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection, connections

from accounts.models import Organisation
from config.celery import app
from kit.models import OutboxItem
from reporting import actions
from reporting.models import Report
from tests.reporting.report_rows import LAST, a_busy_pru

ROOT = Path(__file__).resolve().parents[2]
PRUS = 40
PATIENCE = 90

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def due(committed_world, on_day):
    """Forty PRUs, one of them busy, whose half term ended today."""
    world = committed_world
    on_day(LAST, hour=17)
    a_busy_pru(world, pupils=12)
    for n in range(PRUS - 1):
        Organisation.objects.create(kind="pru", name=f"PRU {n}", la=world.la)
    assert actions.ask_for_due_reports() == PRUS
    return world


def start_worker() -> subprocess.Popen:
    """Celery as in production: forked children, late acknowledgement, against this test's database."""
    return subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "-P", "prefork", "-c", "2", "-l", "WARNING"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": database_url(), "TODAY_FILE": "", "DATABASE_ROLE": "casebook_app"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # so that its children can be ended with it
    )


def database_url() -> str:
    """The address of the test's own database: the server's, with another name."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}"))


def kill(worker: subprocess.Popen) -> None:
    """-9, children included: nothing of it gets to tidy up."""
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def ring() -> None:
    app.send_task("kit.tasks.sweep")


def wait_for(number: int, worker: subprocess.Popen) -> None:
    """Until so many reports are there; the bell is rung again each second, as a sweep does each minute."""
    end, rung = time.monotonic() + PATIENCE, 0.0
    while Report.objects.count() < number:
        assert worker.poll() is None, "the worker ended by itself"
        assert time.monotonic() < end, f"only {Report.objects.count()} reports after {PATIENCE} seconds"
        if time.monotonic() - rung > 1:
            ring()
            rung = time.monotonic()
        time.sleep(0.01)


def test_a_worker_killed_while_building_leaves_each_report_built_once(due, on_day):
    for number in (3, 15, PRUS):
        worker = start_worker()
        try:
            wait_for(number, worker)
        finally:
            kill(worker)
        whole = Report.objects.exclude(data__facts=None).exclude(data__shown=None).count()
        assert (
            whole
            == Report.objects.count()
            == OutboxItem.objects.filter(kind="build_report", done_at__isnull=False).count()
        )
        assert number < PRUS or whole == PRUS
    assert Report.objects.values("subject").distinct().count() == PRUS
    assert OutboxItem.objects.filter(kind="build_report", done_at=None).count() == 0
    assert Report.objects.get(subject=due.pru_body).data["facts"]["attendance"]["pupils"] > 5


def test_the_worker_sees_the_database_of_this_test():
    assert connection.settings_dict["NAME"] in database_url()
    assert app.conf.broker_url == settings.REDIS_URL


def test_two_schedulers_at_once_ask_once(due):
    OutboxItem.objects.all().delete()
    gate, faults = threading.Barrier(4), []

    def schedule():
        try:
            gate.wait()
            actions.ask_for_due_reports()
        except Exception as fault:  # noqa: BLE001 (handed to the test)
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=schedule) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert OutboxItem.objects.filter(kind="build_report").count() == PRUS
