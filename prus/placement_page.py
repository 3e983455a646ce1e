"""What the page of one placement shows of it: facts, the power it rests on, rolls, week, objectives, reviews."""

import datetime as dt

from django.urls import reverse

from accounts.access import Power, may
from kit.periods import last_day
from kit.templatetags.casebook import date_long, date_short, moment
from kit.today import today
from partnerships.calendars import CalendarError
from partnerships.models import School
from prus.actions import earliest_start
from prus.models import Objective, OffSiteDirection, Placement, Registration, Review
from prus.stages import Stage, stage_of, tag_of
from prus.week import cell_of, grid, weeks_of

SOON = dt.timedelta(days=14)
POWERS = {
    Placement.Purpose.PREVENTATIVE: "The school's own arrangements: no off-site direction has been asked for",
    Placement.Purpose.EXCLUDED: "The local authority's duty to educate an excluded pupil from the sixth school day",
    Placement.Purpose.MEDICAL: "The local authority's duty to educate a pupil whose health keeps them from school",
    Placement.Purpose.INTERIM: "The local authority's duty to educate a pupil who has no school place",
}


def direction_of(placement, actor) -> OffSiteDirection | None:
    rows = OffSiteDirection.objects.visible_to(actor).select_related("by_organisation", "confirmed_by")
    return rows.filter(placement=placement).first()


def body_of(organisation) -> str:
    """Who directs for the school: governing board or academy trust."""
    school = School.objects.filter(organisation=organisation).first()
    return school.directing_body if school else "governing board"


def earliest_in_words(placement) -> str:
    try:
        earliest = earliest_start(placement)
    except CalendarError as trouble:
        return str(trouble)
    if earliest is None:
        return "Not before the notice: two clear school days after the parents have it"
    return date_long(earliest)


def basis_rows(placement, direction, body: str) -> list[dict]:
    """The power that the placement rests on."""
    if direction is None:
        return [{"key": "Rests on", "value": POWERS[placement.purpose]}]
    given = direction.confirmed_at is not None
    rows: list[dict] = [
        {"key": "Rests on", "value": f"An off-site direction by the {body} of {direction.by_organisation}"},
        {"key": "Purpose in law", "value": "To improve the pupil's behaviour, never as a punishment"},
        {"key": "Asked for", "value": moment(direction.asked_at)},
        {
            "key": "Notice to parents",
            "value": date_long(direction.notice_on) if given else {"tag": "Awaiting confirmation"},
        },
    ]
    if given:
        who = f"{direction.confirmed_by} on {moment(direction.confirmed_at)}"
        rows.append({"key": "Confirmed by", "value": who})
    if placement.is_proposed:
        rows.append({"key": "Earliest start", "value": earliest_in_words(placement)})
    return rows


def fact_rows(placement) -> list[dict]:
    rows = [
        {"key": "Status", "value": tag_of(placement)},
        {"key": "Purpose", "value": placement.get_purpose_display()},
        {"key": "Commissioned by", "value": placement.commissioned_by.name},
        {"key": "Site", "value": placement.site.name if placement.site else "Agreed when the placement is completed"},
        {
            "key": _start_label(placement),
            "value": date_long(placement.first or placement.proposed_from),
        },
        {"key": "Planned end", "value": date_long(placement.planned_end)},
    ]
    if placement.last:
        rows.append({"key": "Last day", "value": date_long(placement.last)})
        rows.append({"key": "Why it ends", "value": placement.end_reason})
    rows.append({"key": "Return school", "value": placement.return_school.name if placement.return_school else ""})
    rows.append({"key": "Way out", "value": placement.exit_plan})
    return rows


def _start_label(placement) -> str:
    if placement.is_proposed:
        return "Proposed start"
    return "Starts" if placement.first > today() else "Started"


def rolls(placement) -> dict:
    """Whose rolls the pupil is on during the placement: a table."""
    on = placement.last or max(today(), placement.first or today())
    rows = Registration.objects.filter(pupil=placement.pupil_id, during__contains=on)
    return {
        "caption": "On whose roll",
        "head": ["School or PRU", "Kind of registration", "Since", "Until"],
        "rows": [
            [row.organisation.name, row.get_kind_display(), _since(row.during), _until(row.during)]
            for row in rows.select_related("organisation").order_by("kind")
        ],
        "empty": "Nobody has entered a registration yet.",
    }


def _since(during) -> str:
    return date_short(during.lower) if during.lower else "Before our records"


def _until(during) -> str:
    return date_short(last_day(during)) if during.upper else "No end set"


def week_tables(placement, slots: list) -> list[dict]:
    """The ten sessions now, and each change agreed for later."""
    if placement.is_proposed:
        return []
    on = placement.last if stage_of(placement) == Stage.ENDED else max(today(), placement.first)
    tables = []
    for number, (day, due) in enumerate(weeks_of(slots, on)):
        tables.append(
            {
                "caption": f"The week from {date_short(day)}" if number or on > today() else "The week",
                "head": ["Day", "Morning", "Afternoon"],
                "rows": grid({(slot.weekday, slot.session): cell_of(slot) for slot in due}),
            }
        )
    return tables


def objectives(placement, actor) -> dict:
    rows = Objective.objects.visible_to(actor).filter(placement=placement).order_by("pk")
    return {
        "caption": "Objectives",
        "head": ["What the placement is for", "Where the pupil started", "How we shall know", "Status"],
        "rows": [
            [
                row.text,
                row.baseline,
                row.measure,
                {"tag": "Met", "text": date_short(row.met_on)} if row.met_on else {"tag": "In progress"},
            ]
            for row in rows
        ],
        "empty": "No objectives have been written yet.",
    }


def reviews_of(placement, actor) -> list[Review]:
    return list(Review.objects.visible_to(actor).filter(placement=placement))


def reviews(rows: list[Review]) -> dict:
    return {
        "caption": "Reviews",
        "head": ["Due", "Held", "What was found", "Status"],
        "rows": [
            [date_long(r.due_on), date_short(r.held_on) or "Not yet", r.summary or "Not yet", _tag_of(r)] for r in rows
        ],
        "empty": "No review has been planned yet.",
    }


def _tag_of(review) -> dict:
    if review.held_on:
        return {"tag": "Completed"}
    if review.due_on < today():
        return {"tag": "Overdue"}
    return {"tag": "Due soon" if review.due_on - today() <= SOON else "Planned"}


def steps(placement, direction, body: str, actor, review) -> list[dict]:
    """Who does what next, as a task list; a link only for those whose task it is."""
    if stage_of(placement) == Stage.ENDED:
        return []
    if placement.is_proposed:
        return [*_direction_step(placement, direction, body, actor), _complete_step(placement, direction, actor)]
    return _running_steps(placement, review, actor)


def _direction_step(placement, direction, body, actor) -> list[dict]:
    if direction is None:
        return []
    done = direction.confirmed_at is not None
    mine = may(actor, Power.CONFIRM_DIRECTION) and actor.organisation == direction.by_organisation and not done
    return [
        {
            "name": f"{direction.by_organisation} confirms that its {body} directs, and when the parents had notice",
            "status": "Completed" if done else "Awaiting confirmation",
            "href": reverse("prus:confirm_direction", args=[placement.uuid]) if mine else "",
            "hint": "" if done else "Parents have at least two clear school days' notice in writing",
        }
    ]


def _complete_step(placement, direction, actor) -> dict:
    waits = direction is not None and direction.confirmed_at is None
    mine = may(actor, Power.COMPLETE_PLACEMENT) and not waits
    return {
        "name": f"The head of {placement.pru} agrees the starting day and completes the placement",
        "status": "Cannot start yet" if waits else "Not started",
        "href": reverse("prus:complete", args=[placement.uuid]) if mine else "",
        "hint": "Site, week, objectives and what a provider needs to know",
    }


def _running_steps(placement, review, actor) -> list[dict]:
    found = []
    if review:
        late = review.due_on < today()
        found.append(
            {
                "name": f"{placement.pru} holds the review due on {date_long(review.due_on)}",
                "status": "Overdue" if late else "Planned",
            }
        )
    if placement.last is None:
        past = placement.planned_end < today()
        found.append(
            {
                "name": f"{placement.pru} ends the placement, or agrees why it goes on",
                "status": "Overdue" if past else "Planned",
                "hint": f"Planned end: {date_long(placement.planned_end)}",
                "href": reverse("prus:end", args=[placement.uuid]) if may(actor, Power.COMPLETE_PLACEMENT) else "",
            }
        )
    return found
