"""The national register of establishments, as its published files tell it. Public facts; nothing about a child."""

from django.db import models
from django.db.models import F, Q


class EstablishmentQuerySet(models.QuerySet["Establishment"]):
    """Questions about the register."""

    def for_pupils_out_of_school(self):
        """Pupil referral units and alternative provision academies and free schools."""
        return self.filter(kind__in=Establishment.OUT_OF_SCHOOL)

    def not_closed(self):
        """What is open or will be, and what no file has called closed."""
        return self.exclude(status=Establishment.Status.CLOSED)

    def of_authority(self, code: str):
        return self.filter(la_code=code)


class Establishment(models.Model):
    """One entry of the national register: a school, unit or college, open or closed."""

    class Kind(models.TextChoices):
        PRU = "pru", "Pupil referral unit"
        AP_ACADEMY = "ap_academy", "Alternative provision academy"
        AP_FREE_SCHOOL = "ap_free_school", "Alternative provision free school"
        AP = "ap", "State-funded alternative provision"
        MAINTAINED = "maintained", "Maintained school"
        ACADEMY = "academy", "Academy"
        FREE_SCHOOL = "free_school", "Free school"
        STATE_FUNDED = "state_funded", "State-funded school"
        SPECIAL = "special", "Special school"
        NURSERY = "nursery", "Nursery school"
        INDEPENDENT = "independent", "Independent school"
        COLLEGE = "college", "College or university"
        OTHER = "other", "Other"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        CLOSING = "closing", "Open, but proposed to close"
        PROPOSED = "proposed", "Proposed to open"

    class Phase(models.TextChoices):
        NURSERY = "nursery", "Nursery"
        PRIMARY = "primary", "Primary"
        MIDDLE_PRIMARY = "middle_primary", "Middle deemed primary"
        SECONDARY = "secondary", "Secondary"
        MIDDLE_SECONDARY = "middle_secondary", "Middle deemed secondary"
        ALL_THROUGH = "all_through", "All-through"
        POST_16 = "post_16", "16 plus"
        NOT_APPLICABLE = "not_applicable", "Not applicable"

    OUT_OF_SCHOOL = (Kind.PRU, Kind.AP_ACADEMY, Kind.AP_FREE_SCHOOL, Kind.AP)
    ACADEMY_GROUPS = ("Academies", "Free schools")

    urn = models.CharField("URN", max_length=6, unique=True)
    la_code = models.CharField("local authority number", max_length=3)
    la_name = models.CharField("local authority", max_length=100, blank=True)
    number = models.CharField("establishment number", max_length=4, blank=True)
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=250, editable=False)
    type_code = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty where no file says exactly")
    type = models.CharField(max_length=100, blank=True)
    type_group = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    phase = models.CharField(max_length=16, choices=Phase.choices, blank=True)
    low_age = models.PositiveSmallIntegerField(null=True, blank=True)
    high_age = models.PositiveSmallIntegerField(null=True, blank=True)
    address = models.CharField(max_length=400, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    district = models.CharField("administrative district", max_length=100, blank=True)
    easting = models.PositiveIntegerField(null=True, blank=True)
    northing = models.PositiveIntegerField(null=True, blank=True)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    trust = models.CharField(max_length=200, blank=True)
    roll = models.PositiveIntegerField("pupils on roll", null=True, blank=True)
    sources = models.JSONField(
        default=dict, help_text="For each group of facts, the day and the file that gave it: see partnerships.register"
    )

    objects = EstablishmentQuerySet.as_manager()

    class Meta:
        ordering = ["name_key", "urn"]
        indexes = [models.Index(fields=["la_code", "name_key"], name="establishment_by_authority")]
        constraints = [
            models.CheckConstraint(name="establishment_urn_is_six_digits", condition=Q(urn__regex=r"^[0-9]{6}$")),
            models.CheckConstraint(name="establishment_la_is_three_digits", condition=Q(la_code__regex=r"^[0-9]{3}$")),
            models.CheckConstraint(name="establishment_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="establishment_closes_after_it_opens",
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_academy(self) -> bool:
        """Run by an academy trust and not by the authority."""
        return self.type_group in self.ACADEMY_GROUPS

    @property
    def is_for_pupils_out_of_school(self) -> bool:
        return self.kind in self.OUT_OF_SCHOOL

    @property
    def laestab(self) -> str:
        """The seven-digit number that returns use: authority, then establishment."""
        return f"{self.la_code}{self.number}" if self.number else ""


class EstablishmentLink(models.Model):
    """What the register says of two of its entries: one came before the other, or they belong together."""

    class Kind(models.TextChoices):
        PREDECESSOR = "predecessor", "Came before"
        SUCCESSOR = "successor", "Came after"
        RELATED = "related", "Belongs with"

    urn = models.CharField("URN", max_length=6)
    other_urn = models.CharField("the other URN", max_length=6)
    other_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, help_text="What the other one is to this one")
    words = models.CharField(max_length=100, help_text="The kind of link in the register's own words")
    on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=50, help_text="The day and the file that gave it")

    class Meta:
        ordering = ["urn", "other_urn"]
        indexes = [models.Index(fields=["other_urn"], name="establishment_link_by_other")]
        constraints = [
            models.UniqueConstraint(fields=["urn", "other_urn", "words"], name="establishment_link_is_said_once"),
            models.CheckConstraint(name="establishment_link_is_of_two", condition=~Q(urn=F("other_urn"))),
        ]

    def __str__(self) -> str:
        return f"{self.urn}: {self.other_urn} {self.get_kind_display().lower()}"
