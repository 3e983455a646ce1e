"""The sections of the passport for a preventative placement, as forms."""

from typing import Any

from django import forms

from kit.forms import CasebookForm, Checkboxes, GovukDateField, Radios, TextInput
from prus.models import PupilNeeds
from referrals.forms.answers import line, number, words, yes_no
from referrals.forms.sections import RowsForm, SectionForm


class PupilForm(SectionForm):
    error_required = {
        "joined_on": "Enter the date the pupil joined the school",
        "contact": "Enter who knows the pupil best at your school",
        "strengths": "Enter what the pupil does well and enjoys",
        "concern": "Enter why you are worried about the pupil now",
    }
    joined_on = GovukDateField(label="Date the pupil joined the school", help_text="For example, 4 9 2023")
    earlier = words(
        "Earlier schools, and why each ended", required=False, help_text="Include time without a school place."
    )
    contact = line("Who knows the pupil best at your school", help_text="Their name and job.")
    strengths = words("What the pupil does well and enjoys")
    concern = words("Why you are worried about the pupil now", 1000, 5, help_text="Two or three sentences are enough.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.not_after_today("joined_on")


class AttainmentForm(SectionForm):
    error_required = {
        "reading": "Enter a reading age, or say why there is none",
        "english": "Enter what the pupil is working at in English",
        "maths": "Enter what the pupil is working at in mathematics",
        "courses": "Enter the courses the pupil follows",
    }
    fieldsets = [
        ("Where the pupil is now", "", ["reading", "english", "maths", "other"]),
        ("End of key stage 2", "Scaled scores run from 80 to 120.", ["ks2_reading", "ks2_maths"]),
        ("Courses", "", ["courses"]),
    ]
    reading = line("Reading age", 100, help_text="With the test and its date, like 9 years 4 months, NGRT, March 2026.")
    english = line("English: working at", 100, help_text="On the scale your school uses. Say which.")
    maths = line("Mathematics: working at", 100)
    other = words("Other subjects", 400, required=False)
    ks2_reading = number("Key stage 2 reading, scaled score", 80, 120, required=False)
    ks2_maths = number("Key stage 2 mathematics, scaled score", 80, 120, required=False)
    courses = words("Courses and exam boards", 500, help_text="In years 7 to 9, the subjects that matter most.")


class AttendanceForm(SectionForm):
    error_required = {
        "possible": "Enter how many sessions were possible this school year",
        "attended": "Enter how many sessions the pupil attended this school year",
        "suspensions": "Enter how many suspensions there were this school year, or 0",
        "days": "Enter how many school days of suspension there were this school year, or 0",
        "reasons": "Enter the dates and reasons of the suspensions",
        "part_time": "Select whether the pupil is on a part-time timetable",
        "timetable": "Enter the part-time timetable, since when and until when",
    }
    fieldsets = [
        (
            "Attendance this school year",
            "A session is a morning or an afternoon.",
            ["possible", "attended", "last_year"],
        ),
        ("Suspensions this school year", "", ["suspensions", "days", "reasons"]),
        ("Timetable", "", ["part_time"]),
    ]
    sometimes = {"reasons"}
    reveals = {"part_time": {"yes": ["timetable"]}}
    possible = number("Sessions possible", 0, 400, "sessions")
    attended = number("Sessions attended", 0, 400, "sessions")
    last_year = number("Attendance last school year", 0, 100, "%", required=False)
    suspensions = number("Number of suspensions", 0, 60)
    days = forms.DecimalField(
        label="School days of suspension",
        min_value=0,
        max_value=45,
        decimal_places=1,
        widget=TextInput(width=4, suffix="days", inputmode="decimal"),
        help_text="Half days count, like 2.5.",
        error_messages={"max_value": "A pupil cannot be suspended for more than 45 school days in a school year"},
    )
    reasons = words("Dates and reasons of the suspensions", help_text="Leave this empty if there were none.")
    part_time = yes_no("Is the pupil on a part-time timetable?")
    timetable = words("The timetable, since when, and until when", 300)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        possible, attended = data.get("possible"), data.get("attended")
        if possible is not None and attended is not None and attended > possible:
            self.add_error("attended", f"Sessions attended must be {possible} or fewer, the sessions possible")
        if data.get("suspensions"):
            self.need("reasons", self.error_required["reasons"])
        return data

    def answers(self) -> dict[str, Any]:
        kept = super().answers()
        return {**kept, "days": None if kept["days"] is None else f"{kept['days'].normalize():f}"}

    @classmethod
    def told(cls, data: dict[str, Any]) -> list[tuple[str, str]]:
        """With the rate worked out, so that a panel need not."""
        pairs = super().told(data)
        possible, attended = data.get("possible"), data.get("attended")
        if possible and attended is not None:
            pairs.insert(2, ("Attendance this school year", f"{attended / possible * 100:.1f}%"))
        return pairs


class StrategyRow(CasebookForm):
    error_required = {
        "what": "Enter what was tried",
        "began": "Enter when it began",
        "effect": "Enter what it did for the pupil",
    }
    what = line("What was tried", help_text="And who did it.")
    began = GovukDateField(label="From")
    ended = GovukDateField(label="To", required=False, help_text="Leave this empty if it still goes on.")
    effect = words("What it did for the pupil", 400, 2)


class StrategiesForm(RowsForm):
    row, item, how_many = StrategyRow, "Strategy", 5

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.not_after_today(*(f"began_{each}" for each in range(1, self.how_many + 1)))

    def check_row(self, number: int) -> None:
        first, last = (self.cleaned_data.get(f"{end}_{number}") for end in ("began", "ended"))
        if first and last and last < first:
            self.add_error(f"ended_{number}", "The last day must be the same as or after the first")


class NeedsForm(SectionForm):
    SERVICES = [
        ("camhs", "Child and adolescent mental health services"),
        ("social_care", "Children's social care"),
        ("early_help", "Early help"),
        ("psychologist", "Educational psychologist"),
        ("speech", "Speech and language therapy"),
        ("youth_justice", "Youth justice service"),
        ("health", "Doctor, nurse or hospital"),
        ("mentor", "Mentor or youth worker"),
        ("none", "No service"),
    ]
    error_required = {
        "provision": "Select the pupil's special educational needs provision",
        "primary_need": "Select the main need",
        "more": "Enter what the needs look like in school",
        "services": "Select the services that work with the pupil, or select “No service”",
        "services_more": "Enter who works with the pupil, since when, and what they say",
    }
    sometimes = {"primary_need", "services_more"}
    provision = forms.ChoiceField(
        label="Special educational needs", choices=PupilNeeds.Provision.choices, widget=Radios
    )
    primary_need = forms.ChoiceField(
        label="Main need", choices=[("", "No special educational need"), *PupilNeeds.Kind.choices]
    )
    more = words(
        "What the needs look like in school", 800, 4, help_text="And what helps. Include health if it matters."
    )
    services = forms.MultipleChoiceField(
        label="Services that work with the pupil now",
        choices=SERVICES,
        widget=Checkboxes,
        help_text="Select all that apply.",
    )
    services_more = words(
        "Who works with the pupil, since when, and what they say", help_text="Leave this empty if there is no service."
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("provision") in (PupilNeeds.Provision.SUPPORT, PupilNeeds.Provision.PLAN):
            self.need("primary_need", self.error_required["primary_need"])
        services = data.get("services") or []
        if "none" in services and len(services) > 1:
            self.add_error("services", "Select the services that work with the pupil, or select “No service”, not both")
        elif services and services != ["none"]:
            self.need("services_more", self.error_required["services_more"])
        return data


class RiskForm(SectionForm):
    error_required = {
        "to_self": "Enter any risk to the pupil themselves, or “None known”",
        "to_others": "Enter any risk to others, or “None known”",
        "from_others": "Enter any risk from others, or “None known”",
        "controls": "Enter what keeps everyone safe",
    }
    to_self = words("Risk to the pupil themselves", help_text="Write “None known” if there is none.")
    to_others = words("Risk to others", help_text="Do not name other children.")
    from_others = words("Risk from others", help_text="For example, exploitation, or places that are not safe.")
    triggers = words("Where, when and what sets it off", required=False)
    controls = words("What keeps everyone safe", help_text="What works now.")
    travel = words(
        "The way to and from the place", 400, 2, required=False, help_text="Anything that a route must avoid."
    )


class ViewsForm(SectionForm):
    HOW = [
        ("talked", "We talked"),
        ("wrote", "They wrote it"),
        ("interpreter", "With an interpreter or signer"),
        ("other_way", "Drawing, cards or another way"),
        ("not_given", "Not given"),
    ]
    error_required = {
        "pupil_how": "Select how the pupil gave their view",
        "pupil": "Enter what the pupil says, or why they gave no view",
        "parents_how": "Select how the parents gave their view",
        "parents": "Enter what the parents say, or why they gave no view",
    }
    fieldsets = [
        ("The pupil", "", ["pupil", "pupil_how"]),
        ("Parents or carers", "", ["parents", "parents_how"]),
    ]
    pupil = words("What the pupil says", 1000, 5, help_text="In their own words. If they gave no view, say why.")
    pupil_how = forms.ChoiceField(label="How the pupil gave their view", choices=HOW, widget=Radios)
    parents = words("What the parents or carers say", 1000, 5, help_text="In their own words: what they would accept.")
    parents_how = forms.ChoiceField(label="How the parents gave their view", choices=HOW, widget=Radios)


class ConsentsForm(SectionForm):
    error_required = {
        "agrees": "Select whether a parent or carer agrees to the referral",
        "agrees_on": "Enter the date they told you about the referral",
        "agrees_why": "Enter why they do not agree to the referral",
        "shares": "Select whether a parent or carer agrees to share information",
        "shares_on": "Enter the date they told you about sharing",
        "shares_why": "Enter why they do not agree to share information",
    }
    fieldsets = [
        ("The referral", "A panel can still hear a pupil whose parents do not agree.", ["agrees", "agrees_on"]),
        ("Sharing information", "This is a separate question.", ["shares", "shares_on"]),
    ]
    reveals = {"agrees": {"no": ["agrees_why"]}, "shares": {"no": ["shares_why"]}}
    agrees = yes_no("Does a parent or carer agree to the referral?")
    agrees_why = words("Why they do not agree to the referral", 300, 2)
    agrees_on = GovukDateField(label="Date they told you about the referral")
    shares = yes_no("Does a parent or carer agree to share information with the panel?")
    shares_why = words("Why they do not agree to share information", 300, 2)
    shares_on = GovukDateField(label="Date they told you about sharing")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.not_after_today("agrees_on", "shares_on")


class ObjectiveRow(CasebookForm):
    error_required = {
        "text": "Enter an objective",
        "baseline": "Enter where the pupil starts from",
        "measure": "Enter how you will know",
    }
    text = line("Objective", 300, help_text="For example, to attend every morning lesson.")
    baseline = line("Where the pupil starts from", 200, help_text="For example, 3 of 5 mornings in April 2026.")
    measure = line("How you will know", 200, help_text="For example, 5 of 5 mornings for four weeks.")


class ObjectivesForm(RowsForm):
    row, item = ObjectiveRow, "Objective"


class PathwayForm(SectionForm):
    error_required = {
        "sessions": "Enter how many sessions a week you ask for",
        "from_on": "Enter the date you would like it to begin",
        "weeks": "Enter how many weeks you ask for",
        "why": "Enter why this is needed now",
        "learning": "Enter what the pupil should learn",
        "school": "Enter what your school will go on doing",
    }
    fieldsets = [
        ("What you ask for", "A full week is 10 sessions.", ["sessions", "from_on", "weeks", "why"]),
        ("Learning", "", ["learning", "school"]),
    ]
    sessions = number("Sessions a week", 1, 10, "sessions")
    from_on = GovukDateField(label="Date you would like it to begin")
    weeks = number("How long", 1, 60, "school weeks")
    why = words("Why this is needed now", 400, 2)
    learning = words(
        "What the pupil should learn", help_text="Courses to keep up, and new ones that would engage them."
    )
    school = words("What your school will go on doing", help_text="For example, visits, work sent, a key adult.")
