"""Alive is not ready: a database that is away, or behind, is said; and both are asked without a name of ours."""

import pytest
from django.db import DatabaseError, connection

from config import health


@pytest.fixture(autouse=True)
def _ask_again(monkeypatch):
    monkeypatch.setattr(health, "_applied", False)


def test_alive_without_touching_the_database(client):
    answer = client.get("/health/live/", headers={"host": "10.0.0.7:8000"})

    assert (answer.status_code, answer.json()) == (200, {"live": True})


def test_ready(db, client):
    answer = client.get("/health/ready/", headers={"host": "10.0.0.7:8000"})

    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "in_the_way": "", "broker": "answers"}
    assert answer["Cache-Control"] == "no-store"


def test_not_ready_until_migrations_are_applied(db, client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'kit' AND name = '0003_scheduled_runs'")

    answer = client.get("/health/ready/")

    assert answer.status_code == 503
    assert answer.json()["in_the_way"] == "Migrations are not applied: run manage.py migrate"


def test_migrations_that_this_code_does_not_know_do_not_matter(db, client):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('kit', '0999_newer', now())")

    assert client.get("/health/ready/").status_code == 200


def test_not_ready_while_the_database_is_away(db, client, monkeypatch):
    def away():
        raise DatabaseError("host db.internal, password x")

    monkeypatch.setattr(health, "first_trouble", away)
    monkeypatch.setattr(connection, "close", lambda: None)

    answer = client.get("/health/ready/")

    assert (answer.status_code, answer.json()["in_the_way"]) == (503, "The database does not answer")


def test_ready_while_the_broker_is_away_for_it_only_rings(db, client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    answer = client.get("/health/ready/")

    assert answer.status_code == 200
    assert "does not answer" in answer.json()["broker"]


def test_nothing_else_is_answered_there(client, db):
    assert client.post("/health/live/").status_code == 405
    assert client.get("/health/").status_code == 302
    assert client.get("/health/other/").status_code == 404


def test_over_plain_http_even_where_pages_need_https(db, client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/health/ready/").status_code == 200
