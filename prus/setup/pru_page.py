"""What the set-up pages of PRUs show: figures and tables, each in one query however many PRUs there are."""

from collections import Counter

from django.urls import reverse

from kit.periods import current
from kit.templatetags.casebook import date_short
from kit.today import today
from prus.models import Judgement, Pru, PruPartnership, Site, SitePlaces
from prus.setup.pages import has_ended, period, state, table

NUMERIC = {"text": "Places", "numeric": True}


def lines(prus) -> list[list]:
    """One line for each PRU."""
    found = list(prus)
    open_today = Site.objects.filter(current(today()), pru__in=found)
    sites = Counter(open_today.order_by().values_list("pru", flat=True))
    places: Counter = Counter()
    held = SitePlaces.objects.filter(current(today()), site__in=open_today)
    for pru, number in held.values_list("site__pru", "number"):
        places[pru] += number
    latest = {one.pru_id: one for one in Judgement.objects.filter(pru__in=found).order_by("on", "pk")}
    return [_line(pru, sites[pru.pk], places[pru.pk], latest.get(pru.pk)) for pru in found]


def _line(pru: Pru, sites: int, places: int, judgement) -> list:
    return [
        {"text": str(pru), "href": reverse("setup:pru", args=[pru.organisation.uuid])},
        pru.get_responsible_body_display(),
        {"text": sites} if sites else {"tag": "None yet", "colour": "yellow"},
        {"text": places},
        {"text": judgement.grade, "hint": date_short(judgement.on)} if judgement else "None noted",
    ]


def facts(pru: Pru, committee) -> list[dict]:
    change = [{"label": "Change", "href": reverse("setup:change_pru", args=[pru.organisation.uuid])}]
    add = [{"label": "Add", "href": reverse("setup:add_committee", args=[pru.organisation.uuid])}]
    return [
        {"key": "URN", "value": pru.urn or "None"},
        {"key": "Responsible body", "value": pru.get_responsible_body_display(), "actions": change},
        {"key": "Note", "value": pru.note or "None", "actions": change},
        {"key": "Committee", "value": str(committee) if committee else "None yet", "actions": [] if committee else add},
    ]


def served(pru: Pru) -> dict:
    rows = PruPartnership.objects.filter(pru=pru).select_related("partnership__organisation").order_by("during", "pk")
    found = [[str(row.partnership), period(row.during), state(row.during), _end_link(pru, row)] for row in rows]
    return table(
        "Partnerships it serves", ["Partnership", "Period", "State", "Change"], found, "None yet.", hide_caption=True
    )


def _end_link(pru: Pru, row: PruPartnership):
    if has_ended(row.during):
        return ""
    where = [pru.organisation.uuid, row.partnership.organisation.uuid]
    return {"text": "End", "hidden": f"serving {row.partnership}", "href": reverse("setup:end_serving", args=where)}


def sites(pru: Pru) -> list[dict]:
    """The sites as cards: address, period, and what may be done."""
    rows = Site.objects.filter(pru=pru).select_related("place").order_by("name", "during")
    return [_site(row) for row in rows]


def _site(site: Site) -> dict:
    what = [("Places", "set_places"), ("Move", "move_site"), ("Close", "close_site")]
    doings = [{"label": label, "href": reverse(f"setup:{name}", args=[site.uuid])} for label, name in what]
    address = ", ".join(part for part in (site.place.address, site.place.postcode) if part)
    return {
        "title": site.name,
        "actions": [] if has_ended(site.during) else doings,
        "rows": [
            {"key": "Address", "value": address or "Not entered"},
            {"key": "Open", "value": {**state(site.during), "text": period(site.during)}},
        ],
    }


def places(pru: Pru) -> dict:
    """All numbers of places, those of earlier periods too."""
    rows = SitePlaces.objects.filter(site__pru=pru).select_related("site").order_by("site__name", "key_stage", "during")
    found = [
        [row.site.name, row.get_key_stage_display(), {"text": row.number}, period(row.during), state(row.during)]
        for row in rows
    ]
    return table(
        "Places", ["Site", "Key stage", NUMERIC, "Period", "State"], found, "No places yet.", hide_caption=True
    )


def judgements(pru: Pru) -> dict:
    rows = Judgement.objects.filter(pru=pru)
    found = [[date_short(row.on), row.get_kind_display(), {"text": row.grade, "hint": row.note}] for row in rows]
    return table("Judgements", ["Day", "Kind", "Judgement"], found, "None noted yet.", hide_caption=True)
