"""The deployment as it runs: the commands of the compose file, on servers set up by its own files.

Only places differ from the compose file (sockets, ports, folders), and one server's programs come from wheels.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path
from typing import NamedTuple

import psycopg2
import pytest
from psycopg2.extensions import make_dsn
from ruamel.yaml import YAML

from demo.services import broker as broker_wheel
from demo.services.leash import Leashed
from demo.services.postgres import Postgres

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text())["services"]
HOST = "casebook.example"
PATH = f"{Path(sys.executable).parent}:{os.environ['PATH']}"


def read(file: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in file.read_text().splitlines())


class Answer(NamedTuple):
    status: int
    headers: Message
    body: bytes


class Installation:
    """One host: the database and the broker set up as the compose file does, and the services by their commands."""

    def __init__(self, run: Path):
        self.run = run
        (run / "logs").mkdir()
        self.port = broker_wheel.free_port()
        self.started: list[Leashed] = []
        shutil.copytree(ROOT / "deploy", run / "deploy", ignore=shutil.ignore_patterns("*.env"))
        subprocess.run([run / "deploy" / "make-secrets", HOST], check=True, capture_output=True)
        self.secrets = {
            name: read(run / "deploy" / f"{name}.env") for name in ("casebook", "migrate", "postgres", "redis")
        }

    def start_database(self) -> None:
        self.postgres = Postgres(self.run, durable=False).start()
        self.administrator = make_dsn(self.postgres.url, dbname="postgres")
        psql = [self.postgres.binaries / "bin" / "psql", "--quiet", "-v", "ON_ERROR_STOP=1", self.administrator]
        env = {"PATH": PATH, **self.secrets["postgres"]}
        subprocess.run([*psql, "-f", ROOT / "deploy/postgres/roles.sql"], env=env, check=True)

    def start_broker(self) -> None:
        """The compose file's own command, with this machine's places put in."""
        shell, flag, script = COMPOSE["broker"]["command"]
        here = {"/run/redis": str(self.run), "/etc/redis.conf": f"{ROOT}/deploy/redis.conf", "/data": str(self.run)}
        here |= {"$$": "$", "exec redis-server": f"exec {broker_wheel.binary()}"}
        for place, ours in here.items():
            script = script.replace(place, ours)
        self.broker_port = broker_wheel.free_port()
        script = script.rstrip() + f" --port {self.broker_port} --bind 127.0.0.1"
        self.leash("broker", [shell, flag, script], {"PATH": PATH, **self.secrets["redis"]})

    def environment(self, name: str) -> dict[str, str]:
        """What the compose file gives the service."""
        env = {"PATH": PATH, "HOME": str(self.run), "STATIC_ROOT": str(self.run / "static")}
        env |= {
            "MEDIA_ROOT": str(self.run / "files"),
            "BEAT_FILE": str(self.run / name),
            "WEB_BIND": f"127.0.0.1:{self.port}",
        }
        if os.geteuid() == 0:  # the image has an account of its own; Celery warns of root before it logs
            env["PYTHONWARNINGS"] = "ignore"
        for file in COMPOSE[name]["env_file"]:
            env |= self.secrets[Path(file).stem]
        env |= COMPOSE[name].get("environment", {})
        where = f"/casebook?host={self.postgres.sockets}"
        env["DATABASE_URL"] = re.sub(r"@db/casebook$", f"@{where}", env["DATABASE_URL"])
        env["REDIS_URL"] = env["REDIS_URL"].replace("@broker:6379", f"@127.0.0.1:{self.broker_port}")
        return env

    def finish(self, name: str, words: list[str] | None = None, **changes: str) -> subprocess.CompletedProcess[str]:
        """A service's command to its end; or other words in its place, as `docker compose run` takes them."""
        env = self.environment(name) | changes
        command = words or COMPOSE[name]["command"]
        return subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=120)

    def start(self, name: str, *, called: str = "") -> Leashed:
        env = self.environment(name) | {"BEAT_FILE": str(self.run / (called or name))}
        return self.leash(called or name, COMPOSE[name]["command"], env)

    def leash(self, name: str, command: list[str], env: dict[str, str]) -> Leashed:
        log = self.run / "logs" / f"{name}.log"
        self.started.append(Leashed(name=name, command=command, log=log, env=env, cwd=ROOT, grace=40).start())
        return self.started[-1]

    def gather_static(self) -> subprocess.CompletedProcess[str]:
        """The step of the Dockerfile."""
        step = re.search(r"^RUN (SECRET_KEY=.*?collectstatic[^\n]*)", (ROOT / "Dockerfile").read_text(), re.M | re.S)
        assert step
        words = step[1].replace("/srv/static", shlex.quote(str(self.run / "static")))
        return subprocess.run(words, shell=True, env={"PATH": PATH}, cwd=ROOT, capture_output=True, text=True)

    def ask(self, question: str) -> list:
        connection = psycopg2.connect(make_dsn(self.postgres.url, dbname="casebook"))
        with connection.cursor() as cursor:
            cursor.execute(question)
            found = cursor.fetchall()
        connection.close()
        return found

    def get(self, path: str, **headers: str):
        """What the proxy would get; redirects are not followed."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Host": HOST, **headers})
        try:
            answer = urllib.request.build_opener(Stay).open(request, timeout=10)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            return Answer(answer.status, answer.headers, answer.read())

    def stop(self) -> None:
        for leash in reversed(self.started):
            leash.stop()
        self.postgres.stop()


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def wait_for(question, seconds: float = 60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = question()
        if found:
            return found
        time.sleep(0.3)
    raise AssertionError("It did not come in time")


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    run = tmp_path_factory.mktemp("host")
    for folder in (run, *run.parents[:2]):
        folder.chmod(0o711)  # the database runs under an account of its own
    host = Installation(run)
    host.start_database()
    host.start_broker()
    yield host
    host.stop()


@pytest.fixture(scope="module")
def running(host):
    """Migrated, static files gathered, everything up; two schedulers by mistake."""
    assert host.gather_static().returncode == 0
    migrated = host.finish("migrate")
    assert migrated.returncode == 0, migrated.stderr
    host.web, host.worker = host.start("web"), host.start("worker")
    host.schedulers = [host.start("scheduler"), host.start("scheduler", called="second-scheduler")]
    wait_for(lambda: is_ready(host))
    return host


def is_ready(host) -> bool:
    assert host.web.alive(), host.web.tail()
    try:
        return host.get("/health/ready/").status == 200
    except OSError:
        return False


def test_web_and_worker_refuse_to_serve_as_the_owner(running):
    owner = running.environment("migrate")["DATABASE_URL"]

    for name in ("web", "worker"):
        refused = running.finish(name, DATABASE_URL=owner, WEB_BIND=f"127.0.0.1:{broker_wheel.free_port()}")
        assert refused.returncode != 0
        assert "ImproperlyConfigured" in refused.stderr + refused.stdout


def test_the_login_of_web_and_worker_owns_nothing_and_sees_no_child(running):
    assert running.ask("SELECT count(*) FROM pg_tables WHERE tableowner = 'casebook_web'") == [(0,)]
    assert running.ask("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = 'casebook_migrate'") == [
        (False,)
    ]
    seen = running.finish("tools", ["python", "manage.py", "backup", str(running.run / "no")], **web_login(running))
    assert "Back up as the owner" in seen.stderr


def web_login(host) -> dict[str, str]:
    return {"DATABASE_URL": host.environment("web")["DATABASE_URL"]}


def test_pages_come_only_over_https(running):
    redirected = running.get("/sign-in/")
    page = running.get("/sign-in/", **{"X-Forwarded-Proto": "https"})

    assert (redirected.status, redirected.headers["Location"]) == (301, f"https://{HOST}/sign-in/")
    assert page.status == 200
    assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000; includeSubDomains")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    cookies = " ".join(page.headers.get_all("Set-Cookie") or [])
    assert "__Host-casebook=" in cookies
    assert "Secure" in cookies


def test_a_name_that_is_not_ours_is_refused_but_the_health_check_needs_none(running):
    assert running.get("/sign-in/", **{"Host": "elsewhere.example", "X-Forwarded-Proto": "https"}).status == 400
    assert running.get("/health/live/", Host="127.0.0.1").status == 200


def test_static_files_have_hashes_are_compressed_and_may_be_kept_for_ever(running):
    page = running.get("/sign-in/", **{"X-Forwarded-Proto": "https"}).body.decode()
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page)

    assert len(styles) == 2
    for address in styles:
        assert re.search(r"\.[0-9a-f]{12}\.css$", address)
        answer = running.get(address, **{"X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"})
        assert answer.headers["Content-Encoding"] == "gzip"
        assert "immutable" in answer.headers["Cache-Control"]


def test_the_containers_own_health_checks_pass(running):
    probe = ["python", "deploy/probe.py", f"http://127.0.0.1:{running.port}/health/ready/"]
    assert running.finish("web", probe).returncode == 0
    assert running.finish("web", [*probe[:2], f"http://127.0.0.1:{running.port}/sign-in/none"]).returncode == 1


def test_the_workers_own_health_check_passes(running):
    _, *ping = COMPOSE["worker"]["healthcheck"]["test"]
    answered = wait_for(lambda: (found := running.finish("worker", ping)).returncode == 0 and found)
    assert "pong" in answered.stdout


def test_two_schedulers_make_one_run_of_each_turn(running):
    question = "SELECT name, due_at, error FROM kit_scheduledrun WHERE finished_at IS NOT NULL AND name LIKE 'do %'"
    turns = wait_for(lambda: running.ask(question), 90)

    received = running.worker.log.read_text().count("Task kit.tasks.turn")
    assert received >= 2
    assert len({turn[:2] for turn in turns}) == len(turns)
    assert {turn[2] for turn in turns} == {""}


def test_the_broker_refuses_what_a_queue_does_not_need(running):
    import redis

    client = redis.Redis.from_url(running.environment("web")["REDIS_URL"])
    for command in (["FLUSHALL"], ["CONFIG", "GET", "*"], ["KEYS", "*"], ["ACL", "LIST"], ["GET", "others"]):
        with pytest.raises(redis.exceptions.NoPermissionError):
            client.execute_command(*command)
    client.close()


def test_logs_are_json_without_addresses_and_queries(running):
    running.get("/sign-in/?next=/pupils/&name=Alex", **{"X-Forwarded-Proto": "https"})

    for leash in (running.web, running.worker, *running.schedulers):
        lines = [json.loads(line) for line in leash.log.read_text().splitlines()]
        assert lines, leash.name
    written = wait_for(lambda: "GET /sign-in/ 200" in (text := running.web.log.read_text()) and text)
    assert "Alex" not in written
    assert "Python-urllib" not in written


def test_the_drill_passes_on_the_installation(running):
    done = running.finish("tools", ["python", "manage.py", "drill", "--scratch", str(running.run / "scratch")])

    assert done.returncode == 0, done.stderr
    assert "Restored and compared" in done.stdout


def test_told_to_stop_each_ends_by_itself_in_the_time_it_is_given(running):
    for leash in (running.web, running.worker, *running.schedulers):
        began = time.monotonic()
        leash.stop()
        assert time.monotonic() - began < 30, leash.name
        assert leash.code() == 0, (leash.name, leash.tail(5))
