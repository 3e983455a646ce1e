"""Nothing of the trade: what must happen later, files, and forms that must count once."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class OutboxItem(models.Model):
    """Something that must happen after its cause was saved: once, however often it is rung for."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict, help_text="Ids only: never a name, a note or a date of birth")
    la_id = models.BigIntegerField(null=True, blank=True)
    due_at = models.DateTimeField()
    made_at = models.DateTimeField(auto_now_add=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="outbox_waiting", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class OnceKey(models.Model):
    """A form that was sent: the same form sent again gets the same answer and changes nothing."""

    key = models.UUIDField(primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    answer = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(auto_now_add=True)


class Document(models.Model):
    """One file: random name on shared storage, hash, and the class of record it belongs to."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    record_class = models.CharField(max_length=2)
    la_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    path = models.CharField(max_length=200, unique=True)
    size = models.PositiveIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.title


class ScheduledRun(models.Model):
    """One turn of a job in the timetable. The row is the right to run: two schedulers make one."""

    name = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=100, blank=True, help_text="The kind of fault: never its words")
    note = models.JSONField(default=dict, help_text="Numbers and names of files: never a person's data")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="scheduled_run_is_once_at_a_time", fields=["name", "due_at"]),
            models.CheckConstraint(
                name="scheduled_run_fails_only_when_finished", condition=Q(error="") | Q(finished_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.due_at}"


class Restoration(models.Model):
    """This database was restored from a backup: mail and sign-in stay shut until somebody opens it."""

    backup = models.CharField(max_length=100, help_text="The backup's name")
    backed_up_at = models.DateTimeField()
    restored_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="restoration_waits_for_one_opening",
                fields=["opened_at"],
                condition=Q(opened_at=None),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.backup
