"""Which bodies of an authority its manager may set up: the authority's own. Every page here starts with these."""

from accounts.models import Membership
from accounts.roles import Role
from improvement.models import Committee
from partnerships.models import District, Establishment, LocalAuthority, Partnership, School
from prus.models import Pru, Site

BY_NAME = ("organisation__name_key", "pk")


def districts_visible_to(actor):
    return District.objects.filter(la__in=actor.la_ids)


def schools_visible_to(actor):
    rows = School.objects.filter(organisation__la__in=actor.la_ids)
    return rows.select_related("organisation", "district").order_by(*BY_NAME)


def partnerships_visible_to(actor):
    rows = Partnership.objects.filter(organisation__la__in=actor.la_ids)
    return rows.select_related("organisation", "district").order_by(*BY_NAME)


def prus_visible_to(actor):
    return Pru.objects.filter(organisation__la__in=actor.la_ids).select_related("organisation").order_by(*BY_NAME)


def sites_visible_to(actor):
    return Site.objects.filter(pru__in=prus_visible_to(actor)).select_related("pru__organisation", "place")


def committees_visible_to(actor):
    return Committee.objects.filter(organisation__la__in=actor.la_ids).select_related("organisation", "governs")


def officers_visible_to(actor):
    """Inclusion officers of the authority whose role has not ended."""
    rows = Membership.objects.current().filter(organisation__in=actor.la_ids, role=Role.INCLUSION_OFFICER)
    return rows.select_related("person").order_by("person__name", "pk")


def register_of(actor):
    """The authority's part of the national register: what is open or will be. It is public."""
    codes = LocalAuthority.objects.filter(organisation__in=actor.la_ids).values("code")
    return Establishment.objects.not_closed().filter(la_code__in=codes)
