"""What people type about calendars."""

import datetime as dt

from django import forms

from kit.forms import CasebookForm, GovukDateField, Radios
from kit.names import name_key
from kit.today import today
from partnerships.calendar_pages.facts import EARLIEST, LATEST
from partnerships.calendar_pages.reading import MOST_BYTES
from partnerships.models import Closure, HalfTerm

LONGEST = dt.timedelta(days=75)
KINDS = {"pru": "Pupil referral units", "school": "Schools", "local_authority": "Local authority"}


class CalendarFilter(CasebookForm):
    mark_optional = False
    q = forms.CharField(label="Name", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("", "All"), *KINDS.items()], widget=Radios(), required=False)

    def chosen(self) -> dict:
        """What may be used of what was typed; a wrong choice is no choice."""
        self.is_valid()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}

    def narrow(self, rows):
        chosen = self.chosen()
        if words := chosen.get("q"):
            rows = rows.filter(name_key__contains=name_key(words))
        if kind := chosen.get("kind"):
            rows = rows.filter(kind=kind)
        return rows


def school_year(day: dt.date) -> int:
    """The year that the school year begins in: August belongs to the one that comes."""
    return day.year if day.month >= 8 else day.year - 1


def year_label(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02}"


class DatesForm(CasebookForm):
    """First and last day of a half term whose year is known."""

    error_required = {
        "first": "Enter the first day of the half term",
        "last": "Enter the last day of the half term",
    }
    first = GovukDateField(
        label="First day",
        earliest=EARLIEST,
        latest=LATEST,
        help_text="The first day pupils come. For example, 1 9 2026",
    )
    last = GovukDateField(
        label="Last day",
        earliest=EARLIEST,
        latest=LATEST,
        help_text="The last day before the break. For example, 23 10 2026",
    )

    def __init__(self, *args, year: int | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = year

    def clean(self):
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        year = self.year if self.year is not None else cleaned.get("academic_year")
        if first and last and last < first:
            self.add_error("last", "Last day must be the same as or after the first day")
        elif first and last and last - first > LONGEST:
            self.add_error("last", "Last day must be within 75 days of the first day: a half term is not longer")
        for name, day in (("first", first), ("last", last)):
            if day and year and school_year(day) != int(year):
                self.add_error(
                    name,
                    f"{self.fields[name].label} must be in the school year {year_label(int(year))}, August to July",
                )
        return cleaned


class HalfTermForm(DatesForm):
    """A new half term."""

    error_required = DatesForm.error_required | {
        "academic_year": "Select the school year",
        "number": "Select which half term it is",
    }
    field_order = ["academic_year", "number", "first", "last"]
    academic_year = forms.TypedChoiceField(label="School year", coerce=int, widget=Radios(inline=True))
    number = forms.TypedChoiceField(
        label="Half term", coerce=int, choices=list(HalfTerm.NAMES.items()), widget=Radios()
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        this = school_year(today())
        self.fields["academic_year"].choices = [(year, year_label(year)) for year in range(this - 1, this + 4)]  # type: ignore[attr-defined]


class ClosureForm(CasebookForm):
    """One or a few days on which the school does not meet."""

    error_required = {"kind": "Select why school is closed", "first": "Enter the day, or the first day"}
    kind = forms.ChoiceField(
        label="Why school is closed",
        choices=Closure.Kind.choices,
        widget=Radios(
            hints={
                "inset": "INSET: staff are in, pupils are not",
                "planned": "Known beforehand, for example the school is used for an election",
                "unplanned": "It could not be foreseen, for example snow or a burst pipe",
            }
        ),
    )
    first = GovukDateField(
        label="Day, or first day", earliest=EARLIEST, latest=LATEST, help_text="For example, 12 5 2026"
    )
    last = GovukDateField(
        label="Last day",
        required=False,
        earliest=EARLIEST,
        latest=LATEST,
        help_text="Leave empty for one day. Weekends and days already closed are passed over.",
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=200,
        help_text="A few words, for example “Polling station”. Do not name a child.",
    )

    def clean(self):
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first:
            self.add_error("last", "Last day must be the same as or after the first day")
        return cleaned


class UploadForm(CasebookForm):
    """A file of term dates."""

    error_required = {"file": "Select a file of term dates"}
    file = forms.FileField(
        label="File of term dates",
        help_text="ICS, CSV or JSON, up to 10 MB.",
        widget=forms.FileInput(attrs={"accept": ".ics,.csv,.json"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("The selected file must be smaller than 10 MB")
        if not file.name.lower().endswith((".ics", ".csv", ".json")):
            raise forms.ValidationError("The selected file must be an ICS, CSV or JSON file")
        return file
