"""How people come in: invitations, new passwords, tries, and where they are signed in."""

import uuid

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from accounts.models.bodies import Membership, Organisation, Person
from accounts.roles import Role
from kit.periods import PeriodField
from kit.today import now


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, actor, at=None):
        """Invitations to the organisations whose people the actor manages."""
        from accounts.people.querysets import organisations_visible_to

        return self.filter(organisation__in=organisations_visible_to(actor, at))

    def waiting(self):
        """Neither taken up nor taken back; they may have run out."""
        return self.filter(accepted_at=None, revoked_at=None)


class Invitation(models.Model):
    """A role offered by e-mail. The link is kept as a hash, works once, and for seven days."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(max_length=254)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=30, choices=Role.choices)
    represents = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    deputy_of = models.ForeignKey(Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    during = PeriodField(help_text="When the role is to be held")
    reason = models.CharField(max_length=200)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sendings = models.PositiveSmallIntegerField(default=1, help_text="How often the link was asked for")
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="invitation_email_is_lower_case", condition=Q(email=Lower("email"))),
            models.CheckConstraint(
                name="invitation_says_who_accepted",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_says_who_revoked",
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_is_not_both_accepted_and_revoked", condition=Q(accepted_at=None) | Q(revoked_at=None)
            ),
            models.UniqueConstraint(
                name="invitation_waits_once",
                fields=["email", "organisation", "role"],
                condition=Q(accepted_at=None, revoked_at=None),
            ),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None

    @property
    def is_open(self) -> bool:
        """Whether its link still works."""
        return self.is_waiting and now() < self.expires_at

    @property
    def status(self) -> str:
        if self.accepted_at:
            return "Accepted"
        if self.revoked_at:
            return "Withdrawn"
        return "Waiting" if self.is_open else "Expired"


class PasswordReset(models.Model):
    """Somebody forgot their password. An address that nobody has gets a row too, without a person."""

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)


class SignInTry(models.Model):
    """One try that failed or is being made. `key` is a hash of the account or of the network address."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="sign_in_try_by_key")]


class PersonSession(AbstractBaseSession):
    """Where somebody is signed in: a session that knows its person. No network address is kept."""

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="sessions")
    device = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(default=now)

    @classmethod
    def get_session_store_class(cls):
        from accounts.sessions import SessionStore

        return SessionStore

    @property
    def handle(self) -> str:
        """What a page may say instead of the key."""
        return salted_hmac("accounts.sessions", self.session_key).hexdigest()[:32]
