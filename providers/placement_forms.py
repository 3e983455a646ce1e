"""What the PRU's head types to complete a placement, and to end one."""

from django import forms

from kit.forms import CasebookForm, GovukDateField, Radios, Textarea, TextInput
from kit.today import today
from prus.models import Site, WeekSlot
from prus.week import school_place
from prus.week_field import WeekField

OBJECTIVES = (1, 2, 3)
PARTS = ("text", "baseline", "measure")
BASE, SCHOOL = "base", "school"


class CompleteForm(CasebookForm):
    """Site, starting day, the week, one to three objectives, and the brief where a provider is booked."""

    error_required = {
        "site": "Select the site where the pupil will be taught",
        "first": "Enter the starting day",
        "text_1": "Enter what the placement is for",
        "baseline_1": "Enter where the pupil starts from",
        "measure_1": "Enter how you will know that it is met",
        "brief": "Enter what the provider needs to know, or say that there is nothing more to tell",
    }

    site = forms.ModelChoiceField(label="Site", queryset=Site.objects.none(), empty_label=None, widget=Radios())
    first = GovukDateField(label="Starting day")
    week = WeekField(label="Where the pupil is due in each session")

    def __init__(self, *args, placement, bookings, **kwargs):
        self.placement, self.bookings = placement, bookings
        kwargs.setdefault("initial", self._initial(placement))
        super().__init__(*args, **kwargs)
        self._offer_sites()
        self._offer_week()
        for number in OBJECTIVES:
            self._add_objective(number)
        if bookings:
            self._add_brief()
        self.fieldsets = self._sections()

    @staticmethod
    def _initial(placement) -> dict:
        week = {(day, half): BASE for day in range(1, 6) for half in ("AM", "PM")}
        return {"first": placement.proposed_from, "week": week}

    def _offer_sites(self) -> None:
        sites = self.placement.pru.sites.filter(during__endswith=None) | self.placement.pru.sites.filter(
            during__endswith__gt=today()
        )
        field = self.fields["site"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = sites.order_by("name")
        self.sites = list(sites.order_by("name"))
        if len(self.sites) == 1:
            self.initial.setdefault("site", self.sites[0].pk)

    def _offer_week(self) -> None:
        self.school = school_place(self.placement, max(today(), self.placement.proposed_from))
        base = f"At {self.sites[0]}" if len(self.sites) == 1 else "At the PRU"
        choices = [(BASE, base)] + ([(SCHOOL, f"At {self.school}")] if self.school else [])
        fixed = {
            (day, half): f"{booking.course} with {booking.course.provider}"
            for booking in self.bookings
            for day, half in booking.sessions
        }
        field = self.fields["week"]
        assert isinstance(field, WeekField)
        field.offer(choices, fixed)

    def _add_objective(self, number: int) -> None:
        needed = number == 1
        make = forms.CharField
        self.fields[f"text_{number}"] = make(label="What the placement is for", max_length=300, required=needed)
        self.fields[f"baseline_{number}"] = make(
            label="Where the pupil starts from",
            max_length=200,
            required=needed,
            help_text="A number or a fact as it is today.",
        )
        self.fields[f"measure_{number}"] = make(label="How you will know it is met", max_length=200, required=needed)

    def _add_brief(self) -> None:
        names = " and ".join(str(booking.course.provider) for booking in self.bookings)
        self.fields["brief"] = forms.CharField(
            label=f"What {names} needs to know",
            max_length=2000,
            widget=Textarea(rows=6, count=True),
            help_text="Only what keeps the pupil safe and helps to teach them: what works, what to watch for, who to "
            "ring. The provider sees this and no other part of the record.",
        )

    def _sections(self) -> list:
        sections = [("Where and when", "", ["site", "first"]), ("The week", "", ["week"])]
        for number in OBJECTIVES:
            hint = "" if number == 1 else "Leave this empty if there is no other objective."
            sections.append((f"Objective {number}", hint, [f"{part}_{number}" for part in PARTS]))
        return [*sections, ("For the provider", "", ["brief"])]

    def clean(self):
        cleaned = super().clean() or {}
        for number in OBJECTIVES[1:]:
            self._refuse_half(number, cleaned)
        return cleaned

    def _refuse_half(self, number: int, cleaned: dict) -> None:
        """An objective that is begun needs all three parts."""
        names = [f"{part}_{number}" for part in PARTS]
        if any(cleaned.get(name) for name in names):
            for name in names:
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, self.error_required[f"{name[:-1]}1"])

    def objectives(self) -> list[dict]:
        found = [{part: self.cleaned_data[f"{part}_{number}"] for part in PARTS} for number in OBJECTIVES]
        return [entry for entry in found if entry["text"]]

    def sessions(self) -> list[dict]:
        """The sessions at the PRU and the main school, as `complete_placement` asks for them."""
        pru, site = self.placement.pru.organisation, self.cleaned_data["site"]
        places = {BASE: {"kind": WeekSlot.Kind.PRU, "organisation": pru, "place": site.place}}
        if self.school:
            at_school = {"kind": WeekSlot.Kind.SCHOOL, "organisation": self.school.organisation, "place": self.school}
            places[SCHOOL] = at_school
        chosen = self.cleaned_data["week"].items()
        return [{"weekday": day, "session": half, **places[value]} for (day, half), value in chosen]


class EndForm(CasebookForm):
    """The last day, why, and where the pupil goes next."""

    REASONS = [
        ("Returned to their school", "Returned to their school"),
        ("Moved to another school", "Moved to another school"),
        ("Moved to other alternative provision", "Moved to other alternative provision"),
        ("Went on to college, training or work", "Went on to college, training or work"),
        ("Moved out of the area", "Moved out of the area"),
        ("The placement broke down", "The placement broke down"),
    ]
    error_required = {
        "last": "Enter the last day of the placement",
        "reason": "Select why the placement ends",
        "next_place": "Enter where the pupil goes next",
    }
    last = GovukDateField(label="Last day", help_text="The last day the pupil is due here. For example, 22 5 2026")
    reason = forms.ChoiceField(label="Why the placement ends", choices=REASONS, widget=Radios())
    next_place = forms.CharField(
        label="Where the pupil goes next",
        max_length=140,
        widget=TextInput(),
        help_text="The school, college or provider, and what was agreed. Write “not known yet” if so.",
    )

    def reason_in_words(self) -> str:
        return f"{self.cleaned_data['reason']}. Next: {self.cleaned_data['next_place']}"
