"""The audit trail is sealed, and what is done to it afterwards is found, by whomever."""

import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.models import AccessEvent, Seal
from accounts.seals import chain, guards, sealing, signals, tables
from accounts.seals.sealing import seal_all, seal_once
from accounts.seals.tasks import seal as task
from accounts.seals.verifying import verify
from kit.today import now

EVENTS = "prus_pupilevent"
SERVERS_HORIZON = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


def as_superuser(statement: str, values: list | None = None) -> None:
    """What only somebody who owns the server can do: triggers asleep, no trace in any history."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def settle() -> Seal:
    """Seal until no transaction of another test run could still bring a row."""
    for _ in range(200):
        seal_all()
        last = chain.last()
        if last.settled == last.number:
            return last
        time.sleep(0.05)
    raise AssertionError("Somebody else's transaction never ended")


HORIZON = """
CREATE FUNCTION testing.horizon() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$
  SELECT coalesce(
    (SELECT min(backend_xid::text::bigint) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()),
    pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
$$
"""


@pytest.fixture(autouse=True)
def own_horizon(request, monkeypatch):
    """The server's horizon waits for every database on it; here only this one counts, or tests elsewhere hold us up."""
    request.getfixturevalue("committed_world" if "sealed" in request.fixturenames else "db")
    tables.ask(
        "DROP SCHEMA IF EXISTS testing CASCADE; CREATE SCHEMA testing; GRANT USAGE ON SCHEMA testing TO public;"
        + HORIZON
        + "; SELECT 1"
    )
    ours = sealing.SNAPSHOT.replace(SERVERS_HORIZON, "testing.horizon()")
    assert ours != sealing.SNAPSHOT
    monkeypatch.setattr(sealing, "SNAPSHOT", ours)
    yield
    tables.ask("DROP SCHEMA testing CASCADE; SELECT 1")


@pytest.fixture
def sealed(committed_world):
    """A world with three pupils whose histories are sealed."""
    for _ in range(3):
        committed_world.pupil()
    settle()
    assert verify().troubles == []
    return committed_world


def ids(table=EVENTS) -> list[int]:
    return [row[0] for row in tables.ask(f"SELECT pgh_id FROM {table} ORDER BY pgh_id")]


def test_every_table_that_may_only_be_added_to_is_sealed(db):
    names = {table.name for table in tables.append_only()}

    assert {"prus_pupilevent", "accounts_accessevent", "attendance_markchange", "accounts_membershipevent"} <= names
    assert {name for name in connection.introspection.table_names() if name.endswith("event")} <= names
    assert "prus_pupil" not in names


def test_rows_of_every_authority_are_sealed_by_the_application_role(sealed):
    held = [part for seal in Seal.objects.all() for part in seal.parts if part["table"] == EVENTS]

    assert sum(part["rows"] for part in held) == len(ids()) == 3
    assert chain.forms()["prus_pupilevent/1"]["columns"][:2] == ["date_of_birth", "district_id"]


def test_nothing_new_makes_no_seal_and_new_rows_make_one(sealed):
    before = settle().number
    task()
    assert chain.last().number == before

    sealed.pupil()
    task()

    assert chain.last().number == before + 1
    assert verify().troubles == []


def test_an_edited_row_is_found(sealed):
    as_superuser(f"UPDATE {EVENTS} SET surname = 'Another' WHERE pgh_id = %s", [ids()[1]])

    (trouble,) = verify().troubles
    assert f"table {EVENTS}" in trouble
    assert "not as they were sealed" in trouble


def test_an_edited_look_is_found(sealed):
    AccessEvent.objects.create(
        at=now(), la_id=sealed.la.pk, person=sealed.head.person, organisation=sealed.pru_body, role="pru_head",
        verb="reporting:pupil", status=200, pupil_ids=[1],
    )  # fmt: skip
    settle()
    as_superuser("UPDATE accounts_accessevent SET pupil_ids = '[]'")

    (trouble,) = verify().troubles
    assert "accounts_accessevent" in trouble


def test_a_deleted_row_is_found(sealed):
    as_superuser(f"DELETE FROM {EVENTS} WHERE pgh_id = %s", [ids()[0]])

    (trouble,) = verify().troubles
    assert "3 rows were sealed, 2 are there" in trouble


def test_an_emptied_table_is_found(sealed):
    as_superuser(f"TRUNCATE {EVENTS}")

    assert any("3 rows were sealed, 0 are there" in trouble for trouble in verify().troubles)


def test_a_row_put_in_behind_the_seal_is_found_and_never_sealed(sealed):
    gap = ids()[-1] + 1
    as_superuser("SELECT setval(pg_get_serial_sequence(%s, 'pgh_id'), %s)", [EVENTS, gap])
    sealed.pupil()
    settle()
    names = [row[0] for row in tables.ask(
        "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
        "AND NOT attisdropped AND attname <> 'pgh_id'", [EVENTS])]  # fmt: skip
    columns = ", ".join(names)

    as_superuser(f"INSERT INTO {EVENTS} (pgh_id, {columns}) SELECT %s, {columns} FROM {EVENTS} LIMIT 1", [gap])
    settle()

    assert verify().troubles == [f"Table {EVENTS}: 1 row was put in behind what was sealed."]


def test_a_row_whose_transaction_was_still_under_way_is_sealed_later(sealed):
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with transaction.atomic():  # begun first, and so below the horizon; its row has the higher id
            tables.ask("SELECT pg_current_xact_id()::text")
            with other.cursor() as cursor:
                cursor.execute("UPDATE prus_pupil SET surname = 'Slow' WHERE id = (SELECT min(id) FROM prus_pupil)")
            sealed.pupil()
        held = seal_once()
        assert held.reached[EVENTS] == max(ids())
        assert held.settled < held.number
        other.commit()
    finally:
        other.close()
    settle()

    assert verify().troubles == []
    assert sum(part["rows"] for s in Seal.objects.all() for part in s.parts if part["table"] == EVENTS) == 5


def test_a_changed_link_is_found(sealed):
    as_superuser("UPDATE accounts_seal SET settled = settled + 1 WHERE number = 1")

    assert "Seal 1 was changed after it was made." in verify().troubles


def test_a_missing_link_is_found(sealed):
    sealed.pupil()
    settle()
    as_superuser("DELETE FROM accounts_seal WHERE number = 1")

    assert "Seal 1 is missing: the chain is broken." in verify().troubles


def test_a_chain_cut_short_or_made_anew_shows_only_by_the_copy_outside(sealed):
    outside = chain.last()
    as_superuser("DELETE FROM accounts_seal")
    settle()

    assert verify().troubles == []
    (trouble,) = verify(expected=(outside.number, outside.digest)).troubles
    assert "kept outside" in trouble


GUARDED = {
    "ALTER TABLE prus_pupil DISABLE TRIGGER ALL": "trigger",
    "ALTER TABLE prus_pupil DISABLE ROW LEVEL SECURITY": "row-level security on prus_pupil",
    "GRANT DELETE ON prus_pupilevent TO casebook_app": "grant of DELETE on prus_pupilevent to casebook_app",
    "DROP POLICY by_authority ON prus_pupil": "policy by_authority on prus_pupil",
    "CREATE OR REPLACE FUNCTION app_la_ids() RETURNS bigint[] LANGUAGE sql STABLE AS "
    "$$ SELECT array_agg(id) FROM accounts_organisation $$": "function app_la_ids",
}


@pytest.mark.parametrize("statement", GUARDED)
def test_a_changed_guard_is_found(db, statement):
    seal_once(with_guards=True)

    as_superuser(statement)

    assert any(GUARDED[statement] in trouble for trouble in verify().troubles)


def test_a_migration_writes_the_guards_down_anew(db):
    seal_once(with_guards=True)
    as_superuser("CREATE FUNCTION app_new() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$")

    signals.after_migration(using="default", plan=[])
    assert any("app_new" in trouble for trouble in verify().troubles)
    signals.after_migration(using="default", plan=["something"])

    assert verify().troubles == []


def test_the_guards_are_read_the_same_by_the_application(db, application):
    as_owner = guards.read()

    with application() as cursor:
        cursor.execute(guards.GUARDS)
        assert sorted(row[0] for row in cursor.fetchall()) == as_owner
    assert len(as_owner) > 500


@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_application_may_only_add_to_what_is_sealed_and_to_the_seals(db, application, statement):
    closed = [(table.name, table.key) for table in tables.append_only()] + [("accounts_seal", "number")]

    for name, key in closed:
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), application() as cursor:
            cursor.execute(statement.format(name, key, key))


def test_the_command_seals_verifies_and_fails_with_sentences(sealed):
    said = StringIO()
    sealed.pupil()
    call_command("audit", "seal", stdout=said)
    settle()
    call_command("audit", "verify", stdout=said)
    call_command("audit", "digest", stdout=said)
    first, second, third = said.getvalue().splitlines()

    assert first.startswith("Sealed ")
    assert second.startswith("All as it was sealed: ")
    call_command("audit", "verify", "--expect", third, stdout=said)
    as_superuser(f"DELETE FROM {EVENTS} WHERE pgh_id = %s", [ids()[0]])
    with pytest.raises(CommandError, match="not as it was sealed"):
        call_command("audit", "verify", stdout=said)
    assert "rows were sealed" in said.getvalue()


def test_a_new_column_makes_a_new_form_and_old_seals_still_hold(sealed):
    as_superuser(f"ALTER TABLE {EVENTS} ADD COLUMN extra text NOT NULL DEFAULT ''")
    try:
        sealed.pupil()
        settle()

        assert verify().troubles == []
        assert {"prus_pupilevent/1", "prus_pupilevent/2"} <= set(chain.forms())
    finally:
        as_superuser(f"ALTER TABLE {EVENTS} DROP COLUMN extra")
