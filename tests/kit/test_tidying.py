"""Files that no row speaks of go; any other stays, and so do all when rows may be hidden."""

import os
import time
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from kit import documents, tidying
from kit.models import OnceKey
from tests.factories import PersonFactory


@pytest.fixture
def root(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


def old_file(root: Path, name: str) -> Path:
    path = root / "ab" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x")
    age(path)
    return path


def age(path: Path, days: int = 3) -> None:
    then = time.time() - days * 86400
    os.utime(path, (then, then))


def test_old_orphans_and_unfinished_files_go_and_nothing_else(world, root):
    kept = documents.keep(b"kept", title="R", content_type="x/y", record_class="R2", la_id=world.la.pk, by=None)
    age(root / kept.path)
    orphan, unfinished, young = old_file(root, "orphan"), old_file(root, "half.part"), old_file(root, "young")
    os.utime(young)

    assert tidying.prune_files() == [unfinished, orphan]
    assert sorted(tidying.files()) == sorted([root / kept.path, young])


def test_the_command_can_only_look(world, root, capsys):
    orphan = old_file(root, "orphan")

    call_command("prune_files", "--dry-run")

    assert capsys.readouterr().out.split("\n")[:2] == ["ab/orphan", "1 files would be removed"]
    assert orphan.exists()
    with pytest.raises(CommandError, match="--older-than"):
        call_command("prune_files", "--older-than", "0")


def test_nothing_goes_when_a_wall_or_a_restore_could_hide_a_row(world, root, monkeypatch, application):
    from django.db import connection

    orphan = old_file(root, "orphan")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kit_document ENABLE ROW LEVEL SECURITY")
    with application(), pytest.raises(tidying.PruneError, match="as the owner"):
        tidying.prune_files()
    monkeypatch.setattr(tidying.quarantine, "is_shut", lambda: True)
    with pytest.raises(CommandError, match="not opened yet"):
        call_command("prune_files")

    assert orphan.exists()


def test_once_a_night_all_of_it_goes(world, root):
    orphan = old_file(root, "orphan")
    OnceKey.objects.create(key=uuid.uuid4(), person=PersonFactory(), path="/x")
    OnceKey.objects.update(at=timezone.now() - timedelta(days=8))

    tidying.tidy()

    assert not orphan.exists()
    assert not OnceKey.objects.exists()
