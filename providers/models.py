"""Alternative providers: what is known of them, what is agreed with them, who is booked with them."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from accounts.models import AboutChild, Organisation, Person
from kit.audit import recorded
from kit.periods import PeriodField
from partnerships.models import Place
from providers.querysets import BookingQuerySet, ProviderQuerySet
from prus.models import Placement, Pupil, WeekSlot
from prus.querysets import ChildRowQuerySet


class Provider(models.Model):
    """What makes an organisation an alternative provider."""

    class Registration(models.TextChoices):
        SCHOOL = "school", "Registered school"
        COLLEGE = "college", "College"
        NON_SCHOOL = "non_school", "Non-school alternative provision"

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="provider")
    registration = models.CharField(max_length=12, choices=Registration.choices)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    summary = models.CharField(max_length=300, blank=True)

    objects = ProviderQuerySet.as_manager()

    def __str__(self) -> str:
        return self.organisation.name


@recorded
class Check(models.Model):
    """One thing the authority made sure of before a child goes there, and until when it holds."""

    class Kind(models.TextChoices):
        STAFF = "staff", "Staff checks confirmed in writing"
        INSURANCE = "insurance", "Public liability insurance"
        HEALTH_SAFETY = "health_safety", "Health and safety"
        SAFEGUARDING = "safeguarding", "Safeguarding policy and lead"
        REGISTRATION = "registration", "Registration status"

    # A place cannot be booked unless each of these holds (design: capabilities F1).
    NEEDED = (Kind.STAFF, Kind.INSURANCE, Kind.HEALTH_SAFETY, Kind.SAFEGUARDING, Kind.REGISTRATION)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    checked_on = models.DateField()
    expires_on = models.DateField(help_text="Last day on which it holds")
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    evidence = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["kind", "-expires_on"]
        constraints = [
            models.CheckConstraint(
                name="check_ends_after_it_begins", condition=Q(expires_on__gte=models.F("checked_on"))
            )
        ]


class Course(models.Model):
    """Something a pupil can learn with a provider."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="courses")
    name = models.CharField(max_length=150)
    qualification = models.CharField(max_length=200, blank=True)
    key_stages = models.CharField(max_length=20, default="4", help_text="For example 3,4")
    summary = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@recorded
class Contract(models.Model):
    """What an authority agreed with a provider: period, places, and the rate per session in pence."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    la = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="contracts")
    during = PeriodField()
    places = models.PositiveSmallIntegerField(help_text="Pupils at most in one session")
    pence_per_session = models.PositiveIntegerField()

    record_class = "R6"

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="contracts_with_one_provider_do_not_overlap",
                expressions=[
                    ("la", RangeOperators.EQUAL),
                    ("provider", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(name="contract_has_a_price", condition=Q(pence_per_session__gt=0)),
        ]


@recorded
class Booking(AboutChild):
    """A pupil's sessions on a course, under a contract, as part of a placement.

    Asked for by a decision; its slots come to be when the PRU's head agrees the starting day.
    """

    record_class = "R2"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="bookings")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="bookings")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="bookings")
    sessions = models.JSONField(help_text='The sessions asked for: [[4, "AM"], [4, "PM"]]')
    during = PeriodField(null=True, blank=True)  # type: ignore[misc]  # no period until it is agreed
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["placement", "course"], name="course_is_booked_once_per_placement"),
        ]


@recorded
class BookingSlot(AboutChild):
    """The tie between a booking and a slot of the pupil's week."""

    record_class = "R2"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="booked_slots")
    slot = models.OneToOneField(WeekSlot, on_delete=models.PROTECT, related_name="booked")

    objects = ChildRowQuerySet.as_manager()


@recorded
class Brief(AboutChild):
    """What a provider needs to know to keep one pupil safe and teach them: written for it by the PRU."""

    record_class = "R3"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="brief")
    text = models.TextField()
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = ChildRowQuerySet.as_manager()
