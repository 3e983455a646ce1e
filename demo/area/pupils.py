"""Invented pupils: on the roll of a school, and (most of them) with a stay at a base."""

import datetime as dt
import random
from dataclasses import dataclass

from accounts.models import Organisation
from demo.area.ground import Area
from demo.area.stays import YEAR_BEGINS, Seats, Stay
from demo.area.texts import END_REASONS, LEFT_YEAR_11, MOVED_SCHOOL, RETURNED
from demo.area.units import Unit
from kit.names import name_key
from kit.periods import from_to
from prus.models import CareStatus, Contact, Pupil, PupilNeeds

FILLED = 0.65  # seats in use, of the places there are
NEEDS = {"N": 20, "K": 58, "E": 22}
PRIMARY = {"SEMH": 62, "MLD": 10, "SLCN": 9, "ASD": 11, "SPLD": 6, "OTH": 2}
CARERS = ("Mother", "Father", "Grandmother", "Foster carer", "Stepfather", "Aunt")
DUAL = 0.75


@dataclass
class Child:
    """A pupil with the school whose roll they are on, and the stay they have."""

    pupil: Pupil
    school: Organisation
    district: str
    joined: dt.date
    stay: Stay | None = None
    dual: bool = True
    unit: Unit | None = None
    end_reason: str = ""
    next_school: Organisation | None = None  # on whose roll the pupil is after the stay, where that is known

    @property
    def unit_body(self) -> Organisation:
        assert self.unit is not None
        return self.unit.body


def stays_of(area: Area) -> list[Stay]:
    """Every stay at every base, unit by unit."""
    seats = Seats(area.rng("stays"), area.days)
    found: list[Stay] = []
    for unit in area.units.values():
        for base in unit.plan.bases:
            for stage, places in base.places.items():
                found += seats.stays(unit.plan.name, base.name, stage, round(places * FILLED))
    return found


class Intake:
    """Invents pupils one by one, then saves them all at once."""

    def __init__(self, area: Area, part: str):
        self.area, self.rng = area, area.rng(part)
        self.children: list[Child] = []

    def for_stay(self, stay: Stay) -> Child:
        unit: Unit = self.area.units[stay.unit]
        district = next(base.district for base in unit.plan.bases if base.name == stay.base)
        year = 2025 if stay.last is None or stay.last >= YEAR_BEGINS else 2024
        school = self.school_for(district, stay.year_group)
        child = self.child(school, district, stay.year_group, year)
        child.joined = self._before(child.joined, stay.first)
        child.stay, child.unit, child.dual = stay, unit, self.rng.random() < DUAL
        self._after(child)
        return child

    def _after(self, child: Child) -> None:
        """Why the stay ended, and the school that follows."""
        stay, pupil = child.stay, child.pupil
        if stay is None or stay.last is None:
            return
        if pupil.year_group == 11 and stay.last.month in (6, 7):
            child.end_reason = LEFT_YEAR_11
            return
        child.end_reason = self.rng.choice(END_REASONS["dual" if child.dual else "single"])
        if child.end_reason == RETURNED:
            child.next_school = child.school
        elif child.end_reason in MOVED_SCHOOL:
            others = [each for each in self._fitting(child.district, pupil.year_group) if each != child.school]
            child.next_school = self.rng.choice(others) if others else None

    def child(self, school: Organisation, district: str, year_group: int, year: int = 2025) -> Child:
        """A pupil of a year group in the school year that began in `year`."""
        sex = "M" if self.rng.random() < 0.68 else "F"
        forename, surname = self.area.names.child(sex)
        first = dt.date(year - year_group - 5, 9, 1)
        born = first + dt.timedelta(days=self.rng.randrange(365))
        pupil = Pupil(
            la=self.area.la,
            upn=self.area.names.upn(first.year + 1),
            surname=surname,
            forename=forename,
            name_key=name_key(surname, forename)[:210],
            date_of_birth=born,
            sex=sex,
            year_group=year_group,
            district=self.area.districts[district],
        )
        found = Child(pupil, school, district, self._joined(school, year_group, year))
        self.children.append(found)
        return found

    def school_for(self, district: str, year_group: int) -> Organisation:
        """A school of the district that has the year group."""
        return self.rng.choice(self._fitting(district, year_group))

    def _fitting(self, district: str, year_group: int) -> list[Organisation]:
        ages = self.area.ages
        return [
            school
            for school in self.area.members[district]
            if ages[school.pk][0] <= year_group + 4 and year_group + 5 <= ages[school.pk][1]
        ]

    def _joined(self, school: Organisation, year_group: int, year: int) -> dt.date:
        """September of the school's first year, or of a later one for who moved in."""
        lowest = max(self.area.ages[school.pk][0] - 4, 5)
        late = self.rng.choice((0, 0, 0, 1))
        return dt.date(year - max(year_group - lowest - late, 0), 9, 3)

    def _before(self, joined: dt.date, first: dt.date) -> dt.date:
        """At the school before the stay began: a year earlier where the draw says later."""
        return joined if joined < first else dt.date(first.year - 1, 9, 3)

    def save(self) -> list[Child]:
        pupils = Pupil.objects.bulk_create(child.pupil for child in self.children)
        PupilNeeds.objects.bulk_create(_needs(self.rng, pupil) for pupil in pupils)
        CareStatus.objects.bulk_create(_care(pupil) for pupil in pupils if self.rng.random() < 0.12)
        Contact.objects.bulk_create(row for pupil in pupils for row in self._contacts(pupil))
        return self.children

    def _contacts(self, pupil: Pupil) -> list[Contact]:
        """One parent or carer, often two; most have the child's surname."""
        chosen = self.rng.sample(CARERS, k=self.rng.choice((1, 1, 2)))
        return [
            Contact(
                la=self.area.la,
                pupil=pupil,
                name=self.area.names.adult(pupil.surname if self.rng.random() < 0.7 else ""),
                relationship=relationship,
                telephone=self.area.names.telephone(),
                has_responsibility=relationship in ("Mother", "Father", "Grandmother"),
            )
            for relationship in chosen
        ]


def _needs(rng: random.Random, pupil: Pupil) -> PupilNeeds:
    provision = rng.choices(list(NEEDS), list(NEEDS.values()))[0]
    kind = rng.choices(list(PRIMARY), list(PRIMARY.values()))[0] if provision != "N" else ""
    return PupilNeeds(la_id=pupil.la_id, pupil=pupil, provision=provision, primary_need=kind)


def _care(pupil: Pupil) -> CareStatus:
    """A social worker; for some of them the child is looked after as well."""
    looked_after = pupil.date_of_birth.day % 3 == 0
    since = from_to(dt.date(2025, 1, 6))
    return CareStatus(la_id=pupil.la_id, pupil=pupil, looked_after=looked_after, social_worker=True, during=since)
