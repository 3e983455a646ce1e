"""Writing the passport, sending it, taking it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import Power
from accounts.door import door
from accounts.requests import Request
from kit.forms import CasebookForm
from referrals import passport
from referrals.actions import passports as actions
from referrals.errors import PassportConflictError, ReferralError
from referrals.forms.sections import SectionForm
from referrals.forms.starting import WithdrawForm
from referrals.models import Referral
from referrals.views import showing

COMPLETE = "complete"


@door(Power.START_REFERRAL)
def section(request: Request, uuid, key: str) -> HttpResponse:
    """One section: saved half done, or marked as complete when nothing needed is missing."""
    referral = _mine(request, uuid)
    declared = passport.section(referral, key)
    if declared is None:
        raise Http404
    if not referral.may_edit():
        return redirect("referrals:referral", referral.uuid)
    row = declared.record.objects.visible_to(request.actor).filter(referral=referral, key=key).first()
    form = _form(request, referral, declared, row)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, referral, declared, form)
        except PassportConflictError as first:
            conflict = _beside(form, first.row)
        else:
            return _saved(request, referral, declared)
    context = {"referral": referral, "section": declared, "form": form, "row": row, "conflict": conflict}
    context["identity"] = showing.identity(referral, request.actor)
    return render(request, "referrals/section.html", context, status=409 if conflict else 200)


@door(Power.SUBMIT_REFERRAL)
def submit(request: Request, uuid) -> HttpResponse:
    """Check the answers, then send. What is missing is listed, and stops the sending."""
    referral = _mine(request, uuid)
    form = CasebookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.submit(referral=referral, by=request.actor)
        except ReferralError as trouble:
            form.add_error(None, str(trouble))
        else:
            return redirect("referrals:confirmation", referral.uuid)
    if not referral.may_edit():
        return redirect("referrals:referral", referral.uuid)
    lacking = set(passport.missing(referral))
    context = {
        "referral": referral,
        "form": form,
        "identity": showing.identity(referral, request.actor),
        "missing": [each for each in passport.sections(referral) if each.title in lacking],
        "groups": showing.groups(passport.read(referral, request.actor), change=_change(referral)),
    }
    return render(request, "referrals/submit.html", context)


@door(Power.SUBMIT_REFERRAL, methods=("GET",))
def confirmation(request: Request, uuid) -> HttpResponse:
    """It is sent: its reference, and what happens next."""
    referral = _mine(request, uuid)
    if not referral.submitted_at:
        return redirect("referrals:referral", referral.uuid)
    context = {"referral": referral, "to": f"To {referral.partnership.name}"}
    return render(request, "referrals/confirmation.html", context)


@door(Power.SUBMIT_REFERRAL)
def withdraw(request: Request, uuid) -> HttpResponse:
    """Take back a referral that is not decided, with the reason."""
    referral = _mine(request, uuid)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(referral=referral, by=request.actor, **form.cleaned_data)
        except ReferralError as trouble:
            form.add_error(None, str(trouble))
        else:
            messages.success(request, f"Referral {referral.reference} is withdrawn.")
            return redirect("referrals:list")
    context = {"referral": referral, "form": form, "identity": showing.identity(referral, request.actor)}
    return render(request, "referrals/withdraw.html", context)


def _mine(request: Request, uuid) -> Referral:
    rows = Referral.objects.visible_to(request.actor).select_related("pupil", "from_school", "partnership")
    return get_object_or_404(rows, uuid=uuid)


def _form(request: Request, referral: Referral, declared: passport.Section, row) -> SectionForm:
    initial = {**passport.known_already(referral, declared.key), "version": 0}
    if row:
        initial = {**initial, **row.data, "source": row.source, "version": row.version}
    later = request.method == "POST" and request.POST.get("then") != COMPLETE
    return declared.form(
        request.POST or None, initial=initial, referral=referral, source_hint=declared.source_hint, later=later
    )


def _save(request: Request, referral: Referral, declared: passport.Section, form: SectionForm) -> None:
    actions.save_section(
        referral=referral,
        key=declared.key,
        answers=form.answers(),
        source=form.cleaned_data["source"],
        complete=not form.later,
        version=form.cleaned_data["version"] or 0,
        by=request.actor,
    )


def _beside(form: SectionForm, theirs) -> dict:
    """What was typed beside what is saved. The form goes on from the saved version, with what was typed."""
    typed: Any = form.data
    typed = form.data = typed.copy()  # what is posted may not be changed, a copy may
    typed["version"] = theirs.version
    yours, saved = dict(form.told(form.answers())), dict(form.told(theirs.data))
    labels = [label for label in {**yours, **saved} if yours.get(label) != saved.get(label)]
    rows = [{"label": each, "yours": yours.get(each, ""), "theirs": saved.get(each, "")} for each in labels]
    return {"who": theirs.written_by.name, "at": theirs.written_at, "rows": rows}


def _saved(request: Request, referral: Referral, declared: passport.Section) -> HttpResponse:
    complete = request.POST.get("then") == COMPLETE
    how = "is complete." if complete else "is saved. You can come back to it."
    messages.success(request, f"“{declared.title}” {how}")
    return redirect("referrals:referral", referral.uuid)


def _change(referral: Referral):
    return lambda key: reverse("referrals:section", args=[referral.uuid, key])
