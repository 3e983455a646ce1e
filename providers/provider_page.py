"""What the page of one provider shows: checks, courses, contracts, and who is booked there."""

from django.db.models import Q
from django.urls import reverse

from accounts.access import Power, may
from accounts.records import may_see_class
from accounts.roles import Role
from kit.periods import last_day
from kit.templatetags.casebook import date_short, pounds
from kit.today import today
from providers import briefs
from providers.models import Booking, Contract
from providers.readiness import Standing
from prus.models.bodies import KeyStage
from prus.week import sessions_in_words


def checks(provider, found: list[Standing], actor) -> dict:
    """Each needed check: seen when, holds until when, and whether it does."""
    manages = may(actor, Power.MANAGE_PROVIDERS)
    head = ["Check", "Checked", "Holds until", "What was seen", "Status", *(["Change"] if manages else [])]
    return {
        "caption": "Checks",
        "head": head,
        "rows": [_check_row(provider, each, manages) for each in found],
    }


def _check_row(provider, each: Standing, manages: bool) -> list:
    check = each.check
    row = [
        str(each.kind.label),
        {"text": date_short(check.checked_on), "hint": f"by {check.checked_by}"} if check else "Not yet",
        date_short(check.expires_on) if check else "Not set",
        (check.evidence or "Not recorded") if check else "Nothing",
        each.tag,
    ]
    if manages:
        address = reverse("providers:check", args=[provider.organisation.uuid])
        text = "Renew" if check else "Add"
        row.append({"text": text, "hidden": str(each.kind.label), "href": f"{address}?kind={each.kind.value}"})
    return row


def stages_in_words(stages: str) -> str:
    """'3,4' → 'Key stage 3, Key stage 4'"""
    labels = {str(stage.value): stage.label for stage in KeyStage}
    return ", ".join(labels[part.strip()] for part in stages.split(",") if part.strip() in labels)


def courses(provider) -> dict:
    return {
        "caption": "Courses",
        "head": ["Course", "Qualification", "For", "What pupils do"],
        "rows": [
            [c.name, c.qualification or "None", stages_in_words(c.key_stages), c.summary or "Not recorded"]
            for c in provider.courses.all()
        ],
        "empty": "No courses have been entered yet.",
    }


def contracts(provider, actor) -> dict:
    """Periods and places for all who may open the page; the price only for those who see money."""
    price = may_see_class(actor, Contract.record_class)
    rows = provider.contracts.filter(la__in=actor.la_ids).order_by("-during")
    head = ["Period", {"text": "Places in a session", "numeric": True}]
    return {
        "caption": "Contracts",
        "head": [*head, *([{"text": "Price of a session", "numeric": True}] if price else [])],
        "rows": [[_period(c), c.places, *([pounds(c.pence_per_session)] if price else [])] for c in rows],
        "empty": "There is no contract with the authority, so nobody can be booked.",
    }


def _period(contract) -> dict:
    during = contract.during
    first, last = date_short(during.lower), date_short(last_day(during))
    words = f"{first} to {last}" if last else f"From {first}, no end set"
    now = contract.during.lower <= today() and (during.upper is None or today() < during.upper)
    return {"text": words, "hint": "" if now else "Not running today"}


def booked(provider, actor) -> list[dict]:
    """A card for each pupil booked and not gone, as far as the actor may see them."""
    going = Q(during=None) | Q(during__endswith=None) | Q(during__endswith__gt=today())
    rows = Booking.objects.visible_to(actor).filter(going, course__provider=provider)
    bookings = list(rows.select_related("pupil", "course", "placement").order_by("pupil__name_key", "pk"))
    written = briefs.of_bookings(bookings, actor) if actor.role == Role.PROVIDER_LEAD else {}
    return [_card(booking, written.get(booking.pk), actor) for booking in bookings]


def _card(booking, brief, actor) -> dict:
    begun = booking.during is not None
    rows = [
        {"key": "Course", "value": booking.course.name},
        {"key": "Sessions", "value": "", "lines": sessions_in_words(booking.sessions)},
        {
            "key": "From",
            "value": date_short(booking.during.lower) if begun else {"tag": "Asked for", "colour": "purple"},
        },
    ]
    if begun and last_day(booking.during):
        rows.append({"key": "Last day", "value": date_short(last_day(booking.during))})
    if brief:
        rows.append({"key": "What you need to know", "value": "", "lines": brief.text.splitlines()})
    card = {"title": booking.pupil.full_name, "rows": rows}
    if may(actor, Power.SEE_PLACEMENTS):
        address = reverse("prus:placement", args=[booking.placement.uuid])
        card["actions"] = [{"label": "Open the placement", "href": address}]
    return card
