"""Error messages in the voice of GOV.UK, for every form: made from the label unless the form says better."""

from typing import Any

from django import forms
from django.core import validators

CHOSEN = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.CheckboxInput)
NO_ARTICLE = {
    "a",
    "an",
    "the",
    "any",
    "your",
    "their",
    "what",
    "who",
    "how",
    "when",
    "where",
    "which",
    "why",
    "if",
    "whether",
    "other",
}


def word(field: forms.Field, label: str, required: str = "") -> None:
    """Give the field its label and messages. What the form or field already says is kept."""
    field.label = field.label or label
    stock = _stock_messages(type(field))
    if required:
        field.error_messages["required"] = required
    for code, message in _messages(field).items():
        if field.error_messages.get(code, stock.get(code)) == stock.get(code):
            field.error_messages[code] = message


def lower_first(label: str) -> str:
    """'Date of birth' → 'date of birth'; 'UPN' and 'EHCP number' keep their capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def with_article(label: str) -> str:
    """'Date of birth' → 'a date of birth'. Plurals and labels that begin like a question stay as they are."""
    noun = lower_first(label)
    if noun.split(" ")[0] in NO_ARTICLE or (noun.endswith("s") and not noun.endswith("ss")):
        return noun
    return f"{'an' if noun[:1].lower() in 'aeio' else 'a'} {noun}"


def _messages(field: forms.Field) -> dict[str, str]:
    label = str(field.label)
    return {"required": _required(field, label), **_kind(field, label), **_limits(field, label)}


def _required(field: forms.Field, label: str) -> str:
    if isinstance(field.widget, forms.CheckboxInput):
        return f"Select “{label}” to continue"
    chosen = isinstance(field.widget, CHOSEN)
    if label.endswith("?"):
        return "Select an answer" if chosen else "Enter an answer"
    return f"{'Select' if chosen else 'Enter'} {with_article(label)}"


def _kind(field: forms.Field, label: str) -> dict[str, str]:
    match field:
        case forms.EmailField():
            return {"invalid": "Enter an email address in the correct format, like name@example.com"}
        case forms.FloatField() | forms.DecimalField():
            return {"invalid": f"{label} must be a number"}
        case forms.IntegerField():
            return {"invalid": f"{label} must be a whole number"}
        case forms.FileField():
            return {
                "required": f"Select {with_article(label)}",
                "empty": "The selected file is empty",
                "invalid": "The selected file could not be uploaded. Try again",
            }
        case forms.ModelMultipleChoiceField() | forms.ModelChoiceField() | forms.ChoiceField():
            # Django fills messages in with %, so a percent sign in a label must be doubled.
            chosen = " ".join(["Select", with_article(label).replace("%", "%%"), "from the list"])
            return {"invalid_choice": chosen, "invalid_list": chosen, "invalid_pk_value": chosen}
        case forms.DateField() | forms.DateTimeField() | forms.TimeField():
            return {"invalid": f"{label} must be a real {'time' if isinstance(field, forms.TimeField) else 'date'}"}
    return {}


def _limits(field: forms.Field, label: str) -> dict[str, str]:
    sentences: dict[Any, str] = {
        validators.MaxLengthValidator: "{label} must be {limit} characters or fewer",
        validators.MinLengthValidator: "{label} must be {limit} characters or more",
        validators.MaxValueValidator: "{label} must be {limit} or less",
        validators.MinValueValidator: "{label} must be {limit} or more",
    }
    found = {}
    validator: Any
    for validator in field.validators:
        if sentence := sentences.get(type(validator)):
            found[validator.code] = sentence.format(label=label, limit=validator.limit_value).replace("%", "%%")
    return found


def _stock_messages(field_class: type) -> dict[str, Any]:
    stock: dict[str, Any] = {}
    for ancestor in reversed(field_class.__mro__):
        stock.update(getattr(ancestor, "default_error_messages", {}))
    return stock
