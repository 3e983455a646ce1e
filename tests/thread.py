"""One pupil all along the thread, as rows: for tests that knock at every door."""

import datetime as dt

from accounts.models import Organisation
from kit.periods import from_to
from kit.today import now
from partnerships.models import HalfTerm
from providers.models import Booking, BookingSlot, Brief
from prus.models import Objective, OffSiteDirection, Review, WeekSlot
from referrals.models import Decision, ExitPlan, Letter, NeedsSection, PanelCase, PassportSection
from reporting import actions as reports
from reporting.models import Report
from tests.factories import World

SECRET = "Zyxwvu"  # stands in every text about the child; nobody outside may be shown it


class Thread:
    """Rows of one case in `world`: referral, meeting, decision, placement, booking, report, letter."""

    def __init__(self, world: World):
        self.world = world
        self.pupil = world.pupil(surname=f"{SECRET}son")
        self.referral = world.referral(self.pupil, submitted=True)
        self._passport()
        self.meeting = world.meeting(dt.date(2026, 5, 12))
        self.case = PanelCase.objects.create(
            la=world.la,
            pupil=self.pupil,
            referral=self.referral,
            meeting=self.meeting,
            order=1,
            listed_at=now(),
            listed_by=world.coordinator.person,
        )
        self.placement = world.placement(self.pupil, week=False)
        self._week()
        self._decision()
        self.proposed = world.placement(world.pupil(surname=f"{SECRET}ford"), running=False)
        self._directions()
        self.report = self._report(signed_off=False, number=4)
        self.released = self._report(signed_off=True, number=3)

    def _about(self, **fields) -> dict:
        return {"la": self.world.la, "pupil": self.pupil, **fields}

    def _passport(self) -> None:
        by = {"written_by": self.world.school_lead.person, "written_at": now(), "complete": True}
        for model, key in ((PassportSection, "views"), (NeedsSection, "needs")):
            model.objects.create(**self._about(referral=self.referral, key=key, data={"text": SECRET}, **by))
        ExitPlan.objects.create(**self._about(referral=self.referral, kind="school", by=dt.date(2026, 12, 18)))

    def _week(self) -> None:
        self.world.week(self.placement, dt.date(2026, 4, 13), [(day, "AM") for day in range(1, 6)])
        Objective.objects.create(**self._about(placement=self.placement, text=SECRET, baseline=SECRET, measure=SECRET))
        self.review = Review.objects.create(**self._about(placement=self.placement, due_on=dt.date(2026, 5, 22)))
        self.booking = Booking.objects.create(
            **self._about(
                placement=self.placement,
                course=self.world.course,
                contract=self.world.contract,
                sessions=[[2, "PM"]],
                during=from_to(dt.date(2026, 4, 13)),
                made_at=now(),
            )
        )
        slot = WeekSlot.objects.create(
            **self._about(
                placement=self.placement,
                weekday=2,
                session="PM",
                kind="provider",
                organisation=self.world.provider_body,
                place=self.world.provider.place,
                during=from_to(dt.date(2026, 4, 13)),
            )
        )
        BookingSlot.objects.create(**self._about(booking=self.booking, slot=slot))
        Brief.objects.create(
            **self._about(booking=self.booking, text=SECRET, written_by=self.world.head.person, written_at=now())
        )
        self._tie(self.world.provider_body, "booked", f"booking:{self.booking.pk}")
        self._tie(self.world.panel_body, "on_agenda", f"case:{self.case.pk}")

    def _tie(self, organisation: Organisation, kind: str, source: str) -> None:
        self.pupil.ties.create(
            la=self.world.la,
            organisation=organisation,
            kind=kind,
            source=source,
            during=from_to(dt.date(2026, 4, 13), dt.date(2026, 5, 26)),
        )

    def _decision(self) -> None:
        self.decision = Decision.objects.create(
            **self._about(
                case=self.case,
                outcome="place",
                reasons=SECRET,
                pru=self.world.pru,
                starts_on=dt.date(2026, 5, 18),
                ends_on=dt.date(2026, 12, 18),
                recorded_at=now(),
                recorded_by=self.world.coordinator.person,
                approved_at=now(),
                approved_by=self.world.chair.person,
                placement=self.placement,
                booking=self.booking,
            )
        )
        self.letter = Letter.objects.create(
            **self._about(
                decision=self.decision, to=self.world.school, subject="After the panel", text=SECRET, made_at=now()
            )
        )

    def _directions(self) -> None:
        confirmed = {
            "notice_on": dt.date(2026, 4, 8),
            "confirmed_at": now(),
            "confirmed_by": self.world.school_lead.person,
        }
        for placement, facts in ((self.placement, confirmed), (self.proposed, {})):
            OffSiteDirection.objects.create(
                la=self.world.la,
                pupil_id=placement.pupil_id,
                placement=placement,
                by_organisation=self.world.school,
                asked_at=now(),
                **facts,
            )

    def _report(self, *, signed_off: bool, number: int) -> Report:
        """As the worker builds it and, signed off, as the head releases it."""
        half_term = HalfTerm.objects.get(calendar=self.world.calendar, number=number)
        report = reports.build(pru=self.world.pru_body, half_term=half_term)
        return reports.sign_off(report=report, by=self.world.actor("head")) if signed_off else report
