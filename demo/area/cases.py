"""Cases at every stage, made by the product's own actions on the days on which they would have been made."""

import datetime as dt
from dataclasses import dataclass

from accounts import actor as actors
from accounts.actor import Actor
from accounts.models import Organisation
from demo.area.clock import standing_at
from demo.area.ground import Area
from demo.area.placements import put_on_rolls
from demo.area.pupils import Child, Intake
from demo.area.writing import SECTIONS, Writer
from partnerships.models import Place
from providers import actions as booking
from providers.models import Course
from prus import actions as placing
from prus.models import OffSiteDirection, Placement
from referrals import passport
from referrals.actions import passports
from referrals.actions.approve import approve
from referrals.actions.decisions import record_decision
from referrals.actions.panels import arrange, close_meeting, list_case, note_attendance
from referrals.models import Decision, PanelCase, PanelMeeting, Referral
from referrals.models.passports import LETTERS

Outcome = Decision.Outcome
VENUE = "County Buildings, committee room 2"


@dataclass
class Case:
    """What is to happen: which school, when it starts and is sent, how much of the passport is written."""

    school: str
    started: dt.date
    sections: int = len(SECTIONS)
    sent: dt.date | None = None
    year_group: int = 9


class Office:
    """Does the work of schools, panel and unit, each as the person whose work it is."""

    def __init__(self, area: Area, district: str):
        self.area, self.district = area, district
        self.rng = area.rng(f"cases:{district}")
        self.intake = Intake(area, f"intake:{district}")

    def actor(self, key: str) -> Actor:
        return actors.of(self.area.people[key])

    def panel_actor(self, role: str = "chair") -> Actor:
        return self.actor(f"{self.district} {role}")

    def lead(self, school: Organisation) -> Actor:
        return self.actor(f"{school.name} lead")

    def pupils(self, cases: list[Case]) -> list[Child]:
        """A pupil on the roll of the school of each case."""
        children = [self.intake.child(self.area.schools[c.school], self.district, c.year_group) for c in cases]
        self.intake.save()
        put_on_rolls(children)
        return children

    def refer(self, case: Case, child: Child) -> Referral:
        """The school starts, writes and perhaps sends a referral."""
        by = self.lead(child.school)
        with standing_at(case.started, 9, self.rng.randrange(60)):
            referral = passports.start(by=by, pupil=child.pupil)
            self._name(referral)
        with standing_at(case.sent or case.started, 10):
            self._write(referral, by, case.sections)
        if case.sent:
            with standing_at(case.sent, 11, self.rng.randrange(60)):
                referral = passports.submit(referral=referral, by=by)
        return referral

    def _name(self, referral: Referral) -> None:
        """A reference that is the same every time."""
        pick = "".join(self.rng.choice(LETTERS) for _ in range(8))
        referral.reference = f"{pick[:4]}-{pick[4:]}"
        Referral.objects.filter(pk=referral.pk).update(reference=referral.reference)

    def _write(self, referral: Referral, by: Actor, number: int) -> None:
        writer = Writer(self.rng, referral.pupil, f"{by.person.name}, {by.person.position}"[:150])  # type: ignore[union-attr]
        held = passport.written(referral)
        for key in SECTIONS[:number]:
            passports.save_section(
                referral=referral,
                key=key,
                answers=writer.answers(key),
                source=writer.source(key),
                complete=True,
                version=held[key].version if key in held else 0,
                by=by,
            )

    def meet(self, on: dt.date, arranged: dt.date, starts_at: dt.time = dt.time(9, 30)) -> PanelMeeting:
        with standing_at(arranged):
            return arrange(
                panel=self.area.panels[self.district],
                by=self.panel_actor("coordinator"),
                on=on,
                starts_at=starts_at,
                venue=VENUE,
            )

    def put_on(self, meeting: PanelMeeting, referrals: list[Referral], on: dt.date) -> list[PanelCase]:
        with standing_at(on, 14):
            by = self.panel_actor("coordinator")
            return [list_case(meeting=meeting, referral=referral, by=by) for referral in referrals]

    def note(self, meeting: PanelMeeting, *keys: str) -> None:
        """Who is there, as the coordinator ticks them at the start."""
        with standing_at(meeting.on, 9):
            people = [self.area.people[key] for key in keys]
            note_attendance(meeting=meeting, by=self.panel_actor("coordinator"), memberships=people)

    def record(self, case: PanelCase, outcome: str, reasons: str, hour: int = 10, **facts) -> Decision:
        with standing_at(case.meeting.on, hour):
            by = self.panel_actor("coordinator")
            return record_decision(case=case, by=by, outcome=outcome, reasons=reasons, **facts)

    def decide(self, case: PanelCase, outcome: str, reasons: str, **facts) -> Decision:
        """Recorded by the coordinator, approved by the chair."""
        decision = self.record(case, outcome, reasons, **facts)
        with standing_at(case.meeting.on, 11):
            return approve(decision=decision, by=self.panel_actor())

    def close(self, meeting: PanelMeeting) -> None:
        with standing_at(meeting.on, 12):
            close_meeting(meeting=meeting, by=self.panel_actor())

    def confirm(self, decision: Decision, on: dt.date) -> None:
        """The school's governing board or trust directs, and gave notice that day."""
        direction = OffSiteDirection.objects.select_related("by_organisation").get(placement=decision.placement)
        with standing_at(on, 16):
            placing.confirm_direction(direction=direction, by=self.lead(direction.by_organisation), notice_on=on)

    def complete(self, decision: Decision, first: dt.date, agreed: dt.date, base: str, brief: str = "") -> Placement:
        """The head of the unit agrees the day: Wednesday at the school, the rest at the base or with the provider."""
        unit = self.area.units[decision.pru.organisation.name]  # type: ignore[union-attr]
        site = unit.sites[base]
        with standing_at(agreed, 13):
            return booking.complete_placement(
                placement=decision.placement,
                by=self.actor(f"{unit.plan.name} head"),
                site=site,
                first=first,
                week=self._week(decision, unit.body, site.place),
                objectives=passport.objectives(decision.case.referral),
                brief=brief,
            )

    def _week(self, decision: Decision, unit: Organisation, place: Place) -> list[dict]:
        school = decision.case.referral.from_school
        there = Place.objects.filter(organisation=school).order_by("pk").first()
        booked = {tuple(each) for each in decision.course_sessions}
        return [
            {
                "weekday": day,
                "session": half,
                "kind": "school" if day == 3 else "pru",
                "organisation": school if day == 3 else unit,
                "place": there if day == 3 else place,
            }
            for day in range(1, 6)
            for half in ("AM", "PM")
            if (day, half) not in booked
        ]

    def course(self, name: str) -> Course:
        rows = Course.objects.select_related("provider__organisation")
        return rows.get(name=name, provider__organisation__la=self.area.la)
