"""The forms of registers. Their cells are drawn by the page, as a table of plain inputs or radios."""

from typing import Any

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from attendance import cells, codes
from kit.forms import CasebookForm, TextInput

REASON = "Enter why the register is being changed"


class CellForm(CasebookForm):
    """A form whose cells the page draws: each wrong cell has its sentence, and a link in the error summary."""

    mark_optional = False

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.cell_errors: dict[tuple, str] = {}
        self.labels: dict[tuple, str] = {}  # 'Aisha Khan, Monday morning', once the page knows the names

    def refuse(self, wrong: dict[tuple, str]) -> None:
        """Say at each of these cells why it cannot stand."""
        for key, sentence in wrong.items():
            self.cell_errors[key] = sentence
            self.add_error(None, sentence)

    def target(self, key: tuple) -> str:
        """The id of the input of a cell, for the link in the error summary."""
        return cells.name_of(key)

    def problems(self) -> list[dict]:
        """The error summary: each cell's sentence with a link to the cell, then those of the fields."""
        of_cells = [
            {"text": f"{self.labels.get(key, 'A pupil not due here')}: {text}", "target": self.target(key)}
            for key, text in self.cell_errors.items()
        ]
        of_fields = [{"text": text, "target": each.auto_id} for each in self for text in each.errors]
        return of_cells + of_fields


class RegisterForm(CellForm):
    """A week's register: one text per cell, what the page showed, and the reason for changes."""

    reason = forms.CharField(
        label="Why is the register being changed?",
        required=False,
        max_length=200,
        widget=TextInput(),
        help_text="Only needed when you change an entry that was saved before. It is kept with the original entry.",
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.typed = cells.Typed()
        self.texts: dict[tuple, str] = {}
        self.clashes: list = []

    @property
    def filling(self) -> bool:
        """Asked to fill the blanks in, not to save yet."""
        return self.data.get("fill") == "blanks"

    def clean(self):
        self.texts = self.typed_texts()
        self.typed = cells.read_all(self.texts, cells.seen_of(self.data.get("seen", "")))
        if self.typed.wrong:
            self.refuse(self.typed.wrong)
        if self.typed.amends and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", REASON)
        return self.cleaned_data

    def typed_texts(self) -> dict[tuple, str]:
        """What stands in each cell of the posted page."""
        return {key: value for name, value in self.data.items() if (key := cells.key_of(name))}

    def kept_texts(self) -> dict[tuple, str]:
        """What to show again. After a clash only what this person changed: the rest is as saved now."""
        if not self.clashes:
            return self.texts
        mine = {one.key for one in self.typed.entries}
        return {key: text for key, text in self.texts.items() if key in mine}


class SessionForm(RegisterForm):
    """One session, for a phone: present, late or another code for each pupil, in big radios."""

    def typed_texts(self) -> dict[tuple, str]:
        texts = {}
        for name, choice in self.data.items():
            key = cells.key_of(name)
            if key:
                texts[key] = self._text(name, key, choice)
        return texts

    def _text(self, name: str, key: tuple, choice: str) -> str:
        if choice == "present":
            return codes.STROKES[key[2]]
        if choice == "late":
            return f"{codes.LATE} {self.data.get(f'l{name}', '')}".strip()
        return self.data.get(f"c{name}") or codes.UNEXPLAINED

    def clean(self):
        cleaned = super().clean()
        for key, text in self.texts.items():
            minutes = text.removeprefix("L ")
            if key in self.cell_errors and text.startswith("L ") and not minutes.isdigit():
                self.cell_errors[key] = "Enter how many minutes late as a number, for example 10, or leave it empty"
        return cleaned

    def target(self, key: tuple) -> str:
        name = cells.name_of(key)
        return f"l{name}" if self.texts.get(key, "").startswith("L ") else f"{name}_0"


class SettleForm(CasebookForm):
    """The code that the PRU holds to be right for one session, and why it is changed."""

    error_required = {"code": "Select the right code for this session"}
    mark_optional = False

    code = forms.ChoiceField(label="What should the register say?")
    reason = forms.CharField(
        label="Why is it being changed?",
        max_length=200,
        required=False,
        widget=TextInput(),
        help_text="For example: the parent telephoned. It is kept with the original entry and your name.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, one, **kwargs):
        super().__init__(data, initial={"seen": one.code or "", "code": one.code or ""}, **kwargs)
        self.one = one
        code: Any = self.fields["code"]
        code.choices = [("", "Choose a code"), *choices(one.date, one.session)]
        if not one.code:
            del self.fields["reason"]

    def clean(self):
        cleaned = super().clean() or {}
        changes = cleaned.get("code") and cleaned["code"] != cleaned.get("seen")
        if changes and "reason" in self.fields and not cleaned.get("reason", "").strip():
            self.add_error("reason", REASON)
        return cleaned


def choices(day, session: str) -> list[tuple[str, list]]:
    """The codes of a session under what they mean, for a select: 'I Illness'."""
    other = {half: stroke for half, stroke in codes.STROKES.items() if half != session}.values()
    return [
        (label, [(code.code, f"{code.code} {code.name}") for code in group if code.code not in other])
        for label, group in codes.grouped(day)
    ]


def other_options(day) -> SafeString:
    """The options of 'absent or other', drawn once for all the pupils of a page."""
    apart = {*codes.STROKES.values(), codes.LATE, codes.UNEXPLAINED}
    return format_html_join(
        "",
        '<optgroup label="{}">{}</optgroup>',
        (
            (
                label,
                format_html_join(
                    "",
                    '<option value="{}">{} {}</option>',
                    ((code.code, code.code, code.name) for code in group if code.code not in apart),
                ),
            )
            for label, group in codes.grouped(day)
        ),
    )
