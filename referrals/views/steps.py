"""The two steps of a decision as one request sees them: what was typed, what is wrong, what comes next."""

from typing import Any

from kit.today import today
from referrals import deciding
from referrals.forms.decisions import OutcomeForm, PlaceForm
from referrals.models import Decision

STEPS = ("outcome", "place")
GO_BACK = "back-"
DATE_PARTS = ("_day", "_month", "_year")


class Steps:
    """`form(step)` draws a step; `carried(step)` are the answers of the others, hidden in its page."""

    def __init__(self, request: Any, case, decision: Decision | None) -> None:
        self.request, self.case, self.decision = request, case, decision
        self.typed = request.POST if request.method == "POST" else None
        self.outcome = OutcomeForm(self.typed, initial=OutcomeForm.saved(decision) if decision else None)
        self._place: PlaceForm | None = None

    @property
    def place(self) -> PlaceForm:
        if self._place is None:
            typed = self.typed if self.typed and "ends_on_day" in self.typed else None
            day = max(self.case.meeting.on, today())
            prus = list(deciding.prus_serving(self.case.meeting, day))
            self._place = PlaceForm(
                typed,
                case=self.case,
                prus=prus,
                courses=deciding.courses_for(self.request.actor, self.case.pupil),
                hints=deciding.places_hints(prus, self.case.pupil.key_stage, day),
                initial=PlaceForm.saved(self.case, self.decision),
            )
        return self._place

    @property
    def version(self) -> int:
        """The version that the writer saw when they began."""
        typed = self.typed.get("version", "") if self.typed else ""
        if typed.isdigit():
            return int(typed)
        return self.decision.version if self.decision else 0

    def next(self) -> str:
        """The step to show: the first, the one gone back to, the first that is wrong, or the check."""
        if self.typed is None:
            return "outcome"
        asked = self.typed.get("step", "")
        if asked.startswith(GO_BACK) and asked.removeprefix(GO_BACK) in STEPS:
            return asked.removeprefix(GO_BACK)
        return self.first_wrong() or "check"

    def first_wrong(self) -> str:
        """A place not yet asked for counts as a step to be shown."""
        if not self.outcome.is_valid():
            return "outcome"
        if not self.outcome.is_place:
            return ""
        if self.typed is not None and self.typed.get("step") == "outcome":
            return "place"  # asked afresh, so that errors show only for what was sent
        return "" if self.place.is_valid() else "place"

    def form(self, step: str):
        return self.outcome if step == "outcome" else self.place

    def carried(self, step: str, version: int | None = None) -> list[tuple[str, str]]:
        """(name, value) of everything typed outside this step, and the version."""
        kept = {"outcome": OutcomeForm.base_fields, "place": PlaceForm.base_fields}
        names = {name for other, fields in kept.items() if other != step for name in fields}
        pairs = (
            []
            if self.typed is None
            else [
                (name, value)
                for name in self.typed
                for value in self.typed.getlist(name)
                if name in names or (name.endswith(DATE_PARTS) and name.rsplit("_", 1)[0] in names)
            ]
        )
        return [*pairs, ("version", str(self.version if version is None else version))]

    def data(self) -> dict:
        """What `record_decision` takes."""
        said = dict(self.outcome.cleaned_data)
        return {**said, **self.place.cleaned_data} if self.outcome.is_place else said

    def draft(self) -> Decision:
        """The decision as it would be saved, to show and to price."""
        said = self.data()
        late = said.pop("late_reason", "")
        draft = Decision(case=self.case, pupil=self.case.pupil, la=self.case.la, **said)
        draft.course_sessions = draft.course_sessions if draft.course else []
        draft.reasons = deciding.with_late_reason(draft.reasons, late)
        return draft
