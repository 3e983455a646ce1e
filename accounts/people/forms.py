"""Giving a role, ending it, naming a deputy, looking for people."""

from typing import Any

from django import forms

from accounts.models import Organisation
from accounts.people.fitting import FITS, MEANS
from accounts.roles import PANEL_ROLES, Role
from kit.forms import CasebookForm, GovukDateField, Radios, Textarea
from kit.today import today

BAD_ADDRESS = "Enter an e-mail address in the correct format, like name@example.com"
EARLY = "The first day must be today or later"


class _Reasoned(CasebookForm):
    reason = forms.CharField(
        max_length=200,
        widget=Textarea(rows=2, count=True),
        help_text="It stays in the history of the role. Name no pupil.",
        error_messages={"required": "Enter a reason"},
    )


class _Period(_Reasoned):
    email = forms.EmailField(
        label="E-mail address",
        help_text="Their address at work. A colleague who acts here already has the role at once; anybody else is "
        "sent an invitation.",
        error_messages={"required": "Enter the e-mail address of the person", "invalid": BAD_ADDRESS},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    first_day = GovukDateField(
        label="First day", error_messages={"required": "Enter the first day of the role", "earliest": EARLY}
    )
    last_day = GovukDateField(
        label="Last day",
        required=False,
        help_text="Leave empty unless it is for a period. The role works until midnight of this day.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first: Any = self.fields["first_day"]
        first.initial = first.earliest = today()

    def clean(self):
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "The last day must be on or after the first day")
        return data


class GiveForm(_Period):
    """A role in one organisation; only the roles that fit its kind are offered."""

    role = forms.ChoiceField(widget=Radios, error_messages={"required": "Select the role to give"})
    represents = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="The school or unit they come from",
        required=False,
        help_text="Somebody who sits on a panel does not decide cases of their own school.",
    )
    field_order = ["role", "email", "first_day", "last_day", "represents", "reason"]

    def __init__(self, *args, organisation: Organisation, **kwargs):
        super().__init__(*args, **kwargs)
        roles = [Role(role) for role in FITS[organisation.kind]]
        fields: dict[str, Any] = self.fields
        fields["role"].choices = [(role.value, role.label) for role in roles]
        fields["role"].widget.hints = {role.value: MEANS[role] for role in roles}
        if len(roles) == 1:
            fields["role"].initial = roles[0].value
        if not PANEL_ROLES & set(roles):
            del fields["represents"]
        else:
            fields["represents"].queryset = Organisation.objects.filter(
                la=organisation.la_id, kind__in=[Organisation.Kind.SCHOOL, Organisation.Kind.PRU]
            )


class DeputyForm(_Period):
    field_order = ["email", "first_day", "last_day", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        last = self.fields["last_day"]
        last.required, last.help_text = True, "Your deputy’s role works until midnight of this day."
        last.error_messages["required"] = "Enter the last day of the period"


class EndForm(_Reasoned):
    mark_optional = False
    reveals = {"when": {"day": ["last_day"]}}
    field_order = ["when", "last_day", "reason"]

    when = forms.ChoiceField(
        label="When should it end?",
        choices=[("now", "Now"), ("day", "At the end of a day")],
        widget=Radios(hints={"now": "They are out as soon as they open another page"}),
        error_messages={"required": "Select when the role should end"},
    )
    last_day = GovukDateField(label="Last day", required=False, help_text="The role works until midnight of this day.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        last: Any = self.fields["last_day"]
        last.earliest = today()

    def clean(self):
        data = super().clean() or {}
        if data.get("when") == "now":
            data["last_day"] = None
            self.errors.pop("last_day", None)
        elif data.get("when") == "day" and not data.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", "Enter the last day of the role")
        return data


class FindPeopleForm(CasebookForm):
    """The filters of the list. A lead has one organisation only, and is not asked for it."""

    mark_optional = False

    name = forms.CharField(label="Name or e-mail address", required=False, max_length=100)
    organisation = forms.CharField(label="Organisation", required=False, max_length=100)
    kind = forms.ChoiceField(label="Kind of organisation", required=False)
    role = forms.ChoiceField(label="Role", required=False)
    ended = forms.BooleanField(label="Show roles that have ended", required=False)

    def __init__(self, *args, organisations: bool, kinds: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        roles = [role for kind in kinds for role in FITS[kind]]
        fields: dict[str, Any] = self.fields
        fields["role"].choices = [("", "Any"), *((role.value, role.label) for role in roles)]
        kind_names = [(kind, Organisation.Kind(kind).label) for kind in kinds if FITS[kind]]
        fields["kind"].choices = [("", "Any"), *kind_names]
        if not organisations:
            del fields["organisation"], fields["kind"]


class FindOrganisationForm(CasebookForm):
    mark_optional = False

    q = forms.CharField(
        label="Name of the organisation",
        required=False,
        max_length=100,
        help_text="Part of the name is enough. Leave empty to see them all.",
    )


class ChosenForm(forms.Form):
    """Which of two buttons of an invitation was pressed."""

    do = forms.ChoiceField(choices=[("again", "Send again"), ("withdraw", "Withdraw")])
