"""What is written to whom after a decision is approved: one letter each to the school, the PRU and the provider.

A letter says no more than its reader needs. The provider's has a name, sessions, a course, a day and
whom to ring: no reasons, no needs. None has a UPN or an address.
"""

from accounts.models import Membership
from accounts.roles import Role
from kit.today import now, today
from partnerships.models import School
from prus.models.bodies import Weekday
from referrals.models import Decision, Letter

Outcome = Decision.Outcome


def write(decision) -> list[Letter]:
    """The letters of an approved decision. Written twice, there is one of each."""
    drafts = [(decision.case.referral.from_school, *_to_school(decision))]
    if decision.placement:
        drafts.append((decision.pru.organisation, *_to_pru(decision)))
    if decision.booking:
        drafts.append((decision.course.provider.organisation, *_to_provider(decision)))
    return [_keep(decision, to, subject, text) for to, subject, text in drafts]


def _keep(decision, to, subject: str, text: str) -> Letter:
    letter, _ = Letter.objects.get_or_create(
        decision=decision,
        to=to,
        defaults={
            "la_id": decision.la_id,
            "pupil_id": decision.pupil_id,
            "subject": subject[:200],
            "text": text,
            "made_at": now(),
        },
    )
    return letter


def session_words(sessions: list) -> str:
    """[[4, "AM"], [4, "PM"]] → 'Thursday all day'; halves by name."""
    halves: dict[int, list[str]] = {}
    for day, half in sorted(sessions):
        halves.setdefault(day, []).append("morning" if half == "AM" else "afternoon")
    words = [f"{Weekday(day).label} {'all day' if len(found) == 2 else found[0]}" for day, found in halves.items()]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _to_school(decision) -> tuple[str, str]:
    case = decision.case
    subject = f"Panel decision about {case.pupil.full_name}"
    opening = (
        f"{case.meeting.panel} met on {case.meeting.on:%-d %B %Y} and considered your referral "
        f"{case.referral.reference} about {case.pupil.full_name}, {case.pupil.year_text}."
    )
    conditions = f"Conditions: {decision.conditions}" if decision.conditions else ""
    body = [opening, _outcome(decision), f"Reasons: {decision.reasons}", conditions, _school_next(decision)]
    tell = "Please tell the pupil and the parents today, in words they will recognise as fair and kind."
    return subject, _paragraphs(f"{today():%-d %B %Y}", *body, tell, _signed(decision))


def _outcome(decision) -> str:
    match decision.outcome:
        case Outcome.PLACE:
            return f"The panel offers a place at {decision.pru}. {_dates(decision)} {_course(decision)}".strip()
        case Outcome.SUPPORT:
            return "The panel decided that the pupil is best supported in your school."
        case Outcome.NO_ACTION:
            return "The panel decided on no further action."
    return "The panel put off its decision to a later meeting. The referral stays with the panel: nothing is lost."


def _dates(decision) -> str:
    return (
        f"The starting day proposed is {decision.starts_on:%A %-d %B %Y}; "
        f"the last day planned is {decision.ends_on:%A %-d %B %Y}."
    )


def _course(decision) -> str:
    if not decision.course:
        return ""
    when = session_words(decision.course_sessions)
    return f"Part of the week is with {decision.course.provider}: {decision.course}, {when}."


def _school_next(decision) -> str:
    if not decision.placement:
        return ""
    found = School.objects.filter(organisation=decision.case.referral.from_school).first()
    body = found.directing_body if found else "governing board"
    return (
        f"What we ask of you now: the place rests on a direction by your {body}. Please confirm the direction in PRU "
        "Casebook, with the day on which the parents were given notice in writing. They must have it at least two "
        "school days before the first day. The pupil stays on your roll, and on the PRU's as well, while the "
        "placement lasts."
    )


def _to_pru(decision) -> tuple[str, str]:
    case = decision.case
    placement = decision.placement
    return f"A place proposed for {case.pupil.full_name}", _paragraphs(
        f"{today():%-d %B %Y}",
        f"{case.meeting.panel} proposes a place at {decision.pru} for {case.pupil.full_name}, "
        f"{case.pupil.year_text}, of {case.referral.from_school}.",
        _dates(decision),
        _course(decision),
        f"The way out: {placement.exit_plan}." if placement.exit_plan else "",
        f"Conditions: {decision.conditions}" if decision.conditions else "",
        "What we ask of you now: read the referral in PRU Casebook and, once the school has confirmed its direction, "
        "agree the starting day and complete the placement.",
        _signed(decision),
    )


def _to_provider(decision) -> tuple[str, str]:
    case = decision.case
    return f"Sessions asked for: {decision.course}", _paragraphs(
        f"{today():%-d %B %Y}",
        f"We would like to book {case.pupil.full_name} on {decision.course}, "
        f"{session_words(decision.course_sessions)}.",
        f"The starting day proposed is {decision.starts_on:%A %-d %B %Y}. {decision.pru} will confirm it and send you "
        "what you need to know to keep the pupil safe and teach them. Please expect nobody before that.",
        f"Whom to ring: {_head_of(decision.pru)}.",
        _signed(decision),
    )


def _head_of(pru) -> str:
    """The head's name, or the PRU alone while it has none."""
    seats = Membership.objects.current().filter(organisation=pru.organisation, role=Role.PRU_HEAD)
    head = seats.select_related("person").order_by("pk").first()
    return f"{head.person}, {pru}" if head else str(pru)


def _signed(decision) -> str:
    return f"{decision.approved_by.name}\nFor {decision.case.meeting.panel}"
