"""Choose failed work that is to be tried again."""

from typing import Any

from django import forms

from kit import operations
from kit.forms import CasebookForm, Checkboxes
from kit.models import OutboxItem
from kit.templatetags.casebook import moment

SHOWN = 50  # on one page; the rest come when these are dealt with


class RetryForm(CasebookForm):
    error_required = {"items": "Select the work that should be tried again"}

    items = forms.MultipleChoiceField(
        label="Work that needs a person", help_text="Tried five times without success, or held back."
    )

    def __init__(self, *args, work, **kwargs):
        super().__init__(*args, **kwargs)
        self.work = {str(item.pk): item for item in work[:SHOWN]}
        field: Any = self.fields["items"]
        field.widget = Checkboxes(hints={key: hint_of(item) for key, item in self.work.items()})
        field.choices = [(key, label_of(item)) for key, item in self.work.items()]
        field.error_messages["invalid_choice"] = "Select work from the list: somebody may have dealt with the other"

    def clean_items(self) -> list[OutboxItem]:
        return [self.work[key] for key in self.cleaned_data["items"]]


def label_of(item: OutboxItem) -> str:
    """What is to be done, in words, and its number in the log."""
    return f"{item.kind.replace('_', ' ').capitalize()}, number {item.pk}"


def hint_of(item: OutboxItem) -> str:
    return f"{operations.why(item.error)}. Due {moment(item.due_at)}. The log calls it {item.error or 'a fault'}."
