"""Panels, meetings, cases and decisions."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import AboutChild, Membership, Organisation, Person
from kit.audit import recorded
from partnerships.models import Partnership, Transfer
from providers.models import Booking, Course
from prus.models import Placement, Pru, Pupil
from prus.querysets import ChildRowQuerySet
from referrals.models.passports import Referral
from referrals.querysets import CaseQuerySet, DecisionQuerySet, MeetingQuerySet


class Panel(models.Model):
    """What makes an organisation a panel."""

    class Kind(models.TextChoices):
        DIP = "dip", "District Inclusion Partnership panel"
        FAIR_ACCESS = "fair_access", "In-year fair access panel"
        PRU_FORUM = "pru_forum", "PRU forum"

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="panel")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="panels")
    quorum = models.PositiveSmallIntegerField(default=3, help_text="Members, chair included, who must be there")

    def __str__(self) -> str:
        return self.organisation.name


@recorded
class PanelMeeting(models.Model):
    """One sitting of a panel."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    la = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="meetings")
    on = models.DateField()
    starts_at = models.TimeField()
    venue = models.CharField(max_length=200, blank=True)
    arranged_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["on", "starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "on"], name="panel_meets_once_a_day"),
            models.CheckConstraint(
                name="meeting_closing_says_who",
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel}, {self.on:%-d %B %Y}"


@recorded
class Attendee(models.Model):
    """A member at a meeting."""

    meeting = models.ForeignKey(PanelMeeting, on_delete=models.PROTECT, related_name="attendees")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "membership"], name="member_attends_once")]


@recorded
class PanelCase(AboutChild):
    """A referral on the agenda of a meeting."""

    record_class = "R2"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="cases")
    meeting = models.ForeignKey(PanelMeeting, on_delete=models.PROTECT, related_name="cases")
    order = models.PositiveSmallIntegerField()
    listed_at = models.DateTimeField()
    listed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["referral", "meeting"], name="case_is_listed_once")]


@recorded
class Interest(AboutChild):
    """Why a member does not decide a case. Their own school's cases need no declaring: see `interests`."""

    record_class = "R5"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(PanelCase, on_delete=models.PROTECT, related_name="interests")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    declared_at = models.DateTimeField()

    objects = ChildRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "membership"], name="interest_is_declared_once"),
            models.CheckConstraint(name="interest_says_why", condition=~Q(reason="")),
        ]


@recorded
class Decision(AboutChild):
    """What a panel decided about a case, and, once approved, what came of it."""

    record_class = "R5"

    class Outcome(models.TextChoices):
        PLACE = "place", "A place at a PRU"
        SUPPORT = "support", "Support in the school"
        NO_ACTION = "no_action", "No further action"
        DEFER = "defer", "Deferred to a later meeting"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(PanelCase, on_delete=models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reasons = models.TextField()
    conditions = models.TextField(blank=True)
    # For a place:
    pru = models.ForeignKey(Pru, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True, help_text="Last day planned")
    course = models.ForeignKey(Course, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    course_sessions = models.JSONField(default=list, blank=True)
    pence = models.BigIntegerField(default=0, help_text="Committed from the partnership's budget")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    # Approval, and what it made:
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    placement = models.OneToOneField(Placement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    booking = models.OneToOneField(Booking, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    transfer = models.OneToOneField(Transfer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="decision_says_why", condition=~Q(reasons="")),
            models.CheckConstraint(
                name="decision_approval_says_who",
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="decision_of_a_place_says_where_and_when",
                condition=~Q(outcome="place")
                | Q(pru__isnull=False, starts_on__isnull=False, ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="approved_place_has_its_placement",
                condition=Q(placement__isnull=False) | ~Q(outcome="place") | Q(approved_at=None),
            ),
            models.CheckConstraint(
                name="nothing_follows_before_approval",
                condition=Q(approved_at__isnull=False) | Q(placement=None, booking=None, transfer=None),
            ),
        ]

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None


@recorded
class Letter(AboutChild):
    """What was written to an organisation after a decision."""

    record_class = "R2"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="letters")
    to = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    made_at = models.DateTimeField()

    objects = ChildRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "to"], name="one_letter_each_per_decision")]
