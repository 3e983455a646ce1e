"""Draws every form of the product, plain Django forms included, from `templates/govuk/`.

`FORM_RENDERER` names `CasebookRenderer`; nobody else needs to import from here.
"""

from functools import cached_property
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.template import TemplateDoesNotExist, loader

from kit.fields import DateInput
from kit.wording import word

DASHES = "---------"  # Django's label for no choice
CHOOSE = "Choose one"

# First match wins, so the narrow widget stands before the wide one.
KINDS: list[tuple[type, str, str]] = [
    (DateInput, "date", ""),
    (forms.CheckboxSelectMultiple, "checkboxes", ""),  # Django makes it a child of RadioSelect
    (forms.RadioSelect, "radios", ""),
    (forms.CheckboxInput, "checkbox", "govuk-checkboxes__input"),
    (forms.Select, "input", "govuk-select"),
    (forms.Textarea, "textarea", "govuk-textarea"),
    (forms.FileInput, "file", "govuk-file-upload"),
    (forms.PasswordInput, "password", "govuk-input govuk-password-input__input govuk-js-password-input-input"),
]


class CasebookField(BoundField):
    """A field of a form, with what the templates ask of it."""

    def __init__(self, form: Any, field: Any, name: str) -> None:
        super().__init__(form, field, name)
        word(field, str(self.label), getattr(form, "error_required", {}).get(name, ""))
        _dress(field.widget)
        _name_the_empty_choice(field)

    @cached_property
    def kind(self) -> str:
        return self._kind[0]

    @cached_property
    def kind_template(self) -> str:
        return f"govuk/fields/{self.kind}.html"

    @property
    def marked_optional(self) -> bool:
        wanted = getattr(self.form, "mark_optional", False)
        return wanted and not self.field.required and self.kind != "checkbox"

    @property
    def target(self) -> str:
        """The id that a link in the error summary must focus: a real input, not a wrapper."""
        if self.kind in ("radios", "checkboxes"):
            return self.choices[0]["id"] if self.choices else self.auto_id
        if self.kind == "date":
            return f"{self.auto_id}_{self._wrong_parts[0] if self._wrong_parts else 'day'}"
        return self.id_for_label or self.auto_id

    @property
    def aria_describedby(self) -> str:
        ids = [
            f"{self.auto_id}_hint" if self.help_text else "",
            f"{self.auto_id}_error" if self.errors else "",
            f"{self.auto_id}-info" if self.counted else "",
        ]
        return " ".join(filter(None, ids))

    @property
    def counted(self) -> int:
        """How many characters may be typed, when the widget asks for a count."""
        return getattr(self.field, "max_length", None) or 0 if getattr(self.field.widget, "count", False) else 0

    @property
    def choices(self) -> list[dict[str, Any]]:
        """Each radio or tick box, with its hint and the fields that it reveals."""
        hints = getattr(self.field.widget, "hints", {})
        reveals = getattr(self.form, "reveals", {}).get(self.name, {})
        wanted = [sub.data for sub in self.subwidgets if sub.data["label"] != DASHES]
        return [self._choice(data, hints, reveals) for data in wanted]

    @property
    def date_parts(self) -> list[dict[str, Any]]:
        typed = self.field.widget.format_value(self.value())
        return [
            {
                "id": f"{self.auto_id}_{part}",
                "name": f"{self.html_name}_{part}",
                "label": part.title(),
                "value": value,
                "wrong": part in self._wrong_parts,
                "autocomplete": self._birthday_part(part),
            }
            for part, value in typed._asdict().items()
        ]

    def build_widget_attrs(self, attrs: dict, widget: Any = None) -> dict:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        attrs.pop("required", None)
        if not widget.is_hidden:
            attrs["class"] = self._css(widget)
        return attrs

    def _css(self, widget: Any) -> str:
        css = [self._kind[1], "govuk-js-character-count" if self.counted else "", widget.attrs.get("class", "")]
        if self.errors and self._kind[1]:
            css.append(f"{self._kind[1].split()[0]}--error")
        return " ".join(filter(None, css))

    @cached_property
    def _kind(self) -> tuple[str, str]:
        for widget_class, kind, css in KINDS:
            if isinstance(self.field.widget, widget_class):
                return kind, css
        return "input", "govuk-input"

    @property
    def _wrong_parts(self) -> list[str]:
        for error in self.errors.as_data():
            return (error.params or {}).get("parts", ["day", "month", "year"])
        return []

    def _birthday_part(self, part: str) -> str:
        # Only when the page asks for the user's own birthday (widget attrs autocomplete="bday").
        return f"bday-{part}" if self.field.widget.attrs.get("autocomplete") == "bday" else ""

    def _choice(self, data: dict, hints: dict, reveals: dict) -> dict[str, Any]:
        value = str(data["value"])
        revealed = [self.form[name] for name in reveals.get(value, []) if name in self.form.fields]
        return {
            "id": data["attrs"].get("id"),
            "name": data["name"],
            "value": value,
            "label": data["label"],
            "checked": data["selected"],
            "disabled": data["attrs"].get("disabled"),
            "hint": hints.get(data["value"], hints.get(value, "")),
            "reveals": revealed,
        }


def _dress(widget: Any) -> None:
    """Number boxes become text boxes with a number keyboard: spinners change figures by accident.

    Nothing is cut off in silence: what is too long is kept, and a sentence says so.
    """
    widget.attrs.pop("maxlength", None)
    if type(widget) is forms.NumberInput:
        kept = {key: value for key, value in widget.attrs.items() if key not in ("min", "max", "step")}
        keyboard = "decimal" if "step" in widget.attrs else "numeric"
        widget.input_type = "text"
        widget.attrs = {"inputmode": keyboard, "class": "govuk-input--width-5", **kept}


def _name_the_empty_choice(field: Any) -> None:
    """Django's "---------" says nothing to a screen reader."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = CHOOSE
    elif type(field.widget) is forms.Select:
        field.widget.choices = [(value, CHOOSE if label == DASHES else label) for value, label in field.widget.choices]


class CasebookRenderer(DjangoTemplates):
    form_template_name = "govuk/form.html"
    formset_template_name = "govuk/formset.html"
    field_template_name = "govuk/field.html"
    bound_field_class = CasebookField

    def get_template(self, template_name: str) -> Any:
        """Ours first, then Django's own for single widgets."""
        try:
            return loader.get_template(template_name)
        except TemplateDoesNotExist:
            return super().get_template(template_name)
