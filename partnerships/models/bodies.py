"""Authorities, districts, schools and the partnerships they form."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from accounts.models import Membership, Organisation
from kit.audit import recorded
from kit.periods import PeriodField


class LocalAuthority(models.Model):
    """What makes an organisation a local authority."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="local_authority")
    code = models.CharField(max_length=3, unique=True, help_text="National three-digit number")

    def __str__(self) -> str:
        return self.organisation.name


class District(models.Model):
    """A part of an authority with a partnership of its own."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    la = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="districts")
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["la", "name"], name="district_name_is_unique_in_authority")]

    def __str__(self) -> str:
        return self.name


class OfficerDistrict(models.Model):
    """A district that an inclusion officer looks after, since when."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="officer_districts")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="officers")
    during = PeriodField()


class School(models.Model):
    """What makes an organisation a school; the facts come from the national register."""

    class Phase(models.TextChoices):
        PRIMARY = "primary", "Primary"
        SECONDARY = "secondary", "Secondary"
        ALL_THROUGH = "all_through", "All-through"
        SPECIAL = "special", "Special"
        OTHER = "other", "Other"

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="school")
    urn = models.CharField("URN", max_length=6, unique=True)
    number = models.CharField("DfE number", max_length=4, blank=True)
    kind = models.CharField(max_length=100, blank=True, help_text="Type as the register words it")
    phase = models.CharField(max_length=12, choices=Phase.choices, default=Phase.OTHER)
    is_academy = models.BooleanField(default=False)
    roll = models.PositiveIntegerField(null=True, blank=True)
    district = models.ForeignKey(District, null=True, blank=True, on_delete=models.PROTECT, related_name="schools")

    def __str__(self) -> str:
        return self.organisation.name

    @property
    def directing_body(self) -> str:
        """Who holds the power to direct a pupil off-site: same regulations for both since 26 July 2026."""
        return "academy trust" if self.is_academy else "governing board"


class Place(models.Model):
    """An address that a pupil can be due at, for as long as it is used."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="places")
    name = models.CharField(max_length=150)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    during = PeriodField()

    class Meta:
        ordering = ["name"]
        constraints = [models.CheckConstraint(name="place_is_open_for_a_while", condition=Q(during__isempty=False))]

    def __str__(self) -> str:
        return self.name


class Partnership(models.Model):
    """A group of schools that runs behaviour, attendance and placements for a district."""

    class Kind(models.TextChoices):
        DIP = "dip", "District Inclusion Partnership"
        OTHER = "other", "Partnership"

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="partnership")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.DIP)
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="partnerships")

    def __str__(self) -> str:
        return self.organisation.name


@recorded
class PartnershipSchool(models.Model):
    """A school's membership of a partnership, since when."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="members")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="partnerships")
    during = PeriodField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="school_is_a_member_once_at_a_time",
                expressions=[
                    ("partnership", RangeOperators.EQUAL),
                    ("school", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            )
        ]
