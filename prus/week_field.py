"""Ten sessions in one field of a form: a row a day, a choice for the morning and one for the afternoon."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from prus.models.bodies import Session, Weekday
from prus.week import SESSIONS, session_name

Key = tuple[int, str]


class WeekWidget(forms.Widget):
    """`choices` for each session; those in `fixed` are shown as text and not asked for."""

    template_name = "prus/week_widget.html"
    use_fieldset = True

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs)
        self.choices: list[tuple[str, str]] = []
        self.fixed: dict[Key, str] = {}

    def asked(self) -> list[Key]:
        return [key for key in SESSIONS if key not in self.fixed]

    def value_from_datadict(self, data: Mapping, files: Any, name: str) -> dict[Key, str]:
        return {(day, half): data.get(f"{name}_{day}_{half}", "") for day, half in self.asked()}

    def value_omitted_from_data(self, data: Mapping, files: Any, name: str) -> bool:
        return not any(f"{name}_{day}_{half}" in data for day, half in self.asked())

    def id_for_label(self, id_: str) -> str:
        for day, half in self.asked():
            return f"{id_}_{day}_{half}"
        return id_

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        id_ = context["widget"]["attrs"].get("id", f"id_{name}")
        context["halves"] = [half.label for half in Session]
        context["days"] = [
            {
                "label": day.label,
                "cells": [self._cell(name, id_, value or {}, (day.value, half.value)) for half in Session],
            }
            for day in Weekday
        ]
        return context

    def _cell(self, name: str, id_: str, value: dict, key: Key) -> dict[str, Any]:
        day, half = key
        chosen = value.get(key, "")
        return {
            "half": Session(half).label,
            "fixed": self.fixed.get(key, ""),
            "label": session_name(day, half),
            "name": f"{name}_{day}_{half}",
            "id": f"{id_}_{day}_{half}",
            "wrong": chosen not in dict(self.choices),
            "options": [{"value": v, "label": label, "selected": v == chosen} for v, label in self.choices],
        }


class WeekField(forms.Field):
    """Cleans to {(weekday, session): value} for the sessions that were asked for."""

    widget = WeekWidget

    def offer(self, choices: list[tuple[str, str]], fixed: dict[Key, str]) -> None:
        self.widget.choices, self.widget.fixed = choices, fixed
        self.known = {value for value, _ in choices}

    def clean(self, value: dict[Key, str]) -> dict[Key, str]:
        missing = [session_name(*key) for key, chosen in value.items() if chosen not in self.known]
        if missing:
            raise ValidationError(f"Select where the pupil is due on {_listed(missing)}", code="required")
        return value


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
