"""School time. Dates are set by each authority or school and stored, never derived from a rule."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from kit.periods import PeriodField, last_day


class Calendar(models.Model):
    """The calendar of an organisation; one without its own follows its authority's."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="calendar")

    def __str__(self) -> str:
        return f"Calendar of {self.organisation}"


class HalfTerm(models.Model):
    """One of the six parts of a school year."""

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="half_terms")
    academic_year = models.PositiveSmallIntegerField(help_text="The year it begins in: 2025 is 2025/26")
    number = models.PositiveSmallIntegerField()
    during = PeriodField()

    class Meta:
        ordering = ["during"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "academic_year", "number"], name="half_term_is_unique"),
            models.CheckConstraint(name="half_term_is_one_to_six", condition=Q(number__range=(1, 6))),
            ExclusionConstraint(
                name="half_terms_do_not_overlap",
                expressions=[("calendar", RangeOperators.EQUAL), ("during", RangeOperators.OVERLAPS)],
            ),
        ]

    NAMES = {1: "Autumn 1", 2: "Autumn 2", 3: "Spring 1", 4: "Spring 2", 5: "Summer 1", 6: "Summer 2"}

    def __str__(self) -> str:
        return f"{self.NAMES[self.number]}, {self.year_label}"

    @property
    def year_label(self) -> str:
        return f"{self.academic_year}/{(self.academic_year + 1) % 100:02}"

    @property
    def first(self):
        return self.during.lower

    @property
    def last(self):
        return last_day(self.during)


class Closure(models.Model):
    """A day inside a half term on which the school does not meet, and why."""

    class Kind(models.TextChoices):
        BANK_HOLIDAY = "bank_holiday", "Bank holiday"
        INSET = "inset", "Staff training day"
        PLANNED = "planned", "Planned closure"
        UNPLANNED = "unplanned", "Unplanned closure"

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="closures")
    on = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "on"], name="closure_day_is_unique")]


class SchoolDay(models.Model):
    """A day on which the school meets: weekdays of the half term that are not closed."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="days")
    half_term = models.ForeignKey(HalfTerm, on_delete=models.CASCADE, related_name="days")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "on"], name="school_day_is_unique")]
