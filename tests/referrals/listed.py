"""What a test of a panel starts from: a complete referral on the agenda of a quorate meeting."""

import datetime as dt

from django.urls import reverse

from accounts.roles import Role
from kit.today import now
from partnerships import ledger
from partnerships.models import Account, Transfer
from referrals import passport
from referrals.actions import panels
from referrals.actions.decisions import record_decision
from referrals.models import ExitPlan, NeedsSection, PassportSection
from tests.factories import member

EXIT_BY = dt.date(2026, 7, 17)

SAID = {
    "pupil": {
        "joined_on": "2023-09-04",
        "contact": "Ros Underhill, head of year 9",
        "strengths": "Fixes bicycles. Kind to younger pupils.",
        "concern": "Leaves lessons daily since February. Most at risk after lunch.",
    },
    "attainment": {
        "reading": "9 years 4 months, NGRT, March 2026",
        "english": "Working towards year 7",
        "maths": "Year 8",
        "courses": "Core subjects",
    },
    "attendance": {
        "possible": 300,
        "attended": 187,
        "suspensions": 3,
        "days": "6.5",
        "reasons": "2 March, 20 March, 1 May: defiance",
        "part_time": "no",
    },
    "strategies": {
        "what_1": "Mentor twice a week",
        "from_1": "2026-01-12",
        "effect_1": "Came to tutor time on most days",
    },
    "needs": {
        "provision": "K",
        "primary_need": "SEMH",
        "more": "Finds change hard",
        "services": ["mentor"],
        "services_more": "Mentor since January",
    },
    "risk": {
        "to_self": "None known",
        "to_others": "Pushes past adults when upset",
        "from_others": "None known",
        "controls": "A quiet room and a card to show",
    },
    "views": {
        "pupil": "I like making things. I want to go back for exams.",
        "pupil_how": "talked",
        "parents": "We want him in school every day.",
        "parents_how": "talked",
    },
    "consents": {"agrees": "yes", "agrees_on": "2026-04-20", "shares": "yes", "shares_on": "2026-04-20"},
    "objectives": {
        "text_1": "Attend every morning",
        "baseline_1": "3 of 5 mornings",
        "measure_1": "5 of 5 for four weeks",
    },
    "exit": {"kind": "school", "by": "2026-07-17", "link_person": "Ros Underhill"},
    "pathway": {
        "sessions": 8,
        "from_on": "2026-06-01",
        "weeks": 7,
        "why": "Two more suspensions would break the timetable",
        "learning": "English, mathematics, motor vehicle",
        "school": "A weekly visit by the head of year",
    },
}


def complete_referral(world, **pupil):
    """A sent referral with every section of the passport complete."""
    referral = world.referral(world.pupil(**pupil) if pupil else None, submitted=True)
    for section in passport.sections(referral):
        section.record.objects.create(
            la=world.la,
            pupil_id=referral.pupil_id,
            referral=referral,
            key=section.key,
            data=SAID.get(section.key, {}),
            complete=True,
            written_by=world.school_lead.person,
            written_at=now(),
        )
    ExitPlan.objects.create(
        la=world.la,
        pupil_id=referral.pupil_id,
        referral=referral,
        kind="school",
        by=EXIT_BY,
        link_person="Ros Underhill",
    )
    return referral


def forget_section(referral, key: str) -> None:
    for record in (PassportSection, NeedsSection):
        record.objects.filter(referral=referral, key=key).update(complete=False)


def quorate_meeting(world, on=None):
    """A meeting with the chair, the school's member and another member; two without an interest are needed."""
    world.second_member = member(world.panel_body, Role.PANEL_MEMBER, name="Mo Member")
    meeting = world.meeting(on)
    panels.note_attendance(
        meeting=meeting,
        by=world.actor("coordinator"),
        memberships=[world.chair, world.panel_member, world.second_member],
    )
    return meeting


def listed_case(world, referral=None, meeting=None):
    return panels.list_case(
        meeting=meeting or quorate_meeting(world),
        referral=referral or complete_referral(world),
        by=world.actor("coordinator"),
    )


def place(world, **changes) -> dict:
    """What the chair records: Thursdays on a course, the rest at the PRU, from 1 June."""
    return {
        "outcome": "place",
        "reasons": "He needs a fresh start with adults who know him.",
        "conditions": "The school visits weekly.",
        "pru": world.pru,
        "starts_on": dt.date(2026, 6, 1),
        "ends_on": EXIT_BY,
        "course": world.course,
        "course_sessions": [[4, "AM"], [4, "PM"]],
        **changes,
    }


def recorded(world, case=None, by="chair", **changes):
    return record_decision(case=case or listed_case(world), by=world.actor(by), **place(world, **changes))


def give_budget(world, pence: int = 1_000_000) -> None:
    year = 2026
    source = ledger.account(world.la, Account.Kind.FUNDING, year)
    Transfer.objects.create(
        la_id=world.la.pk,
        debit=source,
        credit=ledger.account(world.partnership_body, Account.Kind.ALLOCATION, year),
        pence=pence,
        on=dt.date(2026, 4, 1),
        reason="Allocation",
        key=f"allocation:{world.partnership_body.pk}:{year}",
    )


def to(name: str, row) -> str:
    return reverse(f"meetings:{name}", args=[row.uuid])


def text_of(answer) -> str:
    return answer.content.decode()
