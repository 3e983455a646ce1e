"""What inspectors and reviewers said of a PRU, over time."""

import uuid

from django.db import models

from accounts.models import Person
from kit.audit import recorded
from prus.models.bodies import Pru


@recorded
class Judgement(models.Model):
    """One judgement of a PRU on a day, in the words of those who made it. Facts of a body, not of a child."""

    class Kind(models.TextChoices):
        INSPECTION = "inspection", "Ofsted inspection"
        MONITORING = "monitoring", "Ofsted monitoring visit"
        REVIEW = "review", "Review for the local authority"
        OTHER = "other", "Other review"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pru = models.ForeignKey(Pru, on_delete=models.PROTECT, related_name="judgements")
    on = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    grade = models.CharField(max_length=100, help_text="In the words of the report")
    note = models.CharField(max_length=300, blank=True)
    noted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["pru", "on", "kind"], name="judgement_is_noted_once"),
            models.CheckConstraint(name="judgement_says_something", condition=~models.Q(grade="")),
        ]

    def __str__(self) -> str:
        return f"{self.grade} ({self.get_kind_display()}, {self.on:%-d %B %Y})"
