"""Children, what is known of them by class of record, and who may know of them."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from accounts.models import AboutChild, Organisation
from kit.audit import recorded
from kit.names import name_key
from kit.periods import PeriodField
from kit.seen import saw
from partnerships.models import District
from prus.querysets import PupilQuerySet, TieQuerySet
from prus.upn import UpnIsValid


@recorded
class Pupil(AboutChild):
    """A child known to one local authority."""

    record_class = "R1"

    class Sex(models.TextChoices):
        MALE = "M", "Male"
        FEMALE = "F", "Female"
        UNKNOWN = "U", "Not known"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    upn = models.CharField("UPN", max_length=13, null=True, blank=True)  # noqa: DJ001 (unique where there is one)
    surname = models.CharField(max_length=100)
    forename = models.CharField(max_length=100)
    known_as = models.CharField(max_length=100, blank=True)
    name_key = models.CharField(max_length=210)
    date_of_birth = models.DateField()
    sex = models.CharField(max_length=1, choices=Sex.choices)
    year_group = models.PositiveSmallIntegerField(help_text="National curriculum year as the school states it")
    district = models.ForeignKey(District, null=True, blank=True, on_delete=models.PROTECT, related_name="pupils")
    version = models.PositiveIntegerField(default=1)

    objects = PupilQuerySet.as_manager()

    class Meta:
        ordering = ["name_key"]
        indexes = [models.Index(fields=["la", "name_key"], name="pupil_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["la", "upn"], name="pupil_upn_is_unique_in_authority"),
            models.CheckConstraint(
                name="pupil_upn_has_the_right_check_letter",
                condition=Q(upn=None) | Q(UpnIsValid("upn")),
            ),
            models.CheckConstraint(name="pupil_year_is_a_school_year", condition=Q(year_group__lte=14)),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args, **kwargs):
        self.name_key = name_key(self.surname, self.forename)[:210]
        super().save(*args, **kwargs)

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        saw(row.pk)
        return row

    @property
    def full_name(self) -> str:
        return f"{self.known_as or self.forename} {self.surname}"

    @property
    def year_words(self) -> str:
        """Year 9, or Reception, to begin a line with."""
        return f"Year {self.year_group}" if self.year_group else "Reception"

    @property
    def year_text(self) -> str:
        """The same inside a sentence: year 9."""
        return f"year {self.year_group}" if self.year_group else "Reception"

    @property
    def key_stage(self) -> int:
        """Key stage by national curriculum year: 1-2, 3-6, 7-9, 10-11, 12 on."""
        return key_stage_of(self.year_group)


def key_stage_of(year_group: int) -> int:
    """1 to 5 for a national curriculum year (code-sets.md 4)."""
    for last, stage in ((2, 1), (6, 2), (9, 3), (11, 4)):
        if year_group <= last:
            return stage
    return 5


@recorded
class PupilNeeds(AboutChild):
    """Special educational needs as they stand."""

    record_class = "R3"

    class Provision(models.TextChoices):
        NONE = "N", "No special educational needs"
        SUPPORT = "K", "SEN support"
        PLAN = "E", "Education, health and care plan"

    class Kind(models.TextChoices):
        SPLD = "SPLD", "Specific learning difficulty"
        MLD = "MLD", "Moderate learning difficulty"
        SEMH = "SEMH", "Social, emotional and mental health"
        SLCN = "SLCN", "Speech, language and communication needs"
        ASD = "ASD", "Autistic spectrum disorder"
        HI = "HI", "Hearing impairment"
        VI = "VI", "Vision impairment"
        PD = "PD", "Physical disability"
        OTH = "OTH", "Other difficulty"
        NSA = "NSA", "No specialist assessment of type of need"

    pupil = models.OneToOneField(Pupil, on_delete=models.PROTECT, related_name="needs")
    provision = models.CharField(max_length=1, choices=Provision.choices, default=Provision.NONE)
    primary_need = models.CharField(max_length=4, choices=Kind.choices, blank=True)


@recorded
class CareStatus(AboutChild):
    """Whether the child is looked after or has a social worker, since when."""

    record_class = "R3"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="care")
    looked_after = models.BooleanField(default=False)
    social_worker = models.BooleanField(default=False)
    during = PeriodField()


@recorded
class Contact(AboutChild):
    """A parent or carer."""

    record_class = "R1"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=150)
    relationship = models.CharField(max_length=60)
    telephone = models.CharField(max_length=30, blank=True)
    has_responsibility = models.BooleanField("Has parental responsibility", default=True)


@recorded
class PupilTie(AboutChild):
    """Why an organisation may know of this child, and for how long.

    Written by the action that refers, lists, proposes, places or books. `source` names that cause,
    so that the same cause ties once and can end its own tie.
    """

    record_class = "R1"

    class Kind(models.TextChoices):
        REFERRED = "referred", "Referred by us"
        ON_AGENDA = "on_agenda", "On an agenda of ours"
        PROPOSED = "proposed", "Proposed to us"
        REGISTERED = "registered", "On our roll"
        PLACED = "placed", "Placed with us"
        BOOKED = "booked", "Booked with us"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="ties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="ties")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    source = models.CharField(max_length=60)
    during = PeriodField()

    objects = TieQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "pupil", "source"], name="tie_has_one_cause"),
            models.CheckConstraint(name="tie_is_not_empty", condition=Q(during__isempty=False)),
        ]


@recorded
class Registration(AboutChild):
    """A name on a school's or PRU's roll, for a period."""

    record_class = "R1"

    class Kind(models.TextChoices):
        MAIN = "M", "Main, dual registration"
        SUBSIDIARY = "S", "Subsidiary, dual registration"
        SINGLE = "C", "Single registration"
        GUEST = "G", "Guest"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="registrations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="registrations")
    kind = models.CharField(max_length=1, choices=Kind.choices)
    during = PeriodField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="pupil_is_on_one_roll_once",
                expressions=[
                    ("pupil", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("during", RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="pupil_has_one_main_or_single_registration",
                expressions=[("pupil", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
                condition=Q(kind__in=["M", "C"]),
            ),
            models.CheckConstraint(name="registration_is_not_empty", condition=Q(during__isempty=False)),
        ]
