"""What people type about providers: filters, a check made or renewed, a course."""

import datetime as dt

from django import forms

from kit.forms import CasebookForm, Checkboxes, GovukDateField, Radios, Textarea
from kit.names import name_key
from kit.today import today
from providers.models import Check
from providers.readiness import with_all_checks
from prus.models.bodies import KeyStage

LONGEST = dt.timedelta(days=5 * 366)


class ProviderFilter(CasebookForm):
    mark_optional = False
    q = forms.CharField(label="Name or course", required=False)
    ready = forms.MultipleChoiceField(
        label="Checks", choices=[("yes", "All checks hold")], widget=Checkboxes(small=True), required=False
    )

    def chosen(self) -> dict:
        """What may be used of what was typed; a wrong choice is no choice."""
        self.is_valid()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}

    def narrow(self, rows):
        chosen = self.chosen()
        if words := chosen.get("q"):
            by_name = rows.filter(organisation__name_key__contains=name_key(words))
            rows = rows.filter(pk__in=by_name.values("pk")) | rows.filter(
                pk__in=rows.filter(courses__name__icontains=words).values("pk")
            )
        return with_all_checks(rows) if "ready" in chosen else rows


class CheckForm(CasebookForm):
    """One check that the authority made, and until when it holds."""

    error_required = {
        "kind": "Select what you checked",
        "checked_on": "Enter the day you checked it",
        "expires_on": "Enter the last day on which it holds",
        "evidence": "Enter what you saw, for example the number of the certificate",
    }
    kind = forms.ChoiceField(label="What you checked", choices=Check.Kind.choices, widget=Radios())
    checked_on = GovukDateField(
        label="Day checked",
        help_text="For example, 12 5 2026",
        error_messages={"latest": "Day checked must be today or in the past"},
    )
    expires_on = GovukDateField(label="Holds until", help_text="The last day on which it holds. For example, 31 8 2026")
    evidence = forms.CharField(
        label="What you saw", max_length=200, help_text="For example, “Insurance certificate seen, £10 million cover”."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        checked_on = self.fields["checked_on"]
        assert isinstance(checked_on, GovukDateField)
        checked_on.latest = today()

    def clean(self):
        cleaned = super().clean() or {}
        checked_on, expires_on = cleaned.get("checked_on"), cleaned.get("expires_on")
        if checked_on and expires_on:
            self._refuse_period(checked_on, expires_on)
        return cleaned

    def _refuse_period(self, checked_on: dt.date, expires_on: dt.date) -> None:
        if expires_on < checked_on:
            self.add_error("expires_on", "Holds until must be the same as or after the day checked")
        elif expires_on < today():
            self.add_error(
                "expires_on", "Holds until must be today or later: a check that has lapsed cannot be relied on"
            )
        elif expires_on - checked_on > LONGEST:
            self.add_error("expires_on", "Holds until must be within 5 years of the day checked")


class CourseForm(CasebookForm):
    error_required = {"name": "Enter the name of the course", "key_stages": "Select who the course is for"}
    name = forms.CharField(label="Name of the course", max_length=150)
    qualification = forms.CharField(
        label="Qualification", max_length=200, required=False, help_text="What a pupil can gain, if anything."
    )
    key_stages = forms.MultipleChoiceField(
        label="Who it is for",
        choices=[(str(stage.value), stage.label) for stage in KeyStage],
        widget=Checkboxes(),
        help_text="Select all that apply.",
    )
    summary = forms.CharField(
        label="What pupils do", max_length=300, required=False, widget=Textarea(rows=3, count=True)
    )

    def clean_key_stages(self) -> str:
        return ",".join(sorted(self.cleaned_data["key_stages"]))
