"""Which referrals, meetings, cases and decisions an actor may know exist."""

from django.db import models
from django.db.models import Exists, OuterRef

from accounts.records import may_see_class
from accounts.roles import Role
from prus.querysets import ChildRowQuerySet


class ReferralQuerySet(ChildRowQuerySet):
    def visible_to(self, actor, at=None):
        """A school sees its own referrals; a panel those on its agendas; officers, once sent."""
        rows = super().visible_to(actor, at)
        if actor is None:
            return rows
        if actor.role == Role.SCHOOL_LEAD:
            return rows.filter(from_school=actor.organisation)
        if actor.for_panel:
            return rows.filter(cases__meeting__panel__organisation=actor.organisation).distinct()
        if actor.for_la:
            return rows.exclude(submitted_at=None)
        return rows if actor.person is None else rows.none()

    def open(self):
        return self.filter(withdrawn_at=None)

    def draft(self):
        return self.open().filter(submitted_at=None)

    def awaiting_listing(self):
        """Sent, and on no agenda that could still decide it: never listed, or deferred since."""
        case = self.model._meta.get_field("cases").related_model
        deferred = {"decision__outcome": "defer", "decision__approved_at__isnull": False}  # once a chair approved it
        undecided = case.objects.filter(referral=OuterRef("pk")).exclude(**deferred)
        return self.open().exclude(submitted_at=None).filter(~Exists(undecided))


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, actor, at=None):
        if actor is None:
            return self.none()
        if actor.for_panel:
            return self.filter(la__in=actor.la_ids, panel__organisation=actor.organisation)
        if actor.for_la or actor.person is None:
            return self.filter(la__in=actor.la_ids)
        return self.none()


class CaseQuerySet(ChildRowQuerySet):
    def visible_to(self, actor, at=None):
        """A panel's own cases; the authority's; nobody else reads the agenda."""
        if actor is None or not (actor.for_panel or actor.for_la or actor.person is None):
            return self.none()
        rows = super().visible_to(actor, at)
        return rows.filter(meeting__panel__organisation=actor.organisation) if actor.for_panel else rows


class DecisionQuerySet(ChildRowQuerySet):
    def visible_to(self, actor, at=None):
        """Deliberation (R5): the panel that decided, and the authority. Others read the letter."""
        if not may_see_class(actor, "R5"):
            return self.none()
        rows = super().visible_to(actor, at)
        return rows.filter(case__meeting__panel__organisation=actor.organisation) if actor.for_panel else rows
