"""Starting a referral: which pupil it is about."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import Power
from accounts.door import door
from accounts.requests import Request
from prus.models import Pupil
from referrals.actions import passports as actions
from referrals.errors import ReferralError
from referrals.forms.starting import ChooseForm, NewPupilForm


@door(Power.START_REFERRAL)
def start(request: Request) -> HttpResponse:
    """Choose a pupil on the school's roll, or say that the pupil is not in the list."""
    trouble = _no_panel(request.actor)
    if trouble:
        return render(request, "referrals/start.html", {"trouble": trouble})
    pupils = Pupil.objects.visible_to(request.actor).current_at(request.actor.organisation).order_by("name_key")
    form = ChooseForm(request.POST or None, pupils=pupils)
    if request.method == "POST" and form.is_valid():
        referral = actions.start(by=request.actor, pupil=form.cleaned_data["pupil"])
        return redirect("referrals:referral", referral.uuid)
    return render(request, "referrals/start.html", {"form": form})


@door(Power.START_REFERRAL)
def start_new(request: Request) -> HttpResponse:
    """Type the details of a pupil who is not in the list."""
    form = NewPupilForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            referral = actions.start(by=request.actor, pupil=form.chosen(), details=form.details())
        except ReferralError as trouble:
            form.add_error(None, str(trouble))
        else:
            return _to_task_list(request, referral, form)
    return render(request, "referrals/start_new.html", {"form": form})


def _no_panel(actor) -> str:
    try:
        actions.partnership_of(actor.organisation)
    except ReferralError as trouble:
        return str(trouble)
    return ""


def _to_task_list(request: Request, referral, form: NewPupilForm) -> HttpResponse:
    """Say so when the details typed were not used, because the pupil is in the list already."""
    if form.uses_a_known_record():
        sentence = f"{referral.pupil.full_name} is in your list already, so the referral is about that record. "
        messages.info(request, sentence + "Nothing in the record was changed.")
    return redirect("referrals:referral", referral.uuid)
