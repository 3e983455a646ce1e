"""Whether enough of the panel is there to decide: at a meeting, and for one case.

Chair and members count. The coordinator serves the panel and does not decide. In a case with
interests, only those without one count.
"""

from dataclasses import dataclass

from accounts.roles import Role
from referrals import interests

COUNTS = (Role.PANEL_CHAIR, Role.PANEL_MEMBER)


@dataclass(frozen=True)
class Quorum:
    here: int
    needed: int

    @property
    def is_met(self) -> bool:
        return self.here >= self.needed

    @property
    def words(self) -> str:
        """'2 of 3 needed'; once there are enough, '4 here, 3 needed'."""
        return f"{self.here} here, {self.needed} needed" if self.is_met else f"{self.here} of {self.needed} needed"

    @property
    def sentence(self) -> str:
        """Why the panel cannot decide this case, and what to do."""
        verb = "is" if self.here == 1 else "are"
        return (
            f"The panel is not quorate: {self.here} of {self.needed} members without an interest {verb} here. "
            "Note who is here, or take the case off the agenda and list it for another meeting"
        )


def deciding_people(meeting) -> set[int]:
    """Ids of those at the meeting who may decide."""
    rows = meeting.attendees.filter(membership__role__in=COUNTS)
    return set(rows.values_list("membership__person_id", flat=True))


def of_meeting(meeting, people: set[int] | None = None) -> Quorum:
    people = deciding_people(meeting) if people is None else people
    return Quorum(len(people), meeting.panel.quorum)


def of_case(case, conflicts=None, people: set[int] | None = None) -> Quorum:
    """The same for one case: those with an interest in it do not count."""
    people = deciding_people(case.meeting) if people is None else people
    conflicts = interests.of_case(case) if conflicts is None else conflicts
    return Quorum(len(people - {found.person.pk for found in conflicts}), case.meeting.panel.quorum)
