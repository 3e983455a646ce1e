"""The head's words: what stands, and what in them might let a reader recognise a child."""

import re

from kit.names import name_key
from kit.seen import saw
from prus.models import Pupil

SMALL = r"(?<!stage )(?<!year )(?<!term )\b(?:[1-4]|one|two|three|four)\b"
CHILD = r"\b(?:pupil|child|children|student|learner|boy|girl)s?\b"
FEW_PUPILS = re.compile(
    rf"{SMALL}(?:[\s-]+[\w’'-]+){{0,3}}?[\s-]+{CHILD}|{CHILD}(?:[\s:,]+\w+){{0,2}}?[\s:,]+{SMALL}", re.I
)
CAPITALISED = re.compile(r"\b[^\W\d_a-zß-ÿ][\w’']+")


def words_of(report) -> dict[str, str]:
    """The text by section."""
    return {row.section: row.text for row in report.commentary.all() if row.text}


def warnings(report, texts: dict[str, str]) -> dict[str, list[str]]:
    """By section, sentences on a name of a pupil on roll in the half term, or a small number beside "pupil"."""
    names = _names_on_roll(report) if any(texts.values()) else {}
    found = {section: [*_named(text, names), *_few(text)] for section, text in texts.items()}
    return {section: lines for section, lines in found.items() if lines}


def _names_on_roll(report) -> dict[str, int]:
    """Each single name of pupils who were on roll in the half term, as a key, with the pupil's id."""
    pupils = Pupil.objects.filter(
        registrations__organisation=report.subject_id, registrations__during__overlap=report.half_term.during
    )
    found = {}
    for pk, *names in pupils.values_list("pk", "forename", "known_as", "surname"):
        for name in names:
            found.update({part: pk for part in name_key(name).split() if len(part) > 1})
    return found


def _named(text: str, names: dict[str, int]) -> list[str]:
    lines = []
    for word in dict.fromkeys(CAPITALISED.findall(text)):
        key = name_key(word.removesuffix("’s").removesuffix("'s"))
        if key in names:
            saw(names[key])
            lines.append(f"“{word}” may be the name of a pupil")
    return lines


def _few(text: str) -> list[str]:
    return [f"“{found.group(0)}” is about fewer than 5 pupils" for found in FEW_PUPILS.finditer(text)]
