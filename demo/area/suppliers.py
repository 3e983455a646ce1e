"""Six invented providers: courses, contracts, and checks of which one has lapsed and one soon will."""

import datetime as dt
from dataclasses import dataclass

from demo.area.clock import ALWAYS, DAY
from demo.area.ground import Area, Kind, body, centre
from kit.periods import from_to
from partnerships.models import Place
from providers.models import Check, Contract, Course, Provider

YEAR = from_to(dt.date(2024, 9, 1), dt.date(2026, 8, 31))


@dataclass(frozen=True)
class Plan:
    """A provider to make: courses are (name, qualification, key stages)."""

    name: str
    registration: str
    district: str
    summary: str
    courses: tuple[tuple[str, str, str], ...]
    places: int
    pence: int
    insured_until: dt.date = dt.date(2026, 8, 31)


PLANS = (
    Plan(
        "Trent Valley Motor Workshop",
        "non_school",
        "Stafford",
        "Small groups on cars and bicycles with two tutors. Own kitchen, breakfast on arrival.",
        (
            ("Motor vehicle, entry level", "Entry level certificate in motor vehicle studies", "3,4"),
            ("Motor vehicle, level 1", "Level 1 certificate in motor vehicle studies", "4"),
        ),
        8,
        4500,
    ),
    Plan(
        "Sow Meadow Farm",
        "non_school",
        "Stafford",
        "Animals, woodland and growing food, for pupils who find rooms hard.",
        (("Land and animals", "Entry level award in land-based studies", "3,4"),),
        6,
        5200,
    ),
    Plan(
        "Potters Yard Training",
        "non_school",
        "Newcastle",
        "Bricklaying, joinery and decorating in a real yard.",
        (("Construction skills", "Level 1 award in construction skills", "4"),),
        10,
        4800,
    ),
    Plan(
        "Brewery Lane Kitchen",
        "non_school",
        "East Staffordshire",
        "A training kitchen and café open to the public two days a week.",
        (("Catering and hospitality", "Level 1 certificate in food preparation", "4"),),
        6,
        4600,
        DAY + dt.timedelta(days=12),  # the insurance is about to lapse
    ),
    Plan(
        "Chase Ridge Outdoors",
        "non_school",
        "Cannock",
        "Climbing, biking and walking, with a first-aid award at the end.",
        (("Outdoor leadership", "Level 1 award in outdoor learning", "3,4"),),
        8,
        5500,
        dt.date(2026, 4, 24),  # lapsed: nobody new can be booked until it is renewed
    ),
    Plan(
        "Mercia Gate College, 14 to 16",
        "college",
        "Tamworth",
        "A college group for 14 to 16 year olds with its own room and key worker.",
        (
            ("Hair and beauty", "Level 1 diploma in hair and beauty", "4"),
            ("Digital media", "Level 1 award in digital media", "4"),
        ),
        12,
        3900,
    ),
)
EVIDENCE = {
    "staff": "Letter on the provider's own paper, seen by the officer",
    "insurance": "Certificate of public liability, five million pounds",
    "health_safety": "Visit with the authority's adviser",
    "safeguarding": "Policy and named lead, telephone call with the lead",
    "registration": "Hours offered are below those of an independent school",
}


def sign_up(area: Area) -> None:
    for plan in PLANS:
        latitude, longitude = centre(area, plan.district)
        organisation = body(Kind.PROVIDER, plan.name, area.la)
        place = Place.objects.create(
            organisation=organisation,
            name=plan.name,
            address=f"{plan.district}, Staffordshire",
            latitude=latitude,
            longitude=longitude,
            during=ALWAYS,
        )
        provider = Provider.objects.create(
            organisation=organisation, registration=plan.registration, place=place, summary=plan.summary
        )
        for name, qualification, stages in plan.courses:
            Course.objects.create(provider=provider, name=name, qualification=qualification, key_stages=stages)
        Contract.objects.create(
            la=area.la, provider=provider, during=YEAR, places=plan.places, pence_per_session=plan.pence
        )
        area.providers[plan.name] = provider


def check(area: Area) -> None:
    """What the officer made sure of, last year and this."""
    officer = area.person("officer")
    for plan in PLANS:
        for kind in Check.NEEDED:
            ends = plan.insured_until if kind == Check.Kind.INSURANCE else dt.date(2026, 8, 31)
            for last in (dt.date(2025, 8, 31), ends):
                Check.objects.create(
                    provider=area.providers[plan.name],
                    kind=kind,
                    checked_on=last - dt.timedelta(days=350),
                    expires_on=last,
                    checked_by=officer,
                    evidence=EVIDENCE[kind.value],
                )
