"""Files of the register for the tests: extracts of the published ones, and lines made up on the spot."""

import gzip
import io
from pathlib import Path

from partnerships.register.importing import Outcome, import_file

DATA = Path(__file__).parent / "data"
REGISTER = "gias-extract-sample-139-columns-2021.csv"
PREMIUM = "pupil-premium-2021-22-extract.csv.gz"
CENSUS = "school-census-2022-23-extract.csv.gz"
TRUSTS = "gias-academy-trust-links-2025-extract.csv.gz"
LINKS = "gias-links-2025-04-22-extract.csv.gz"
JOINED = "england-establishments-joined-extract.csv.gz"
ALL = [JOINED, PREMIUM, CENSUS, TRUSTS, LINKS, REGISTER]

HEADER = "URN,LAEstab,LA,Local Authority,Estab,School Name,School Type,Number of pupils on roll (7)"
GOOD = "900001,8601100,860,Staffordshire,1100,Moorland House,Pupil Referral Unit,48"


def take_in(name: str, folder: Path = DATA) -> Outcome:
    with (folder / name).open("rb") as raw:
        return import_file(name=name, raw=raw)


def premium(*lines: str | bytes, header: str = HEADER, letters: str = "utf-8", **options) -> Outcome:
    """Import made-up lines in the layout of the pupil premium list."""
    rows = [line if isinstance(line, bytes) else line.encode(letters) for line in (header, *lines)]
    return import_bytes(b"\n".join(rows) + b"\n", "pupil-premium-2021-22.csv", **options)


def import_bytes(content: bytes, name: str = "pupil-premium-2021-22.csv", pack: bool = False, **options) -> Outcome:
    return import_file(name=name, raw=io.BytesIO(gzip.compress(content) if pack else content), **options)


def line(urn: int | str, name: str = "Moorland House", **cells: str) -> str:
    """One line of that layout."""
    kind, roll, la, number = (
        cells.get(key, usual)
        for key, usual in (("kind", "Pupil Referral Unit"), ("roll", "48"), ("la", "860"), ("number", "1100"))
    )
    return f"{urn},{la}{number},{la},Staffordshire,{number},{name},{kind},{roll}"


def told(outcome: Outcome) -> list[tuple[int, str, str]]:
    """What was refused: line, column, reason."""
    return [(one.line, one.column, one.reason) for one in outcome.troubles if one.refused]
