#!/usr/bin/env python3
"""The commands to remember. Nothing but Python 3.11 or later need be there.

    python3 dev.py demo [--fresh] [--port N]   the demonstration, in the foreground
    python3 dev.py test [pytest's options]     all tests
    python3 dev.py check                       style, types, templates, migrations
    python3 dev.py prove-access                every page as every role in every relation to a child: who is refused

Each makes `.venv` and installs the locked packages when they changed, then hands over.
Standard library only, and able to say so under an old Python: newer syntax stays out of this file.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"

# Each set holds the ones before it, at the same versions.
SETS = ["run", "test", "lint"]
NEEDS = {"demo": "run", "test": "test", "check": "lint", "prove-access": "test"}

# `check` never reaches a server; these addresses only satisfy the settings.
NOWHERE = {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "only-for-checking-and-therefore-no-secret",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}
CHECKS = [
    ["ruff", "check", "."],
    ["ruff", "format", "--check", "."],
    ["mypy", "."],
    ["djlint", "--lint", "--quiet", "templates"],
    ["django", "makemigrations", "--check", "--dry-run"],
    ["django", "check"],
]
QUIET = ["-W", "ignore:Got an error checking a consistent migration history"]  # there is no database to ask


def main():
    """Read the command, make ready, hand over."""
    if sys.version_info < (3, 11):
        sys.exit("PRU Casebook needs Python 3.11 or later; this is %d.%d." % sys.version_info[:2])
    if os.name == "nt":
        sys.exit("The demonstration and the tests run on Linux and macOS; on Windows, use WSL.")
    command, rest = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if command not in NEEDS:
        sys.exit(__doc__.strip())
    os.chdir(ROOT)
    make_ready(NEEDS[command])
    sys.exit({"demo": demo, "test": test, "check": check, "prove-access": prove_access}[command](rest))


def demo(options):
    """Start the demonstration in our place, so that Ctrl-C reaches it and nothing stands between."""
    os.execv(PYTHON, [PYTHON, "-m", "demo", *options])


def test(options):
    """Run pytest in our place."""
    os.execv(PYTHON, [PYTHON, "-m", "pytest", *options])


def prove_access(options):
    """All of the matrix of which the tests knock at a tenth; any leak is a failure. Some minutes."""
    os.environ["PROVE_ACCESS"] = "whole"
    test(["tests/house/test_matrix.py", "-n0", "-q", *options])


def check(options):
    """Run every check, also after one has failed; the exit code says whether all passed."""
    failed = [" ".join(words) for words in CHECKS if not passes(words)]
    print("Failed: " + ", ".join(failed) if failed else "All checks passed.")
    return 1 if failed else 0


def passes(words):
    """Run one check, with our own settings only."""
    print("== " + " ".join(words), flush=True)
    done = subprocess.run([PYTHON, *QUIET, "-m", *words], env={**os.environ, **NOWHERE})
    return done.returncode == 0


def make_ready(wanted):
    """Make the environment, and install the set, unless the same was done before."""
    if is_ready(wanted):
        return
    make_venv()
    print("Installing the packages in requirements/%s.txt" % wanted, flush=True)
    install(ROOT / "requirements" / (wanted + ".txt"))
    STAMP.write_text(stamp(wanted))


def is_ready(wanted):
    """Whether what is installed is this set, or one that holds it, as its lock says today."""
    enough = [stamp(name) for name in SETS[SETS.index(wanted) :]]
    return works(PYTHON) and STAMP.exists() and STAMP.read_text() in enough


def stamp(name):
    """A set, and the fingerprint of its lock."""
    lock = ROOT / "requirements" / (name + ".txt")
    return name + " " + hashlib.sha256(lock.read_bytes()).hexdigest()


def make_venv():
    """Make `.venv` where there is none, or where its Python has moved away."""
    STAMP.unlink(missing_ok=True)  # until all is installed, nothing is
    if works(PYTHON) and installer():
        return
    if not (can_bring_pip() or shutil.which("uv")):
        sys.exit("This Python cannot make environments. On Debian and Ubuntu: apt-get install python3-venv")
    print("Making .venv", flush=True)
    bare = [] if can_bring_pip() else ["--without-pip"]
    run([sys.executable, "-m", "venv", "--clear", *bare, VENV])


def works(python):
    """Whether this is a Python that is new enough."""
    question = "import sys; sys.exit(sys.version_info < (3, 11))"
    return python.exists() and subprocess.run([python, "-c", question]).returncode == 0


def can_bring_pip():
    """Debian ships Python without the part that puts pip into an environment."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return False
    return True


def installer():
    """The start of a command that installs into `.venv`: uv if there is one, else pip, else nothing."""
    uv = shutil.which("uv") or shutil.which("uv", path=str(PYTHON.parent))
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", PYTHON]
    has_pip = subprocess.run([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL).returncode == 0
    return [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"] if has_pip else []


def install(lock):
    """Install exactly what the lock names; a package whose content differs is refused."""
    run([*installer(), "--require-hashes", "-r", lock])


def run(words):
    """Run a command to its end, and stop here if it fails: it has said why."""
    code = subprocess.run(words).returncode
    if code:
        sys.exit(code)


if __name__ == "__main__":
    main()
