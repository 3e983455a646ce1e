"""How long the register takes to import, as a multiple of a plain COPY of the same bytes.

    python -m benchmarks.import_establishments [FILE]

Without a file it makes one up: 27,214 lines, as many as the joined list of England has. The database is a new one that
goes away again, on the server of DATABASE_URL or, without that, on one of our own.
"""

import gzip
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

LINES = 27_214
ROUNDS = 3
HEADER = (
    "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (name),Address,Postcode,"
    "Latitude,Longitude,AdminDistrict,Trusts (name),NumberOfPupils_2022_23,PupilsOnRoll_2021_22,name_source,"
    "type_source,address_source"
)
TYPES = ["Community school", "Academy Converter", "Pupil Referral Unit", "Free Schools - Alternative Provision"]


def made_up() -> bytes:
    """A joined list of invented schools."""
    return "\n".join([HEADER, *(_line(number) for number in range(LINES))]).encode() + b"\n"


def _line(number: int) -> str:
    trust = f"Invented Trust {number % 900}" if number % 2 else ""
    cells = [
        f"{100_000 + number},{800 + number % 90},County {number % 90},{2000 + number % 5000}",
        f"St Invented’s School {number},{TYPES[number % 4]}",
        f'"{number} High Street, Town {number % 700}",AB{number % 90 + 1} {number % 9 + 1}CD',
        f"{50 + number % 500 / 100},{-(number % 300) / 100},District {number % 300},{trust}",
        f"{number % 1500},{number % 1400},names-2018,edubase-2016,tables-2018",
    ]
    return ",".join(cells)


def content_of(arguments: list[str]) -> tuple[str, bytes]:
    """The file to import, unpacked, with its name."""
    if not arguments:
        return "made-up-joined-list.csv", made_up()
    path = Path(arguments[0])
    raw = path.read_bytes()
    return path.name, gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw


def best(do: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """The shortest of a few rounds, in seconds."""
    taken = []
    for _ in range(ROUNDS):
        before()
        start = time.perf_counter()
        do()
        taken.append(time.perf_counter() - start)
    return min(taken)


def copy(content: bytes) -> None:
    """The floor: the same bytes by one COPY into a table of text, nothing read, nothing merged."""
    from django.db import connection, transaction

    from partnerships.register.opening import Source, encoding_of

    letters = "WIN1252" if encoding_of(Source("", io.BytesIO(content))) == "cp1252" else "UTF8"
    width = content.split(b"\n", 1)[0].count(b",") + 1
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE plain ({', '.join(f'c{n} text' for n in range(width))}) ON COMMIT DROP")
        cursor.copy_expert(
            f"COPY plain FROM STDIN WITH (FORMAT csv, HEADER, ENCODING '{letters}')", io.BytesIO(content)
        )


def empty() -> None:
    """Take the register away."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE partnerships_establishment, partnerships_establishmentlink")


def measure(name: str, content: bytes) -> None:
    """Measure the floor, a first import and a second, and print them."""
    from partnerships.register.importing import import_file

    def take_in():
        return import_file(name=name, raw=io.BytesIO(content))

    floor, first = best(lambda: copy(content)), best(take_in, before=empty)
    again, outcome = best(take_in), take_in()
    if not outcome.changed_nothing:
        sys.exit("The second import changed something: the measurement means nothing.")
    print(f"{name}: {outcome.read:,} lines, {outcome.refused:,} refused, best of {ROUNDS}")
    print(f"  plain COPY     {floor:7.2f} s    1.0")
    for what, seconds in (("first import", first), ("second import", again)):
        print(f"  {what:14} {seconds:7.2f} s  {seconds / floor:5.1f}  ({outcome.read / seconds:,.0f} lines a second)")


def run(arguments: list[str]) -> None:
    """Measure in a database of our own."""
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["TEST"]["NAME"] = f"benchmark_{os.getpid()}"
    old = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0)
    try:
        measure(*content_of(arguments))
    finally:
        connection.creation.destroy_test_db(old, verbosity=0)


def main(arguments: list[str]) -> None:
    """Find a server or start one, then measure."""
    from demo.services import Services

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("SECRET_KEY", "only-for-measuring-and-therefore-no-secret")
    with tempfile.TemporaryDirectory(prefix="casebook-benchmark-") as folder:
        Path(folder).chmod(0o711)
        services = Services(Path(folder) / "run", durable=True)
        services.start_missing()
        try:
            run(arguments)
        finally:
            services.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
