"""What kind of establishment it is, what state and phase it is in: the register's codes and everyone's spellings.

Case, hyphens, "to" and apostrophes differ between years and files; `key` makes them alike, the table does the rest.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from partnerships.models.register import Establishment

K, P, S = Establishment.Kind, Establishment.Phase, Establishment.Status

COLLEGES, UNIVERSITIES, INDEPENDENT = "Colleges", "Universities", "Independent schools"
MAINTAINED, SPECIAL, OTHER = "Local authority maintained schools", "Special schools", "Other types"
ACADEMIES, FREE, WELSH = "Academies", "Free schools", "Welsh schools"


class Type(NamedTuple):
    """A type of establishment. Without a code it is one that a file says only broadly."""

    code: int | None
    name: str
    group: str
    kind: str
    phase: str = ""

    @property
    def broad(self) -> bool:
        return self.code is None


EXACT = [
    Type(1, "Community school", MAINTAINED, K.MAINTAINED),
    Type(2, "Voluntary aided school", MAINTAINED, K.MAINTAINED),
    Type(3, "Voluntary controlled school", MAINTAINED, K.MAINTAINED),
    Type(5, "Foundation school", MAINTAINED, K.MAINTAINED),
    Type(6, "City technology college", INDEPENDENT, K.STATE_FUNDED),
    Type(7, "Community special school", SPECIAL, K.SPECIAL),
    Type(8, "Non-maintained special school", SPECIAL, K.SPECIAL),
    Type(10, "Other independent special school", SPECIAL, K.SPECIAL),
    Type(11, "Other independent school", INDEPENDENT, K.INDEPENDENT),
    Type(12, "Foundation special school", SPECIAL, K.SPECIAL),
    Type(14, "Pupil referral unit", MAINTAINED, K.PRU),
    Type(15, "Local authority nursery school", MAINTAINED, K.NURSERY),
    Type(18, "Further education", COLLEGES, K.COLLEGE),
    Type(24, "Secure units", OTHER, K.OTHER),
    Type(25, "Offshore schools", OTHER, K.OTHER),
    Type(26, "Service children’s education", OTHER, K.OTHER),
    Type(27, "Miscellaneous", OTHER, K.OTHER),
    Type(28, "Academy sponsor led", ACADEMIES, K.ACADEMY),
    Type(29, "Higher education institutions", UNIVERSITIES, K.COLLEGE),
    Type(30, "Welsh establishment", WELSH, K.OTHER),
    Type(31, "Sixth form centres", COLLEGES, K.COLLEGE),
    Type(32, "Special post 16 institution", OTHER, K.SPECIAL),
    Type(33, "Academy special sponsor led", ACADEMIES, K.SPECIAL),
    Type(34, "Academy converter", ACADEMIES, K.ACADEMY),
    Type(35, "Free schools", FREE, K.FREE_SCHOOL),
    Type(36, "Free schools special", FREE, K.SPECIAL),
    Type(37, "British schools overseas", OTHER, K.OTHER),
    Type(38, "Free schools alternative provision", FREE, K.AP_FREE_SCHOOL),
    Type(39, "Free schools 16 to 19", FREE, K.COLLEGE),
    Type(40, "University technical college", FREE, K.FREE_SCHOOL),
    Type(41, "Studio schools", FREE, K.FREE_SCHOOL),
    Type(42, "Academy alternative provision converter", ACADEMIES, K.AP_ACADEMY),
    Type(43, "Academy alternative provision sponsor led", ACADEMIES, K.AP_ACADEMY),
    Type(44, "Academy special converter", ACADEMIES, K.SPECIAL),
    Type(45, "Academy 16-19 converter", ACADEMIES, K.COLLEGE),
    Type(46, "Academy 16 to 19 sponsor led", ACADEMIES, K.COLLEGE),
    Type(49, "Online provider", "Online provider", K.OTHER),
    Type(56, "Institution funded by other government department", OTHER, K.OTHER),
    Type(57, "Academy secure 16 to 19", ACADEMIES, K.COLLEGE),
]
# What other files say in a word or two. The left side is how they say it.
BROAD = {
    "Mainstream": Type(None, "Maintained school", MAINTAINED, K.MAINTAINED),
    "Mainstream academy": Type(None, "Academy", ACADEMIES, K.ACADEMY),
    "AP Academy": Type(None, "Alternative provision academy", ACADEMIES, K.AP_ACADEMY, P.NOT_APPLICABLE),
    "Academy alternative provision (kind not stated)": Type(
        None, "Alternative provision academy", ACADEMIES, K.AP_ACADEMY, P.NOT_APPLICABLE
    ),
    "Academy special": Type(None, "Special academy", ACADEMIES, K.SPECIAL, P.NOT_APPLICABLE),
    "Special": Type(None, "Special school", SPECIAL, K.SPECIAL, P.NOT_APPLICABLE),
    "Special school": Type(None, "Special school", SPECIAL, K.SPECIAL, P.NOT_APPLICABLE),
    "Independent school": Type(None, "Independent school", INDEPENDENT, K.INDEPENDENT, P.NOT_APPLICABLE),
    "State-funded primary": Type(None, "State-funded primary school", "", K.STATE_FUNDED, P.PRIMARY),
    "State-funded secondary": Type(None, "State-funded secondary school", "", K.STATE_FUNDED, P.SECONDARY),
    "State-funded special school": Type(None, "State-funded special school", "", K.SPECIAL, P.NOT_APPLICABLE),
    "State-funded nursery": Type(None, "State-funded nursery school", "", K.NURSERY, P.NURSERY),
    "State-funded AP school": Type(None, "State-funded alternative provision school", "", K.AP, P.NOT_APPLICABLE),
}
# Exact types under another name.
ALSO = {"LA nursery school": 15, "Special post-16 institution": 32}

STATUSES = {1: S.OPEN, 2: S.CLOSED, 3: S.CLOSING, 4: S.PROPOSED}


def key(words: str) -> str:
    """The same for "Free Schools - 16-19" and "Free schools 16 to 19 "."""
    plain = re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’]", "", words.casefold()))
    return " ".join(word for word in plain.split() if word != "to")


BY_CODE = {one.code: one for one in EXACT}
BY_NAME = (
    {key(words): one for words, one in BROAD.items()}
    | {key(one.name): one for one in EXACT}
    | {key(words): BY_CODE[code] for words, code in ALSO.items()}
)
PHASES = {key(label): value for value, label in P.choices} | {key("Post 16"): P.POST_16.value}


@lru_cache(maxsize=1000)
def type_of(code: int | None, words: str) -> Type | None:
    """The type by its code, or by its name however spelled; none when we know neither."""
    return BY_CODE.get(code) or BY_NAME.get(key(words))


def unknown_type(words: str) -> Type:
    """A type that is newer than our table: kept in its own words."""
    return Type(None, words, "", K.OTHER)


# The first two digits of an establishment number, as authorities give them out.
RANGES = [
    (1000, 1099, P.NURSERY),
    (1100, 1199, P.NOT_APPLICABLE),
    (2000, 3999, P.PRIMARY),
    (4000, 4999, P.SECONDARY),
    (5200, 5299, P.PRIMARY),
    (5400, 5499, P.SECONDARY),
    (6000, 6899, P.NOT_APPLICABLE),
    (6900, 6999, P.SECONDARY),
    (7000, 7999, P.NOT_APPLICABLE),
    (8000, 8999, P.POST_16),
]


def phase_of_number(number: str) -> str:
    """The phase that the number suggests, for files that state none: right for 97 of 100."""
    if not number:
        return ""
    return next((phase for low, high, phase in RANGES if low <= int(number) <= high), "")
