"""Which providers and bookings an actor may know of."""

from django.db import models

from accounts.roles import Role
from prus.querysets import ChildRowQuerySet


class ProviderQuerySet(models.QuerySet):
    def visible_to(self, actor, at=None):
        """Providers of the actor's authority; a provider sees itself only."""
        if actor is None:
            return self.none()
        if actor.role == Role.PROVIDER_LEAD:
            return self.filter(organisation=actor.organisation)
        return self.filter(organisation__la__in=actor.la_ids)


class BookingQuerySet(ChildRowQuerySet):
    def visible_to(self, actor, at=None):
        """A provider sees its own bookings of pupils now tied to it; others by class and child."""
        if actor is not None and actor.role == Role.PROVIDER_LEAD:
            pupil = self.model._meta.get_field("pupil").related_model
            return self.filter(
                la__in=actor.la_ids,
                course__provider__organisation=actor.organisation,
                pupil__in=pupil.objects.visible_to(actor, at).values("pk"),
            )
        return super().visible_to(actor, at)
