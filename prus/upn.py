"""The unique pupil number: 13 characters, the first a check letter over the other twelve.

Source: DfE, Unique pupil numbers: guide, v1.2 June 2019, Annex A and section 6.1. The authority's
part is not held against today's list: numbers from abolished authorities and Wales are kept (6.7).
"""

import re

from django.db.models import BooleanField, Func

ALPHABET = "ABCDEFGHJKLMNPQRTUVWXYZ"  # 23 letters: no I, O or S
SHAPE = re.compile(r"^[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]$")


def tidy(typed: str) -> str:
    """As people type it: spaces and small letters are fine."""
    return re.sub(r"\s", "", typed).upper()


def masked(upn: str | None) -> str:
    """As pages show it. A UPN is a blind number (guide, 2.1): never on paper, never the everyday reference."""
    return f"Ends in {upn[-4:]}" if upn else "Not known"


def check_letter(rest: str) -> str:
    """The letter for characters 2 to 13: each value times its position, summed, modulo 23."""
    values = [int(ch) if ch.isdigit() else ALPHABET.index(ch) for ch in rest]
    return ALPHABET[sum(value * place for place, value in enumerate(values, start=2)) % 23]


def is_valid(upn: str) -> bool:
    return bool(SHAPE.match(upn)) and check_letter(upn[1:]) == upn[0]


def what_is_wrong(upn: str) -> str:
    """A sentence to put at the field, or an empty string when the number is right."""
    if len(upn) != 13:
        return "UPN must be 13 characters, like H801200001001"
    if not SHAPE.match(upn):
        return "UPN must be a letter, 11 numbers, then a number or a letter. I, O and S are never used"
    if check_letter(upn[1:]) != upn[0]:
        return "UPN does not have the right first letter. Check it against the school's records"
    return ""


class UpnIsValid(Func):
    """The same rule inside the database (`upn_is_valid`, made in the first migration)."""

    function = "upn_is_valid"
    output_field = BooleanField()
