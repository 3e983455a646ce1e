"""What a cell means. Each function takes the text of a cell, trimmed and not empty, and gives a value or a sentence."""

import datetime as dt
import re

from partnerships.register.refusals import BEGINS_A_FORMULA

LOST_LETTER = "\ufffd"
# How published tables say that there is nothing to say.
NOTHING = {"", "na", "n/a", "null", "none", "supp", "x", "z", "c", ".", "..", "-", ":"}
DATES = ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%Y%m%d")
POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")


class UnclearError(ValueError):
    """The cell cannot be understood; the words say why."""


def text(cell: str) -> str:
    """Words, with single spaces. Refused when a spreadsheet would run them."""
    if cell.startswith(BEGINS_A_FORMULA):
        raise UnclearError(f"This begins with “{cell[0]}”, as a spreadsheet formula does")
    return " ".join(cell.split())


def up_to(most: int):
    """Words of at most so many characters."""

    def read(cell: str) -> str:
        words = text(cell)
        if len(words) > most:
            raise UnclearError(f"This must be {most} characters or fewer")
        return words

    return read


def digits(count: int, what: str):
    """A number that is a name: so many digits, with the zeros a spreadsheet may have taken away."""

    def read(cell: str) -> str:
        if not (cell.isascii() and cell.isdigit()) or len(cell) > count:
            raise UnclearError(f"{what} must be {count} digits")
        return cell.zfill(count)

    return read


def urn(cell: str) -> str:
    """Six digits; none were ever given out with a zero in front."""
    if not re.fullmatch(r"[1-9][0-9]{5}", cell):
        raise UnclearError("A URN must be six digits")
    return cell


def la_code(cell: str) -> str:
    """The number of an authority in England."""
    code = digits(3, "A local authority number")(cell)
    if code == "420" or code[0] in "23" or code[0] in "89":
        return code
    if "660" <= code <= "681":
        raise UnclearError("This authority is in Wales; this service is for England")
    raise UnclearError("This is not the number of an authority in England")


def number(most: int):
    """A whole number, with or without commas for thousands; nothing where the table says nothing."""

    def read(cell: str) -> int | None:
        if cell.casefold() in NOTHING:
            return None
        plain = cell.replace(",", "").removesuffix(".0")
        if not (plain.isascii() and plain.isdigit()):
            raise UnclearError("This must be a whole number")
        if len(plain) > 9 or int(plain) > most:
            raise UnclearError(f"This must be {most:,} or less")
        return int(plain)

    return read


def between(low: int, high: int):
    """A decimal number in a range."""

    def read(cell: str) -> float | None:
        if cell.casefold() in NOTHING:
            return None
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,20})?", cell) or not low <= float(cell) <= high:
            raise UnclearError(f"This must be a number from {low} to {high}")
        return round(float(cell), 6)

    return read


def date(cell: str) -> dt.date:
    """A day, in any of the ways that the files write it."""
    for form in DATES:
        try:
            return dt.datetime.strptime(cell, form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    raise UnclearError("This is not a date that exists: day, month and year, like 31-08-2025")


def postcode(cell: str) -> str:
    """A postcode, in capitals with one space."""
    found = POSTCODE.fullmatch(" ".join(cell.upper().split()))
    if not found:
        raise UnclearError("This is not a postcode")
    return " ".join(found.groups())
