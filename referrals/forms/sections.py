"""What every section of the passport shares: saved half done, complete only when nothing needed is missing."""

import datetime as dt
from copy import deepcopy
from typing import Any

from django import forms
from django.utils.formats import date_format

from kit.forms import CasebookForm, GovukDateField
from kit.today import today

KEPT_APART = ("source", "version")  # columns of their own, not part of what the section says


class SectionForm(CasebookForm):
    """One section. `later=True` asks for nothing and only refuses what cannot be right (a date, a number).

    `sometimes` names the fields that `clean` asks for because of another answer: never "optional" on the page.
    """

    sometimes: set[str] = set()
    source = forms.CharField(label="Where this comes from", max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, referral: Any, source_hint: str = "", later: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.referral, self.later = referral, later
        self.fields["source"].help_text = source_hint or "For example, a meeting and its date."
        self.order_fields([name for name in self.fields if name not in KEPT_APART])

    def full_clean(self) -> None:
        """Ask only for what is needed now; the page still shows which answers are needed in the end."""
        asked = {name: field.required for name, field in self.fields.items()}
        shown = self._shown() if self.is_bound else set()
        for name, field in self.fields.items():
            always = name not in self.sometimes and (name in shown or name not in self._below())
            field.required = asked[name] and always and not self.later
        super().full_clean()
        for name, field in self.fields.items():
            field.required = asked[name]

    def clean(self) -> dict[str, Any]:
        """An answer under a choice that was not made is not an answer."""
        for name in self._below() - self._shown():
            self.errors.pop(name, None)
            self.cleaned_data[name] = None
        return self.cleaned_data

    def need(self, name: str, sentence: str) -> None:
        """Ask for a field because of what stands in another one."""
        if not self.later and not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)

    def not_after_today(self, *names: str) -> None:
        for name in names:
            field: Any = self.fields[name]
            field.latest = today()

    def answers(self) -> dict[str, Any]:
        """What was typed, as it is kept: dates as 2026-05-12."""
        typed = {name: value for name, value in self.cleaned_data.items() if name not in KEPT_APART}
        return {name: v.isoformat() if isinstance(v, dt.date) else v for name, v in typed.items()}

    @classmethod
    def told(cls, data: dict[str, Any]) -> list[tuple[str, str]]:
        """What is kept, for people to read: (label, text), without what was left empty."""
        fields = {name: field for name, field in cls.base_fields.items() if name not in KEPT_APART}
        pairs = [(str(field.label), in_words(field, data.get(name))) for name, field in fields.items()]
        return [(label, text) for label, text in pairs if text]

    def _below(self) -> set[str]:
        """Fields that stand under a choice."""
        return {name for choices in self.reveals.values() for names in choices.values() for name in names}

    def _shown(self) -> set[str]:
        """Those of them whose choice was made."""
        made = {name: self.data.get(self.add_prefix(name), "") for name in self.reveals}
        return {n for name, choices in self.reveals.items() for n in choices.get(made[name], [])}


class RowsForm(SectionForm):
    """A section of several rows alike, each drawn under its own heading."""

    row: type[CasebookForm]
    item = "Row"
    how_many = 3
    at_least = 1

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_required, self.fieldsets, self.sometimes = {}, [], set()
        for number in range(1, self.how_many + 1):
            self._add_row(number)
        self.order_fields([name for name in self.fields if name not in KEPT_APART])

    def _add_row(self, number: int) -> None:
        names = []
        for name, field in self.row.base_fields.items():
            names.append(f"{name}_{number}")
            self.fields[names[-1]] = deepcopy(field)
            self.error_required[names[-1]] = self.row.error_required.get(name, "")
        hint = "" if number <= self.at_least else "Leave this empty if there is no other."
        if number > self.at_least:
            self.sometimes.update(names)
        self.fieldsets.append((f"{self.item} {number}", hint, names))

    def clean(self) -> dict[str, Any]:
        super().clean()
        for number in range(1, self.how_many + 1):
            if any(self.cleaned_data.get(f"{name}_{number}") for name in self.row.base_fields):
                for name, field in self.row.base_fields.items():
                    if field.required:
                        self.need(f"{name}_{number}", self.row.error_required[name])
            self.check_row(number)
        return self.cleaned_data

    def check_row(self, number: int) -> None:
        """What one row may not say."""

    @classmethod
    def told(cls, data: dict[str, Any]) -> list[tuple[str, str]]:
        found = []
        for number in range(1, cls.how_many + 1):
            lines = [
                (field.label, in_words(field, data.get(f"{name}_{number}")))
                for name, field in cls.row.base_fields.items()
            ]
            text = "\n".join(f"{label}: {value}" for label, value in lines if value)
            found.append((f"{cls.item} {number}", text))
        return [(label, text) for label, text in found if text]

    @classmethod
    def rows_of(cls, data: dict[str, Any]) -> list[dict[str, str]]:
        """Each row that was filled in, by the names of its fields."""
        rows = [
            {name: str(data.get(f"{name}_{number}") or "") for name in cls.row.base_fields}
            for number in range(1, cls.how_many + 1)
        ]
        return [row for row in rows if any(row.values())]


def in_words(field: forms.Field, value: Any) -> str:
    """One answer as people read it: the choice's words, a date as 3 March 2026, a number with its unit."""
    if value in (None, "", []):
        return ""
    if isinstance(field, GovukDateField):
        return date_format(dt.date.fromisoformat(str(value)[:10]), "j F Y")
    if isinstance(field, forms.BooleanField):
        return "Yes" if value else "No"
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        words = {str(key): str(label) for key, label in choices}
        return ", ".join(words.get(str(v), str(v)) for v in (value if isinstance(value, list) else [value]))
    return _with_unit(value, getattr(field.widget, "suffix", ""))


def _with_unit(value: Any, unit: str) -> str:
    """3 days, 1 day, 84%."""
    if not unit or unit == "%":
        return f"{value}{unit}"
    return f"{value} {unit.removesuffix('s') if str(value) == '1' else unit}"
