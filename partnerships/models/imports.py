"""Files that people upload: term dates, and the national register of schools. One row for each upload."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import Organisation, Person
from accounts.roles import Role
from kit.models import Document


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, actor):
        """A manager sees the uploads of the whole authority; others, those for their own body."""
        if actor is None or actor.role not in {Role.INCLUSION_MANAGER, Role.PRU_HEAD, Role.SCHOOL_LEAD}:
            return self.none()
        if actor.role == Role.INCLUSION_MANAGER:
            return self.filter(Q(organisation=actor.la) | Q(organisation__la=actor.la))
        return self.filter(organisation=actor.organisation, kind=ImportRun.Kind.CALENDAR)

    def of_register(self):
        return self.filter(kind=ImportRun.Kind.REGISTER)

    def of_calendars(self):
        return self.filter(kind=ImportRun.Kind.CALENDAR)


class ImportRun(models.Model):
    """One file that somebody uploaded: what was read in it, what was refused, and when it was taken in."""

    class Kind(models.TextChoices):
        CALENDAR = "calendar", "Term dates"
        REGISTER = "register", "National register of schools"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", help_text="Whose calendar, or whose upload, it is"
    )
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    layout = models.CharField(max_length=100, blank=True, help_text="Which kind of file it is, in words")
    found = models.JSONField(default=dict, help_text="Half terms and closures that were read, until they are taken in")
    counts = models.JSONField(default=dict)
    troubles = models.JSONField(default=list, help_text="The first lines that could not be used")
    problem = models.CharField(max_length=500, blank=True, help_text="Why the whole file was refused")
    done_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="The file, until done"
    )
    refused = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="All that was refused"
    )

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["organisation", "kind", "-at"], name="import_run_by_organisation")]
        constraints = [
            models.CheckConstraint(
                name="import_run_that_was_refused_is_done", condition=Q(problem="") | Q(done_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.file_name
