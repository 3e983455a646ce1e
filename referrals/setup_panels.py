"""Panels of an authority, set up by its manager: kind, partnership, quorum."""

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.access import Power
from accounts.door import door
from accounts.models import Organisation
from accounts.roles import Role
from kit.forms import CasebookForm, Radios, TextInput
from kit.today import today
from partnerships.models import Partnership
from prus.setup.forms import PlainName
from prus.setup.locks import lock, new_body, refuse_name
from prus.setup.pages import form_page, sent, table
from prus.setup.rows import partnerships_visible_to
from referrals.models import Panel

QUORUM_MOST = 30


def panels_visible_to(actor):
    rows = Panel.objects.filter(organisation__la__in=actor.la_ids).select_related(
        "organisation", "partnership__organisation"
    )
    return rows.order_by("organisation__name_key", "pk")


@transaction.atomic
def make_panel(*, name: str, kind: str, partnership: Partnership, quorum: int, by) -> Panel:
    """Raises SetupError when the authority has a panel of this name."""
    body = new_body(la=lock(by), kind=Organisation.Kind.PANEL, name=name)
    return Panel.objects.create(organisation=body, kind=kind, partnership=partnership, quorum=quorum)


@transaction.atomic
def alter_panel(*, panel: Panel, name: str, quorum: int, by) -> Panel:
    """A new name or quorum. A quorum counts from the next time it is asked for; decisions made stay made."""
    la = lock(by)
    refuse_name(la=la, kind=Organisation.Kind.PANEL, name=name, but=panel.organisation_id)
    panel.organisation.name, panel.quorum = name, quorum
    panel.organisation.save(update_fields=["name", "name_key"])
    panel.save(update_fields=["quorum"])
    return panel


class PanelFactsForm(CasebookForm):
    error_required = {
        "name": "Enter the name of the panel",
        "quorum": "Enter how many members must be there",
        "kind": "Select what kind of panel it is",
        "partnership": "Select a partnership",
    }
    name = PlainName(label="Name of the panel", max_length=200)
    quorum = forms.IntegerField(
        label="Quorum",
        help_text="How many members must be there to decide, the chair included.",
        min_value=2,
        max_value=QUORUM_MOST,
        widget=TextInput(width=2, suffix="members", inputmode="numeric"),
        error_messages={
            "invalid": "Quorum must be a whole number, like 3",
            "min_value": "Quorum must be 2 or more: nobody decides alone",
        },
    )


class PanelForm(PanelFactsForm):
    kind = forms.ChoiceField(label="Kind", choices=Panel.Kind.choices, widget=Radios())
    partnership = forms.ChoiceField(label="Which partnership does it decide for?", widget=Radios())
    field_order = ["name", "kind", "partnership", "quorum"]

    def __init__(self, *args: Any, partnerships: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {str(one.organisation.uuid): one for one in partnerships}
        field: Any = self.fields["partnership"]
        field.choices = [(key, str(one)) for key, one in self.found.items()]

    def clean_partnership(self) -> Partnership:
        return self.found[self.cleaned_data["partnership"]]


@door(Power.SET_UP, methods=("GET",))
def panels(request):
    held = Q(organisation__memberships__during__contains=today())
    chairs = Count("organisation__memberships", filter=held & Q(organisation__memberships__role=Role.PANEL_CHAIR))
    rows = panels_visible_to(request.actor).annotate(
        chairs=chairs, people=Count("organisation__memberships", filter=held)
    )
    head = ["Panel", "Kind", "Partnership", _number("Quorum"), _number("People"), "Chair"]
    shown = table("Panels", head, [_line(one) for one in rows], "There are no panels yet.", hide_caption=True)
    ready = partnerships_visible_to(request.actor).exists()
    return render(request, "setup/panels.html", {"table": shown, "ready": ready})


def _number(text: str) -> dict:
    return {"text": text, "numeric": True}


def _line(panel) -> list:
    return [
        {"text": str(panel), "href": reverse("setup:change_panel", args=[panel.organisation.uuid])},
        panel.get_kind_display(),
        str(panel.partnership),
        {"text": panel.quorum},
        {"text": panel.people},
        "Yes" if panel.chairs else {"tag": "None yet", "colour": "yellow"},
    ]


@door(Power.SET_UP)
def add_panel(request):
    form = PanelForm(sent(request), partnerships=partnerships_visible_to(request.actor), initial={"quorum": 3})

    def act() -> str:
        return f"{make_panel(by=request.actor, **form.cleaned_data)} is added. Now give somebody the role of chair."

    return form_page(request, form, act, back=reverse("setup:panels"), title="Add a panel", submit="Add panel")


@door(Power.SET_UP)
def change_panel(request, uuid):
    panel = get_object_or_404(panels_visible_to(request.actor), organisation__uuid=uuid)
    form = PanelFactsForm(sent(request), initial={"name": str(panel), "quorum": panel.quorum})

    def act() -> str:
        return f"{alter_panel(panel=panel, by=request.actor, **form.cleaned_data)} is saved."

    caption = f"{panel.get_kind_display()}, {panel.partnership}"
    back = reverse("setup:panels")
    return form_page(request, form, act, back=back, title=f"Change {panel}", caption=caption, submit="Save panel")
