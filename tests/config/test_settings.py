"""A missing or malformed setting stops the start, and the sentence says which."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SECRET_KEY": "x" * 40,
    "DATABASE_URL": "postgresql://casebook@db/casebook",
    "REDIS_URL": "redis://broker:6379/0",
    "PATH": os.environ["PATH"],
}


def start(**changes) -> subprocess.CompletedProcess:
    """Read the settings in a process of their own."""
    env = {name: value for name, value in (GOOD | changes).items() if value is not None}
    code = "import config.settings as s; print(s.DEBUG, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_NAME)"
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_production_is_closed_unless_told_otherwise():
    started = start()

    assert started.returncode == 0, started.stderr
    assert started.stdout.split() == ["False", "True", "__Host-casebook"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": None}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must have at least 32 characters"),
        ({"DATABASE_URL": None}, "Set DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///x.db"}, "DATABASE_URL must be a postgresql:// address"),
        ({"REDIS_URL": ""}, "Set REDIS_URL"),
        ({"TODAY_FILE": "/some/file"}, "TODAY_FILE moves the day"),
        ({"DEBUG": "perhaps"}, "DEBUG"),
    ],
)
def test_a_bad_value_stops_the_start_and_is_named(changes, sentence):
    started = start(**changes)

    assert started.returncode != 0
    assert sentence in started.stderr


def test_every_setting_of_the_environment_is_listed_for_whoever_installs_it():
    import re

    read = set(re.findall(r'(?:env\.\w+|switch|required)\("([A-Z_]+)"', (ROOT / "config/settings.py").read_text()))
    read |= {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "EMAIL_URL"}
    listed = set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert read - listed == set()
