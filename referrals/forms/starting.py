"""Which pupil a referral is about, and taking a referral back."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.formats import date_format

from kit.forms import CasebookForm, GovukDateField, Radios, Textarea, TextInput
from kit.names import name_key
from kit.today import today
from prus import upn as upns
from prus.models import Pupil, PupilNeeds
from referrals import matching

YEARS = [("", "Choose one"), ("0", "Reception"), *((str(n), f"Year {n}") for n in range(1, 14))]
YOUNGEST, OLDEST = 4, 18
NOBODY = "nobody"


class PupilChoice(forms.ModelChoiceField):
    def label_from_instance(self, pupil: Pupil) -> str:
        return f"{pupil.surname}, {pupil.known_as or pupil.forename}, {_born(pupil)}"


class ChooseForm(CasebookForm):
    """A pupil who is on the school's roll here already."""

    error_required = {"pupil": "Select a pupil, or enter a pupil who is not in the list"}
    pupil = PupilChoice(
        label="Pupil on your roll", queryset=Pupil.objects.none(), to_field_name="uuid", empty_label="Choose one"
    )

    def __init__(self, *args: Any, pupils: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["pupil"]
        field.queryset = pupils


class NewPupilForm(CasebookForm):
    """A pupil who is not in the list. When one like them is, it asks whether they are the same child."""

    error_required = {
        "upn": "Enter the unique pupil number (UPN)",
        "surname": "Enter the pupil's surname",
        "forename": "Enter the pupil's forename",
        "date_of_birth": "Enter the pupil's date of birth",
        "sex": "Select the sex recorded on the school's register",
        "year_group": "Select a year group",
        "provision": "Select the pupil's special educational needs provision",
    }
    upn = forms.CharField(
        label="Unique pupil number (UPN)",
        max_length=30,
        widget=TextInput(width=20),
        help_text="13 characters, like H801200001001. It is on the school's register.",
    )
    surname = forms.CharField(label="Surname", max_length=100, widget=TextInput(width=30))
    forename = forms.CharField(label="Forename", max_length=100, widget=TextInput(width=30))
    date_of_birth = GovukDateField(label="Date of birth", help_text="For example, 27 3 2012")
    sex = forms.ChoiceField(label="Sex", choices=Pupil.Sex.choices, widget=Radios)
    year_group = forms.ChoiceField(label="Year group", choices=YEARS)
    provision = forms.ChoiceField(
        label="Special educational needs", choices=PupilNeeds.Provision.choices, widget=Radios
    )

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_upn(self) -> str:
        upn = upns.tidy(self.cleaned_data["upn"])
        wrong = upns.what_is_wrong(upn)
        if wrong:
            raise forms.ValidationError(wrong)
        return upn

    def clean_date_of_birth(self) -> dt.date:
        born, day = self.cleaned_data["date_of_birth"], today()
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        if born > day:
            raise forms.ValidationError("Date of birth must be in the past")
        if not YOUNGEST <= age <= OLDEST:
            sentence = f"Date of birth must make the pupil {YOUNGEST} to {OLDEST} years old. Check the year"
            raise forms.ValidationError(sentence, params={"parts": ["year"]})
        return born

    def clean_year_group(self) -> int:
        return int(self.cleaned_data["year_group"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors:
            self._look_for_the_same_child(self.cleaned_data)
        return self.cleaned_data

    def details(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "same_as"}

    def chosen(self) -> Pupil | None:
        """The pupil of whom the school said: it is the same child."""
        answer = self.cleaned_data.get("same_as", NOBODY)
        return next((pupil for pupil in self.alike if str(pupil.uuid) == answer), None)

    def uses_a_known_record(self) -> bool:
        return bool(self.mine or self.chosen())

    alike: list[Pupil] = []
    mine: Pupil | None = None

    def _look_for_the_same_child(self, data: dict[str, Any]) -> None:
        mine = self.mine = matching.with_upn(data["upn"], self.actor)
        if mine and not matching.same_name(mine, name_key(data["surname"], data["forename"])):
            self.add_error("upn", f"This UPN belongs to {mine.full_name}, who is in your list. Check the number")
            return
        if not mine:
            self.alike = matching.alike(data["surname"], data["forename"], data["date_of_birth"], self.actor)
        if self.alike:
            self._ask(data)

    def _ask(self, data: dict[str, Any]) -> None:
        """Add the question, and take its answer if it was there already."""
        choices = [(str(p.uuid), f"{p.full_name}, {_born(p)}") for p in self.alike]
        choices.append((NOBODY, "No, this is a different child"))
        self.fields["same_as"] = forms.ChoiceField(
            label="Is it one of these pupils?",
            choices=choices,
            widget=Radios,
            help_text="Someone with almost the same name and date of birth is in your list.",
        )
        self.order_fields(["same_as"])
        answer = self.data.get(self.add_prefix("same_as"), "")
        if answer in dict(choices):
            data["same_as"] = answer
        else:
            self.add_error("same_as", "Select whether this is a pupil who is in your list")


class WithdrawForm(CasebookForm):
    error_required = {"reason": "Enter why you are withdrawing the referral"}
    reason = forms.CharField(
        label="Why you are withdrawing the referral",
        max_length=300,
        widget=Textarea(rows=4, count=True),
        help_text="The local authority and the panel can see this once the referral was sent.",
    )


def _born(pupil: Pupil) -> str:
    return f"born {date_format(pupil.date_of_birth, 'j F Y')}, {pupil.year_text}"
