"""Each person's own sign-in: taking up an invitation, a forgotten password, changing it, signing out elsewhere."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts import sessions, throttle
from accounts.access import Power, may
from accounts.door import door, public
from accounts.middleware import CHOSEN
from accounts.models import Person
from accounts.people import invitations, resets
from accounts.people.errors import PeopleError
from accounts.people.own_forms import AcceptForm, ChangePasswordForm, ForgottenForm, ProveForm, ResetForm, SessionsForm
from accounts.people.own_sessions import end_sessions, signed_in
from accounts.requests import Request


@public("whoever holds the link is invited, and nobody is signed in yet")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take up a role by the link from the message."""
    offered = invitations.found_by(token)
    if offered is None and invitations.taken_up(token=token, person=request.user):
        return redirect("reporting:home")  # the same form sent twice
    if offered is None:
        return render(request, "accounts/invitation_ended.html", status=404)
    person = Person.objects.filter(email=offered.email).first()
    form = _acceptance(request, offered.email, person)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        proved = form.proved if isinstance(form, ProveForm) else None
        try:
            held = invitations.accept(token=token, person=proved, **data)
        except PeopleError as trouble:
            form.add_error(None, str(trouble))
        else:
            sessions.begin(request, held.person)
            request.session[CHOSEN] = held.pk
            return redirect("reporting:home")
    facts = {"form": form, "invitation": offered, "known": person is not None}
    return render(request, "accounts/invitation.html", facts, status=_status(form))


@public("somebody who forgot their password cannot sign in")
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The same answer, and the same work, for an address that nobody has."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            throttle.take(throttle.keys_for(request, "reset", email))
        except throttle.TooManyTriesError as trouble:
            form.add_error("email", str(trouble))
            return render(request, "accounts/forgotten.html", {"form": form}, status=429)
        resets.ask(email=email)
        return render(request, "accounts/forgotten_sent.html", {"email": email})
    return render(request, "accounts/forgotten.html", {"form": form})


@public("whoever holds the link may choose a new password")
def reset(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a new password by the link from the message; then sign in with it."""
    asked = resets.found_by(token)
    if asked is None or asked.person is None:
        return render(request, "accounts/reset_ended.html", status=404)
    form = ResetForm(request.POST if request.method == "POST" else None, owner=asked.person)
    if request.method == "POST" and form.is_valid():
        try:
            resets.use(token=token, password=form.cleaned_data["password"])
        except PeopleError as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, "Your password is changed. Sign in with the new one.")
            return redirect("accounts:sign_in")
    return render(request, "accounts/reset.html", {"form": form, "email": asked.person.email})


@door(Power.SEE_HOME)
def change_password(request: Request) -> HttpResponse:
    """A new password; everywhere else the person is signed out."""
    form = ChangePasswordForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        keep = request.session.session_key
        person = resets.set_password(person=request.user, password=form.cleaned_data["password"], keep=keep)
        update_session_auth_hash(request, person)
        messages.success(request, "Your password is changed. Everywhere else you are signed out.")
        return redirect("accounts:sessions")
    return render(request, "accounts/people/change_password.html", {"form": form}, status=_status(form))


@door(Power.SEE_HOME)
def your_sign_in(request: Request) -> HttpResponse:
    """Where somebody is signed in; they may end the others, some or all."""
    key = request.session.session_key
    mine = signed_in(request.user, key)
    others = [each for each in mine if not each["current"]]
    everything = request.POST.get("all") == "yes"
    form = SessionsForm(request.POST if request.method == "POST" and not everything else None, others=others)
    if request.method == "POST" and (everything or form.is_valid()):
        chosen = None if everything else form.cleaned_data["sessions"]
        end_sessions(person=request.user, current_key=key, handles=chosen)
        messages.success(request, "Signed out. Whoever used it must sign in again.")
        return redirect("accounts:sessions")
    facts = {"form": form, "mine": mine, "others": others, "may_name": may(request.actor, Power.NAME_DEPUTY)}
    return render(request, "accounts/people/your_sign_in.html", facts)


def _acceptance(request: HttpRequest, email: str, person: Person | None) -> AcceptForm | ProveForm:
    data = request.POST if request.method == "POST" else None
    return ProveForm(data, request=request, email=email) if person else AcceptForm(data, email=email)


def _status(form) -> int:
    """Too many tries are said as such to programs too."""
    return 429 if getattr(form, "too_many", False) else 200
