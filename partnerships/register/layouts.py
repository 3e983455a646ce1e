"""The published files that we can read: their columns, which of them must be there, and which day each file is of."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from partnerships.register import values as v
from partnerships.register.refusals import FileRefusedError

NEEDED = True


@dataclass(frozen=True)
class Column:
    """A column of a file: its heading, how a cell is read, and whether a line without it is refused."""

    heading: str
    read: Callable[[str], Any]
    needed: bool = False


@dataclass(frozen=True)
class Layout:
    """One kind of file. In its `whole` groups of facts a blank is a fact; in the others it is a gap."""

    key: str
    title: str
    columns: dict[str, Column]
    headings_needed: tuple[str, ...]
    start_of_year: Callable[[int], dt.date]  # the day that a file "of 2021" or "of 2021-22" speaks of
    dated_by: str = ""  # the column whose newest date is the day of the file
    whole: frozenset[str] = frozenset()
    are_links: bool = False
    day: dt.date | None = None  # the day of a file that is not dated otherwise
    days: dict[str, dt.date] = field(default_factory=dict)  # group → its day, where that is not the day of the file
    sources: dict[str, str] = field(default_factory=dict)  # group → column that says where it came from


NAME = v.up_to(200)
URN = Column("URN", v.urn, NEEDED)
AGE = v.number(99)
ROLL = v.number(20_000)
NUMBER = v.digits(4, "An establishment number")


def third_thursday_of_january(year: int) -> dt.date:
    first = dt.date(year, 1, 1)
    return first + dt.timedelta(days=(3 - first.weekday()) % 7 + 14)


REGISTER = Layout(
    key="register",
    title="national register",
    columns={
        "urn": URN,
        "la_code": Column("LA (code)", v.la_code, NEEDED),
        "la_name": Column("LA (name)", v.up_to(100)),
        "number": Column("EstablishmentNumber", NUMBER),
        "name": Column("EstablishmentName", NAME, NEEDED),
        "type_code": Column("TypeOfEstablishment (code)", v.number(99), NEEDED),
        "type_words": Column("TypeOfEstablishment (name)", v.up_to(100)),
        "status_code": Column("EstablishmentStatus (code)", v.number(4), NEEDED),
        "opened_on": Column("OpenDate", v.date),
        "closed_on": Column("CloseDate", v.date),
        "phase_words": Column("PhaseOfEducation (name)", v.text),
        "low_age": Column("StatutoryLowAge", AGE),
        "high_age": Column("StatutoryHighAge", AGE),
        "roll": Column("NumberOfPupils", ROLL),
        "trust": Column("Trusts (name)", NAME),
        "address_1": Column("Street", v.up_to(100)),
        "address_2": Column("Locality", v.up_to(100)),
        "address_3": Column("Address3", v.up_to(100)),
        "address_4": Column("Town", v.up_to(50)),
        "address_5": Column("County (name)", v.up_to(50)),
        "postcode": Column("Postcode", v.postcode),
        "district": Column("DistrictAdministrative (name)", v.up_to(100)),
        "easting": Column("Easting", v.number(700_000)),
        "northing": Column("Northing", v.number(1_300_000)),
    },
    headings_needed=(
        "URN",
        "LA (code)",
        "EstablishmentName",
        "TypeOfEstablishment (code)",
        "EstablishmentStatus (code)",
        "Postcode",
    ),
    start_of_year=lambda year: dt.date(year, 1, 1),
    dated_by="LastChangedDate",
    whole=frozenset({"status", "trust"}),
)

PUPIL_PREMIUM = Layout(
    key="pupil_premium",
    title="pupil premium list",
    columns={
        "urn": URN,
        "la_code": Column("LA", v.la_code, NEEDED),
        "la_name": Column("Local Authority", v.up_to(100)),
        "number": Column("Estab", NUMBER),
        "name": Column("School Name", NAME, NEEDED),
        "type_words": Column("School Type", v.up_to(100), NEEDED),
        "roll": Column("Number of pupils on roll", ROLL),
    },
    headings_needed=("URN", "LA", "Estab", "School Name", "School Type", "Number of pupils on roll"),
    start_of_year=lambda year: dt.date(year, 4, 1),
)

CENSUS = Layout(
    key="census",
    title="school census",
    columns={
        "urn": URN,
        "la_code": Column("LA", v.la_code, NEEDED),
        "number": Column("ESTAB", NUMBER),
        "type_words": Column("SCHOOLTYPE", v.up_to(100), NEEDED),
        "roll": Column("NOR", ROLL),
    },
    headings_needed=("URN", "LA", "ESTAB", "SCHOOLTYPE", "NOR"),
    start_of_year=lambda year: third_thursday_of_january(year + 1),
)

TRUSTS = Layout(
    key="trusts",
    title="list of academies and their trusts",
    columns={
        "urn": Column("Academy URN", v.urn, NEEDED),
        "la_code": Column("LA (code)", v.la_code, NEEDED),
        "la_name": Column("LA (name)", v.up_to(100)),
        "name": Column("Trust Academy Establishment Name", NAME, NEEDED),
        "type_code": Column("TypeOfEstablishment (code)", v.number(99), NEEDED),
        "type_words": Column("TypeOfEstablishment (name)", v.up_to(100)),
        "phase_words": Column("PhaseOfEducation (name)", v.text),
        "trust": Column("Group Name", NAME, NEEDED),
    },
    headings_needed=(
        "Academy URN",
        "Trust Academy Establishment Name",
        "TypeOfEstablishment (code)",
        "LA (code)",
        "Group Name",
    ),
    start_of_year=lambda year: dt.date(year, 1, 1),
    dated_by="Joined date",
)

LINKS = Layout(
    key="links",
    title="links between establishments",
    columns={
        "urn": URN,
        "other_urn": Column("LinkURN", v.urn, NEEDED),
        "other_name": Column("LinkName", NAME),
        "words": Column("LinkType", v.up_to(100), NEEDED),
        "on": Column("LinkEstablishedDate", v.date),
    },
    headings_needed=("URN", "LinkURN", "LinkType"),
    start_of_year=lambda year: dt.date(year, 1, 1),
    dated_by="LinkEstablishedDate",
    are_links=True,
)

JOINED = Layout(
    key="joined",
    title="joined list",
    columns={
        "urn": URN,
        "la_code": Column("LA (code)", v.la_code, NEEDED),
        "la_name": Column("LA (name)", v.up_to(100)),
        "number": Column("EstablishmentNumber", NUMBER),
        "name": Column("EstablishmentName", NAME, NEEDED),
        "type_words": Column("TypeOfEstablishment (name)", v.up_to(100), NEEDED),
        "address_1": Column("Address", v.up_to(300)),
        "postcode": Column("Postcode", v.postcode),
        "latitude": Column("Latitude", v.between(49, 61)),
        "longitude": Column("Longitude", v.between(-9, 2)),
        "district": Column("AdminDistrict", v.up_to(100)),
        "trust": Column("Trusts (name)", NAME),
        "roll": Column("NumberOfPupils_2022_23", ROLL),
        "roll_before": Column("PupilsOnRoll_2021_22", ROLL),
        "from_name": Column("name_source", v.text),
        "from_type": Column("type_source", v.text),
        "from_address": Column("address_source", v.text),
    },
    headings_needed=("URN", "LA (code)", "EstablishmentName", "TypeOfEstablishment (name)", "name_source"),
    start_of_year=lambda year: dt.date(year, 1, 1),
    day=dt.date(2023, 1, 19),  # its authorities, numbers and rolls are those of the census
    days={"trust": dt.date(2025, 9, 1)},
    sources={"name": "from_name", "type": "from_type", "address": "from_address", "position": "from_address"},
)

LAYOUTS = [REGISTER, PUPIL_PREMIUM, CENSUS, TRUSTS, LINKS, JOINED]


def heading_key(heading: str) -> str:
    """A heading without its footnote number, case and doubled spaces."""
    return " ".join(re.sub(r"\s*\(\d+\)\s*$", "", heading).casefold().split())


def recognise(header: list[str]) -> Layout:
    """The layout of the file with these columns, or a sentence saying which column it lacks."""
    there = {heading_key(heading) for heading in header}
    likely = max(LAYOUTS, key=lambda one: _share(one, there))
    if _share(likely, there) < 0.5:
        raise FileRefusedError("The columns are not those of a file that we know. We can read: " + _titles() + ".")
    missing = [heading for heading in likely.headings_needed if heading_key(heading) not in there]
    if missing:
        raise FileRefusedError(f"This looks like the {likely.title}, but {_columns(missing)} missing.")
    return likely


def _share(layout: Layout, there: set[str]) -> float:
    """How much of the layout the file has; a heading that the layout cannot do without counts double."""
    headings = [column.heading for column in layout.columns.values()] + list(layout.headings_needed)
    return sum(heading_key(heading) in there for heading in headings) / len(headings)


def _titles() -> str:
    titles = [one.title for one in LAYOUTS]
    return ", ".join(titles[:-1]) + " and " + titles[-1]


def _columns(missing: list[str]) -> str:
    named = ", ".join(f"“{heading}”" for heading in missing)
    return f"the column {named} is" if len(missing) == 1 else f"the columns {named} are"


def places(layout: Layout, header: list[str]) -> dict[str, int]:
    """Where each column of the layout stands in this file."""
    keys = [heading_key(heading) for heading in header]
    twice = [c.heading for c in layout.columns.values() if keys.count(heading_key(c.heading)) > 1]
    if twice:
        raise FileRefusedError(f"The column “{twice[0]}” is there twice. Keep one of them.")
    return {
        name: keys.index(heading_key(column.heading))
        for name, column in layout.columns.items()
        if heading_key(column.heading) in keys
    }
