"""Who does not decide a case, and why.

A member from the referring school presents the case and withdraws; that needs no declaring. Any other
interest (family, a dispute, an earlier decision on the same child) is declared with its reason.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Membership, Organisation, Person
from kit.today import today
from referrals.models import Interest, PanelCase, PanelMeeting

SCHOOL, DECLARED = "school", "declared"


@dataclass(frozen=True)
class Conflict:
    """One person's interest in one case."""

    person: Person
    kind: str
    reason: str

    @property
    def is_private(self) -> bool:
        """The papers of a case stay closed to somebody with a private interest in it."""
        return self.kind == DECLARED


def members_of(meeting: PanelMeeting):
    """Everybody with a seat or a role on the panel on the day of the meeting, the chair first."""
    rows = Membership.objects.filter(organisation=meeting.panel.organisation_id, during__contains=meeting.on)
    return rows.select_related("person", "represents").order_by("role", "person__name")


def of_cases(meeting: PanelMeeting, cases: Iterable[PanelCase]) -> dict[int, list[Conflict]]:
    """Interests in each case by its id, one a person. The number of queries does not depend on the cases."""
    cases = list(cases)
    people, schools = _people_and_schools(meeting)
    declared: dict[int, dict[int, Conflict]] = defaultdict(dict)
    for row in Interest.objects.filter(case__in=cases).select_related("membership__person"):
        declared[row.case_id][row.membership.person_id] = Conflict(row.membership.person, DECLARED, row.reason)
    return {
        case.pk: sorted(
            {**_from_school(case, people, schools), **declared[case.pk]}.values(), key=lambda found: found.person.name
        )
        for case in cases
    }


def of_case(case: PanelCase) -> list[Conflict]:
    return of_cases(case.meeting, [case])[case.pk]


def of_person(conflicts: list[Conflict], person: Person | None) -> Conflict | None:
    return next((found for found in conflicts if person and found.person.pk == person.pk), None)


def _people_and_schools(meeting) -> tuple[dict[int, Person], dict[int, set[int]]]:
    """The panel's people, then and now, and the schools that each comes from or works at."""
    panel = meeting.panel.organisation_id
    then_or_now = Q(during__contains=meeting.on) | Q(during__contains=today())
    seats = Membership.objects.filter(then_or_now, organisation=panel)
    posts = Q(person__in=seats.values("person"), organisation__kind=Organisation.Kind.SCHOOL)
    people, schools = {}, defaultdict(set)
    for held in Membership.objects.filter(then_or_now, Q(organisation=panel) | posts).select_related("person"):
        people[held.person_id] = held.person
        schools[held.person_id].add(held.represents_id if held.organisation_id == panel else held.organisation_id)
    return people, schools


def _from_school(case, people, schools) -> dict[int, Conflict]:
    school = case.referral.from_school
    reason = f"Comes from {school}: presents the case, then withdraws"
    return {pk: Conflict(person, SCHOOL, reason) for pk, person in people.items() if school.pk in schools[pk]}
