"""What people type about placements: filters, the direction, a new week, a day to look at places."""

from django import forms

from accounts.models import Organisation
from kit.forms import CasebookForm, Checkboxes, GovukDateField
from kit.names import name_key
from kit.today import LONDON, today
from prus.models import WeekSlot
from prus.stages import Stage, condition
from prus.week import school_place, slots_on
from prus.week_field import WeekField


class PlacementFilter(CasebookForm):
    """Choices are what the actor may see; a PRU has no choice of PRU."""

    mark_optional = False
    state = forms.CharField(widget=forms.HiddenInput, required=False)  # the tab stays when filters are applied
    q = forms.CharField(label="Pupil's name", required=False)
    pru = forms.ModelChoiceField(
        label="PRU", queryset=Organisation.objects.none(), to_field_name="uuid", empty_label="Any PRU", required=False
    )
    late = forms.MultipleChoiceField(
        label="Planned end",
        choices=[("yes", "Past planned end")],
        widget=Checkboxes(small=True),
        required=False,
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        if actor.for_pru:
            del self.fields["pru"]
        else:
            prus = Organisation.objects.filter(kind=Organisation.Kind.PRU, la__in=actor.la_ids)
            choice = self.fields["pru"]
            assert isinstance(choice, forms.ModelChoiceField)
            choice.queryset = prus

    def chosen(self) -> dict:
        """What may be used of what was typed; a wrong choice is no choice."""
        self.is_valid()
        found = getattr(self, "cleaned_data", {})
        return {name: value for name, value in found.items() if value and name != "state"}

    def narrow(self, rows):
        chosen = self.chosen()
        for word in name_key(chosen.get("q", "")).split():
            rows = rows.filter(pupil__name_key__contains=word)
        if "pru" in chosen:
            rows = rows.filter(pru__organisation=chosen["pru"])
        if "late" in chosen:
            rows = rows.filter(condition(Stage.RUNNING), during__startswith__lte=today(), planned_end__lt=today())
        return rows


class PlacesDay(CasebookForm):
    """The day to look at; today when nothing is chosen."""

    mark_optional = False
    on = GovukDateField(label="Day", required=False, help_text="For example, 1 9 2026")


class ConfirmForm(CasebookForm):
    """The school's answer: the board or trust directs, and the parents had their notice."""

    error_required = {
        "notice_on": "Enter the day the parents were given notice",
        "declaration": "Tick the box to confirm that the direction has been made",
    }
    notice_on = GovukDateField(
        label="Day the parents were given written notice",
        help_text="Not a day still to come. For example, 12 5 2026",
        error_messages={"latest": "Day of notice must be today or in the past"},
    )
    declaration = forms.BooleanField()

    def __init__(self, *args, direction, body: str, **kwargs):
        super().__init__(*args, **kwargs)
        asked_on = direction.asked_at.astimezone(LONDON).date()
        notice = self.fields["notice_on"]
        assert isinstance(notice, GovukDateField)
        notice.latest, notice.earliest = today(), asked_on
        notice.error_messages["earliest"] = (
            f"Day of notice must be {asked_on:%-d %B %Y} or later: the placement was proposed that day"
        )
        self.fields["declaration"].label = (
            f"The {body} of {direction.by_organisation} directs {direction.pupil.full_name} to attend "
            f"{direction.placement.pru} to improve behaviour, and has told the parents in writing"
        )


class ChangeWeekForm(CasebookForm):
    """The week from a day on: each session at one of the PRU's open sites or at the main school."""

    error_required = {"first": "Enter the first day of the new week"}
    first = GovukDateField(
        label="First day of the new week", help_text="Today or later. Earlier days keep the week they had."
    )
    week = WeekField(label="The week")

    def __init__(self, *args, placement, **kwargs):
        self.placement, on = placement, max(today(), placement.first)
        held = slots_on(placement, on)
        kwargs.setdefault("initial", {"first": on, "week": {(s.weekday, s.session): str(s.place_id) for s in held}})
        super().__init__(*args, **kwargs)
        self.places = self._places(on)
        fixed = {(s.weekday, s.session): f"With {s.organisation}" for s in held if s.kind == WeekSlot.Kind.PROVIDER}
        field = self.fields["week"]
        assert isinstance(field, WeekField)
        field.offer([(pk, f"At {slot['place']}") for pk, slot in self.places.items()], fixed)

    def _places(self, on) -> dict[str, dict]:
        """Places of the PRU's open sites, and of the main school: pk → what a slot there says."""
        pru = self.placement.pru.organisation
        sites = self.placement.pru.sites.filter(during__contains=on).select_related("place")
        found = {str(s.place_id): {"kind": WeekSlot.Kind.PRU, "organisation": pru, "place": s.place} for s in sites}
        school = school_place(self.placement, on)
        if school:
            found[str(school.pk)] = {
                "kind": WeekSlot.Kind.SCHOOL,
                "organisation": school.organisation,
                "place": school,
            }
        return found

    def sessions(self) -> list[dict]:
        """What `prus.week.change_week` asks for."""
        return [
            {"weekday": day, "session": half, **self.places[chosen]}
            for (day, half), chosen in self.cleaned_data["week"].items()
        ]
