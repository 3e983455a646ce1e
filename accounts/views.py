"""Signing in, signing out, and choosing which role to act in."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import sessions
from accounts.access import HOLDERS, Power
from accounts.door import door, public
from accounts.forms import ActingAsForm, SignInForm
from accounts.middleware import CHOSEN
from accounts.models import Membership
from accounts.roles import Role


@public("nobody is signed in yet")
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail and password. The same answer for an unknown address and a wrong password."""
    form = SignInForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        sessions.begin(request, form.person)
        return redirect(_next(request) or "reporting:home")
    return render(request, "accounts/sign_in.html", {"form": form}, status=429 if form.too_many else 200)


@public("signing out needs no power", methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("accounts:sign_in")


@public("somebody with several roles has no actor until they choose one")
def acting_as(request: HttpRequest) -> HttpResponse:
    """Choose the one role to act in. Roles that have ended are not offered."""
    if not request.user.is_authenticated:
        return redirect("accounts:sign_in")
    held = Membership.objects.of(request.user).current().order_by("organisation__name_key", "role")
    form = ActingAsForm(request.POST or None, held=held, chosen=request.session.get(CHOSEN))
    if request.method == "POST" and form.is_valid():
        request.session[CHOSEN] = form.cleaned_data["membership"].pk
        return redirect("reporting:home")
    return render(request, "accounts/acting_as.html", {"form": form, "held": held})


@public("says how accessible the service is", methods=("GET",))
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/accessibility.html")


@public("says what is kept about children and about those who look", methods=("GET",))
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/privacy.html")


@door(Power.SEE_HOME, methods=("GET",))
def powers(request: HttpRequest) -> HttpResponse:
    """What each role may do, from the table that the product itself obeys."""
    rows = [
        [power.value.capitalize(), ", ".join(role.label for role in Role if role in HOLDERS[power])] for power in Power
    ]
    table = {"caption": "Powers and the roles that hold them", "head": ["May", "Roles"], "rows": rows}
    return render(request, "accounts/powers.html", {"table": table})


def _next(request: HttpRequest) -> str:
    target = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if safe and target.startswith("/") else ""
