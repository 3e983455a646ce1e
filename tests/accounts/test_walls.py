"""The second wall: what the database itself refuses, with raw SQL as the application role."""

import pytest
from django.db import DatabaseError, connection

from accounts import actor as actors

CHILD_TABLES = """
SELECT c.relname, c.relrowsecurity FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'pupil_id' AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
UNION SELECT relname, relrowsecurity FROM pg_class WHERE relname IN ('prus_pupil', 'prus_pupilevent')
"""


def test_without_an_actor_the_application_reads_no_pupil(world, application):
    world.pupil()

    with application() as cursor:
        cursor.execute("SELECT count(*) FROM prus_pupil")
        assert cursor.fetchone() == (0,)


def test_an_actor_of_another_authority_reads_no_pupil(world, elsewhere):
    world.pupil()
    theirs = elsewhere.pupil()

    with actors.acting(elsewhere.actor("manager")), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM prus_pupil")
        assert cursor.fetchall() == [(theirs.pk,)]


def test_requests_and_tasks_act_in_a_role_that_owns_nothing(world):
    with actors.acting(world.actor("head")), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("casebook_app",)


def test_every_table_with_a_pupil_has_row_level_security(db):
    with connection.cursor() as cursor:
        cursor.execute(CHILD_TABLES)
        tables = dict(cursor.fetchall())

    assert len(tables) > 25
    assert [name for name, walled in tables.items() if not walled] == []


def test_no_row_can_be_written_for_another_authority(world, elsewhere):
    pupil = world.pupil()

    move = "UPDATE prus_pupil SET la_id = %s WHERE id = %s"
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        actors.acting(world.actor("head")),
        connection.cursor() as cursor,
    ):
        cursor.execute(move, [elsewhere.la.pk, pupil.pk])


@pytest.mark.parametrize("table", ["prus_pupilevent", "accounts_accessevent", "attendance_markchange"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET la_id = la_id", "DELETE FROM {}", "TRUNCATE {}"])
def test_histories_may_only_be_added_to(db, application, statement, table):
    with pytest.raises(DatabaseError, match="permission denied"), application() as cursor:
        cursor.execute(statement.format(table))


def test_a_change_by_raw_sql_leaves_its_history(world):
    pupil = world.pupil(surname="Before")

    with connection.cursor() as cursor:
        cursor.execute("UPDATE prus_pupil SET surname = 'After' WHERE id = %s", [pupil.pk])
        cursor.execute(
            "SELECT pgh_label, surname FROM prus_pupilevent WHERE pgh_obj_id = %s ORDER BY pgh_id", [pupil.pk]
        )
        assert cursor.fetchall() == [("insert", "Before"), ("update", "After")]
