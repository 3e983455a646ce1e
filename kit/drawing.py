"""The helper process that draws charts and sets pages, and how to ask it for something.

Typst and vl-convert both keep threads of their own. A process forked after either has been used once
waits for ever the next time (seen with both), and our callers are forked: Celery's prefork children,
gunicorn's workers. So neither is ever imported here: each of our processes starts one helper with a
fresh interpreter when it first needs it, and keeps it. The helper ends when our end of its pipe closes.
"""

import atexit
import json
import os
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, cast

ROOT = Path(__file__).resolve().parent.parent
HEADER = struct.Struct("!cI")
PASSED_ON = ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "LANG", "LC_ALL")
SECONDS_ALLOWED = 60
RENEW_AFTER = 100  # Typst keeps about 3 MB a report; a new helper costs 0.4 s


class DrawingError(Exception):
    """A chart or document could not be made. The words name no pupil: they never quote the data."""


class Helper:
    """One helper process, asked one thing at a time."""

    def __init__(self):
        self.asked = 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kit.drawing_helper"],
            cwd=ROOT,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.question, self.answer = cast(IO[bytes], self.process.stdin), cast(IO[bytes], self.process.stdout)

    def is_usable(self):
        """Alive and not yet due for renewal (both libraries keep caches that only grow)."""
        return self.asked < RENEW_AFTER and self.process.poll() is None

    def ask(self, wish):
        """Send one JSON-able wish, give back (b"y" or b"n", bytes). EOFError when the helper died."""
        self.asked += 1
        sent = json.dumps(wish).encode()
        late = threading.Timer(SECONDS_ALLOWED, self.process.kill)
        late.start()
        try:
            self.question.write(HEADER.pack(b"?", len(sent)) + sent)
            self.question.flush()
            return read_message(self.answer)
        finally:
            late.cancel()

    def close(self):
        """End our helper, and wait until it has."""
        self.process.kill()
        self.process.wait()
        self._drop_pipes()

    def disown(self):
        """In a forked child: it is the parent's. Our copies must go, or it would outlive the parent."""
        self.process.returncode = 0
        self._drop_pipes()

    def _drop_pipes(self):
        """Half a message left by another thread must not reach the helper: it is emptied into nothing."""
        with Path(os.devnull).open("r+b", buffering=0) as nothing:
            for pipe in (self.question, self.answer):
                os.dup2(nothing.fileno(), pipe.fileno())
                pipe.close()


def read_message(stream):
    """Read (mark, body) as bytes from a binary stream. EOFError if it ends before a whole message."""
    head = stream.read(HEADER.size)
    if len(head) < HEADER.size:
        raise EOFError
    mark, length = HEADER.unpack(head)
    body = stream.read(length)
    if len(body) < length:
        raise EOFError
    return mark, body


def draw(wish):
    """Have the helper do one wish: {"what": "chart" | "pdf", ...}. Gives back its bytes.

    Safe from any thread and after any fork. Drawing changes nothing, so a helper that died is replaced and
    asked once more. DrawingError when it says no, dies twice, or takes over SECONDS_ALLOWED seconds each time.
    """
    mark, body = _desk.ask_twice(wish)
    if mark != b"y":
        raise DrawingError(body.decode())
    return body


class _Desk:
    """This process's helper and the lock in front of it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.helper = None

    def ask_twice(self, wish):
        with self.lock:
            for _attempt in range(2):
                try:
                    return self._current().ask(wish)
                except (EOFError, BrokenPipeError):
                    self.clear()
        raise DrawingError("The drawing helper stopped before it had finished, twice")

    def _current(self):
        if self.helper is None or not self.helper.is_usable():
            self.clear()
            self.helper = Helper()
        return self.helper

    def clear(self):
        if self.helper is not None:
            self.helper.close()
        self.helper = None

    def start_afresh(self):
        """In a forked child. Another thread of the parent may have held the lock at that moment."""
        self.lock = threading.Lock()
        if self.helper is not None:
            self.helper.disown()
        self.helper = None


_desk = _Desk()
atexit.register(_desk.clear)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_desk.start_afresh)
