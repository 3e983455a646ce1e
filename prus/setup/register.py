"""What is taken over from the national register of schools when an authority sets itself up."""

from typing import Any

from django.db.models import Exists, OuterRef

from kit.names import name_key
from partnerships.models import Establishment, School
from prus.models import Pru
from prus.setup.rows import register_of

PHASES = {
    Establishment.Phase.PRIMARY: School.Phase.PRIMARY,
    Establishment.Phase.MIDDLE_PRIMARY: School.Phase.PRIMARY,
    Establishment.Phase.SECONDARY: School.Phase.SECONDARY,
    Establishment.Phase.MIDDLE_SECONDARY: School.Phase.SECONDARY,
    Establishment.Phase.ALL_THROUGH: School.Phase.ALL_THROUGH,
}


def facts_of(one: Establishment) -> dict[str, Any]:
    """What we keep of a school."""
    return {
        "urn": one.urn,
        "number": one.number,
        "kind": one.type,
        "phase": phase_of(one),
        "is_academy": one.is_academy,
        "roll": one.roll,
    }


def phase_of(one: Establishment) -> str:
    if one.kind == Establishment.Kind.SPECIAL:
        return School.Phase.SPECIAL
    return PHASES.get(Establishment.Phase(one.phase), School.Phase.OTHER) if one.phase else School.Phase.OTHER


def schools_not_taken(actor):
    """Schools of the register that the authority has not taken over; units for pupils out of school are PRUs."""
    taken = School.objects.filter(urn=OuterRef("urn"))
    return register_of(actor).exclude(kind__in=Establishment.OUT_OF_SCHOOL).exclude(Exists(taken))


def units_not_taken(actor):
    """Pupil referral units, and alternative provision academies and free schools, not taken over."""
    taken = Pru.objects.filter(urn=OuterRef("urn"), organisation__la__in=actor.la_ids)
    return register_of(actor).for_pupils_out_of_school().exclude(Exists(taken))


def narrow(rows, *, words: str = "", phase: str = "", district: str = ""):
    """By part of the name, by phase, and by the administrative district that the register gives."""
    if words:
        rows = rows.filter(name_key__contains=name_key(words))
    if phase:
        rows = rows.filter(phase__in=[key for key, value in PHASES.items() if value == phase])
    return rows.filter(district=district) if district else rows
