"""Keep one program on a leash: when its starter goes away, however suddenly, the program is stopped.

Run as a file of its own, so that it outlives the starter. Standard input is the leash: the starter holds the
other end and never writes, so the end of the file means "stop now", whether it was let go on purpose or the
starter was killed. One way of stopping means that the sudden way is tried out on every ordinary stop too.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from types import FrameType
from typing import Any


def arguments() -> argparse.Namespace:
    """What to run, as whom, and how to stop it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--signal", default="SIGTERM", help="the polite way to stop it")
    parser.add_argument("--grace", type=float, default=10, help="seconds before it is killed")
    parser.add_argument("--user", type=int)
    parser.add_argument("--group", type=int)
    parser.add_argument("--remove", action="append", default=[], help="a folder that goes when the program has gone")
    parser.add_argument("command", nargs="+")
    return parser.parse_args(namespace=argparse.Namespace(let_go=False))


def start(wanted: argparse.Namespace) -> "subprocess.Popen[bytes]":
    """The program, in a session of its own, so that Ctrl-C reaches its starter only."""
    account: dict[str, Any] = (
        {} if wanted.user is None else {"user": wanted.user, "group": wanted.group, "extra_groups": []}
    )
    return subprocess.Popen(wanted.command, stdin=subprocess.DEVNULL, start_new_session=True, **account)


def sweep(program: "subprocess.Popen[bytes]") -> None:
    """Kill what is left of the program's process group: a dead worker's children would go on working."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(program.pid, signal.SIGKILL)


def stop(program: "subprocess.Popen[bytes]", wanted: argparse.Namespace) -> None:
    """Ask first, then insist."""
    wanted.let_go = True
    with suppress(ProcessLookupError):
        program.send_signal(signal.Signals[wanted.signal])
    threading.Timer(wanted.grace, sweep, [program]).start()


def watch_leash(program: "subprocess.Popen[bytes]", wanted: argparse.Namespace) -> None:
    """Wait until the starter lets go."""
    os.read(sys.stdin.fileno(), 1)
    stop(program, wanted)


def main() -> None:
    """Run the program to its end, and leave with its exit code."""
    wanted = arguments()
    program = start(wanted)

    def asked_to_stop(number: int, frame: FrameType | None) -> None:
        stop(program, wanted)

    signal.signal(signal.SIGTERM, asked_to_stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    threading.Thread(target=watch_leash, args=[program, wanted], daemon=True).start()
    code = program.wait()
    sweep(program)
    for folder in wanted.remove if wanted.let_go else []:  # a program that failed leaves its log to be read
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(code if code >= 0 else 128 - code)  # not sys.exit: a timer may still be counting


if __name__ == "__main__":
    main()
