"""A placement, the legal power it rests on, the pupil's week, objectives and reviews."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from accounts.models import AboutChild, Organisation, Person
from kit.audit import recorded
from kit.periods import PeriodField, last_day
from partnerships.models import Place
from prus.models.bodies import Pru, Session, Site, Weekday
from prus.models.pupils import Pupil
from prus.querysets import ChildRowQuerySet, PlacementQuerySet


@recorded
class Placement(AboutChild):
    """A pupil's stay with a PRU: proposed by a decision, completed by the PRU's head, ended."""

    record_class = "R2"

    class Purpose(models.TextChoices):
        PREVENTATIVE = "preventative", "Preventative placement"
        EXCLUDED = "excluded", "After a permanent exclusion"
        MEDICAL = "medical", "Medical needs"
        INTERIM = "interim", "Interim place"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="placements")
    pru = models.ForeignKey(Pru, on_delete=models.PROTECT, related_name="placements")
    purpose = models.CharField(max_length=15, choices=Purpose.choices)
    commissioned_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    return_school = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    exit_plan = models.CharField(max_length=300, blank=True)
    proposed_at = models.DateTimeField()
    proposed_from = models.DateField()
    planned_end = models.DateField(help_text="Last day planned")
    dual = models.BooleanField(default=True, help_text="Stays on the main school's roll as well")
    # Set together, once the head completes it:
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="placements")
    during = PeriodField(null=True, blank=True)  # type: ignore[misc]  # no period until it is agreed
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="placement_is_complete_or_only_proposed",
                condition=Q(site=None, during=None, completed_at=None, completed_by=None)
                | Q(
                    site__isnull=False,
                    during__isnull=False,
                    completed_at__isnull=False,
                    completed_by__isnull=False,
                    during__isempty=False,
                ),
            ),
            models.CheckConstraint(
                name="placement_end_is_planned_after_its_start",
                condition=Q(planned_end__gte=models.F("proposed_from")),
            ),
            ExclusionConstraint(
                name="placements_at_one_pru_do_not_overlap",
                expressions=[
                    ("pupil", RangeOperators.EQUAL),
                    ("pru", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pupil} at {self.pru}"

    @property
    def is_proposed(self) -> bool:
        return self.during is None

    @property
    def first(self):
        return self.during.lower if self.during else None

    @property
    def last(self):
        return last_day(self.during)

    def may_complete(self) -> bool:
        return self.is_proposed


@recorded
class OffSiteDirection(AboutChild):
    """A governing board's or trust's direction to attend elsewhere, with notice, that a placement rests on."""

    record_class = "R2"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="directions")
    placement = models.OneToOneField(Placement, on_delete=models.PROTECT, related_name="direction")
    by_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    notice_on = models.DateField(null=True, blank=True, help_text="Day the parents were given notice")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ChildRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="direction_says_who_confirmed_and_when_notice_was_given",
                condition=Q(confirmed_at=None, confirmed_by=None, notice_on=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, notice_on__isnull=False),
            )
        ]


@recorded
class WeekSlot(AboutChild):
    """Where a pupil is due in one session of the week, for a period. Two places at once are refused."""

    record_class = "R2"

    class Kind(models.TextChoices):
        PRU = "pru", "At the PRU"
        SCHOOL = "school", "At the main school"
        PROVIDER = "provider", "With a provider"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="slots")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="slots")
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices)
    session = models.CharField(max_length=2, choices=Session.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="slots")
    during = PeriodField()

    objects = ChildRowQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="pupil_is_due_in_one_place_per_session",
                expressions=[
                    ("pupil", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    ("session", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(name="slot_is_on_a_weekday", condition=Q(weekday__range=(1, 5))),
            models.CheckConstraint(name="slot_is_am_or_pm", condition=Q(session__in=["AM", "PM"])),
            models.CheckConstraint(name="slot_is_not_empty", condition=Q(during__isempty=False)),
        ]


@recorded
class Objective(AboutChild):
    """What the placement is for, in a form that can be measured."""

    record_class = "R2"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="objectives")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="objectives")
    text = models.CharField(max_length=300)
    baseline = models.CharField(max_length=200)
    measure = models.CharField(max_length=200)
    met_on = models.DateField(null=True, blank=True)

    objects = ChildRowQuerySet.as_manager()


@recorded
class Review(AboutChild):
    """A meeting on how a placement goes: due, then held."""

    record_class = "R2"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="reviews")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="reviews")
    due_on = models.DateField()
    held_on = models.DateField(null=True, blank=True)
    summary = models.TextField(blank=True)

    objects = ChildRowQuerySet.as_manager()

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["placement", "due_on"], name="review_is_due_once_a_day"),
            models.CheckConstraint(name="review_held_says_what_was_found", condition=Q(held_on=None) | ~Q(summary="")),
        ]
