"""The register of providers: who they are, whether their checks hold, what they teach."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import Power, may
from accounts.door import door
from accounts.roles import Role
from kit.templatetags.casebook import date_long
from providers import actions
from providers import provider_page as parts
from providers.errors import ProviderError
from providers.forms import CheckForm, CourseForm, ProviderFilter
from providers.models import Check, Provider
from providers.readiness import standings, summary
from prus.views import tell

PAGE = 25


@door(Power.SEE_PROVIDERS, methods=("GET",))
def provider_list(request):
    """Providers of the authority by name; a provider goes straight to its own page."""
    if request.actor.role == Role.PROVIDER_LEAD:
        return redirect("providers:provider", request.actor.organisation.uuid)
    form = ProviderFilter(request.GET)
    rows = form.narrow(Provider.objects.visible_to(request.actor)).select_related("organisation")
    page = Paginator(rows.prefetch_related("courses").order_by("organisation__name_key"), PAGE).get_page(
        request.GET.get("page")
    )
    shown = list(page)
    found = standings(shown)
    table = {
        "caption": "Providers",
        "hide_caption": True,
        "head": ["Provider", "Courses", "Checks"],
        "rows": [_row(provider, found[provider.pk]) for provider in shown],
        "empty": "No provider matches this list.",
    }
    return render(
        request,
        "providers/list.html",
        {"filter_form": form, "chips": _chips(request, form), "page": page, "table": table},
    )


def _row(provider, found) -> list:
    names = [course.name for course in provider.courses.all()]
    return [
        {
            "text": str(provider),
            "href": reverse("providers:provider", args=[provider.organisation.uuid]),
            "hint": provider.get_registration_display(),
        },
        "; ".join(names) or "None yet",
        summary(found),
    ]


def _chips(request, form) -> list[dict]:
    chips = []
    for name, value in form.chosen().items():
        query = request.GET.copy()
        query.pop(name, None)
        query.pop("page", None)
        text = "All checks hold" if name == "ready" else str(value)
        chips.append({"label": str(form[name].label), "text": text, "remove_url": f"?{query.urlencode()}"})
    return chips


@door(Power.SEE_PROVIDERS, methods=("GET",))
def provider_page(request, uuid):
    """One provider: checks, courses, contracts, pupils."""
    provider, actor = _provider(request, uuid), request.actor
    found = standings([provider])[provider.pk]
    context = {
        "provider": provider,
        "status": summary(found),
        "own": actor.role == Role.PROVIDER_LEAD,
        "manages": may(actor, Power.MANAGE_PROVIDERS),
        "checks": parts.checks(provider, found, actor),
        "courses": parts.courses(provider),
        "contracts": parts.contracts(provider, actor),
        "booked": parts.booked(provider, actor),
    }
    return render(request, "providers/provider.html", context)


@door(Power.MANAGE_PROVIDERS)
def add_check(request, uuid):
    """Note a check made, or one renewed: a new row, so that the old one can still be read."""
    provider = _provider(request, uuid)
    form = CheckForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})
    if request.method == "POST" and form.is_valid():
        try:
            check = actions.add_check(provider=provider, by=request.actor, **form.cleaned_data)
        except ProviderError as trouble:
            tell(form, trouble)
        else:
            label = Check.Kind(check.kind).label
            messages.success(request, f"{label}: holds until {date_long(check.expires_on)}.")
            return redirect("providers:provider", uuid)
    return render(request, "providers/check.html", _page(provider, form))


@door(Power.MANAGE_PROVIDERS)
def add_course(request, uuid):
    provider = _provider(request, uuid)
    form = CourseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            course = actions.add_course(provider=provider, by=request.actor, **form.cleaned_data)
        except ProviderError as trouble:
            tell(form, trouble)
        else:
            messages.success(request, f"{course.name} is added.")
            return redirect("providers:provider", uuid)
    return render(request, "providers/course.html", _page(provider, form))


def _provider(request, uuid) -> Provider:
    rows = Provider.objects.visible_to(request.actor).select_related("organisation", "place")
    return get_object_or_404(rows.prefetch_related("courses"), organisation__uuid=uuid)


def _page(provider, form) -> dict:
    back = reverse("providers:provider", args=[provider.organisation.uuid])
    return {"provider": provider, "form": form, "back": back}
