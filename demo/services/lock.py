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
        if _holder_lives(descriptor) or time.monotonic() > deadline:
            os.close(descriptor)
            raise leash.ServiceError("A demonstration already runs from this folder: stop it first with Ctrl-C")
        time.sleep(0.2)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    leash.HELD.append(descriptor)


def _holder_lives(descriptor: int) -> bool:
    """Whether the demonstration itself runs, rather than only what still stops after its sudden end."""
    holder = os.pread(descriptor, 20, 0)
    try:
        os.kill(int(holder), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        pass  # somebody else's, and alive
    return True


def _take(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
