"""Who runs the database server: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Account:
    """An ordinary account that root may hand the server to."""

    name: str
    uid: int
    gid: int

    def identity(self) -> dict[str, Any]:
        """What `subprocess` needs to start a program as this account, without root's groups."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def reaches(self, path: Path) -> bool:
        """Whether this account can look inside a folder; asked by trying, since any parent may be closed."""
        question = ["/bin/sh", "-c", 'test -r "$1" && test -x "$1"', "sh", str(path)]
        found = subprocess.run(question, cwd="/", **self.identity())
        return found.returncode == 0

    def own(self, folder: Path) -> None:
        """Give it a folder and all that is in it."""
        for path in [folder, *folder.rglob("*")]:
            shutil.chown(path, self.uid, self.gid)


def server_account() -> Account | None:
    """The account to start the database as, or None where we are not root and it runs as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise LookupError("Root cannot run PostgreSQL, and this machine has neither an account postgres nor nobody")
