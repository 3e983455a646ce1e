"""Districts, schools, partnerships and officers of an authority, set up by its manager."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import Power
from accounts.door import door
from kit.names import name_key
from kit.periods import current
from kit.today import today
from partnerships.models import PartnershipSchool
from prus.models import PruPartnership
from prus.setup import actions, forms
from prus.setup.errors import SetupError
from prus.setup.pages import counted, form_page, has_ended, period, sent, state, table
from prus.setup.register import schools_not_taken
from prus.setup.rows import districts_visible_to, partnerships_visible_to, schools_visible_to
from prus.views import tell

PAGE = 50
NO_SCHOOLS = "No schools to show. Choose some from the national register."


@door(Power.SET_UP, methods=("GET",))
def districts(request):
    rows = districts_visible_to(request.actor).annotate(
        schools_in=Count("schools", distinct=True), partnerships_in=Count("partnerships", distinct=True)
    )
    lines = [
        [
            one.name,
            {"text": one.schools_in},
            {"text": one.partnerships_in},
            {"text": "Rename", "hidden": one.name, "href": reverse("setup:rename_district", args=[one.uuid])},
        ]
        for one in rows
    ]
    head = ["District", {"text": "Schools", "numeric": True}, {"text": "Partnerships", "numeric": True}, "Change"]
    context = {"table": table("Districts", head, lines, "There are no districts yet.", hide_caption=True)}
    return render(request, "setup/districts.html", context)


@door(Power.SET_UP)
def add_district(request):
    form = forms.NameForm(sent(request))

    def act() -> str:
        return f"{actions.add_district(by=request.actor, **form.cleaned_data)} is added."

    return form_page(request, form, act, back=reverse("setup:districts"), title="Add a district", submit="Add district")


@door(Power.SET_UP)
def rename_district(request, uuid):
    district = get_object_or_404(districts_visible_to(request.actor), uuid=uuid)
    form = forms.NameForm(sent(request), initial={"name": district.name})

    def act() -> str:
        renamed = actions.rename_district(district=district, by=request.actor, **form.cleaned_data)
        return f"The district is now called {renamed}."

    back = reverse("setup:districts")
    return form_page(request, form, act, back=back, title=f"Rename {district}", submit="Save name")


@door(Power.SET_UP, methods=("GET",))
def schools(request):
    """Schools of the authority by name, with the partnership each is in today."""
    form = forms.SearchForm(request.GET)
    rows = schools_visible_to(request.actor).filter(organisation__name_key__contains=name_key(form.words()))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = list(page)
    joined = _partnerships_of(shown)
    lines = [_school_line(school, joined) for school in shown]
    head = ["School", "Phase", "District", "Partnership"]
    context = {"page": page, "form": form, "table": table("Schools", head, lines, NO_SCHOOLS, hide_caption=True)}
    return render(request, "setup/schools.html", context)


def _partnerships_of(schools) -> dict[int, list[str]]:
    rows = PartnershipSchool.objects.filter(current(today()), school__in=schools)
    found: dict[int, list[str]] = {}
    for row in rows.select_related("partnership__organisation"):
        found.setdefault(row.school_id, []).append(str(row.partnership))
    return found


def _school_line(school, partnerships) -> list:
    address = reverse("setup:school", args=[school.organisation.uuid])
    name = {"text": str(school), "href": address, "hint": f"URN {school.urn}"}
    where = str(school.district) if school.district else {"tag": "No district", "colour": "yellow"}
    joined = "; ".join(partnerships.get(school.pk, [])) or {"tag": "None yet", "colour": "yellow"}
    return [name, school.get_phase_display(), where, joined]


@door(Power.SET_UP)
def school(request, uuid):
    """One school: which district it is in."""
    found = get_object_or_404(schools_visible_to(request.actor), organisation__uuid=uuid)
    chosen = {"district": found.district.uuid} if found.district else {}
    offered = districts_visible_to(request.actor)
    form = forms.SchoolDistrictForm(sent(request), initial=chosen, districts=offered)

    def act() -> str:
        actions.move_school(school=found, by=request.actor, **form.cleaned_data)
        return f"{found} is in {form.cleaned_data['district']}."

    back = reverse("setup:schools")
    return form_page(
        request, form, act, back=back, title=str(found), caption=f"URN {found.urn}", submit="Save district"
    )


@door(Power.SET_UP)
def choose_schools(request):
    """Take schools over from the authority's part of the national register."""
    narrowing = forms.RegisterFilter(request.GET, rows=schools_not_taken(request.actor))
    rows = narrowing.narrowed()
    total, shown = rows.count(), list(rows[: forms.SHOWN])
    offered = districts_visible_to(request.actor)
    form = forms.ChooseSchoolsForm(sent(request), rows=shown, total=total, districts=offered)
    if request.method == "POST" and form.is_valid():
        wanted = rows if form.cleaned_data.get("everything") else [form.by_urn[u] for u in form.cleaned_data["schools"]]
        try:
            number = actions.add_schools(
                establishments=wanted, district=form.cleaned_data["district"], by=request.actor
            )
        except SetupError as trouble:
            tell(form, trouble)
        else:
            messages.success(request, f"{counted(number, 'school')} added.")
            return redirect("setup:schools")
    context = {"filter_form": narrowing, "form": form, "total": total, "shown": len(shown)}
    return render(request, "setup/choose_schools.html", context)


@door(Power.SET_UP)
def add_school(request):
    form = forms.SchoolForm(sent(request), districts=districts_visible_to(request.actor))

    def act() -> str:
        return f"{actions.add_school(by=request.actor, **form.facts())} is added."

    intro = "Use this only for a school that is not in the national register yet."
    back = reverse("setup:schools")
    return form_page(request, form, act, back=back, title="Add a school by hand", submit="Add school", intro=intro)


@door(Power.SET_UP, methods=("GET",))
def partnerships(request):
    now_member = Q(members__during__contains=today())
    rows = partnerships_visible_to(request.actor).annotate(members_now=Count("members", filter=now_member))
    lines = [
        [
            {"text": str(one), "href": reverse("setup:partnership", args=[one.organisation.uuid])},
            one.get_kind_display(),
            str(one.district),
            {"text": one.members_now},
        ]
        for one in rows
    ]
    head = ["Partnership", "Kind", "District", {"text": "Schools", "numeric": True}]
    shown = table("Partnerships", head, lines, "There are no partnerships yet.", hide_caption=True)
    ready = districts_visible_to(request.actor).exists()
    return render(request, "setup/partnerships.html", {"table": shown, "ready": ready})


@door(Power.SET_UP)
def add_partnership(request):
    form = forms.PartnershipForm(sent(request), districts=districts_visible_to(request.actor))

    def act() -> str:
        return f"{actions.add_partnership(by=request.actor, **form.cleaned_data)} is added. Now choose its schools."

    back = reverse("setup:partnerships")
    return form_page(request, form, act, back=back, title="Add a partnership", submit="Add partnership")


@door(Power.SET_UP, methods=("GET",))
def partnership(request, uuid):
    """One partnership: its schools since when, and the PRUs that serve it."""
    found = _partnership(request, uuid)
    rows = PartnershipSchool.objects.filter(partnership=found).select_related("school__organisation")
    members = [_member_line(found, row) for row in rows.order_by("school__organisation__name_key", "during")]
    served = (
        PruPartnership.objects.filter(partnership=found).select_related("pru__organisation").order_by("during", "pk")
    )
    context = {
        "partnership": found,
        "members": table(
            "Schools", ["School", "Member", "State", "Change"], members, "No schools yet.", hide_caption=True
        ),
        "served": table(
            "PRUs that serve it",
            ["PRU", "Since", "State"],
            [[_pru_link(row.pru), period(row.during), state(row.during)] for row in served],
            "No PRU serves this partnership yet. Say so on the PRU’s own page.",
            hide_caption=True,
        ),
    }
    return render(request, "setup/partnership.html", context)


def _partnership(request, uuid):
    return get_object_or_404(partnerships_visible_to(request.actor), organisation__uuid=uuid)


def _pru_link(pru) -> dict:
    return {"text": str(pru), "href": reverse("setup:pru", args=[pru.organisation.uuid])}


def _member_line(partnership, row) -> list:
    where = [partnership.organisation.uuid, row.school.organisation.uuid]
    leave = {"text": "End", "hidden": f"membership of {row.school}", "href": reverse("setup:end_member", args=where)}
    return [str(row.school), period(row.during), state(row.during), "" if has_ended(row.during) else leave]


@door(Power.SET_UP)
def add_members(request, uuid):
    found = _partnership(request, uuid)
    held = PartnershipSchool.objects.filter(partnership=found, during__endswith=None)
    offered = schools_visible_to(request.actor).exclude(pk__in=held.values("school"))
    form = forms.MembersForm(sent(request), schools=offered)

    def act() -> str:
        number = actions.add_members(partnership=found, by=request.actor, **form.cleaned_data)
        return f"{counted(number, 'school')} added to {found}."

    back = reverse("setup:partnership", args=[uuid])
    return form_page(request, form, act, back=back, title="Add schools", caption=str(found), submit="Add schools")


@door(Power.SET_UP)
def end_member(request, uuid, school):
    found = _partnership(request, uuid)
    held = schools_visible_to(request.actor).filter(partnerships__partnership=found).distinct()
    leaving = get_object_or_404(held, organisation__uuid=school)
    form = forms.LastDayForm(sent(request))

    def act() -> str:
        actions.end_member(partnership=found, school=leaving, by=request.actor, **form.cleaned_data)
        return f"The last day of {leaving} in {found} is kept."

    back = reverse("setup:partnership", args=[uuid])
    title = f"End the membership of {leaving}"
    return form_page(request, form, act, back=back, title=title, caption=str(found), submit="Save last day")
