"""The database named in DATABASE_URL, made where the server has none of that name."""

import psycopg2
from psycopg2 import errors, sql
from psycopg2.extensions import make_dsn, parse_dsn

from demo.services import ServiceError


def ensure(url: str) -> None:
    """Create the database if it is missing; one that is there is left as it is."""
    try:
        if not exists(url):
            create(url)
    except psycopg2.OperationalError as trouble:
        raise ServiceError(f"The server named in DATABASE_URL does not answer: {trouble}") from None


def exists(url: str) -> bool:
    """Whether the database can be connected to."""
    try:
        psycopg2.connect(url).close()
    except psycopg2.OperationalError as trouble:
        if "does not exist" in str(trouble) and "database" in str(trouble):
            return False
        raise
    return True


def create(url: str) -> None:
    """Create it from the server's `postgres` database, outside a transaction as PostgreSQL wants."""
    connection = psycopg2.connect(make_dsn(url, dbname="postgres"))
    connection.autocommit = True
    name = sql.Identifier(parse_dsn(url)["dbname"])
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(name))
    except errors.DuplicateDatabase:
        pass  # somebody was quicker
    finally:
        connection.close()
