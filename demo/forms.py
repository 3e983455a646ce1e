"""The demonstration's day."""

import datetime as dt

from kit.forms import CasebookForm, GovukDateField

FIRST, LAST = dt.date(2025, 9, 2), dt.date(2026, 7, 17)


class DayForm(CasebookForm):
    day = GovukDateField(label="Day to move to", help_text="For example, 22 5 2026")
    error_required = {"day": "Enter a day"}

    def clean_day(self) -> dt.date:
        """Within the school year whose term dates the demonstration has."""
        day = self.cleaned_data["day"]
        if not FIRST <= day <= LAST:
            self.add_error("day", f"Day must be between {FIRST:%-d %B %Y} and {LAST:%-d %B %Y}")
        return day
