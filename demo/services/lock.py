"""One demonstration at a time in one folder."""

import fcntl
import os
import time
from pathlib import Path

from demo.services import leash

PATIENCE = 12  # seconds: a demonstration that was killed is still stopping its servers


def hold(run: Path, patience: float = PATIENCE) -> None:
    """Take the lock of the folder, which we and our watchdogs hold until the last of us has gone."""
    descriptor = os.open(run / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + patience
    while not _take(descriptor):
        if time.monotonic() > deadline:
            os.close(descriptor)
            raise leash.ServiceError("A demonstration already runs from this folder: stop it first with Ctrl-C")
        time.sleep(0.2)
    leash.HELD.append(descriptor)


def _take(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
