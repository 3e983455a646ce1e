"""The two steps of a decision: what the panel decides and why; for a place, where and when."""

from typing import Any

from django import forms

from kit.forms import CasebookForm, Checkboxes, GovukDateField, Radios, Textarea
from partnerships.calendars import CalendarError
from prus.models.bodies import Session, Weekday
from referrals import deciding
from referrals.models import Decision

Outcome = Decision.Outcome
HINTS = {
    Outcome.PLACE: "You choose the PRU and the days next.",
    Outcome.SUPPORT: "The pupil stays at the school, with the help you name as conditions.",
    Outcome.NO_ACTION: "The referral ends here.",
    Outcome.DEFER: "The case waits to be listed again. Say what is missing.",
}
SESSIONS = [(f"{day.value}-{half.value}", f"{day.label} {half.label.lower()}") for day in Weekday for half in Session]


class OutcomeForm(CasebookForm):
    error_required = {"outcome": "Select what the panel decides", "reasons": "Enter the panel's reasons"}
    outcome = forms.ChoiceField(label="What the panel decides", choices=Outcome.choices, widget=Radios(hints=HINTS))
    reasons = forms.CharField(
        label="Reasons",
        max_length=3000,
        widget=Textarea(rows=5),
        help_text="The school reads these. Do not name other pupils.",
    )
    conditions = forms.CharField(
        label="Conditions",
        max_length=2000,
        required=False,
        widget=Textarea(rows=3),
        help_text="Each with who does it and by when. The school and the PRU read these.",
    )

    @classmethod
    def saved(cls, decision: Decision) -> dict[str, Any]:
        return {
            "outcome": decision.outcome,
            "reasons": deciding.split_late_reason(decision.reasons)[0],
            "conditions": decision.conditions,
        }

    @property
    def is_place(self) -> bool:
        return self.cleaned_data.get("outcome") == Outcome.PLACE


class PlaceForm(CasebookForm):
    error_required = {
        "pru": "Select a PRU",
        "starts_on": "Enter a starting day",
        "ends_on": "Enter a last day planned",
    }
    fieldsets = [
        ("The placement", "", ["pru", "starts_on", "ends_on", "late_reason"]),
        (
            "Part of the week with a provider",
            "Leave this empty if the whole week is at the PRU or the school.",
            ["course", "course_sessions"],
        ),
    ]
    pru = forms.ChoiceField(label="PRU", widget=Radios)
    starts_on = GovukDateField(
        label="Starting day", help_text="A school day, which the PRU agrees later. For example, 1 6 2026."
    )
    ends_on = GovukDateField(label="Last day planned")
    late_reason = forms.CharField(
        label="Why the last day is later than the exit plan",
        max_length=300,
        required=False,
        widget=Textarea(rows=2),
        help_text="Only if it is later.",
    )
    course = forms.ChoiceField(label="Course", required=False)
    course_sessions = forms.MultipleChoiceField(
        label="Sessions on the course", choices=SESSIONS, required=False, widget=Checkboxes(small=True)
    )

    def __init__(self, *args: Any, case, prus: list, courses: list, hints: dict | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.prus = {str(pru.organisation.uuid): pru for pru in prus}
        self.courses = {str(course.uuid): course for course in courses}
        fields: Any = self.fields
        fields["pru"].choices = [(key, str(pru)) for key, pru in self.prus.items()]
        fields["pru"].widget.hints = hints or {}
        named = [(key, deciding.course_label(one, case.pupil)) for key, one in self.courses.items()]
        fields["course"].choices = [("", "No course with a provider"), *named]
        plan = getattr(case.referral, "exit_plan", None)
        if plan:
            self.fields["ends_on"].help_text = f"The exit plan ends on {plan.by:%-d %B %Y}."

    @classmethod
    def saved(cls, case, decision: Decision | None) -> dict[str, Any]:
        """What is recorded, or the end of the exit plan to begin with."""
        if decision is None or decision.pru is None:
            plan = getattr(case.referral, "exit_plan", None)
            return {"ends_on": plan.by} if plan else {}
        return {
            "pru": str(decision.pru.organisation.uuid),
            "starts_on": decision.starts_on,
            "ends_on": decision.ends_on,
            "late_reason": deciding.split_late_reason(decision.reasons)[1],
            "course": str(decision.course.uuid) if decision.course else "",
            "course_sessions": [f"{day}-{half}" for day, half in decision.course_sessions],
        }

    def clean_pru(self):
        return self.prus[self.cleaned_data["pru"]]

    def clean_course(self):
        return self.courses.get(self.cleaned_data["course"])

    def clean_course_sessions(self) -> list:
        chosen = (key.split("-") for key in self.cleaned_data["course_sessions"])
        return [[int(day), half] for day, half in chosen]

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        pru, starts, ends = data.get("pru"), data.get("starts_on"), data.get("ends_on")
        if pru and starts:
            self._refuse("starts_on", deciding.refuse_start(pru, starts))
        if starts and ends:
            self._refuse("ends_on", deciding.refuse_end(starts, ends))
        if ends and deciding.is_later_than_exit(self.case.referral, ends) and not data.get("late_reason"):
            self._refuse("late_reason", "Enter why the last day is later than the exit plan")
        self._check_course(data, starts, ends)
        return data

    def _check_course(self, data: dict[str, Any], starts, ends) -> None:
        course, sessions = data.get("course"), data.get("course_sessions") or []
        if course and not sessions:
            self._refuse("course_sessions", "Select the sessions on the course")
        elif sessions and not course:
            self._refuse("course", "Select the course for these sessions, or clear the sessions")
        elif course and starts:
            self._refuse("course", deciding.refuse_course(course, self.case.la, starts, sessions))
        if course and data.get("pru") and starts and ends and not self.errors:
            self._refuse("ends_on", self._no_price(data))

    def _no_price(self, data: dict[str, Any]) -> str:
        """A calendar that does not reach so far cannot price the course."""
        try:
            deciding.price(la=self.case.la, pru=data["pru"], course=data["course"], sessions=data["course_sessions"],
                           starts_on=data["starts_on"], ends_on=data["ends_on"])  # fmt: skip
        except CalendarError as trouble:
            return str(trouble)
        return ""

    def _refuse(self, name: str, sentence: str) -> None:
        if sentence:
            self.add_error(name, sentence)
