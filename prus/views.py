"""Pages of placements that need nothing of the rooms above: lists, places, direction, week."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import Power, may
from accounts.door import door
from kit.templatetags.casebook import date_long, date_short
from kit.today import today
from prus import actions
from prus.errors import PlacementError
from prus.forms import ChangeWeekForm, ConfirmForm, PlacementFilter, PlacesDay
from prus.identity import identity
from prus.models import OffSiteDirection, Placement, Pru
from prus.placement_page import body_of
from prus.places import NOT_AGREED, places, total_free
from prus.stages import Stage, condition, numbers, stage_of, tag_of
from prus.week import change_week

PAGE = 25


@door(Power.SEE_PLACEMENTS, methods=("GET",))
def placement_list(request):
    """Placements by stage, in the order of names."""
    form = PlacementFilter(request.GET, actor=request.actor)
    rows = form.narrow(Placement.objects.visible_to(request.actor))
    counts = numbers(rows)
    state = request.GET.get("state", "")
    state = state if state in Stage.values else Stage.RUNNING.value
    pages = Paginator(rows.filter(condition(Stage(state))).for_lists().select_related("direction"), PAGE)
    pages.count = counts[state]
    page = pages.get_page(request.GET.get("page"))
    return render(
        request,
        "prus/list.html",
        {
            "filter_form": form,
            "state": state,
            "tabs": _tabs(request, state, counts),
            "chips": _chips(request, form),
            "page": page,
            "table": _table(page, request.actor, Stage(state)),
            "may_see_places": may(request.actor, Power.SEE_PLACES),
        },
    )


def _tabs(request, state: str, counts: dict) -> list[dict]:
    tabs = []
    for stage in Stage:
        query = request.GET.copy()
        query.pop("page", None)
        query["state"] = stage.value
        tabs.append(
            {
                "label": stage.label,
                "url": f"?{query.urlencode()}",
                "current": stage.value == state,
                "count": counts[stage.value],
            }
        )
    return tabs


def _chips(request, form) -> list[dict]:
    """One chip for each filter in use, whose link takes it out again."""
    chips = []
    for name, value in form.chosen().items():
        query = request.GET.copy()
        query.pop(name, None)
        query.pop("page", None)
        text = "Past planned end" if name == "late" else str(value)
        chips.append({"label": str(form[name].label), "text": text, "remove_url": f"?{query.urlencode()}"})
    return chips


def _table(page, actor, stage: Stage) -> dict:
    when = {Stage.PROPOSED: "Proposed from", Stage.RUNNING: "Started", Stage.ENDED: "Last day"}[stage]
    where = "Site" if actor.for_pru else "PRU"
    return {
        "caption": f"{stage.label} placements",
        "hide_caption": True,
        "head": ["Pupil", where, when, "Planned end", "Status"],
        "rows": [_row(placement, actor, stage) for placement in page],
        "empty": "No placement matches this list.",
    }


def _row(placement, actor, stage: Stage) -> list:
    pupil = placement.pupil
    day = {Stage.PROPOSED: placement.proposed_from, Stage.ENDED: placement.last}.get(stage, placement.first)
    site = placement.site.name if placement.site else "Site not agreed yet"
    hint = pupil.year_words + (f", {placement.return_school}" if placement.return_school else "")
    return [
        {"text": pupil.full_name, "href": reverse("prus:placement", args=[placement.uuid]), "hint": hint},
        site if actor.for_pru else {"text": placement.pru.organisation.name, "hint": site},
        date_short(day),
        date_short(placement.planned_end),
        tag_of(placement),
    ]


@door(Power.SEE_PLACES, methods=("GET",))
def places_free(request):
    """Places, taken and free, on a day that the address names."""
    asked = any(f"on_{part}" in request.GET for part in ("day", "month", "year"))
    form = PlacesDay(request.GET if asked else None, initial={"on": today()})
    on = (form.cleaned_data["on"] if form.is_bound and form.is_valid() else None) or today()
    prus = Pru.objects.filter(organisation__la__in=request.actor.la_ids).select_related("organisation")
    if request.actor.for_pru:
        prus = prus.filter(organisation=request.actor.organisation)
    rows = places(prus.order_by("organisation__name_key"), on)
    return render(
        request,
        "prus/places.html",
        {"form": form, "on": on, "tables": _places_tables(rows), "free": total_free(rows)},
    )


def _places_tables(rows) -> list[dict]:
    """A table for each PRU, with its totals."""
    by_pru: dict = {}
    for row in rows:
        by_pru.setdefault(row.pru, []).append(row)
    return [
        {
            "caption": str(pru),
            "head": [
                "Site",
                "Key stage",
                *({"text": t, "numeric": True} for t in ("Places", "Taken", "Promised", "Free")),
            ],
            "rows": [[r.site, r.key_stage_label, r.number, r.taken, r.promised, _free(r)] for r in mine],
            "foot": [
                "All sites",
                "All",
                *(sum(getattr(r, f) for r in mine) for f in ("number", "taken", "promised", "free")),
            ],
        }
        for pru, mine in by_pru.items()
    ]


def _free(row):
    """A minus for promised places that still come off some site; words for a site with too many pupils."""
    number = row.free
    if row.site == NOT_AGREED:
        return f"−{-number}"
    return number if number >= 0 else {"tag": f"{-number} over", "colour": "red"}


@door(Power.CONFIRM_DIRECTION)
def confirm_direction(request, uuid):
    """The school that directs says so, once, with the day of notice."""
    placement = placement_for(request, uuid)
    direction = get_object_or_404(
        OffSiteDirection.objects.visible_to(request.actor).select_related(
            "by_organisation", "pupil", "placement__pru__organisation"
        ),
        placement=placement,
    )
    if direction.by_organisation != request.actor.organisation:
        raise PermissionDenied
    if direction.confirmed_at and request.method == "GET":
        return redirect("prus:placement", placement.uuid)
    body = body_of(direction.by_organisation)
    form = ConfirmForm(request.POST or None, direction=direction, body=body)
    if request.method == "POST" and form.is_valid():
        try:
            actions.confirm_direction(direction=direction, by=request.actor, notice_on=form.cleaned_data["notice_on"])
        except PlacementError as trouble:
            tell(form, trouble)
        else:
            messages.success(request, f"The direction is confirmed. {placement.pru} can now agree the starting day.")
            return redirect("prus:placement", placement.uuid)
    return render(
        request,
        "prus/confirm_direction.html",
        {**page_of(placement), "form": form, "body": body, "direction": direction},
    )


@door(Power.COMPLETE_PLACEMENT)
def week(request, uuid):
    """Another week from a day on."""
    placement = placement_for(request, uuid)
    if stage_of(placement) != Stage.RUNNING:
        return redirect("prus:placement", placement.uuid)
    form = ChangeWeekForm(request.POST or None, placement=placement)
    if request.method == "POST" and form.is_valid():
        first = form.cleaned_data["first"]
        try:
            changed = change_week(placement=placement, by=request.actor, first=first, week=form.sessions())
        except PlacementError as trouble:
            tell(form, trouble)
        else:
            messages.success(request, _changed(changed, first))
            return redirect("prus:placement", placement.uuid)
    return render(request, "prus/week.html", {**page_of(placement), "form": form})


def _changed(number: int, first) -> str:
    if not number:
        return "Nothing has changed: the week was like this already."
    return f"The week is changed from {date_long(first)}: {number} session{'' if number == 1 else 's'}."


def placement_for(request, uuid) -> Placement:
    """The placement, if the actor may know of it; else 404."""
    return get_object_or_404(
        Placement.objects.visible_to(request.actor).select_related(
            "pupil", "pru__organisation", "site", "return_school", "commissioned_by", "la"
        ),
        uuid=uuid,
    )


def page_of(placement) -> dict:
    """What every page of one placement is given."""
    return {
        "placement": placement,
        "identity": identity(placement.pupil, school=placement.return_school),
        "back": reverse("prus:placement", args=[placement.uuid]),
    }


def tell(form, trouble) -> None:
    """Put the sentence at the field it is about, or on top when it is about the whole."""
    field = trouble.field if trouble.field in form.fields else None
    form.add_error(field, str(trouble))
