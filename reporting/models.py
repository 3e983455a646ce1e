"""Half-termly reports: built by a worker, read and commented by the head, signed off, frozen."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Organisation, Person
from kit.audit import recorded
from kit.models import Document
from partnerships.models import HalfTerm
from reporting.querysets import ReportQuerySet


@recorded
class Report(models.Model):
    """The report on one PRU's half term. `data` is exact, `released` is what a committee may see."""

    class Kind(models.TextChoices):
        PRU_COMMITTEE = "pru_committee", "Half-termly report to the management committee"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    la = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.PRU_COMMITTEE)
    subject = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reports")
    half_term = models.ForeignKey(HalfTerm, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    schema = models.PositiveSmallIntegerField(default=1)
    data = models.JSONField()
    built_at = models.DateTimeField()
    signed_off_at = models.DateTimeField(null=True, blank=True)
    signed_off_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    released = models.JSONField(null=True, blank=True)
    pdf = models.OneToOneField(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-half_term__during", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "half_term", "version"], name="report_is_built_once"),
            models.CheckConstraint(
                name="signed_off_report_is_whole",
                condition=Q(signed_off_at=None, signed_off_by=None, released=None, pdf=None)
                | Q(
                    signed_off_at__isnull=False,
                    signed_off_by__isnull=False,
                    released__isnull=False,
                    pdf__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.half_term}"

    def may_edit(self) -> bool:
        return self.signed_off_at is None


@recorded
class Commentary(models.Model):
    """The head's words on one section of a report."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="commentary")
    section = models.CharField(max_length=30)
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "section"], name="one_comment_per_section")]


@recorded
class Recipient(models.Model):
    """A person of the committee to whom a report was sent as a link, and when they opened it."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="recipients")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "person"], name="recipient_is_told_once")]
