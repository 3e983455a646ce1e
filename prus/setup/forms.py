"""What a manager types about districts, schools, partnerships and officers."""

import datetime as dt
from typing import Any

from django import forms

from kit.forms import CasebookForm, Checkboxes, GovukDateField, Radios, TextInput
from kit.today import today
from partnerships.models import District, Partnership, School
from prus.setup.register import narrow

SHOWN = 50  # schools on one page of the register
BY_REGISTER = "register"
EXAMPLE = "For example, 1 9 2026"


def tidy(text: str) -> str:
    return " ".join(text.split())


class PlainName(forms.CharField):
    """A name, without spaces to spare."""

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


def since(label: str = "First day") -> GovukDateField:
    """The day from which something holds."""
    return GovukDateField(
        label=label, help_text=EXAMPLE, initial=today, earliest=dt.date(1990, 1, 1), latest=dt.date(2100, 1, 1)
    )


class NameForm(CasebookForm):
    error_required = {"name": "Enter a name for the district"}
    name = PlainName(label="Name of the district", max_length=100)


class LastDayForm(CasebookForm):
    error_required = {"last": "Enter the last day"}
    last = GovukDateField(label="Last day", help_text="For example, 31 8 2026", latest=dt.date(2100, 1, 1))


class SearchForm(CasebookForm):
    mark_optional = False
    q = forms.CharField(label="Name of the school", max_length=100, required=False, widget=TextInput(width=20))

    def words(self) -> str:
        return self.cleaned_data["q"] if self.is_valid() else ""


class RegisterFilter(CasebookForm):
    mark_optional = False
    q = forms.CharField(label="Name", required=False)
    phase = forms.ChoiceField(label="Phase", choices=[("", "All phases"), *School.Phase.choices[:3]], required=False)
    area = forms.ChoiceField(label="District in the register", required=False)

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        names = rows.exclude(district="").order_by("district").values_list("district", flat=True).distinct()
        area: Any = self.fields["area"]
        area.choices = [("", "All districts"), *((name, name) for name in names)]

    def chosen(self) -> dict[str, str]:
        """What may be used of what was asked for; a wrong choice is no choice."""
        self.is_valid()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}

    def narrowed(self):
        chosen = self.chosen()
        return narrow(
            self.rows,
            words=chosen.get("q", ""),
            phase=chosen.get("phase", ""),
            district=chosen.get("area", ""),
        )


class DistrictChoice(forms.ChoiceField):
    """A district of the authority, cleaned to the district itself."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": "District", **kwargs})
        self.found: dict[str, District] = {}

    def offer(self, districts, *before: tuple[str, str]) -> None:
        self.found = {str(one.uuid): one for one in districts}
        self.choices = [*before, *((key, one.name) for key, one in self.found.items())]

    def clean(self, value: Any) -> Any:
        return self.found.get(super().clean(value))


class ChooseSchoolsForm(CasebookForm):
    """Schools of the national register: some of those shown, or all that match."""

    error_required = {"district": "Select the district of these schools"}
    schools = forms.MultipleChoiceField(label="Schools", widget=Checkboxes(small=True), required=False)
    everything = forms.BooleanField(required=False)
    district = DistrictChoice(label="Which district are they in?", widget=Radios())
    mark_optional = False

    def __init__(self, *args: Any, rows: list, total: int, districts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_urn = {one.urn: one for one in rows}
        fields: dict[str, Any] = self.fields
        fields["schools"].choices = [(urn, one.name) for urn, one in self.by_urn.items()]
        fields["schools"].widget.hints = {urn: about(one) for urn, one in self.by_urn.items()}
        fields["everything"].label = f"All {total:,} schools that match"
        if total <= 1:
            del fields["everything"]
        fields["district"].offer(districts, (BY_REGISTER, "The district of the same name in the national register"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("schools") and not cleaned.get("everything") and "schools" not in self.errors:
            self.add_error("schools", "Select at least one school")
        return cleaned


def about(one) -> str:
    """One line of a register's entry: what it is and where."""
    parts = [one.type or one.get_kind_display(), one.postcode, f"URN {one.urn}"]
    return " · ".join(part for part in parts if part)


class SchoolForm(CasebookForm):
    """A school that the register does not list."""

    error_required = {
        "name": "Enter the name of the school",
        "urn": "Enter the unique reference number (URN)",
        "phase": "Select the phase of the school",
        "run_by": "Select who runs the school",
        "district": "Select a district",
    }
    name = PlainName(label="Name of the school", max_length=200)
    urn = forms.RegexField(
        r"^[0-9]{6}$",
        label="Unique reference number (URN)",
        widget=TextInput(width=10, inputmode="numeric"),
        help_text="Six digits. The Department for Education gives it to the school.",
        error_messages={"invalid": "URN must be 6 digits, like 123456"},
    )
    phase = forms.ChoiceField(label="Phase", choices=School.Phase.choices, widget=Radios())
    run_by = forms.ChoiceField(
        label="Who runs it",
        choices=[("la", "The local authority or its governors"), ("trust", "An academy trust")],
        widget=Radios(),
    )
    district = DistrictChoice(widget=Radios())
    address = forms.CharField(label="Address", max_length=300, required=False)
    postcode = forms.CharField(label="Postcode", max_length=8, required=False, widget=TextInput(width=10))

    def __init__(self, *args: Any, districts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["district"]
        field.offer(districts)

    def facts(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        return facts | {"is_academy": facts.pop("run_by") == "trust"}


class SchoolDistrictForm(CasebookForm):
    error_required = {"district": "Select a district"}
    district = DistrictChoice(label="Which district is the school in?", widget=Radios())

    def __init__(self, *args: Any, districts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["district"]
        field.offer(districts)


class PartnershipForm(CasebookForm):
    error_required = {
        "name": "Enter the name of the partnership",
        "kind": "Select what kind of partnership it is",
        "district": "Select a district",
    }
    name = PlainName(label="Name of the partnership", max_length=200)
    kind = forms.ChoiceField(
        label="Kind",
        choices=[(Partnership.Kind.DIP, "District inclusion partnership"), (Partnership.Kind.OTHER, "Another kind")],
        widget=Radios(),
    )
    district = DistrictChoice(widget=Radios())

    def __init__(self, *args: Any, districts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["district"]
        field.offer(districts)


class MembersForm(CasebookForm):
    error_required = {"schools": "Select at least one school", "first": "Enter the day from which they are members"}
    schools = forms.MultipleChoiceField(label="Schools", widget=Checkboxes(small=True))
    first = since("Members since")

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(one.organisation.uuid): one for one in schools}
        field: Any = self.fields["schools"]
        field.choices = [(key, one.organisation.name) for key, one in self.found.items()]
        field.widget.hints = {
            key: f"{one.get_phase_display()}, {one.district or 'no district yet'}" for key, one in self.found.items()
        }

    def clean_schools(self) -> list[School]:
        return [self.found[key] for key in self.cleaned_data["schools"]]


class OfficerDistrictForm(CasebookForm):
    error_required = {"district": "Select a district", "first": "Enter the day from which the officer looks after it"}
    district = DistrictChoice(widget=Radios())
    first = since("Since")

    def __init__(self, *args: Any, districts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["district"]
        field.offer(districts)
