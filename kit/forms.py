"""The forms of this product. Draw one with `{{ form }}`: see `docs/pages.md`."""

from typing import Any

from django import forms
from django.db import models
from django.forms.models import ModelFormMetaclass

from kit.fields import Checkboxes, DateInput, GovukDateField, MoneyField, Radios, Textarea, TextInput

__all__ = [
    "CasebookForm",
    "CasebookModelForm",
    "Checkboxes",
    "DateInput",
    "GovukDateField",
    "MoneyField",
    "Radios",
    "TextInput",
    "Textarea",
    "groups_of",
    "problems_of",
]


class _Casebook:
    """What both base classes share.

    error_required  field name → the sentence for an empty field: "Enter a reason for declining"
    fieldsets       list of (legend, hint, [field names]); fields not named come last, without a legend
    reveals         field name → {choice: [field names shown only under that choice]}
    """

    error_required: dict[str, str] = {}
    fieldsets: list[tuple[str, str, list[str]]] = []
    reveals: dict[str, dict[str, list[str]]] = {}
    mark_optional = True
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class CasebookForm(_Casebook, forms.Form):
    """A form that is not tied to one model."""


class _DatesInThreeBoxes(ModelFormMetaclass):
    def __new__(mcs, name: str, bases: tuple, attrs: dict, **kwargs: Any) -> Any:
        meta = attrs.get("Meta")
        if meta and not getattr(meta, "formfield_callback", None):
            meta.formfield_callback = staticmethod(_field_for)
        return super().__new__(mcs, name, bases, attrs, **kwargs)


def _field_for(db_field: Any, **kwargs: Any) -> forms.Field | None:
    if type(db_field) is models.DateField:
        kwargs = {"form_class": GovukDateField, **kwargs}
    return db_field.formfield(**kwargs)


class CasebookModelForm(_Casebook, forms.ModelForm, metaclass=_DatesInThreeBoxes):
    """A form over one model; its dates become three boxes."""


def groups_of(form: Any) -> list[dict[str, Any]]:
    """The visible fields in the order they are drawn: [{legend, hint, fields}]."""
    hidden_below = {
        name for choices in getattr(form, "reveals", {}).values() for names in choices.values() for name in names
    }
    left = [field.name for field in form.visible_fields() if field.name not in hidden_below]
    groups = []
    for legend, hint, names in getattr(form, "fieldsets", []):
        present = [name for name in names if name in left]
        left = [name for name in left if name not in present]
        groups.append({"legend": legend, "hint": hint, "fields": [form[name] for name in present]})
    groups.append({"legend": "", "hint": "", "fields": [form[name] for name in left]})
    return [group for group in groups if group["fields"]]


def problems_of(form: Any) -> list[dict[str, str]]:
    """What the error summary lists: the message, and the id of the input to focus (or none)."""
    if hasattr(form, "problems"):  # a form that draws some of its inputs itself: the register's cells
        return form.problems()
    if hasattr(form, "forms"):
        found = [{"text": text, "target": ""} for text in form.non_form_errors()]
        return found + [problem for each in form.forms for problem in problems_of(each)]
    found = [{"text": text, "target": ""} for text in form.non_field_errors()]
    found += [{"text": text, "target": ""} for field in form.hidden_fields() for text in field.errors]
    return found + [
        {"text": text, "target": field.target}
        for group in groups_of(form)
        for field in _with_revealed(form, group["fields"])
        for text in field.errors
    ]


def _with_revealed(form: Any, fields: list) -> list:
    """Each field followed by those its choices reveal, in the order of the page."""
    found = []
    for field in fields:
        found.append(field)
        names = [name for names in getattr(form, "reveals", {}).get(field.name, {}).values() for name in names]
        found += [form[name] for name in dict.fromkeys(names) if name in form.fields]
    return found
