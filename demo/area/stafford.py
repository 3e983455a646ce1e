"""The Stafford panel's spring: from drafts to running placements, so that every role has something to do today."""

import datetime as dt

from demo.area.cases import Case, Office, Outcome
from demo.area.clock import DAY, standing_at
from demo.area.ground import Area
from demo.area.people import CHAIRS, MEMBERS, SCHOOL, TWO_ROLES
from demo.area.texts import BRIEF
from referrals.actions import passports
from referrals.models import PanelCase, Referral

APRIL_14, APRIL_28, MAY_14 = dt.date(2026, 4, 14), dt.date(2026, 4, 28), dt.date(2026, 5, 14)
TERM_ENDS = dt.date(2026, 7, 17)
STARTS = dt.date(2026, 5, 18)
THERE = ("Stafford chair", "Stafford co-chair", "Stafford member 1", "Stafford member 2", "two roles member")
CHAIR_SCHOOL, KING, MANOR, HOWARD = CHAIRS["Stafford"], *MEMBERS


def day(month: int, number: int) -> dt.date:
    return dt.date(2026, month, number)


# Before: decided at the meeting of 14 April.
RUNNING, SUPPORTED = Case(SCHOOL, day(3, 16), sent=day(3, 20)), Case(KING, day(3, 17), sent=day(3, 23), year_group=8)
# Decided at the meeting of 28 April.
TO_CONFIRM = Case(SCHOOL, day(4, 13), sent=day(4, 17))
TO_COMPLETE = Case(SCHOOL, day(4, 14), sent=day(4, 20), year_group=10)
ELSEWHERE_TO_CONFIRM = Case(MANOR, day(4, 13), sent=day(4, 20))
DEFERRED = Case(HOWARD, day(4, 15), sent=day(4, 21), year_group=8)
# On today's agenda.
OWN_SCHOOL = Case(SCHOOL, day(4, 20), sent=day(4, 29), year_group=8)
TWO_HATS = Case(TWO_ROLES, day(4, 22), sent=day(4, 30), year_group=10)
CHAIRS_OWN = Case(CHAIR_SCHOOL, day(4, 23), sent=day(5, 1))
TO_APPROVE = Case(KING, day(4, 24), sent=day(5, 1), year_group=10)
# On the agenda of 14 May, and not listed yet.
NEXT, NEXT_2 = Case(SCHOOL, day(4, 27), sent=day(5, 6), year_group=7), Case(HOWARD, day(4, 28), sent=day(5, 7))
WAITING = Case(SCHOOL, day(5, 5), sent=day(5, 11))
WAITING_2 = Case(TWO_ROLES, day(5, 6), sent=day(5, 11), year_group=10)
# Passports that are late: begun long ago, still not whole.
DRAFTS = (
    Case(SCHOOL, day(5, 7), sections=3, year_group=8),
    Case(SCHOOL, day(3, 24), sections=10),
    Case(SCHOOL, day(4, 21), sections=7, year_group=10),
    Case(KING, day(3, 10), sections=5, year_group=9),
    Case(MANOR, day(3, 18), sections=9, year_group=8),
)
WITHDRAWN = Case(SCHOOL, day(4, 16), sent=day(4, 20), year_group=9)


class Spring(Office):
    """The cases by name, as they go from meeting to meeting."""

    def __init__(self, area: Area):
        super().__init__(area, "Stafford")

    def play(self) -> None:
        cases = [RUNNING, SUPPORTED, TO_CONFIRM, TO_COMPLETE, ELSEWHERE_TO_CONFIRM, DEFERRED, OWN_SCHOOL, TWO_HATS]
        cases += [CHAIRS_OWN, TO_APPROVE, NEXT, NEXT_2, WAITING, WAITING_2, *DRAFTS, WITHDRAWN]
        made = [self.refer(case, child) for case, child in zip(cases, self.pupils(cases), strict=True)]
        self.by_case = {id(case): referral for case, referral in zip(cases, made, strict=True)}
        self._april()
        self._end_of_april()
        self._withdraw()
        self._today()
        self._after()

    def of(self, *cases: Case) -> list[Referral]:
        return [self.by_case[id(case)] for case in cases]

    def _april(self) -> None:
        """One place that has begun, with a provider; one pupil supported in the school."""
        meeting = self.meet(APRIL_14, day(3, 9))
        placed, supported = self.put_on(meeting, self.of(RUNNING, SUPPORTED), day(3, 26))
        self.note(meeting, *THERE)
        place = self._place(day(4, 27), "Motor vehicle, entry level", [[2, "AM"], [2, "PM"]])
        decision = self.decide(placed, Outcome.PLACE, "A practical course and smaller groups until summer.", **place)
        self.decide(supported, Outcome.SUPPORT, "The nurture room is working. The behaviour team will visit weekly.")
        self.close(meeting)
        self.confirm(decision, day(4, 16))
        brief = BRIEF.format(name=decision.pupil.forename)
        self.complete(decision, day(4, 27), day(4, 22), "Stafford base", brief)

    def _end_of_april(self) -> None:
        """Two places that await the school, one that awaits the head of the unit, and one case put off."""
        meeting = self.meet(APRIL_28, day(4, 13))
        agenda = self.of(TO_CONFIRM, TO_COMPLETE, ELSEWHERE_TO_CONFIRM, DEFERRED)
        confirm, complete, elsewhere, deferred = self.put_on(meeting, agenda, day(4, 22))
        self.note(meeting, *THERE)
        self.decide(confirm, Outcome.PLACE, "Two strong objectives and a clear way back.", **self._place(STARTS))
        place = self._place(STARTS, "Land and animals", [[5, "AM"], [5, "PM"]])
        to_complete = self.decide(complete, Outcome.PLACE, "Outdoor work suits. The school keeps Wednesdays.", **place)
        self.decide(elsewhere, Outcome.PLACE, "Support in the school has been tried in full.", **self._place(STARTS))
        self.decide(deferred, Outcome.DEFER, "The psychologist's report is expected in a week; heard again then.")
        self.close(meeting)
        self.confirm(to_complete, day(4, 30))

    def _withdraw(self) -> None:
        (referral,) = self.of(WITHDRAWN)
        with standing_at(day(4, 27), 16):
            reason = "The family has moved and the pupil starts at another school"
            passports.withdraw(referral=referral, by=self.lead(referral.from_school), reason=reason)

    def _today(self) -> None:
        """Today's meeting: three to hear, one the chair may not approve, one recorded and not approved."""
        meeting = self.meet(DAY, day(4, 28), dt.time(14, 0))
        agenda = self.of(OWN_SCHOOL, TWO_HATS, CHAIRS_OWN, DEFERRED, TO_APPROVE)
        cases = self.put_on(meeting, agenda, day(5, 5))
        self.note(meeting, *THERE)
        self._record_only(cases[-1])

    def _record_only(self, case: PanelCase) -> None:
        place = self._place(day(6, 1), "Motor vehicle, level 1", [[4, "AM"], [4, "PM"]])
        self.record(case, Outcome.PLACE, "A place until the summer, with one day of practical work.", hour=9, **place)

    def _after(self) -> None:
        """Thursday's agenda. Two more wait to be listed."""
        meeting = self.meet(MAY_14, day(4, 28))
        self.put_on(meeting, self.of(NEXT, NEXT_2), day(5, 8))

    def _place(self, starts_on: dt.date, course: str = "", sessions: list | None = None) -> dict:
        unit = self.area.units["Stafford PRU"]
        place = {"pru": unit.pru, "starts_on": starts_on, "ends_on": TERM_ENDS}
        return {**place, "course": self.course(course), "course_sessions": sessions} if course else place
