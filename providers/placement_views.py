"""Pages of a placement that a booking takes part in: the placement itself, completing it, ending it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import Power, may
from accounts.door import door
from kit.periods import last_day
from kit.templatetags.casebook import date_long, date_short
from providers import actions, briefs
from providers.errors import ProviderError
from providers.models import Booking
from providers.placement_forms import CompleteForm, EndForm
from prus import placement_page as parts
from prus.errors import PlacementError
from prus.identity import identity
from prus.models import WeekSlot
from prus.stages import Stage, stage_of
from prus.views import page_of, placement_for, tell
from prus.week import due_in_words, sessions_in_words


@door(Power.SEE_PLACEMENTS, methods=("GET",))
def placement_page(request, uuid):
    """All of one placement that the actor may read."""
    placement, actor = placement_for(request, uuid), request.actor
    slots = list(WeekSlot.objects.visible_to(actor).filter(placement=placement).select_related("place", "organisation"))
    direction = parts.direction_of(placement, actor)
    body = parts.body_of(direction.by_organisation) if direction else ""
    reviews = parts.reviews_of(placement, actor)
    waiting = next((review for review in reviews if not review.held_on), None)
    context = {
        "placement": placement,
        "identity": identity(placement.pupil, school=placement.return_school, now=due_in_words(placement, slots)),
        "steps": parts.steps(placement, direction, body, actor, waiting),
        "facts": parts.fact_rows(placement),
        "basis": parts.basis_rows(placement, direction, body),
        "weeks": parts.week_tables(placement, slots),
        "tables": _tables(placement, actor, reviews),
        "bookings": _bookings(placement, actor),
        "buttons": _buttons(placement, direction, actor),
    }
    return render(request, "prus/placement.html", context)


def _tables(placement, actor, reviews) -> list[dict]:
    """A proposal has no objectives and reviews yet; everything has a roll."""
    rolls = parts.rolls(placement)
    return [rolls] if placement.is_proposed else [parts.objectives(placement, actor), parts.reviews(reviews), rolls]


def _buttons(placement, direction, actor) -> list[dict]:
    """What this person may do with the placement now: the first is the main one."""

    def link(text: str, name: str) -> dict:
        return {"text": text, "href": reverse(f"prus:{name}", args=[placement.uuid])}

    if placement.is_proposed:
        waits = direction is not None and direction.confirmed_at is None
        if waits and may(actor, Power.CONFIRM_DIRECTION) and direction.by_organisation == actor.organisation:
            return [link("Confirm the direction", "confirm_direction")]
        return (
            [link("Complete the placement", "complete")] if not waits and may(actor, Power.COMPLETE_PLACEMENT) else []
        )
    if stage_of(placement) != Stage.RUNNING or not may(actor, Power.COMPLETE_PLACEMENT):
        return []
    ends = [] if placement.last else [link("End the placement", "end")]
    return [link("Change the week", "week"), *ends]


def _bookings(placement, actor) -> list[dict]:
    """A card for each booking with a provider."""
    rows = Booking.objects.visible_to(actor).filter(placement=placement)
    bookings = list(rows.select_related("course__provider__organisation").order_by("pk"))
    written = briefs.of_bookings(bookings, actor)
    return [_card(booking, written.get(booking.pk), actor) for booking in bookings]


def _card(booking, brief, actor) -> dict:
    provider = booking.course.provider
    address = reverse("providers:provider", args=[provider.organisation.uuid])
    rows = [
        {
            "key": "Provider",
            "value": {"text": str(provider), "href": address} if may(actor, Power.SEE_PROVIDERS) else str(provider),
        },
        {"key": "Sessions", "value": "", "lines": sessions_in_words(booking.sessions)},
        {"key": "Status", "value": _standing(booking)},
    ]
    if brief:
        rows.append({"key": "What the provider was told", "value": "", "lines": brief.text.splitlines()})
    return {"title": booking.course.name, "rows": rows}


def _standing(booking) -> dict:
    if booking.during is None:
        return {"tag": "Asked for", "colour": "purple", "text": "The sessions begin when the placement is completed"}
    last = last_day(booking.during)
    if last:
        return {"tag": "Ended", "colour": "grey", "text": f"Last day {date_short(last)}"}
    return {"tag": "Booked", "text": f"From {date_short(booking.during.lower)}"}


@door(Power.COMPLETE_PLACEMENT)
def complete(request, uuid):
    """The head agrees the starting day, the site, the week and the objectives."""
    placement = placement_for(request, uuid)
    direction = parts.direction_of(placement, request.actor)
    if not placement.is_proposed:
        return redirect("prus:placement", placement.uuid)
    bookings = list(placement.bookings.select_related("course__provider__organisation").order_by("pk"))
    form = CompleteForm(request.POST or None, placement=placement, bookings=bookings)
    if request.method == "POST" and form.is_valid() and _completed(request, placement, form):
        return redirect("prus:placement", placement.uuid)
    context = {
        **page_of(placement),
        "form": form,
        "earliest": parts.earliest_in_words(placement),
        "waits": direction is not None and direction.confirmed_at is None,
    }
    return render(request, "prus/complete.html", context)


def _completed(request, placement, form) -> bool:
    """Whether it could be done; if not, the form says why."""
    typed = form.cleaned_data
    try:
        actions.complete_placement(
            placement=placement,
            by=request.actor,
            site=typed["site"],
            first=typed["first"],
            week=form.sessions(),
            objectives=form.objectives(),
            brief=typed.get("brief", ""),
        )
    except (PlacementError, ProviderError) as trouble:
        tell(form, trouble)
        return False
    name = placement.pupil.full_name
    messages.success(
        request, f"The placement is complete. {name} is on your roll and registers from {date_long(typed['first'])}."
    )
    return True


@door(Power.COMPLETE_PLACEMENT)
def end(request, uuid):
    """The last day: week, roll and bookings end with it."""
    placement = placement_for(request, uuid)
    if stage_of(placement) != Stage.RUNNING or placement.last:
        return redirect("prus:placement", placement.uuid)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        last = form.cleaned_data["last"]
        try:
            actions.end_placement(placement=placement, by=request.actor, last=last, reason=form.reason_in_words())
        except PlacementError as trouble:
            tell(form, trouble)
        else:
            messages.success(request, f"The placement of {placement.pupil.full_name} ends on {date_long(last)}.")
            return redirect("prus:list")
    return render(request, "prus/end.html", {**page_of(placement), "form": form})
