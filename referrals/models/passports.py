"""A referral and its information passport."""

import secrets
import uuid

from django.db import models
from django.db.models import Q

from accounts.models import AboutChild, Organisation, Person
from kit.audit import recorded
from prus.models import Pupil
from prus.querysets import ChildRowQuerySet
from referrals.querysets import ReferralQuerySet

LETTERS = "BCDFGHJKLMNPQRSTVWXYZ23456789"  # no vowels, nothing that reads as something else


def random_reference() -> str:
    """A reference that people can say on the telephone and that counts nothing: 'K7QF-2M9B'."""
    pick = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{pick[:4]}-{pick[4:]}"


@recorded
class Referral(AboutChild):
    """A school's request to a panel about one pupil."""

    record_class = "R2"

    class Route(models.TextChoices):
        PREVENTATIVE = "preventative", "Preventative placement"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(max_length=9, unique=True, default=random_reference)
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="referrals")
    route = models.CharField(max_length=20, choices=Route.choices, default=Route.PREVENTATIVE)
    from_school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    partnership = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                name="referral_submission_says_who",
                condition=Q(submitted_at=None, submitted_by=None)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="referral_withdrawal_says_who_and_why",
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason=""),
            ),
            models.UniqueConstraint(
                fields=["pupil", "from_school"],
                condition=Q(submitted_at=None, withdrawn_at=None),
                name="school_has_one_draft_per_pupil",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def may_edit(self) -> bool:
        return self.submitted_at is None and self.withdrawn_at is None


class SectionBase(AboutChild):
    """One section of the passport: what was written, by whom, when, from what source."""

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=20)
    data = models.JSONField(default=dict)
    source = models.CharField(max_length=200, blank=True)
    complete = models.BooleanField(default=False)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ChildRowQuerySet.as_manager()

    class Meta:
        abstract = True


@recorded
class PassportSection(SectionBase):
    """A section about learning, attendance, views, objectives and the way out."""

    record_class = "R2"

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="sections")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "key"], name="passport_section_is_unique")]


@recorded
class NeedsSection(SectionBase):
    """A section about needs, health, services and risk."""

    record_class = "R3"

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="needs_sections")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "key"], name="needs_section_is_unique")]


@recorded
class ExitPlan(AboutChild):
    """Where the pupil goes next and by when. Typically no later than two terms (Staffordshire, 27)."""

    record_class = "R2"

    class Kind(models.TextChoices):
        SCHOOL = "school", "Back to the school"
        SPECIAL = "special", "A special school"
        POST_16 = "post_16", "A post-16 place"
        NOT_KNOWN = "not_known", "Not known until the first review"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="exit_plan")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.DateField("By when", help_text="Last day of the placement")
    reason = models.CharField(max_length=300, blank=True, help_text="Why not known, or why later than two terms")
    link_person = models.CharField(max_length=150, blank=True)

    objects = ChildRowQuerySet.as_manager()
