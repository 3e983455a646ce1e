"""Which children, and which rows about them, an actor may know exist. Every screen starts here."""

from django.db import models
from django.db.models import Q

from accounts.actor import SYSTEM
from accounts.records import may_see_class
from accounts.roles import COMMITTEE_ROLES, Role
from kit.periods import current
from kit.today import today


class TieQuerySet(models.QuerySet):
    def of(self, organisation):
        return self.filter(organisation=organisation)

    def current(self, at=None):
        return self.filter(current(at or today()))


class PupilQuerySet(models.QuerySet):
    def visible_to(self, actor, at=None):
        """The pupils this actor may know exist. Every screen, form, task and report starts here."""
        if actor is None or actor.role in COMMITTEE_ROLES or actor.role == Role.SYSTEM_ADMINISTRATOR:
            return self.none()
        mine = self.filter(la__in=actor.la_ids)
        if actor.role in (SYSTEM, Role.INCLUSION_MANAGER):
            return mine
        if actor.role == Role.INCLUSION_OFFICER:
            return mine.filter(district__in=districts_of(actor, at))
        tie = self.model._meta.get_field("ties").related_model
        ties = tie.objects.of(actor.organisation).current(at)
        return mine.filter(pk__in=ties.values("pupil"))

    def current_at(self, organisation, at=None):
        return self.filter(registrations__organisation=organisation, registrations__during__contains=at or today())


def districts_of(actor, at=None):
    """The districts an inclusion officer looks after on the day, as a sub-query of ids."""
    held = actor.membership.officer_districts.filter(current(at or today()))
    return held.values("district")


class ChildRowQuerySet(models.QuerySet):
    """Rows of a class of record about a child: the class must be the role's, and the child visible."""

    def visible_to(self, actor, at=None):
        if not may_see_class(actor, self.model.record_class):
            return self.none()
        pupil = self.model._meta.get_field("pupil").related_model
        return self.filter(la__in=actor.la_ids, pupil__in=pupil.objects.visible_to(actor, at).values("pk"))


class PlacementQuerySet(ChildRowQuerySet):
    def visible_to(self, actor, at=None):
        """A PRU sees its own placements only; a school, the placements of children tied to it."""
        rows = super().visible_to(actor, at)
        if actor is not None and actor.for_pru:
            rows = rows.filter(pru__organisation=actor.organisation)
        return rows

    def proposed(self):
        return self.filter(during=None)

    def running(self, at=None):
        return self.filter(current(at or today()))

    def for_lists(self):
        return self.select_related("pupil", "pru__organisation", "site", "return_school").order_by("pupil__name_key")

    def past_planned_end(self, at=None):
        """Still running after the last day planned: shown on every list, with the reason asked for."""
        at = at or today()
        return self.filter(Q(planned_end__lt=at), current(at))
