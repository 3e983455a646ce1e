"""The trail: who looked, and the seals over every history."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from accounts.models.bodies import Organisation, Person


class AccessEvent(models.Model):
    """One answer that carried pupils' data: who looked, acting for whom, and at which pupils."""

    at = models.DateTimeField(db_index=True)
    la_id = models.BigIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30)
    verb = models.CharField(max_length=60, help_text="The route's name, chosen by the server")
    status = models.PositiveSmallIntegerField()
    pupil_ids = models.JSONField(default=list)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        indexes = [GinIndex(fields=["pupil_ids"], name="access_by_pupil", opclasses=["jsonb_path_ops"])]


class Seal(models.Model):
    """A link of the chain over the audit trail: which rows it holds, and a digest of them and of the link before."""

    number = models.BigIntegerField(unique=True)
    made_at = models.DateTimeField(help_text="The database's own clock")
    cluster = models.CharField(max_length=60, help_text="The server's identifier: transaction numbers count within it")
    before_xid = models.BigIntegerField(help_text="Every transaction below this number had ended")
    next_xid = models.BigIntegerField(help_text="Every transaction begun by then has a number below this one")
    settled = models.BigIntegerField(help_text="Up to the reach of the seal of this number, no row can still arrive")
    reached = models.JSONField(default=dict, help_text="The highest id sealed, by table")
    parts = models.JSONField(default=list, help_text="By table: ids from and to, number of rows, digest")
    forms = models.JSONField(default=dict, help_text="The columns that are hashed, by table and version, from here on")
    guards = models.JSONField(null=True, help_text="Triggers, functions, policies and grants, when written down anew")
    previous = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"Seal {self.number}"
