"""The deployment as it is written: valid, closed, and with no secret and no floating image in it."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[2]
OURS = ["web", "worker", "scheduler", "migrate", "tools"]


@pytest.fixture(scope="module")
def compose():
    return YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text())


def test_the_compose_file_is_what_the_compose_specification_says():
    words = ["check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"]
    checked = subprocess.run([sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True)

    assert checked.returncode == 0, checked.stdout


def test_what_the_specification_does_not_say_is_refused(tmp_path):
    (tmp_path / "bad.yml").write_text("services: {web: {image: x, read_onely: true}}\n")
    words = ["check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(tmp_path / "bad.yml")]

    assert subprocess.run([sys.executable, "-m", *words], capture_output=True).returncode == 1


def test_every_service_is_hardened(compose):
    for name, service in compose["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert "privileged" not in service, name
        assert service.get("cap_add") is None or name == "db", name


def test_database_and_broker_are_on_the_inner_network_only(compose):
    assert compose["networks"]["inside"]["internal"] is True
    for name in ("db", "broker"):
        assert compose["services"][name]["networks"] == ["inside"]
        assert "ports" not in compose["services"][name]
    assert compose["services"]["web"]["ports"] == ["127.0.0.1:8000:8000"]


def test_no_image_floats(compose):
    for name, service in compose["services"].items():
        source = service["build"]["args"]["PYTHON_IMAGE"] if name in OURS else service["image"]
        assert ":?Run deploy/pin-images" in source, name


def test_only_migrations_and_backups_know_the_owner(compose):
    with_owner = [name for name in compose["services"] if "deploy/migrate.env" in compose["services"][name]["env_file"]]

    assert with_owner == ["migrate", "tools"]
    assert "lock_timeout=2s" in compose["services"]["migrate"]["environment"]["PGOPTIONS"]
    assert "statement_timeout=5s" in compose["services"]["web"]["environment"]["PGOPTIONS"]


def test_the_web_waits_for_the_migrations(compose):
    for name in ("web", "worker", "scheduler"):
        assert compose["services"][name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_the_image_holds_what_is_locked_and_runs_as_nobody_in_particular():
    lines = (ROOT / "Dockerfile").read_text()

    assert "--require-hashes" in lines
    assert lines.count("USER 10001:10001") == 2
    assert lines.rindex("USER 10001:10001") > lines.rindex("USER 0:0")


def test_only_what_the_service_runs_on_goes_into_the_image():
    ignore = (ROOT / ".dockerignore").read_text().splitlines()
    from django.conf import settings

    let_in = {line[1:] for line in ignore if line.startswith("!")}
    rooms = {app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()}
    assert "*" in ignore
    assert rooms | {"config", "templates", "static", "manage.py", "requirements/production.txt"} <= let_in
    assert not {".env", "deploy", "tests", ".git", "."} & let_in


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(ROOT / "deploy", tmp_path / "deploy", ignore=shutil.ignore_patterns("*.env"))
    return tmp_path / "deploy"


def run(program: Path, *words: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = {"PATH": f"{path}:{os.environ['PATH']}" if path else os.environ["PATH"]}
    return subprocess.run([program, *words], env=env, capture_output=True, text=True)


def read(file: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in file.read_text().splitlines())


def test_secrets_are_new_closed_and_never_overwritten(copy):
    made = run(copy / "make-secrets", "casebook.example")

    assert made.returncode == 0, made.stderr
    files = sorted(copy.glob("*.env"))
    assert [file.name for file in files] == ["casebook.env", "migrate.env", "postgres.env", "redis.env"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    web, roles = read(copy / "casebook.env"), read(copy / "postgres.env")
    assert len(web["SECRET_KEY"]) == 48
    assert web["DATABASE_URL"] == f"postgresql://casebook_web:{roles['WEB_PASSWORD']}@db/casebook"
    assert len({web["SECRET_KEY"], *roles.values(), read(copy / "redis.env")["REDIS_PASSWORD"]}) == 5
    before = [file.read_text() for file in files]
    again = run(copy / "make-secrets", "casebook.example")
    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert [file.read_text() for file in files] == before


def test_every_setting_of_an_installation_is_one_that_is_listed(copy):
    run(copy / "make-secrets", "casebook.example")

    listed = {line.split("=")[0] for line in (ROOT / ".env.example").read_text().splitlines() if "=" in line}
    assert set(read(copy / "casebook.env")) <= listed


@pytest.fixture
def registry(tmp_path):
    """A stand-in for the one program that asks the registry, which a test cannot reach."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def answers(words: str) -> Path:
        (folder / "docker").write_text(f"#!/bin/sh\necho '{words}'\n")
        (folder / "docker").chmod(0o755)
        return folder

    return answers


def test_images_are_pinned_by_their_digest(copy, registry):
    digest = "sha256:" + "0a" * 32

    done = run(copy / "pin-images", path=registry(digest))

    assert done.returncode == 0, done.stderr
    pinned = read(copy / "images.env")
    assert sorted(pinned) == ["POSTGRES_IMAGE", "PYTHON_IMAGE", "REDIS_IMAGE"]
    assert all(image.endswith(f"@{digest}") for image in pinned.values())


@pytest.mark.parametrize("words", ["", "sha256:short", "error"])
def test_an_answer_that_is_no_digest_pins_nothing(copy, registry, words):
    done = run(copy / "pin-images", path=registry(words))

    assert done.returncode == 1
    assert "No digest for python" in done.stderr
    assert not (copy / "images.env").exists()
