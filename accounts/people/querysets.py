"""Whose roles somebody may see and change: a manager those of the authority, a lead those of their own body."""

from django.db.models import Q

from accounts.access import Power, may
from accounts.models import Membership, Organisation
from accounts.people.fitting import FITS
from accounts.roles import Role


def organisations_visible_to(actor, at=None):
    """The organisations whose people the actor manages. `at` changes nothing: today counts."""
    if not may(actor, Power.MANAGE_PEOPLE):
        return Organisation.objects.none()
    if actor.role == Role.INCLUSION_MANAGER:
        here = actor.organisation.pk
        return Organisation.objects.filter(Q(pk=here) | Q(la=here), kind__in=[kind for kind in FITS if FITS[kind]])
    return Organisation.objects.filter(pk=actor.organisation.pk)


def roles_visible_to(actor, at=None):
    """Every role held, to come or ended in those organisations."""
    organisations = organisations_visible_to(actor, at)
    return Membership.objects.filter(organisation__in=organisations).select_related("person", "organisation")
