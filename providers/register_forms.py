"""The provider's register of one day: attended, late or absent for each pupil and session."""

from django import forms

from attendance import cells
from attendance.forms import CellForm
from attendance.models import SessionReport
from providers.register_actions import Said

MOST_MINUTES = 180


class ReportForm(CellForm):
    """What the provider says of each session, and what the page showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.typed: dict[tuple, tuple[str, str]] = {}
        self.entries: list[Said] = []

    def clean(self):
        seen = cells.seen_of(self.data.get("seen", ""))
        for name, choice in self.data.items():
            key = cells.key_of(name)
            if key and choice in SessionReport.Said.values:
                self.typed[key] = choice, self.data.get(f"l{name}", "") if choice == SessionReport.Said.LATE else ""
                self._read(key, seen.get(key, ""))
        return self.cleaned_data

    def _read(self, key: tuple, seen: str) -> None:
        said, typed = self.typed[key]
        minutes = typed.strip()
        if minutes and not (minutes.isdecimal() and 1 <= int(minutes) <= MOST_MINUTES):
            self.refuse({key: f"Minutes late must be a number between 1 and {MOST_MINUTES}, or empty"})
            return
        if f"{said}{minutes}" != seen:
            self.entries.append(
                Said(key[0], key[1], key[2], said, int(minutes) if minutes else None, seen.rstrip("0123456789"))
            )

    def kept(self) -> set[tuple]:
        """The cells this person changed: shown again as typed, the rest as saved by now."""
        return {one.key for one in self.entries} | set(self.cell_errors)

    def target(self, key: tuple) -> str:
        return f"l{cells.name_of(key)}" if self.typed.get(key, ("", ""))[1] else f"{cells.name_of(key)}_0"
