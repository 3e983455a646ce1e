"""What the pages about one child, and the list of children, say."""

import datetime as dt

from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.access import Power, may
from accounts.records import may_see_class
from accounts.roles import Role
from attendance.models import HalfTermAttendance, Mark
from kit.periods import covers, last_day
from kit.today import LONDON, now, today
from prus.models import Placement, Pupil, PupilNeeds, Registration, WeekSlot
from prus.upn import masked
from referrals.models import Referral


def search(actor, chosen: dict):
    """Pupils the actor may know of, by name key, year and whether placed today."""
    rows = Pupil.objects.visible_to(actor)
    for word in (chosen.get("name") or "").split():
        rows = rows.filter(name_key__contains=word)
    if chosen.get("year"):
        rows = rows.filter(year_group=chosen["year"])
    placed = Placement.objects.filter(pupil=OuterRef("pk"), during__contains=today())
    if chosen.get("placed"):
        rows = rows.filter(Exists(placed))
    return rows.order_by("name_key", "pk")


def table(page, actor) -> dict:
    """One row a pupil: name and year; for all but providers also the main roll and where placed today."""
    pupils = list(page)
    whole = actor.role != Role.PROVIDER_LEAD
    where = _where(pupils, actor) if whole else {}
    rows = [
        [
            {"text": pupil.full_name, "href": reverse("reporting:pupil", args=[pupil.uuid])},
            pupil.year_words,
            *where.get(pupil.pk, []),
        ]
        for pupil in pupils
    ]
    return {
        "caption": "Pupils",
        "hide_caption": True,
        "head": ["Name", "Year", *(["Main roll", "Placed with"] if whole else [])],
        "rows": rows,
        "empty": "No pupil matches. Try part of the name, or clear the filters.",
    }


def _where(pupils, actor) -> dict[int, list[str]]:
    """The main roll and the placement of each, today."""
    rolls = Registration.objects.filter(pupil__in=pupils, kind__in=["M", "C"], during__contains=today())
    on_roll = _first_by_pupil(rolls.select_related("organisation"))
    running = Placement.objects.visible_to(actor).running().filter(pupil__in=pupils)
    placed = _first_by_pupil(running.select_related("pru__organisation"))
    return {
        pupil.pk: [
            str(on_roll[pupil.pk].organisation) if pupil.pk in on_roll else "Not on a roll we know of",
            str(placed[pupil.pk].pru) if pupil.pk in placed else "",
        ]
        for pupil in pupils
    }


def _first_by_pupil(rows) -> dict:
    found: dict = {}
    for row in rows:
        found.setdefault(row.pupil_id, row)
    return found


def frame(pupil: Pupil, actor, current: str) -> dict:
    """The identity bar and the sub-navigation: the same on every page of one child."""
    tabs = [("overview", "Overview", "reporting:pupil")]
    if may_see_class(actor, "R2"):
        tabs.append(("attendance", "Attendance", "reporting:pupil_attendance"))
    if may(actor, Power.SEE_LOOKS):
        tabs += [("looked", "Who has looked", "reporting:looked"), ("history", "History", "reporting:history")]
    return {
        "pupil": pupil,
        "identity": {
            "name": pupil.full_name,
            "url": reverse("reporting:pupil", args=[pupil.uuid]),
            "facts": [
                {"label": "Date of birth", "value": f"{pupil.date_of_birth:%-d %B %Y}"},
                {"label": "Year", "value": pupil.year_group or "Reception"},
            ],
            "now": due_now(pupil, actor),
        },
        "tabs": [
            {"label": label, "url": reverse(name, args=[pupil.uuid]), "current": key == current}
            for key, label, name in tabs
        ],
    }


def due_now(pupil: Pupil, actor) -> str:
    """Where this child is due in the present session, in one sentence."""
    moment = now().astimezone(LONDON)
    half = "AM" if moment.hour < 12 else "PM"
    slot = (
        WeekSlot.objects.filter(
            pupil=pupil,
            weekday=today().isoweekday(),
            session=half,
            during__contains=today(),
            placement__during__contains=today(),
        )
        .select_related("place", "organisation")
        .first()
    )
    if slot is None or (actor.role == Role.PROVIDER_LEAD and slot.organisation_id != actor.organisation.pk):
        return ""
    return f"This {'morning' if half == 'AM' else 'afternoon'}: due at {slot.place}"


def overview(pupil: Pupil, actor) -> dict:
    placements = Placement.objects.visible_to(actor).filter(pupil=pupil)
    placements = list(placements.select_related("pru__organisation", "site", "return_school").order_by("-proposed_at"))
    running = next((row for row in placements if covers(row.during, today())), None)
    return frame(pupil, actor, "overview") | {
        "about": _about(pupil, actor),
        "rolls": _rolls(pupil, actor),
        "placements": _placements(placements) if actor.role != Role.PROVIDER_LEAD else None,
        "week": week_table(running, actor) if running else None,
        "referrals": _referrals(pupil, actor),
    }


def _about(pupil: Pupil, actor) -> list[dict]:
    rows = [
        {"key": "Full name", "value": f"{pupil.forename} {pupil.surname}"},
        {"key": "Date of birth", "value": f"{pupil.date_of_birth:%-d %B %Y}"},
        {"key": "Year group", "value": pupil.year_words},
    ]
    if actor.role != Role.PROVIDER_LEAD:
        rows.append({"key": "UPN", "value": masked(pupil.upn)})
    if may_see_class(actor, "R3"):
        needs = PupilNeeds.objects.filter(pupil=pupil).first()
        if needs:
            words = needs.get_provision_display()
            rows.append(
                {
                    "key": "Special educational needs",
                    "value": f"{words}: {needs.get_primary_need_display()}" if needs.primary_need else words,
                }
            )
    return rows


def _rolls(pupil: Pupil, actor) -> dict | None:
    if actor.role == Role.PROVIDER_LEAD:
        return None
    rows = Registration.objects.filter(pupil=pupil).select_related("organisation").order_by("-during")
    return {
        "caption": "On roll",
        "head": ["Where", "Kind", "From", "To"],
        "rows": [
            [
                str(row.organisation),
                row.get_kind_display(),
                f"{row.during.lower:%-d %B %Y}" if row.during.lower else "",
                f"{last_day(row.during):%-d %B %Y}" if last_day(row.during) else "Now",
            ]
            for row in rows
        ],
        "empty": "Not on a roll we know of.",
    }


def _placements(rows) -> dict:
    return {
        "caption": "Placements",
        "head": ["Where", "From", "Planned end", "State"],
        "rows": [
            [
                {"text": str(row.pru), "href": reverse("prus:placement", args=[row.uuid])},
                f"{(row.first or row.proposed_from):%-d %B %Y}",
                f"{row.planned_end:%-d %B %Y}",
                {"tag": state(row)},
            ]
            for row in rows
        ],
        "empty": "No placement.",
    }


def state(placement: Placement) -> str:
    """Proposed, starting, placed or ended: derived from the dates."""
    if placement.is_proposed:
        return "Proposed"
    if placement.first > today():
        return "Starting"
    return "Placed" if covers(placement.during, today()) else "Ended"


def week_table(placement: Placement, actor) -> dict | None:
    """The ten sessions of this week as a grid."""
    if not may_see_class(actor, "R2"):
        return None
    slots = {
        (slot.weekday, slot.session): str(slot.place)
        for slot in WeekSlot.objects.filter(placement=placement, during__contains=today()).select_related("place")
    }
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    return {
        "caption": "The week",
        "head": ["Day", "Morning", "Afternoon"],
        "rows": [
            [name, slots.get((day, "AM"), "Not due anywhere"), slots.get((day, "PM"), "Not due anywhere")]
            for day, name in enumerate(days, start=1)
        ],
    }


def _referrals(pupil: Pupil, actor) -> dict | None:
    if not may_see_class(actor, "R2") or actor.for_pru:
        return None
    rows = Referral.objects.visible_to(actor).filter(pupil=pupil).select_related("from_school")
    return {
        "caption": "Referrals",
        "head": ["Reference", "From", "Started"],
        "rows": [
            [
                {"text": row.reference, "href": reverse("referrals:referral", args=[row.uuid])},
                str(row.from_school),
                f"{row.started_at:%-d %B %Y}",
            ]
            for row in rows
        ],
        "empty": "No referral.",
    }


def attendance(pupil: Pupil, actor) -> dict:
    totals = HalfTermAttendance.objects.visible_to(actor).filter(pupil=pupil)
    marks = Mark.objects.visible_to(actor).filter(pupil=pupil, date__gt=today() - dt.timedelta(days=28))
    if actor.for_pru:
        totals, marks = totals.filter(pru=actor.organisation), marks.filter(pru=actor.organisation)
    return frame(pupil, actor, "attendance") | {"totals": _totals(totals), "recent": _recent(marks)}


def _totals(rows) -> dict:
    """Per half term and place: sessions beside every rate (attendance-measures.md 1)."""
    found = rows.select_related("half_term", "organisation").order_by("-half_term__during", "organisation__name_key")
    return {
        "caption": "By half term and place of learning",
        "head": [
            "Half term",
            "Where",
            *[{"text": t, "numeric": True} for t in ("Possible", "Attended", "Absent", "Attendance")],
        ],
        "rows": [_total(row) for row in found],
        "empty": "No register has been taken yet.",
    }


def _total(row) -> list:
    absent = row.authorised + row.unauthorised
    possible = row.present + absent
    rate = f"{row.present * 100 / possible:.1f}%" if possible else "–"
    return [str(row.half_term), str(row.organisation), possible, row.present, absent, rate]


def _recent(rows) -> dict:
    found = rows.select_related("code", "organisation").order_by("-date", "-session")
    return {
        "caption": "Last four weeks",
        "head": ["Day", "Session", "Where", "Mark"],
        "rows": [
            [
                f"{row.date:%a %-d %B}",
                row.get_session_display(),
                str(row.organisation),
                f"{row.code.name} ({row.code_id})",
            ]
            for row in found
        ],
        "empty": "No session was marked in the last four weeks.",
    }
