"""Pupil referral units, their sites, and the places each site has."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from kit.audit import recorded
from kit.periods import PeriodField
from partnerships.models import Partnership, Place


class KeyStage(models.IntegerChoices):
    KS1 = 1, "Key stage 1"
    KS2 = 2, "Key stage 2"
    KS3 = 3, "Key stage 3"
    KS4 = 4, "Key stage 4"
    KS5 = 5, "Post-16"


class Session(models.TextChoices):
    AM = "AM", "Morning"
    PM = "PM", "Afternoon"


class Weekday(models.IntegerChoices):
    MONDAY = 1, "Monday"
    TUESDAY = 2, "Tuesday"
    WEDNESDAY = 3, "Wednesday"
    THURSDAY = 4, "Thursday"
    FRIDAY = 5, "Friday"


class Pru(models.Model):
    """What makes an organisation a pupil referral unit."""

    class ResponsibleBody(models.TextChoices):
        LOCAL_AUTHORITY = "local_authority", "Local authority"
        HEADS = "heads", "Consortium of heads"
        TRUST = "trust", "Academy trust"

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="pru")
    urn = models.CharField("URN", max_length=6, blank=True)
    number = models.CharField("DfE number", max_length=4, blank=True)
    responsible_body = models.CharField(max_length=20, choices=ResponsibleBody.choices)
    judgement = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.organisation.name


class PruPartnership(models.Model):
    """A PRU serves a partnership, since when; one PRU may serve several."""

    pru = models.ForeignKey(Pru, on_delete=models.PROTECT, related_name="partnerships")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="prus")
    during = PeriodField()


class Site(models.Model):
    """A base of a PRU, open for a period."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pru = models.ForeignKey(Pru, on_delete=models.PROTECT, related_name="sites")
    place = models.OneToOneField(Place, on_delete=models.PROTECT, related_name="site")
    name = models.CharField(max_length=100)
    during = PeriodField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@recorded
class SitePlaces(models.Model):
    """How many pupils of a key stage a site has places for, since when."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="places")
    key_stage = models.PositiveSmallIntegerField(choices=KeyStage.choices)
    number = models.PositiveSmallIntegerField()
    during = PeriodField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="places_of_a_key_stage_do_not_overlap",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    ("key_stage", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(name="places_are_for_a_while", condition=Q(during__isempty=False)),
        ]
