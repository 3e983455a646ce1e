"""Addresses of databases, and plain connections to them: a backup looks past Django at what is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from django.db import connections
from psycopg2.extensions import make_dsn, parse_dsn

from kit.backup import BackupError

# How libpq's words for an address are called in the environment.
LIBPQ = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
LIBPQ |= {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}
# What a row looks like as text must not depend on who asks.
PLAIN = "SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET bytea_output = 'hex'; "
PLAIN += "SET extra_float_digits = 1; SET statement_timeout = 0; SET lock_timeout = 0"


def ours() -> str:
    """The database that the settings name, also a test's own."""
    given = connections["default"].get_connection_params()
    return make_dsn(**{name: str(value) for name, value in given.items() if name in LIBPQ})


def sibling(url: str, name: str) -> str:
    """Another database of the same server."""
    return make_dsn(url, dbname=name)


def name_of(url: str) -> str:
    return str(parse_dsn(url).get("dbname", ""))


@contextmanager
def connected(url: str, *, autocommit: bool = False) -> Iterator[Any]:
    """A cursor; what it did is committed at the end.

    Raises BackupError when the server does not answer.
    """
    try:
        connection = psycopg2.connect(url)
    except psycopg2.OperationalError as trouble:
        raise BackupError(f"The database {name_of(url)} does not answer: {trouble}") from None
    connection.autocommit = autocommit
    try:
        with connection.cursor() as cursor:
            cursor.execute(PLAIN)
            yield cursor
        if not autocommit:
            connection.commit()
    finally:
        connection.close()


def server_major(cursor) -> int:
    cursor.execute("SHOW server_version_num")
    return int(cursor.fetchone()[0]) // 10000
