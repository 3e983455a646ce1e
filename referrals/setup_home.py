"""The start of the set-up: what an authority needs before its first referral, and what is still missing."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.shortcuts import render
from django.urls import reverse

from accounts.access import Power
from accounts.door import door
from accounts.models import Membership, Organisation
from accounts.roles import Role
from kit.periods import current
from kit.today import today
from partnerships.models import (
    District,
    HalfTerm,
    OfficerDistrict,
    Partnership,
    PartnershipSchool,
    School,
)
from providers.models import Provider
from prus.models import Pru, PruPartnership, Site, SitePlaces
from prus.setup.pages import counted
from referrals.models import Panel


@dataclass(frozen=True)
class Step:
    """One thing to set up: how many there are, and what is still to do about them (empty when nothing)."""

    name: str
    url: str
    has: str
    missing: str
    needed: bool = True

    def as_task(self) -> dict:
        status = "Completed" if not self.missing else ("Incomplete" if self.needed else "Not started")
        hint = f"{self.has}. {self.missing}".rstrip(". ") + "."
        return {"name": self.name, "href": self.url, "status": status, "hint": hint}


@door(Power.SET_UP, methods=("GET",))
def home(request):
    """Two lists: what must be there for a first referral, and what makes the work easier."""
    found = numbers(request.actor)
    needed, more = first_needed(found), useful(found)
    done = sum(not step.missing for step in needed)
    context = {
        "needed": [step.as_task() for step in needed],
        "more": [step.as_task() for step in more],
        "done": done,
        "of": len(needed),
        "people": reverse("people:list"),
    }
    return render(request, "setup/home.html", context)


def numbers(actor) -> dict[str, int]:
    """How many of each the authority has, in one statement."""
    mine, now = {"organisation__la__in": actor.la_ids}, current(today())
    joined = PartnershipSchool.objects.filter(now, partnership=OuterRef("pk"))
    partnerships, prus = Partnership.objects.filter(**mine), Pru.objects.filter(**mine)
    sites = Site.objects.filter(now, pru__in=prus)
    officers = Membership.objects.current().filter(organisation__in=actor.la_ids, role=Role.INCLUSION_OFFICER)
    chaired = _holding(Role.PANEL_CHAIR, "organisation")
    leads = _holding(Role.SCHOOL_LEAD, "organisation")
    heads = _holding(Role.PRU_HEAD, "organisation")
    covered = OfficerDistrict.objects.filter(now, district=OuterRef("pk"), membership__in=officers)
    districts = District.objects.filter(la__in=actor.la_ids)
    counted_rows: dict[str, QuerySet] = {
        "districts": districts,
        "districts_covered": districts.filter(Exists(covered)),
        "schools": School.objects.filter(**mine),
        "schools_with_lead": School.objects.filter(leads, **mine),
        "partnerships": partnerships,
        "partnerships_with_schools": partnerships.filter(Exists(joined)),
        "prus": prus,
        "prus_serving": prus.filter(Exists(PruPartnership.objects.filter(now, pru=OuterRef("pk")))),
        "prus_with_head": prus.filter(heads),
        "sites": sites,
        "places": SitePlaces.objects.filter(now, site__in=sites, number__gt=0),
        "panels": Panel.objects.filter(**mine),
        "panels_with_chair": Panel.objects.filter(chaired, **mine),
        "providers": Provider.objects.visible_to(actor),
        "officers": officers,
        "half_terms": HalfTerm.objects.filter(Q(during__endswith__gt=today()), calendar__organisation__in=actor.la_ids),
    }
    columns = {f"number_of_{name}": _count(rows) for name, rows in counted_rows.items()}
    found: Any = Organisation.objects.filter(pk__in=actor.la_ids).values(**columns).get()
    return {name: found[f"number_of_{name}"] or 0 for name in counted_rows}


def _holding(role: str, path: str) -> Exists:
    return Exists(Membership.objects.current().filter(role=role, organisation=OuterRef(path)))


def _count(rows: QuerySet) -> Subquery:
    """The number of rows, as one column of another statement."""
    return Subquery(rows.order_by().annotate(_all=Value(1)).values("_all").annotate(n=Count("pk")).values("n"))


def first_needed(n: dict) -> list[Step]:
    """What a first referral needs, in the order in which it is set up."""
    return [
        Step("Districts", reverse("setup:districts"), counted(n["districts"], "district"), _none(n, "districts")),
        Step("Schools", reverse("setup:schools"), counted(n["schools"], "school"), _none(n, "schools")),
        Step(
            "Partnerships and their schools",
            reverse("setup:partnerships"),
            counted(n["partnerships"], "partnership"),
            _lacking(n, "partnerships", "partnerships_with_schools", "has no schools", "have no schools"),
        ),
        Step(
            "PRUs and whom they serve",
            reverse("setup:prus"),
            counted(n["prus"], "PRU"),
            _lacking(n, "prus", "prus_serving", "serves no partnership yet", "serve no partnership yet"),
        ),
        Step(
            "Sites and places",
            reverse("setup:prus"),
            counted(n["sites"], "site open", "sites open"),
            "" if n["places"] else "Enter the places of at least one site",
        ),
        Step(
            "Panels and their chairs",
            reverse("setup:panels"),
            counted(n["panels"], "panel"),
            _lacking(n, "panels", "panels_with_chair", "has no chair", "have no chair"),
        ),
        Step(
            "Term dates",
            reverse("calendars:list"),
            counted(n["half_terms"], "half term still to end", "half terms still to end"),
            _none(n, "half_terms"),
        ),
        Step(
            "People in schools",
            reverse("people:list"),
            f"{counted(n['schools_with_lead'], 'school')} with a school lead",
            "" if n["schools_with_lead"] else "Give somebody in a school the role of school lead",
        ),
    ]


def useful(n: dict) -> list[Step]:
    """What the work needs soon after."""
    return [
        Step(
            "Officers and their districts",
            reverse("setup:officers"),
            counted(n["officers"], "officer"),
            _lacking(n, "districts", "districts_covered", "has no officer", "have no officer", noun="district"),
            needed=False,
        ),
        Step(
            "Heads of PRUs",
            reverse("people:list"),
            f"{counted(n['prus_with_head'], 'PRU')} with a head",
            _lacking(n, "prus", "prus_with_head", "has no head here yet", "have no head here yet"),
            needed=False,
        ),
        Step(
            "Providers",
            reverse("providers:list"),
            counted(n["providers"], "provider"),
            _none(n, "providers"),
            needed=False,
        ),
    ]


def _none(n: dict, what: str) -> str:
    return "" if n[what] else "Add the first one"


def _lacking(n: dict, whole: str, part: str, one: str, many: str, noun: str = "") -> str:
    """What some of the rows lack."""
    left = n[whole] - n[part]
    if not n[whole]:
        return "Add the first one" if not noun else f"Add the first {noun}"
    return f"{left:,} {one if left == 1 else many}" if left else ""
