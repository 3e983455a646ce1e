"""Organisations, people, and who acts for whom since when."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from accounts.roles import Role
from kit.audit import recorded
from kit.names import name_key
from kit.periods import PeriodField, covers, current
from kit.seen import saw
from kit.today import now, today


class Organisation(models.Model):
    """Any body that people act for: an authority, a school, a PRU, a provider, a panel, a committee."""

    class Kind(models.TextChoices):
        LOCAL_AUTHORITY = "local_authority", "Local authority"
        SCHOOL = "school", "School"
        PRU = "pru", "Pupil referral unit"
        PROVIDER = "provider", "Alternative provider"
        PARTNERSHIP = "partnership", "Partnership"
        PANEL = "panel", "Panel"
        COMMITTEE = "committee", "Management committee"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, db_index=True)
    la = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="bodies")

    class Meta:
        ordering = ["name_key"]
        constraints = [
            models.CheckConstraint(
                name="organisation_belongs_to_an_authority_unless_it_is_one",
                condition=Q(kind="local_authority", la=None) | (~Q(kind="local_authority") & Q(la__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.name_key = name_key(self.name)[:200]
        super().save(*args, **kwargs)

    @property
    def authority_id(self) -> int:
        """The id of the local authority this body belongs to; its own id for an authority."""
        return self.la_id or self.pk


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields):
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who signs in. What they may see comes from a membership, never from here."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=150)
    position = models.CharField(max_length=100, blank=True, help_text="Kept with each change to a register")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = PersonManager()

    class Meta:
        constraints = [models.CheckConstraint(name="person_email_is_lower_case", condition=Q(email=Lower("email")))]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet):
    def current(self, at=None):
        return self.filter(current(at or today()))

    def of(self, person):
        return self.filter(person=person).select_related("organisation__la", "person")


@recorded
class Membership(models.Model):
    """A role that a person holds in an organisation for a period."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role.choices)
    represents = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The school or PRU a panel member comes from: they do not decide its cases",
    )
    during = PeriodField()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="membership_periods_do_not_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(name="membership_is_not_empty", condition=Q(during__isempty=False)),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}, {self.organisation}"

    def is_current(self, at=None) -> bool:
        return covers(self.during, at or today())


class AboutChild(models.Model):
    """Every table about a child carries the authority that row-level security parts it by."""

    la = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    record_class: str  # R1 roll, R2 education, R3 needs and health, R4 safeguarding, R5 panel, R6 money

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values):
        """Note whose row this is, for the list of who looked at which child."""
        row = super().from_db(db, field_names, values)
        saw(row.__dict__.get("pupil_id"))
        return row


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
