"""PRUs of an authority, set up by its manager: whom they serve, sites, places, judgements, committee."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import Power
from accounts.door import door
from kit.periods import current
from kit.today import today
from prus.models import Pru, SitePlaces
from prus.setup import pru_actions as actions
from prus.setup import pru_page as parts
from prus.setup.forms import LastDayForm
from prus.setup.pages import form_page, sent, table
from prus.setup.pru_forms import (
    BY_HAND,
    CommitteeForm,
    JudgementForm,
    PlacesForm,
    PruFactsForm,
    PruForm,
    ServeForm,
    SiteForm,
)
from prus.setup.register import units_not_taken
from prus.setup.rows import committees_visible_to, partnerships_visible_to, prus_visible_to, sites_visible_to


@door(Power.SET_UP, methods=("GET",))
def prus(request):
    lines = parts.lines(prus_visible_to(request.actor))
    head = ["PRU", "Responsible body", "Sites open", {"text": "Places", "numeric": True}, "Latest judgement"]
    shown = table("PRUs", head, lines, "There are no PRUs yet.", hide_caption=True)
    return render(request, "setup/prus.html", {"table": shown})


@door(Power.SET_UP)
def add_pru(request):
    form = PruForm(sent(request), units=units_not_taken(request.actor))
    made: list[Pru] = []

    def act() -> str:
        facts = form.cleaned_data
        body = {"responsible_body": facts["responsible_body"], "by": request.actor}
        if facts["unit"] == BY_HAND:
            made.append(actions.add_pru(name=facts["name"], urn=facts["urn"], number="", **body))
        else:
            made.append(actions.add_pru_of(establishment=form.establishment(), **body))
        return f"{made[0]} is added. Now say whom it serves, and add its sites."

    answer = form_page(request, form, act, back=reverse("setup:prus"), title="Add a PRU", submit="Add PRU")
    return redirect("setup:pru", made[0].organisation.uuid) if made else answer


@door(Power.SET_UP, methods=("GET",))
def pru(request, uuid):
    """All that is set up of one PRU."""
    found = _pru(request, uuid)
    committee = committees_visible_to(request.actor).filter(governs=found.organisation).first()
    return render(
        request,
        "setup/pru.html",
        {
            "pru": found,
            "facts": parts.facts(found, committee),
            "committee": committee,
            "served": parts.served(found),
            "sites": parts.sites(found),
            "places": parts.places(found),
            "judgements": parts.judgements(found),
        },
    )


def _pru(request, uuid) -> Pru:
    return get_object_or_404(prus_visible_to(request.actor), organisation__uuid=uuid)


def _back(pru: Pru) -> str:
    return reverse("setup:pru", args=[pru.organisation.uuid])


def _page(request, pru: Pru, form, act, title: str, submit: str, intro: str = ""):
    return form_page(request, form, act, back=_back(pru), title=title, caption=str(pru), submit=submit, intro=intro)


@door(Power.SET_UP)
def change_pru(request, uuid):
    found = _pru(request, uuid)
    held = {"responsible_body": found.responsible_body, "note": found.note}
    form = PruFactsForm(sent(request), initial=held)

    def act() -> str:
        actions.change_pru(pru=found, by=request.actor, **form.cleaned_data)
        return "Saved."

    return _page(request, found, form, act, "Change the PRU’s details", "Save")


@door(Power.SET_UP)
def serve(request, uuid):
    found = _pru(request, uuid)
    form = ServeForm(sent(request), partnerships=partnerships_visible_to(request.actor))

    def act() -> str:
        return f"{found} serves {actions.serve(pru=found, by=request.actor, **form.cleaned_data).partnership}."

    return _page(request, found, form, act, "Add a partnership", "Add partnership")


@door(Power.SET_UP)
def end_serving(request, uuid, partnership):
    found = _pru(request, uuid)
    held = partnerships_visible_to(request.actor).filter(prus__pru=found).distinct()
    one = get_object_or_404(held, organisation__uuid=partnership)
    form = LastDayForm(sent(request))

    def act() -> str:
        actions.end_serving(pru=found, partnership=one, by=request.actor, **form.cleaned_data)
        return f"The last day for {one} is kept."

    return _page(request, found, form, act, f"Stop serving {one}", "Save last day")


@door(Power.SET_UP)
def open_site(request, uuid):
    found = _pru(request, uuid)
    form = SiteForm(sent(request))

    def act() -> str:
        return f"{actions.open_site(pru=found, by=request.actor, **form.cleaned_data)} is added. Now enter its places."

    return _page(request, found, form, act, "Add a site", "Add site")


def _site(request, uuid):
    return get_object_or_404(sites_visible_to(request.actor), uuid=uuid)


@door(Power.SET_UP)
def close_site(request, uuid):
    site = _site(request, uuid)
    form = LastDayForm(sent(request))

    def act() -> str:
        actions.close_site(site=site, by=request.actor, **form.cleaned_data)
        return f"The last day of {site} is kept. What happened there stays on record."

    intro = "Its places end with it. A site cannot close while pupils are due there after its last day."
    return _page(request, site.pru, form, act, f"Close {site}", "Save last day", intro)


@door(Power.SET_UP)
def move_site(request, uuid):
    site = _site(request, uuid)
    form = SiteForm(sent(request))

    def act() -> str:
        return (
            f"{site} closes, and {actions.move_site(site=site, by=request.actor, **form.cleaned_data)} takes its place."
        )

    intro = (
        "The old site closes the day before, and the new one starts with the same places. "
        "When pupils are due there later, add the new site first, and close this one once their weeks are changed."
    )
    return _page(request, site.pru, form, act, f"Move {site}", "Move site", intro)


@door(Power.SET_UP)
def set_places(request, uuid):
    site = _site(request, uuid)
    rows = SitePlaces.objects.filter(current(today()), site=site)
    form = PlacesForm(sent(request), held=dict(rows.values_list("key_stage", "number")))

    def act() -> str:
        first = form.cleaned_data["first"]
        number = actions.set_places(site=site, numbers=form.numbers(), first=first, by=request.actor)
        return f"Places at {site} are saved." if number else "Nothing has changed."

    return _page(request, site.pru, form, act, f"Places at {site}", "Save places", "Earlier numbers stay on record.")


@door(Power.SET_UP)
def add_judgement(request, uuid):
    found = _pru(request, uuid)
    form = JudgementForm(sent(request))

    def act() -> str:
        return f"Noted: {actions.add_judgement(pru=found, by=request.actor, **form.cleaned_data)}."

    return _page(request, found, form, act, "Add a judgement", "Add judgement", "Earlier judgements stay on record.")


@door(Power.SET_UP)
def add_committee(request, uuid):
    found = _pru(request, uuid)
    form = CommitteeForm(sent(request), initial={"name": f"Management committee of {found}"[:200]})

    def act() -> str:
        return f"{actions.add_committee(pru=found, by=request.actor, **form.cleaned_data)} is added."

    return _page(request, found, form, act, "Add the management committee", "Add committee")
