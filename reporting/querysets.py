"""Which reports an actor may know exist."""

from django.db import models


class ReportQuerySet(models.QuerySet):
    def visible_to(self, actor, at=None):
        """The PRU's own and the authority's; a committee, signed-off reports of the PRU it governs."""
        if actor is None:
            return self.none()
        rows = self.filter(la__in=actor.la_ids)
        if actor.for_la or actor.person is None:
            return rows
        if actor.for_committee:
            return rows.filter(subject__governed_by__organisation=actor.organisation, signed_off_at__isnull=False)
        if actor.for_pru:
            return rows.filter(subject=actor.organisation)
        return rows.none()
