"""The authority, its calendar, districts, schools, partnerships and panels."""

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Membership, Organisation, Person
from demo.area import extracts
from demo.area.clock import ALWAYS
from demo.area.names import Names
from kit.names import name_key
from kit.periods import from_to
from partnerships.calendars import write_school_days
from partnerships.models import (
    Calendar,
    Closure,
    District,
    HalfTerm,
    LocalAuthority,
    Partnership,
    PartnershipSchool,
    Place,
    School,
)
from referrals.models import Panel

SEED = "casebook"
NAME, CODE = "Staffordshire", "860"
DISTRICTS = (
    "Stafford",
    "South Staffordshire",
    "Cannock",
    "Lichfield",
    "East Staffordshire",
    "Tamworth",
    "Newcastle",
    "Moorlands",
)
Kind = Organisation.Kind


@dataclass(frozen=True)
class Sign:
    """One line of the list of who may sign in."""

    role: str
    organisation: str
    email: str


@dataclass
class Area:
    """What the parts of the loader hand to one another."""

    la: Organisation
    names: Names = field(default_factory=lambda: Names(f"{SEED}:names"))
    days: list[dt.date] = field(default_factory=list)
    terms: list[HalfTerm] = field(default_factory=list)
    districts: dict[str, District] = field(default_factory=dict)
    schools: dict[str, Organisation] = field(default_factory=dict)  # by name
    ages: dict[int, tuple[int, int]] = field(default_factory=dict)  # lowest and highest by organisation id
    members: dict[str, list[Organisation]] = field(default_factory=lambda: defaultdict(list))  # by district
    partnerships: dict[str, Partnership] = field(default_factory=dict)  # by district
    panels: dict[str, Panel] = field(default_factory=dict)  # by district
    units: dict[str, Any] = field(default_factory=dict)
    providers: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Membership] = field(default_factory=dict)  # by key, such as "Stafford chair"
    password: str = ""

    def rng(self, part: str) -> random.Random:
        """Chance of its own for each part, so that a change in one leaves the others as they were."""
        return random.Random(f"{SEED}:{part}")  # noqa: S311 - nothing secret

    def person(self, key: str) -> Person:
        return self.people[key].person


def lay() -> Area:
    """The ground everything else stands on."""
    area = Area(la=body(Kind.LOCAL_AUTHORITY, NAME, None))
    LocalAuthority.objects.create(organisation=area.la, code=CODE)
    _calendar(area)
    for name in DISTRICTS:
        area.districts[name] = District.objects.create(la=area.la, name=name)
    _schools(area)
    for name in DISTRICTS:
        _partnership(area, name)
    return area


def body(kind: str, name: str, la: Organisation | None) -> Organisation:
    return Organisation.objects.create(kind=kind, name=name, la=la)


def _calendar(area: Area) -> None:
    calendar = Calendar.objects.create(organisation=area.la)
    for year, number, first, last in extracts.half_terms():
        HalfTerm.objects.create(calendar=calendar, academic_year=year, number=number, during=from_to(first, last))
    area.terms = list(calendar.half_terms.all())
    for day, title in extracts.bank_holidays():
        if any(term.first <= day <= term.last for term in area.terms):
            Closure.objects.create(calendar=calendar, on=day, kind=Closure.Kind.BANK_HOLIDAY, note=title)
    write_school_days(calendar)
    area.days = list(calendar.days.order_by("on").values_list("on", flat=True))


def _schools(area: Area) -> None:
    """Real schools by name, each with its district, address and ages."""
    rows = extracts.schools()
    bodies = Organisation.objects.bulk_create(
        Organisation(kind=Kind.SCHOOL, name=row["name"], name_key=name_key(row["name"])[:200], la=area.la)
        for row in rows
    )
    School.objects.bulk_create(_school(area, row, each) for row, each in zip(rows, bodies, strict=True))
    Place.objects.bulk_create(_place(row, each) for row, each in zip(rows, bodies, strict=True))
    for row, each in zip(rows, bodies, strict=True):
        area.schools[row["name"]] = each
        area.ages[each.pk] = (int(row["lowest_age"]), int(row["highest_age"]))
        if row["phase"] == "secondary":
            area.members[row["district"]].append(each)


def _school(area: Area, row: dict[str, str], each: Organisation) -> School:
    return School(
        organisation=each,
        urn=row["urn"],
        number=row["number"],
        kind=row["type"],
        phase=row["phase"],
        is_academy=row["type"].startswith(("Academy", "Free", "University")),
        roll=int(row["roll"]) if row["roll"] else None,
        district=area.districts[row["district"]],
    )


def _place(row: dict[str, str], each: Organisation) -> Place:
    return Place(
        organisation=each,
        name=row["name"],
        address=row["address"],
        postcode=row["postcode"],
        latitude=row["latitude"] or None,
        longitude=row["longitude"] or None,
        during=ALWAYS,
    )


def _partnership(area: Area, name: str) -> None:
    """A district's partnership with its member schools, and its panel."""
    organisation = body(Kind.PARTNERSHIP, f"{name} District Inclusion Partnership", area.la)
    found = Partnership.objects.create(
        organisation=organisation, kind=Partnership.Kind.DIP, district=area.districts[name]
    )
    area.partnerships[name] = found
    PartnershipSchool.objects.bulk_create(
        PartnershipSchool(partnership=found, school=school.school, during=ALWAYS) for school in area.members[name]
    )
    area.panels[name] = Panel.objects.create(
        organisation=body(Kind.PANEL, f"{name} panel", area.la), kind=Panel.Kind.DIP, partnership=found, quorum=3
    )


def centre(area: Area, district: str) -> tuple[float, float]:
    """Roughly the middle of a district's schools: where a base with an invented address stands."""
    spots = Place.objects.filter(organisation__in=area.members[district]).exclude(latitude=None)
    points = list(spots.values_list("latitude", "longitude").order_by("pk"))
    north, east = (float(sum(axis)) / len(points) for axis in zip(*points, strict=True))
    return round(north, 2), round(east, 2)
