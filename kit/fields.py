"""Fields and widgets that a plain Django form lacks: a date in three boxes, money, hints per choice."""

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


class TextInput(forms.TextInput):
    """A text box. `width` is in characters: 2, 3, 4, 5, 10, 20 or 30. Prefix and suffix are shown beside it."""

    def __init__(
        self, attrs: dict | None = None, *, width: int = 0, prefix: str = "", suffix: str = "", inputmode: str = ""
    ) -> None:
        wanted = {"class": f"govuk-input--width-{width}" if width else "", "inputmode": inputmode}
        super().__init__({**{key: value for key, value in wanted.items() if value}, **(attrs or {})})
        self.prefix, self.suffix = prefix, suffix


class Textarea(forms.Textarea):
    """A larger text box. `count=True` shows how many characters are left of the field's max_length."""

    def __init__(self, attrs: dict | None = None, *, rows: int = 5, count: bool = False) -> None:
        super().__init__({"rows": rows, **(attrs or {})})
        self.count = count


class Radios(forms.RadioSelect):
    """Radio buttons. `hints` is value → text under the choice; `inline=True` for two short choices."""

    def __init__(
        self, attrs: dict | None = None, choices: Any = (), *, hints: Mapping | None = None, inline: bool = False
    ) -> None:
        super().__init__(attrs, choices)
        self.hints, self.inline = dict(hints or {}), inline


class Checkboxes(forms.CheckboxSelectMultiple):
    """Tick boxes for several choices. `hints` is value → text under the choice; `small=True` in filters."""

    def __init__(
        self, attrs: dict | None = None, choices: Any = (), *, hints: Mapping | None = None, small: bool = False
    ) -> None:
        super().__init__(attrs, choices)
        self.hints, self.small = dict(hints or {}), small


class TypedDate(NamedTuple):
    """What was typed in the three boxes, kept as typed so that it can be shown again."""

    day: str
    month: str
    year: str


class DateInput(forms.Widget):
    """Day, month and year. Always a set of three boxes with a legend, never a picker alone."""

    use_fieldset = True
    needs_multipart_form = False

    def value_from_datadict(self, data: Mapping, files: Any, name: str) -> TypedDate:
        return TypedDate(*(str(data.get(f"{name}_{part}", "")).strip() for part in TypedDate._fields))

    def value_omitted_from_data(self, data: Mapping, files: Any, name: str) -> bool:
        return not any(f"{name}_{part}" in data for part in TypedDate._fields)

    def format_value(self, value: Any) -> TypedDate:  # type: ignore[override]  # three boxes, not one string
        if isinstance(value, TypedDate):
            return value
        if isinstance(value, str) and value:
            value = dt.date.fromisoformat(value[:10])
        return TypedDate(str(value.day), str(value.month), str(value.year)) if value else TypedDate("", "", "")

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_day" if id_ else id_

    def render(self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> Any:
        """Only for a date hidden or drawn by itself; field.html draws the boxes from `date_parts`."""
        typed, id_ = self.format_value(value), (attrs or {}).get("id", f"id_{name}")
        parts = [
            {"name": f"{name}_{part}", "id": f"{id_}_{part}", "label": part.title(), "value": getattr(typed, part)}
            for part in TypedDate._fields
        ]
        return renderer.render("govuk/fields/date_boxes.html", {"parts": parts})


class GovukDateField(forms.Field):
    """A day, typed in three boxes. Its messages name the field and the box that is wrong."""

    widget = DateInput

    def __init__(self, *, earliest: dt.date | None = None, latest: dt.date | None = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values or isinstance(value, dt.date):
            return value or None
        typed = value if isinstance(value, TypedDate) else DateInput().format_value(value)
        if not any(typed):
            return None
        self._refuse_missing(typed)
        return self._real_date(typed)

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value and self.earliest and value < self.earliest:
            raise self._error(
                f"{self.label} must be on or after {_words(self.earliest)}", TypedDate._fields, "earliest"
            )
        if value and self.latest and value > self.latest:
            raise self._error(f"{self.label} must be on or before {_words(self.latest)}", TypedDate._fields, "latest")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True

    def _refuse_missing(self, typed: TypedDate) -> None:
        missing = [part for part in TypedDate._fields if not getattr(typed, part)]
        if missing:
            raise self._error(f"{self.label} must include a {' and '.join(missing)}", missing, "incomplete")
        if not re.fullmatch(r"\d{4}", typed.year):
            raise self._error(f"{self.label} must have a year of 4 numbers", ["year"], "year")

    def _real_date(self, typed: TypedDate) -> dt.date:
        try:
            return dt.date(int(typed.year), _month(typed.month), int(typed.day))
        except (ValueError, OverflowError):
            raise self._error(f"{self.label} must be a real date", TypedDate._fields, "not_real") from None

    def _error(self, message: str, parts: Any, code: str) -> ValidationError:
        message = str(self.error_messages.get(code, message))
        return ValidationError(message.replace("%", "%%"), code=code, params={"parts": list(parts)})


def _words(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _month(text: str) -> int:
    """A number, or the name of a month: people copy dates from letters."""
    short = text.lower()[:3]
    return MONTHS.index(short) + 1 if short in MONTHS else int(text)


class MoneyField(forms.Field):
    """Pounds as typed ("1,250" or "£12.50"), whole pence as kept."""

    def __init__(self, *, at_least: int = 0, **kwargs: Any) -> None:
        kwargs.setdefault("widget", TextInput(width=10, prefix="£", inputmode="decimal"))
        self.at_least = at_least
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value // 100}.{value % 100:02}" if isinstance(value, int) else value

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return value if isinstance(value, int) else None
        return self._pence(re.sub(r"[£,\s]", "", str(value)))

    def _pence(self, text: str) -> int:
        # Decimal() alone would also take NaN, Infinity and 1e9.
        if not re.fullmatch(r"-?\d{1,9}(\.\d*)?|\.\d+", text):
            raise ValidationError(f"{self.label} must be an amount of money, like 250 or 99.50", code="money")
        pence = Decimal(text) * 100
        if pence != pence.to_integral_value():
            raise ValidationError(f"{self.label} must be in pounds and whole pence", code="money")
        return int(pence)

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is not None and value < self.at_least:
            raise ValidationError(f"{self.label} must be £{self.at_least / 100:,.2f} or more", code="money")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != self.to_python(initial)
        except ValidationError:
            return True
