"""Which districts each inclusion officer looks after, and how much there is to do in them."""

from collections import Counter, defaultdict

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.access import Power
from accounts.door import door
from kit.today import today
from partnerships.models import OfficerDistrict
from prus.models import Placement
from prus.setup import actions, forms
from prus.setup.pages import form_page, has_ended, period, sent, table
from prus.setup.rows import districts_visible_to, officers_visible_to


@door(Power.SET_UP, methods=("GET",))
def officers(request):
    """Officers with their districts, and pupils placed or about to be; districts that nobody looks after."""
    rows = list(officers_visible_to(request.actor))
    held = _held(rows)
    load = caseload(request.actor)
    lines = [_line(one, held[one.pk], load) for one in rows]
    covered = {
        row.district_id for mine in held.values() for row in mine if row.during.lower and row.during.lower <= today()
    }
    head = ["Officer", "Districts", _number("Pupils placed"), _number("To start"), "Change"]
    context = {
        "table": table("Officers", head, lines, "There are no inclusion officers yet.", hide_caption=True),
        "without": [one.name for one in districts_visible_to(request.actor) if one.pk not in covered],
    }
    return render(request, "setup/officers.html", context)


def _number(text: str) -> dict:
    return {"text": text, "numeric": True}


def _held(officers) -> dict[int, list[OfficerDistrict]]:
    """Each officer's districts that have not ended."""
    found = defaultdict(list)
    rows = OfficerDistrict.objects.filter(membership__in=officers).select_related("district")
    for row in rows.order_by("district__name", "during"):
        if not has_ended(row.during):
            found[row.membership_id].append(row)
    return found


def caseload(actor) -> dict[str, Counter]:
    """For each district, how many pupils are placed today, and how many wait for a placement to be completed."""
    rows = Placement.objects.visible_to(actor).order_by()
    placed = rows.running().values_list("pupil__district", flat=True)
    waiting = rows.proposed().filter(planned_end__gte=today()).values_list("pupil__district", flat=True)
    return {"placed": Counter(placed), "waiting": Counter(waiting)}


def _line(officer, held, load) -> list:
    mine = {row.district_id for row in held if row.during.lower <= today()}
    address = reverse("setup:officer", args=[officer.uuid])
    return [
        str(officer.person),
        "; ".join(row.district.name for row in held) or {"tag": "None yet", "colour": "yellow"},
        {"text": sum(load["placed"][one] for one in mine)},
        {"text": sum(load["waiting"][one] for one in mine)},
        {"text": "Change", "hidden": f"districts of {officer.person}", "href": address},
    ]


@door(Power.SET_UP, methods=("GET",))
def officer(request, uuid):
    """One officer's districts since when and until when."""
    found = _officer(request, uuid)
    rows = (
        OfficerDistrict.objects.filter(membership=found).select_related("district").order_by("district__name", "during")
    )
    lines = [[row.district.name, period(row.during), _end_link(found, row)] for row in rows]
    shown = table("Districts", ["District", "Period", "Change"], lines, "No district yet.", hide_caption=True)
    return render(request, "setup/officer.html", {"officer": found, "table": shown})


def _officer(request, uuid):
    return get_object_or_404(officers_visible_to(request.actor), uuid=uuid)


def _end_link(officer, row):
    if has_ended(row.during):
        return ""
    address = reverse("setup:end_district", args=[officer.uuid, row.district.uuid])
    return {"text": "End", "hidden": f"{row.district}", "href": address}


@door(Power.SET_UP)
def give_district(request, uuid):
    found = _officer(request, uuid)
    form = forms.OfficerDistrictForm(sent(request), districts=districts_visible_to(request.actor))

    def act() -> str:
        row = actions.give_district(membership=found, by=request.actor, **form.cleaned_data)
        return f"{found.person} looks after {row.district}."

    back = reverse("setup:officer", args=[uuid])
    return form_page(
        request, form, act, back=back, title="Add a district", caption=str(found.person), submit="Add district"
    )


@door(Power.SET_UP)
def end_district(request, uuid, district):
    found = _officer(request, uuid)
    held = districts_visible_to(request.actor).filter(officers__membership=found).distinct()
    one = get_object_or_404(held, uuid=district)
    form = forms.LastDayForm(sent(request))

    def act() -> str:
        actions.end_district(membership=found, district=one, by=request.actor, **form.cleaned_data)
        return f"The last day of {found.person} in {one} is kept."

    back = reverse("setup:officer", args=[uuid])
    return form_page(
        request, form, act, back=back, title=f"End {one}", caption=str(found.person), submit="Save last day"
    )
