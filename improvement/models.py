"""Committees: organisations only, never pupils."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from accounts.models import Membership, Organisation
from kit.audit import recorded
from kit.periods import PeriodField


class Committee(models.Model):
    """The body that governs a PRU."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="committee")
    governs = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="governed_by")

    def __str__(self) -> str:
        return self.organisation.name


@recorded
class CommitteeSeat(models.Model):
    """A term of office on a committee."""

    class Category(models.TextChoices):
        PARENT = "parent", "Parent"
        STAFF = "staff", "Staff"
        COMMUNITY = "community", "Community"
        LOCAL_AUTHORITY = "local_authority", "Local authority"
        HEAD = "head", "Head of the PRU"

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="seats")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="seats")
    category = models.CharField(max_length=20, choices=Category.choices)
    during = PeriodField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="terms_of_office_do_not_overlap",
                expressions=[("membership", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            )
        ]
