"""What a manager types about PRUs: sites, places, judgements, the committee."""

import datetime as dt
from typing import Any

from django import forms

from kit.forms import CasebookForm, GovukDateField, Radios, Textarea, TextInput
from kit.today import today
from prus.models import Judgement, Pru
from prus.models.bodies import KeyStage
from prus.setup.forms import PlainName, about, since

BY_HAND = "by_hand"
MOST_PLACES = 500


class PruForm(CasebookForm):
    """A PRU of the national register, or one that it does not list."""

    error_required = {
        "unit": "Select a PRU, or that it is not in the list",
        "responsible_body": "Select who is responsible for the PRU",
    }
    reveals = {"unit": {BY_HAND: ["name", "urn"]}}
    unit = forms.ChoiceField(label="Which PRU?", widget=Radios())
    name = PlainName(label="Name of the PRU", max_length=200, required=False)
    urn = forms.RegexField(
        r"^[0-9]{6}$",
        label="Unique reference number (URN)",
        required=False,
        widget=TextInput(width=10, inputmode="numeric"),
        help_text="Six digits, if it has one.",
        error_messages={"invalid": "URN must be 6 digits, like 123456"},
    )
    responsible_body = forms.ChoiceField(
        label="Who is responsible for it?", choices=Pru.ResponsibleBody.choices, widget=Radios()
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = {one.urn: one for one in units}
        field: Any = self.fields["unit"]
        field.choices = [(urn, one.name) for urn, one in self.units.items()] + [(BY_HAND, "It is not in this list")]
        field.widget.hints = {urn: about(one) for urn, one in self.units.items()}
        if not self.units:
            field.initial = BY_HAND

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("unit") == BY_HAND and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "Enter the name of the PRU")
        return cleaned

    def establishment(self):
        return self.units.get(self.cleaned_data["unit"])


class PruFactsForm(CasebookForm):
    error_required = {"responsible_body": "Select who is responsible for the PRU"}
    responsible_body = forms.ChoiceField(
        label="Who is responsible for it?", choices=Pru.ResponsibleBody.choices, widget=Radios()
    )
    note = forms.CharField(
        label="Note",
        max_length=300,
        required=False,
        widget=Textarea(rows=3, count=True),
        help_text="About the PRU. Do not write about a child.",
    )


class ServeForm(CasebookForm):
    error_required = {"partnership": "Select a partnership", "first": "Enter the day from which the PRU serves it"}
    partnership = forms.ChoiceField(label="Which partnership?", widget=Radios())
    first = since("Since")

    def __init__(self, *args: Any, partnerships: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(one.organisation.uuid): one for one in partnerships}
        field: Any = self.fields["partnership"]
        field.choices = [(key, str(one)) for key, one in self.found.items()]

    def clean_partnership(self):
        return self.found[self.cleaned_data["partnership"]]


class SiteForm(CasebookForm):
    error_required = {
        "name": "Enter the name of the site",
        "address": "Enter the address",
        "postcode": "Enter the postcode",
        "first": "Enter the first day at this site",
    }
    name = PlainName(label="Name of the site", max_length=100, help_text="What staff call it, for example “Mill Lane”.")
    address = forms.CharField(label="Address", max_length=300)
    postcode = forms.RegexField(
        r"^[A-Za-z]{1,2}[0-9][0-9A-Za-z]? ?[0-9][A-Za-z]{2}$",
        label="Postcode",
        widget=TextInput(width=10),
        error_messages={"invalid": "Postcode must be a full UK postcode, like WR1 2AB"},
    )
    first = since()

    def clean_postcode(self) -> str:
        plain = self.cleaned_data["postcode"].upper().replace(" ", "")
        return f"{plain[:-3]} {plain[-3:]}"


class PlacesForm(CasebookForm):
    """How many places of each key stage, from a day on. A box left empty stays as it is."""

    error_required = {"first": "Enter the day from which there are so many places"}
    fieldsets = [
        ("Places", "Leave a box empty where the site has no places, or where nothing changes.", []),
    ]
    first = since("From")

    def __init__(self, *args: Any, held: dict[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for stage in KeyStage:
            self.fields[_box(stage)] = forms.IntegerField(
                label=str(stage.label),
                required=False,
                min_value=0,
                max_value=MOST_PLACES,
                initial=held.get(stage.value),
                widget=TextInput(width=3, suffix="places", inputmode="numeric"),
                error_messages={"invalid": f"{stage.label} must be a whole number, like 12"},
            )
        self.order_fields([*(_box(stage) for stage in KeyStage), "first"])
        self.fieldsets = [(self.fieldsets[0][0], self.fieldsets[0][1], [_box(stage) for stage in KeyStage])]
        self.mark_optional = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.numbers():
            self.add_error(_box(KeyStage.KS1), "Enter a number of places for at least one key stage")
        return cleaned

    def numbers(self) -> dict[int, int]:
        held = {stage.value: self.cleaned_data.get(_box(stage)) for stage in KeyStage}
        return {stage: number for stage, number in held.items() if number is not None}


def _box(stage: KeyStage) -> str:
    return f"stage_{stage.value}"


class JudgementForm(CasebookForm):
    error_required = {
        "kind": "Select what kind of visit or review it was",
        "on": "Enter the day of the judgement",
        "grade": "Enter the judgement in the words of the report",
    }
    kind = forms.ChoiceField(label="Kind", choices=Judgement.Kind.choices, widget=Radios())
    on = GovukDateField(
        label="Day of the judgement",
        help_text="For example, 12 5 2026",
        earliest=dt.date(1990, 1, 1),
        error_messages={"latest": "Day of the judgement must be today or in the past"},
    )
    grade = PlainName(
        label="Judgement",
        max_length=100,
        help_text="In the words of the report, for example “Good” or “Expected standard”.",
    )
    note = forms.CharField(
        label="Note",
        max_length=300,
        required=False,
        widget=Textarea(rows=3, count=True),
        help_text="What it means for the PRU. Do not write about a child.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["on"]
        field.latest = today()


class CommitteeForm(CasebookForm):
    error_required = {"name": "Enter the name of the committee"}
    name = PlainName(label="Name of the committee", max_length=200)
