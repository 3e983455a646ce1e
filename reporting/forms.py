"""The filter over the list of pupils; kept in the address, so that Back returns to the same list."""

from typing import Any

from django import forms

from accounts.roles import Role
from kit.forms import CasebookForm
from kit.names import name_key

YEARS = [("", "All years"), ("0", "Reception"), *[(str(year), f"Year {year}") for year in range(1, 14)]]


class PupilFilter(CasebookForm):
    mark_optional = False
    name = forms.CharField(label="Name", required=False, max_length=100)
    year = forms.ChoiceField(label="Year group", required=False, choices=YEARS)
    placed = forms.BooleanField(label="Placed with a PRU today", required=False)

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if actor.role == Role.PROVIDER_LEAD:  # whose list says nothing of placements
            del self.fields["placed"]

    def clean_choices(self) -> dict:
        """What was chosen; nothing while the form is empty or wrong."""
        return self.cleaned_data if self.is_bound and self.is_valid() else {}

    def chips(self, request) -> list[dict]:
        """One removable chip per filter in force."""
        chosen = self.clean_choices()
        words = {
            "name": ("Name", chosen.get("name")),
            "year": ("Year group", dict(YEARS).get(chosen.get("year") or "none", "")),
            "placed": ("Placed", "With a PRU today" if chosen.get("placed") else ""),
        }
        return [
            {"label": label, "text": text, "remove_url": _without(request, field)}
            for field, (label, text) in words.items()
            if text
        ]

    def clean_name(self) -> str:
        return name_key(self.cleaned_data["name"])


def _without(request, field: str) -> str:
    left = request.GET.copy()
    left.pop(field, None)
    left.pop("page", None)
    return f"{request.path}?{left.urlencode()}" if left else request.path
