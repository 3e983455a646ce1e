"""`python -m demo`: start the servers that are missing, then hand over to `manage.py demo`.

This part knows nothing of Django, whose settings want the servers' addresses.
"""

import argparse
import os
import secrets
import signal
import sys
from pathlib import Path
from types import FrameType

from demo.services import ServiceError, Services, folders, lock

ROOT = Path(__file__).resolve().parent.parent
RUN = ROOT / ".run"


def arguments() -> argparse.Namespace:
    """What was asked on the command line."""
    parser = argparse.ArgumentParser(prog="dev.py demo", description="The demonstration, in the foreground.")
    parser.add_argument("--fresh", action="store_true", help="throw away what an earlier demonstration left")
    parser.add_argument("--port", type=int, default=8000, help="where the pages are served (8000)")
    return parser.parse_args()


def prepare_folder(*, fresh: bool) -> None:
    """Make `.run`, take its lock, and empty it if asked."""
    if fresh and os.environ.get("DATABASE_URL"):
        raise ServiceError(
            "--fresh throws away the demonstration's own database only, and DATABASE_URL names another: "
            "unset it, or leave --fresh out"
        )
    RUN.mkdir(mode=0o755, exist_ok=True)
    lock.hold(RUN)
    if fresh:
        folders.forget(RUN)
    for name in ("files", "static"):
        (RUN / name).mkdir(mode=0o700, exist_ok=True)
    for log in (RUN / "logs").glob("*.log"):
        log.unlink()


def secret_key() -> str:
    """A key of this folder's own, kept so that people stay signed in over a restart."""
    file = RUN / "secret-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()


def set_environment(port: int) -> None:
    """Everything that `.env.example` lists and the demonstration decides."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings",
        DEMO="true",
        DEBUG="false",
        SECURE="false",
        SECRET_KEY=secret_key(),
        ALLOWED_HOSTS="127.0.0.1,localhost",
        BASE_URL=f"http://127.0.0.1:{port}",
        MEDIA_ROOT=str(RUN / "files"),
        STATIC_ROOT=str(RUN / "static"),
        TODAY_FILE=str(RUN / "today"),
        BEAT_FILE=str(RUN / "beat"),
        DATABASE_ROLE="",
    )


def stop_on_signals() -> None:
    """Ctrl-C, a closed terminal and `kill` all stop in the same orderly way, and only once."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop)


def hand_over(port: int) -> None:
    """Run Django's command in this process, which holds the servers' leashes."""
    sys.path.insert(0, str(ROOT))
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage.py", "demo", "--port", str(port)])


def say(line: str) -> None:
    """Tell whoever is waiting what is being done."""
    print(line, flush=True)


def run(wanted: argparse.Namespace) -> None:
    """Servers first and last, the pages between."""
    prepare_folder(fresh=wanted.fresh)
    os.umask(0o077)  # what is written from here on has passwords and, in earnest, people in it
    services = Services(RUN, durable=True, say=say)
    try:
        services.start_missing()
        set_environment(wanted.port)
        hand_over(wanted.port)
    finally:
        services.stop()


def main() -> int:
    """The exit code: 0 when it was stopped on purpose."""
    wanted = arguments()
    stop_on_signals()
    try:
        run(wanted)
    except KeyboardInterrupt:
        say("Stopped.")
    except ServiceError as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
