"""The ledger: money moves from one account to another, so that each transfer balances by itself."""

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, Person


class Account(models.Model):
    """A pot of a body in one financial year (April to March)."""

    class Kind(models.TextChoices):
        FUNDING = "funding", "Where the money comes from"
        ALLOCATION = "allocation", "Free to commit"
        COMMITTED = "committed", "Committed by decisions"
        SPENT = "spent", "Spent"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="accounts")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    financial_year = models.PositiveSmallIntegerField(help_text="The year it begins in: 2026 is April 2026 on")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "financial_year"], name="account_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()} {self.financial_year}"


class Transfer(models.Model):
    """A sum in pence that leaves one account and arrives at another. Never changed, only answered."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    la_id = models.BigIntegerField()
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="transfers_out")
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="transfers_in")
    pence = models.BigIntegerField()
    on = models.DateField()
    reason = models.CharField(max_length=200)
    key = models.CharField(max_length=100, unique=True, help_text="The cause: the same cause moves money once")
    working = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    record_class = "R6"

    class Meta:
        constraints = [
            models.CheckConstraint(name="transfer_is_positive", condition=Q(pence__gt=0)),
            models.CheckConstraint(name="transfer_goes_somewhere_else", condition=~Q(debit=F("credit"))),
        ]
