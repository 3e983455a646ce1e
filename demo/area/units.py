"""The six pupil referral units of 2009 with their bases, places and committees."""

from dataclasses import dataclass, field

from accounts.models import Organisation
from demo.area.clock import ALWAYS
from demo.area.ground import Area, Kind, body, centre
from improvement.models import Committee
from partnerships.models import Place
from prus.models import Pru, PruPartnership, Site, SitePlaces


@dataclass(frozen=True)
class Base:
    """A base of a unit: its name, its district, and places per key stage."""

    name: str
    district: str
    places: dict[int, int]


@dataclass(frozen=True)
class Plan:
    """What is known of a unit, and the school whose head or deputy chaired its committee in 2009."""

    name: str
    serves: tuple[str, ...]
    judgement: str
    note: str
    chair_from: str
    bases: tuple[Base, ...]


PLANS = (
    Plan(
        "Stafford PRU",
        ("Stafford", "South Staffordshire"),
        "Good, with outstanding leadership",
        "An outreach base serves South Staffordshire.",
        "Blessed William Howard Catholic School",
        (Base("Stafford base", "Stafford", {3: 12, 4: 18}), Base("Outreach base", "South Staffordshire", {3: 4, 4: 6})),
    ),
    Plan(
        "Cedars PRU",
        ("Newcastle", "Moorlands"),
        "Good, with outstanding leadership",
        "Works with child and adolescent mental health services across both districts.",
        "Clayton Hall Academy",
        (Base("Newcastle base", "Newcastle", {3: 12, 4: 16}), Base("Moorlands base", "Moorlands", {3: 6, 4: 8})),
    ),
    Plan(
        "Stowe PRU",
        ("Lichfield",),
        "Satisfactory",
        "Planning a move to another site in the city.",
        "King Edward VI School",
        (Base("Lichfield base", "Lichfield", {3: 12, 4: 16}),),
    ),
    Plan(
        "Chaselea PRU",
        ("Cannock",),
        "Good",
        "Two bases in the district.",
        "Kingsmead School",
        (Base("Cannock base", "Cannock", {3: 8, 4: 10}), Base("Rugeley base", "Cannock", {3: 6, 4: 8})),
    ),
    Plan(
        "Kettlebrook PRU",
        ("Tamworth",),
        "Satisfactory",
        "A core group of the authority supports the unit.",
        "The Wilnecote School",
        (Base("Tamworth base", "Tamworth", {3: 12, 4: 14}),),
    ),
    Plan(
        "Burton PRU",
        ("East Staffordshire",),
        "Out of special measures, with outstanding leadership",
        "Three bases in the town.",
        "Blessed Robert Sutton Catholic Voluntary Academy",
        (
            Base("Riverside base", "East Staffordshire", {3: 10}),
            Base("Market base", "East Staffordshire", {4: 14}),
            Base("Meadow base", "East Staffordshire", {3: 6, 4: 8}),
        ),
    ),
)


@dataclass
class Unit:
    """A unit as made."""

    plan: Plan
    pru: Pru
    committee: Organisation
    sites: dict[str, Site] = field(default_factory=dict)

    @property
    def body(self) -> Organisation:
        return self.pru.organisation


def open_units(area: Area) -> None:
    for plan in PLANS:
        unit = _open(area, plan)
        area.units[plan.name] = unit
        for base in plan.bases:
            unit.sites[base.name] = _base(area, unit, base)


def _open(area: Area, plan: Plan) -> Unit:
    pru = Pru.objects.create(
        organisation=body(Kind.PRU, plan.name, area.la),
        responsible_body=Pru.ResponsibleBody.LOCAL_AUTHORITY,
        judgement=plan.judgement,
        note=plan.note,
    )
    for district in plan.serves:
        PruPartnership.objects.create(pru=pru, partnership=area.partnerships[district], during=ALWAYS)
    committee = body(Kind.COMMITTEE, f"Management committee of {plan.name}", area.la)
    Committee.objects.create(organisation=committee, governs=pru.organisation)
    return Unit(plan=plan, pru=pru, committee=committee)


def _base(area: Area, unit: Unit, base: Base) -> Site:
    """An invented address: no street and no postcode."""
    latitude, longitude = centre(area, base.district)
    place = Place.objects.create(
        organisation=unit.body,
        name=f"{unit.plan.name}, {base.name}",
        address=f"{base.name}, {base.district}, Staffordshire",
        latitude=latitude,
        longitude=longitude,
        during=ALWAYS,
    )
    site = Site.objects.create(pru=unit.pru, place=place, name=base.name, during=ALWAYS)
    for stage, number in base.places.items():
        SitePlaces.objects.create(site=site, key_stage=stage, number=number, during=ALWAYS)
    return site
