"""Each person's own sign-in: taking up an invitation, a new password, where they are signed in."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.core.exceptions import ValidationError

from accounts import throttle
from accounts.models import Person
from accounts.people.forms import BAD_ADDRESS
from accounts.people.passwords import LONGEST
from kit.forms import CasebookForm, Checkboxes

HINT = "12 characters or more. Three random words are easy to remember and hard to guess."


def password_field(label: str, *, new: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST,
        help_text=HINT if new else "",
        error_messages={
            "required": "Enter a password" if new else "Enter your password",
            "max_length": f"Password must have {LONGEST} characters or fewer",
        },
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"}),
    )


class _NewPassword(CasebookForm):
    """A form with a `password` that must be a good one for `person()`."""

    def person(self, data: dict) -> Person:
        raise NotImplementedError

    def clean(self):
        data = super().clean() or {}
        if data.get("password"):
            try:
                password_validation.validate_password(data["password"], self.person(data))
            except ValidationError as trouble:
                self.add_error("password", trouble.messages[0])
        return data


class AcceptForm(_NewPassword):
    """Somebody who has no sign-in yet."""

    name = forms.CharField(
        label="Your name",
        max_length=150,
        error_messages={"required": "Enter your name"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    position = forms.CharField(
        label="Your position",
        max_length=100,
        help_text="For example, assistant head. It is kept with each change you make to a register.",
        error_messages={"required": "Enter your position"},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    password = password_field("Choose a password", new=True)

    def __init__(self, *args, email: str, **kwargs):
        self.email = email
        super().__init__(*args, **kwargs)

    def person(self, data: dict) -> Person:
        return Person(email=self.email, name=data.get("name", ""), position=data.get("position", ""))


class ResetForm(_NewPassword):
    password = password_field("New password", new=True)

    def __init__(self, *args, owner: Person, **kwargs):
        self.owner = owner
        super().__init__(*args, **kwargs)

    def person(self, data: dict) -> Person:
        return self.owner


class _Proof(CasebookForm):
    """A form in which somebody proves who they are by their password. Tries are counted."""

    proof = "password"
    too_many = False
    wrong = "Enter the password you use for PRU Casebook"

    def __init__(self, *args, request, email: str, **kwargs):
        self.request, self.email = request, email
        self.proved: Any = None
        super().__init__(*args, **kwargs)

    def clean(self):
        data = super().clean() or {}
        if data.get(self.proof):
            try:
                self._prove(data[self.proof])
            except throttle.TooManyTriesError as trouble:
                self.too_many = True
                self.add_error(self.proof, str(trouble))
        return data

    def _prove(self, password: str) -> None:
        keys = throttle.keys_for(self.request, "sign-in", self.email)
        throttle.take(keys)
        self.proved = authenticate(self.request, username=self.email, password=password)
        if self.proved is None:
            self.add_error(self.proof, self.wrong)
        else:
            throttle.forgive(keys)


class ProveForm(_Proof):
    """Somebody who is invited and has a sign-in already."""

    password = password_field("Your password", new=False)


class ChangePasswordForm(_Proof, ResetForm):
    """The password now, and the new one."""

    proof = "current"
    wrong = "Enter the password you use now"
    field_order = ["current", "password"]

    current = password_field("Password now", new=False)

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, request=request, email=request.user.email, owner=request.user, **kwargs)


class ForgottenForm(CasebookForm):
    email = forms.EmailField(
        label="E-mail address",
        error_messages={"required": "Enter your e-mail address", "invalid": BAD_ADDRESS},
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )


class SessionsForm(CasebookForm):
    """Which of the other sign-ins to end."""

    sessions = forms.MultipleChoiceField(
        label="Sign out of",
        widget=Checkboxes,
        error_messages={"required": "Select where to sign out", "invalid_choice": "Select from the list"},
    )

    def __init__(self, *args, others: list[dict], **kwargs):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["sessions"]
        field.choices = [(each["handle"], each["device"]) for each in others]
        field.widget.hints = {each["handle"]: each["hint"] for each in others}
