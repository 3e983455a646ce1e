"""The exit plan: where the pupil goes next and by when, typically no later than two terms (Staffordshire, 27)."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.formats import date_format

from kit.forms import GovukDateField, Radios, Textarea, TextInput
from kit.today import today
from partnerships.calendars import CalendarError, end_of_terms
from prus.models import PupilNeeds
from referrals.forms.sections import SectionForm
from referrals.models import ExitPlan

HALF_TERMS = 4  # two terms
STAY = "stay"
PLAN_REFUSES = (
    "A pupil with an education, health and care plan cannot have a PRU as a permanent place. "
    "Select the school, a special school or a post-16 place"
)
PLACE_ENDS = "A place at a PRU comes to an end. Select where the pupil goes next, or that it is not known yet"
KINDS = [*ExitPlan.Kind.choices, (STAY, "To stay at the PRU for good")]


def two_terms_end(school) -> dt.date | None:
    """The last day of two terms from today; None when the calendar does not reach."""
    try:
        return end_of_terms(school, today(), HALF_TERMS)
    except CalendarError:
        return None


class ExitForm(SectionForm):
    error_required = {
        "kind": "Select where the pupil goes next",
        "by": "Enter the last day of the placement",
        "link_person": "Enter who at your school keeps in touch",
    }
    sometimes = {"reason"}
    kind = forms.ChoiceField(label="Where the pupil goes next", choices=KINDS, widget=Radios)
    by = GovukDateField(label="Last day of the placement")
    reason = forms.CharField(
        label="Reason",
        max_length=300,
        widget=Textarea(rows=3),
        help_text="Needed if you do not know where the pupil goes next, or the last day is later than two terms.",
    )
    link_person = forms.CharField(
        label="Who at your school keeps in touch",
        max_length=150,
        widget=TextInput,
        help_text="Their name and job. They stay the link until the pupil is back.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual = two_terms_end(self.referral.from_school)
        hint = f"Usually no later than two terms: {_words(self.usual)}." if self.usual else "For example, 18 12 2026."
        by: Any = self.fields["by"]
        by.help_text, by.earliest = hint, today() + dt.timedelta(days=1)

    @property
    def note(self) -> str:
        """What the page says before it asks."""
        if not self._has_plan():
            return ""
        return "This pupil has an education, health and care plan, so a PRU can only be a place for the time being."

    @property
    def late(self) -> bool:
        """The last day is later than two terms from today, or nobody can tell."""
        by = self.cleaned_data.get("by")
        return bool(by and (self.usual is None or by > self.usual))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") == STAY:
            self.add_error("kind", PLAN_REFUSES if self._has_plan() else PLACE_ENDS)
        if data.get("kind") == ExitPlan.Kind.NOT_KNOWN:
            self.need("reason", "Enter why it is not known yet where the pupil goes next")
        elif self.late:
            self.need("reason", "Enter why the placement must be longer than two terms")
        return data

    def answers(self) -> dict[str, Any]:
        return {**super().answers(), "late": self.late}

    @classmethod
    def told(cls, data: dict[str, Any]) -> list[tuple[str, str]]:
        late = [("Longer than two terms", "Yes")] if data.get("late") else []
        return super().told(data) + late

    def _has_plan(self) -> bool:
        plan = PupilNeeds.Provision.PLAN
        return PupilNeeds.objects.filter(pupil=self.referral.pupil_id, provision=plan).exists()


def _words(day: dt.date) -> str:
    return date_format(day, "j F Y")
