"""Term dates from a file: upload, check what was read, confirm."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import Power
from accounts.door import door
from kit.forms import CasebookForm
from partnerships import calendar_actions as actions
from partnerships.calendar_pages import page as parts
from partnerships.calendar_pages import reading, scope
from partnerships.calendar_pages.facts import FileRefusedError
from partnerships.calendar_pages.forms import UploadForm
from partnerships.calendar_pages.views import page_for, try_to, whose_half_terms
from partnerships.models import ImportRun, LocalAuthority


@door(Power.MANAGE_CALENDARS)
def upload(request, uuid):
    """Read a file of term dates. Nothing in the calendar changes yet."""
    organisation = whose_half_terms(request, uuid)
    scope.own_calendar(organisation)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid() and (run := _read(form, organisation, request.actor)):
        return redirect("calendars:check", uuid, run.uuid)
    return render(request, "partnerships/calendar_upload.html", page_for(organisation, form))


def _read(form, organisation, actor) -> ImportRun | None:
    file = form.cleaned_data["file"]
    code = LocalAuthority.objects.values_list("code", flat=True).get(organisation=actor.la)
    try:
        found = reading.read(file.name, file.read(), code)
    except FileRefusedError as why:
        form.add_error("file", str(why))
        return None
    return actions.keep_reading(organisation=organisation, reading=found, file_name=file.name, by=actor)


@door(Power.MANAGE_CALENDARS)
def check(request, uuid, run):
    """What was read, beside what the calendar has; then take it in, all or none."""
    organisation = whose_half_terms(request, uuid)
    runs = ImportRun.objects.visible_to(request.actor).of_calendars()
    found = get_object_or_404(runs, organisation=organisation, uuid=run)
    if found.done_at:
        return redirect("calendars:calendar", uuid)
    form = CasebookForm(request.POST if request.method == "POST" else None)
    if (
        form.is_bound
        and form.is_valid()
        and (done := try_to(form, lambda: actions.take_in(run=found, by=request.actor)))
    ):
        messages.success(request, _done(done.counts))
        return redirect("calendars:calendar", uuid)
    own = scope.shown_calendar(organisation)[0]
    context = {"run": found, "again": reverse("calendars:upload", args=[uuid]), **parts.beside(found, own)}
    return render(request, "partnerships/calendar_check.html", page_for(organisation, form) | context)


def _done(counts: dict) -> str:
    terms, closures = counts["half_terms"], counts["closures"]
    if not (terms or closures):
        return "The calendar had all this already. Nothing is changed."
    words = [
        f"{terms} half term{'' if terms == 1 else 's'}",
        f"{closures} closed day{'' if closures == 1 else 's'}",
    ]
    return f"The file is taken in: {words[0]} and {words[1]} are new or changed."
