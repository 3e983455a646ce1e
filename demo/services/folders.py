"""Where the servers keep their things.

Usually in `.run`. Two things may forbid it: as root, the server runs under another account, to which a
parent folder may be closed; and a socket's path has room for about a hundred characters.
"""

import os
import shutil
import tempfile
from pathlib import Path

from demo.services.account import Account

LONGEST_SOCKET_FOLDER = 85
NOTE = "elsewhere"


def server_folder(run: Path, account: Account | None) -> Path:
    """A folder that the server's account can reach: `run` itself, or one elsewhere that `run` remembers."""
    if account is None or account.reaches(run):
        return run
    note = run / NOTE
    known = Path(note.read_text()) if note.exists() else None
    if known and known.is_dir() and known.stat().st_uid == os.geteuid():  # others may write beside it
        return known
    folder = Path(tempfile.mkdtemp(prefix="casebook-", dir="/var/tmp"))
    folder.chmod(0o711)
    note.write_text(str(folder))
    return folder


def socket_folder(folder: Path) -> Path:
    """A folder for the socket, short enough; a new one every time where it cannot lie with the data."""
    sockets = folder / "socket"
    if len(str(sockets)) > LONGEST_SOCKET_FOLDER:
        return Path(tempfile.mkdtemp(prefix="casebook-", dir="/tmp"))
    shutil.rmtree(sockets, ignore_errors=True)
    sockets.mkdir(mode=0o700)
    return sockets


def forget(run: Path) -> None:
    """Remove all that a demonstration left; the lock stays, for it is held."""
    note = run / NOTE
    if note.exists():
        shutil.rmtree(note.read_text(), ignore_errors=True)
    for path in run.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != "lock":
            path.unlink()
