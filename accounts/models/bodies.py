"""Organisations, people, and who acts for whom since when."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.roles import Role
from kit.audit import recorded
from kit.names import name_key
from kit.periods import PeriodField, covers, current
from kit.seen import saw
from kit.today import today


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
