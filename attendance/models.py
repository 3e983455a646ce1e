"""Codes, marks, what providers say, and the totals of each half term."""

from django.db import models
from django.db.models import Q

from accounts.models import AboutChild, Organisation, Person
from kit.periods import PeriodField
from partnerships.models import HalfTerm
from prus.models import Placement, Pupil
from prus.models.bodies import Session
from prus.querysets import ChildRowQuerySet


class AttendanceCode(models.Model):
    """A national register code, in force for a period (SI 2024/208, regulation 10)."""

    class Category(models.TextChoices):
        ATTENDING = "attending", "Present"
        AUTHORISED = "authorised_absence", "Authorised absence"
        UNAUTHORISED = "unauthorised_absence", "Unauthorised absence"
        NOT_POSSIBLE = "not_possible", "Not a possible session"
        UNABLE = "unable_to_attend", "Unable to attend"
        ADMINISTRATIVE = "administrative", "Not counted"

    code = models.CharField(max_length=2, primary_key=True)
    name = models.CharField(max_length=120)
    category = models.CharField(max_length=24, choices=Category.choices)
    counts_as_present = models.BooleanField()
    counts_in_possible = models.BooleanField()
    during = PeriodField(help_text="Dates on which the code may be entered")
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code}: {self.name}"


class Mark(models.Model):
    """What happened in one session: one mark per pupil, date and half day.

    Partitioned by academic year; the key covers the code. Amendments are `MarkChange` rows.
    """

    record_class = "R2"

    pk = models.CompositePrimaryKey("pupil_id", "date", "session")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+", db_index=False)
    date = models.DateField()
    session = models.CharField(max_length=2, choices=Session.choices)
    code = models.ForeignKey(AttendanceCode, on_delete=models.PROTECT, related_name="+", db_index=False)
    minutes_late = models.PositiveSmallIntegerField(null=True, blank=True)
    la = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="+")
    pru = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Whose register it is"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False, help_text="Where due"
    )

    objects = ChildRowQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["pru", "date"], name="mark_by_pru_and_date")]


class MarkChange(models.Model):
    """An amendment of a register: original, new, reason, date, name and position. Never changed."""

    record_class = "R2"

    la = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    session = models.CharField(max_length=2, choices=Session.choices)
    from_code = models.CharField(max_length=2)
    to_code = models.CharField(max_length=2)
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=150)
    by_position = models.CharField(max_length=100)
    at = models.DateTimeField()

    objects = ChildRowQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["pupil", "date"], name="change_by_pupil")]
        constraints = [models.CheckConstraint(name="change_says_why", condition=~Q(reason=""))]


class SessionReport(AboutChild):
    """What a provider says of one session: attended, late or absent. The PRU settles the code."""

    record_class = "R2"

    class Said(models.TextChoices):
        ATTENDED = "attended", "Attended"
        LATE = "late", "Late"
        ABSENT = "absent", "Absent"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    session = models.CharField(max_length=2, choices=Session.choices)
    said = models.CharField(max_length=10, choices=Said.choices)
    minutes_late = models.PositiveSmallIntegerField(null=True, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ChildRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pupil", "date", "session"], name="provider_says_once_per_session"),
            models.CheckConstraint(name="only_late_has_minutes", condition=Q(minutes_late=None) | Q(said="late")),
        ]


class HalfTermAttendance(AboutChild):
    """Totals of one placement in one half term at one place of learning, kept with every save.

    Derivable from the marks; `manage.py prove_totals` compares the two.
    """

    record_class = "R2"

    pupil = models.ForeignKey(Pupil, on_delete=models.PROTECT, related_name="+")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="+")
    pru = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    half_term = models.ForeignKey(HalfTerm, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", help_text="Where due")
    present = models.PositiveSmallIntegerField(default=0)
    authorised = models.PositiveSmallIntegerField(default=0)
    unauthorised = models.PositiveSmallIntegerField(default=0)
    not_counted = models.PositiveSmallIntegerField(default=0)
    late = models.PositiveSmallIntegerField(default=0)
    unexplained = models.PositiveSmallIntegerField(default=0, help_text="Code N")

    objects = ChildRowQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["pru", "half_term"], name="totals_by_pru")]
        constraints = [
            models.UniqueConstraint(fields=["placement", "half_term", "organisation"], name="totals_are_kept_once")
        ]
