"""Forms of meetings: arrange, who is there, what to list, in which order, interests."""

from typing import Any

from django import forms

from kit.forms import CasebookForm, Checkboxes, GovukDateField, Textarea, TextInput
from partnerships.calendars import CalendarError
from referrals.actions.panels import refuse_day
from referrals.models import Panel, PanelCase, Referral

CLOCK_FORMATS = ["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p", "%I:%M %p", "%I %p"]


class ArrangeForm(CasebookForm):
    """`panels` are those the person may arrange meetings of; with one there is nothing to choose."""

    error_required = {
        "panel": "Select a panel",
        "on": "Enter the date of the meeting",
        "starts_at": "Enter a start time",
        "venue": "Enter where the panel meets",
    }
    panel = forms.ChoiceField(label="Panel")
    on = GovukDateField(label="Date of the meeting", help_text="A school day. For example, 20 5 2026.")
    starts_at = forms.TimeField(
        label="Start time",
        input_formats=CLOCK_FORMATS,
        widget=TextInput(width=10),
        help_text="For example, 9:30am or 14:00.",
        error_messages={"invalid": "Start time must be a time, like 9:30am or 14:00"},
    )
    venue = forms.CharField(label="Where the panel meets", max_length=200, help_text="A room, or “Online”.")

    def __init__(self, *args: Any, panels: list[Panel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.panels = {str(panel.organisation.uuid): panel for panel in panels}
        field: Any = self.fields["panel"]
        field.choices = [("", "Choose one")] + [(key, str(one)) for key, one in self.panels.items()]
        if len(panels) == 1:
            del self.fields["panel"]

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        panel = self._panel(data.pop("panel", ""))
        data["panel"] = panel
        if panel and data.get("on"):
            try:
                trouble = refuse_day(panel, data["on"])
            except CalendarError as refusal:
                trouble = str(refusal)
            if trouble:
                self.add_error("on", trouble)
        return data

    def _panel(self, key: str) -> Panel | None:
        return self.panels.get(key) if "panel" in self.fields else next(iter(self.panels.values()), None)


class AttendanceForm(CasebookForm):
    members = forms.MultipleChoiceField(
        label="Who is here",
        required=False,
        widget=Checkboxes,
        help_text="The chair and members count towards the quorum. The coordinator does not.",
    )
    mark_optional = False

    def __init__(self, *args: Any, members: list, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {str(membership.uuid): membership for membership in members}
        field: Any = self.fields["members"]
        field.choices = [(key, one.person.name) for key, one in self.seats.items()]
        field.widget.hints = {key: _seat(one) for key, one in self.seats.items()}

    def clean_members(self) -> list:
        return [self.seats[key] for key in self.cleaned_data["members"]]


def _seat(membership) -> str:
    represents = f", {membership.represents}" if membership.represents else ""
    return f"{membership.get_role_display()}{represents}"


class ListCasesForm(CasebookForm):
    error_required = {"referrals": "Select a referral to list"}
    referrals = forms.MultipleChoiceField(
        label="Referrals to list",
        widget=Checkboxes,
        help_text="Oldest first. Select all that the panel will discuss.",
        error_messages={"invalid_choice": "Select a referral that is ready to list"},
    )

    def __init__(self, *args: Any, ready: list[Referral], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ready = {str(referral.uuid): referral for referral in ready}
        field: Any = self.fields["referrals"]
        field.choices = [(key, f"{one.pupil.full_name}, {one.pupil.year_text}") for key, one in self.ready.items()]
        field.widget.hints = {
            key: f"{one.from_school}, sent on {one.submitted_at:%-d %B %Y}, {one.reference}"
            for key, one in self.ready.items()
        }

    def clean_referrals(self) -> list[Referral]:
        return [self.ready[key] for key in self.cleaned_data["referrals"]]


class OrderForm(CasebookForm):
    """A number for each case on the agenda."""

    def __init__(self, *args: Any, cases: list[PanelCase], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = {f"case_{case.uuid.hex}": case for case in cases}
        self.error_required = {}
        for name, case in self.cases.items():
            who = case.pupil.full_name
            self.error_required[name] = f"Enter a number for {who}"
            self.fields[name] = forms.IntegerField(
                label=who,
                initial=case.order,
                min_value=1,
                max_value=len(cases),
                widget=TextInput(width=2, inputmode="numeric"),
                help_text=f"{case.pupil.year_words}, {case.referral.from_school}",
                error_messages={
                    "invalid": f"Number for {who} must be a whole number",
                    "min_value": f"Number for {who} must be 1 or more",
                    "max_value": f"Number for {who} must be {len(cases)} or less",
                },
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        data, used = self.cleaned_data, dict[int, str]()
        for name, number in list(data.items()):
            if number in used:
                self.add_error(name, f"{self.cases[name].pupil.full_name} and {used[number]} cannot both be {number}")
            used.setdefault(number, self.cases[name].pupil.full_name)
        return data

    def order(self) -> dict[int, int]:
        return {self.cases[name].pk: number for name, number in self.cleaned_data.items()}


class InterestForm(CasebookForm):
    error_required = {"reason": "Enter why you do not decide this case"}
    reason = forms.CharField(
        label="Why you do not decide this case",
        max_length=200,
        widget=Textarea(rows=3, count=True),
        help_text="For example, you know the family, or you dealt with the pupil in another role. "
        "The chair and the authority can read this.",
    )
