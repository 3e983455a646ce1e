"""Half-termly reports: list, page, the head's words, sign-off, PDF."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify

from accounts.access import Power
from accounts.door import door
from accounts.models import Organisation
from kit.documents import content_of
from partnerships.models import HalfTerm
from reporting import actions, report_pages
from reporting.commentary import warnings, words_of
from reporting.errors import ReportError, SavedBeforeError
from reporting.models import Commentary, Report
from reporting.report_forms import CommentaryForm, SignOffForm
from reporting.sections import keys_of

PER_PAGE = 25
READERS = (Power.SEE_REPORTS, Power.READ_RELEASED_REPORT)


@door(*READERS, methods=("GET",))
def listing(request):
    rows = Report.objects.visible_to(request.actor).defer("data", "released")
    rows = rows.select_related("half_term", "subject", "signed_off_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    waiting = report_pages.being_written(request.actor) if page.number == 1 else []
    names = {row.pk: row.name for row in Organisation.objects.filter(pk__in=[row["pru"] for row in waiting])}
    terms = {row.pk: str(row) for row in HalfTerm.objects.filter(pk__in=[row["half_term"] for row in waiting])}
    table = report_pages.list_table(page, waiting, names, terms, request.actor)
    return render(request, "reports/list.html", {"page": page, "table": table})


@door(*READERS, methods=("GET",))
def report(request, uuid):
    found = report_or_404(request, uuid)
    if request.actor.for_committee:
        actions.note_opened(report=found, by=request.actor)
    context = {
        "report": found,
        "state": report_pages.state(found),
        "readers": report_pages.readers(found, request.actor),
    }
    return render(request, "reports/report.html", context | report_pages.page_of(found, request.actor))


@door(Power.EDIT_REPORT)
def comment(request, uuid, section):
    found = report_or_404(request, uuid)
    title = dict(keys_of(found.data["shown"])).get(section)
    saved = Commentary.objects.filter(report=found, section=section, report__in=visible(request)).first()
    if title is None or not found.may_edit():
        return redirect("reports:report", uuid)
    start = {"text": saved.text if saved else "", "version": saved.version if saved else 0}
    form, conflict = CommentaryForm(request.POST if request.method == "POST" else None, initial=start), None
    if request.method == "POST" and form.is_valid():
        try:
            actions.write(report=found, section=section, by=request.actor, **form.cleaned_data)
        except SavedBeforeError as other:
            form, conflict = _told_of_conflict(form, other)
        except ReportError as trouble:
            form.add_error(None, str(trouble))
        else:
            return _saved(request, found, section, form.cleaned_data["text"])
    part = next((part for part in found.data["shown"]["sections"] if part["key"] == section), None)
    context = {
        "report": found,
        "form": form,
        "title": title,
        "part": part,
        "conflict": conflict,
        "back": address(found),
    }
    return render(request, "reports/comment.html", context)


def _told_of_conflict(form, other):
    """The typed text kept, and beside it what stands now; saving again replaces it, knowingly."""
    typed = form.cleaned_data["text"]
    conflict = {
        "who": other.saved.written_by.name,
        "at": other.saved.written_at,
        "rows": [{"label": "Your words", "yours": typed, "theirs": other.saved.text}],
    }
    return CommentaryForm(initial={"text": typed, "version": other.saved.version}), conflict


def _saved(request, found, section, text):
    if warnings(found, {section: text}):
        messages.warning(request, "Your words are saved. Look at the warnings beside them before you sign off.")
    else:
        messages.success(request, "Your words are saved.")
    return redirect("reports:report", found.uuid)


@door(Power.EDIT_REPORT, methods=("POST",))
def refresh(request, uuid):
    found = report_or_404(request, uuid)
    try:
        actions.take_figures_again(report=found, by=request.actor)
    except ReportError as trouble:
        messages.error(request, str(trouble))
    else:
        messages.success(request, "The figures have been taken again.")
    return redirect("reports:report", uuid)


@door(Power.SIGN_OFF_REPORT)
def sign_off(request, uuid):
    found = report_or_404(request, uuid)
    if not found.may_edit():
        return redirect("reports:report", uuid)
    words = words_of(found)
    warned = warnings(found, words)
    form = SignOffForm(request.POST if request.method == "POST" else None, warned=bool(warned))
    if request.method == "POST" and form.is_valid():
        actions.sign_off(report=found, by=request.actor)
        messages.success(request, "The report is signed off. The committee has been told that it can be read.")
        return redirect("reports:report", uuid)
    return render(request, "reports/sign_off.html", report_pages.sign_off_page(found, form, words, warned))


@door(*READERS, methods=("GET",))
def pdf(request, uuid):
    found = get_object_or_404(visible(request).select_related("pdf", "subject"), uuid=uuid, pdf__isnull=False)
    name = slugify(f"{found.subject} {found.half_term}")
    return HttpResponse(
        content_of(found.pdf),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.pdf"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )


def address(found) -> str:
    return reverse("reports:report", args=[found.uuid])


def visible(request):
    """Reports this actor may know exist; for a committee the exact figures are not even read."""
    rows = Report.objects.visible_to(request.actor)
    return rows.defer("data") if request.actor.for_committee else rows


def report_or_404(request, uuid) -> Report:
    rows = visible(request).select_related("subject", "half_term", "signed_off_by", "pdf")
    return get_object_or_404(rows.prefetch_related("commentary"), uuid=uuid)
