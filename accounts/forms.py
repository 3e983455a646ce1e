"""Signing in and choosing a role."""

import uuid

from django import forms
from django.contrib.auth import authenticate

from accounts import throttle
from accounts.models import Membership
from kit.forms import CasebookForm


class SignInForm(CasebookForm):
    email = forms.EmailField(
        label="E-mail address",
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address in the correct format, like name@example.com",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        error_messages={"required": "Enter your password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args, request, **kwargs):
        self.request = request
        self.person = None
        self.too_many = False
        super().__init__(*args, **kwargs)

    def clean(self):
        data = super().clean() or {}
        if data.get("email") and data.get("password"):
            try:
                self._try(data["email"], data["password"])
            except throttle.TooManyTriesError as trouble:
                self.too_many = True
                self.add_error("password", str(trouble))
        return data

    def _try(self, email: str, password: str) -> None:
        """The same for an unknown address: it is counted, and a password is hashed."""
        keys = throttle.keys_for(self.request, "sign-in", email)
        throttle.take(keys)
        self.person = authenticate(self.request, username=email, password=password)
        if self.person is None:
            self.add_error("password", "Enter the e-mail address and password you use for PRU Casebook")
        else:
            throttle.forgive(keys)


class ActingAsForm(forms.Form):
    membership = forms.UUIDField()

    def __init__(self, *args, held, chosen, **kwargs):
        self.held = held
        self.chosen = chosen
        super().__init__(*args, **kwargs)

    def clean_membership(self) -> Membership:
        """One of the person's own, running roles."""
        key: uuid.UUID = self.cleaned_data["membership"]
        membership = self.held.filter(uuid=key).first()
        if membership is None:
            raise forms.ValidationError("Choose one of your roles")
        return membership
