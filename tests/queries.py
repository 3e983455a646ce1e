"""How many statements a page asks of the database, as they would be in production."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries(client, path: str, expect: int = 200) -> int:
    """Statements of one GET, session, user and access event included; without what a test adds.

    A test's own transaction turns BEGIN and COMMIT into savepoints and puts settings back at the end.
    """
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code == expect, answer.status_code
    return sum(not _of_the_test(query["sql"]) for query in captured.captured_queries)


def _of_the_test(sql: str) -> bool:
    return sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO")) or "'none'" in sql
