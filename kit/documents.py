"""Files: a random name on the storage that web and worker share, whole or not at all, the row after the file."""

import hashlib
import os
import uuid
from pathlib import Path

from django.conf import settings

from kit.models import Document


def keep(content: bytes, *, title: str, content_type: str, record_class: str, la_id: int, by) -> Document:
    """Write the file and its row. The row's transaction may still fail: then a file without a row is left."""
    digest = hashlib.sha256(content).hexdigest()
    path = f"{digest[:2]}/{uuid.uuid4().hex}"
    _write(Path(settings.MEDIA_ROOT) / path, content)
    return Document.objects.create(
        record_class=record_class,
        la_id=la_id,
        title=title,
        content_type=content_type,
        path=path,
        size=len(content),
        sha256=digest,
        made_by=by,
    )


def content_of(document: Document) -> bytes:
    """The bytes as they were kept. OSError when the file is gone, ValueError when it is no longer the same."""
    content = (Path(settings.MEDIA_ROOT) / document.path).read_bytes()
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise ValueError("The file is not the one that was kept")
    return content


def _write(path: Path, content: bytes) -> None:
    """Under a temporary name, on disk, then by its own name: nobody ever reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
