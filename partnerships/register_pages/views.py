"""The national register of schools by upload: send a file, see what came of it, take the list of what was refused."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import Power
from accounts.door import door
from kit import documents
from kit.templatetags.casebook import moment
from partnerships import register_actions as actions
from partnerships.models import Establishment, ImportRun
from partnerships.register_pages.forms import UploadForm

PAGE = 25


@door(Power.IMPORT_REGISTER, methods=("GET",))
def uploads(request):
    """The uploads of this authority, newest first."""
    page = Paginator(_runs(request).select_related("by"), PAGE).get_page(request.GET.get("page"))
    table = {
        "caption": "Files uploaded",
        "head": ["File", "Uploaded", "By", "State"],
        "rows": [_row(run) for run in page],
        "empty": "No file has been uploaded yet.",
    }
    context = {"page": page, "table": table, "held": Establishment.objects.count()}
    return render(request, "partnerships/register_list.html", context)


def _runs(request):
    return ImportRun.objects.visible_to(request.actor).of_register()


def _row(run) -> list:
    link = {"text": run.file_name, "href": reverse("schools_register:outcome", args=[run.uuid]), "hint": run.layout}
    return [link, moment(run.at), run.by.name, _state(run)]


def _state(run) -> dict:
    if run.problem:
        return {"tag": "Refused", "colour": "red"}
    if not run.done_at:
        return {"tag": "Waiting", "colour": "yellow"}
    return {"tag": "Done", "colour": "green"}


@door(Power.IMPORT_REGISTER)
def upload(request):
    """Keep the file; a worker takes it in."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        run = actions.ask_for_import(file_name=file.name, content=file.read(), by=request.actor)
        return redirect("schools_register:outcome", run.uuid)
    return render(
        request, "partnerships/register_upload.html", {"form": form, "back": reverse("schools_register:list")}
    )


@door(Power.IMPORT_REGISTER, methods=("GET",))
def outcome(request, uuid):
    """Where one upload stands, and what came of it."""
    run = get_object_or_404(_runs(request).select_related("by"), uuid=uuid)
    context = {
        "run": run,
        "failed": actions.has_failed(run),
        "facts": _facts(run),
        "figures": _figures(run.counts) if run.counts else [],
        "troubles": _troubles(run),
        "more": len(run.troubles) < run.counts.get("refused", 0) + run.counts.get("left_out", 0),
        "state": _state(run),
        "back": reverse("schools_register:list"),
    }
    return render(request, "partnerships/register_outcome.html", context)


def _facts(run) -> list[dict]:
    facts = [{"key": "Uploaded", "value": f"{moment(run.at)} by {run.by.name}"}]
    if run.layout:
        facts.append({"key": "What it is", "value": run.layout})
    if run.done_at:
        facts.append({"key": "Finished", "value": moment(run.done_at)})
    return facts


def _figures(counts: dict) -> list[dict]:
    noun = "links" if counts["links"] else "schools"
    words = {
        "read": "lines read",
        "new": f"{noun} new",
        "changed": f"{noun} changed",
        "confirmed": f"{noun} confirmed",
        "same": f"{noun} as they were",
        "refused": "lines refused",
        "left_out": "single values left out",
    }
    return [{"number": f"{counts[key]:,}", "label": label} for key, label in words.items()]


def _troubles(run) -> dict:
    return {
        "caption": "What could not be used",
        "head": ["Line", "Column", "What stands there", "Why", "What was done"],
        "rows": [
            [
                str(one["line"]),
                one["column"],
                one["value"] or "Nothing",
                one["reason"],
                one["done"],
            ]
            for one in run.troubles
        ],
    }


@door(Power.IMPORT_REGISTER, methods=("GET",))
def refused(request, uuid):
    """All that was refused, as a file that a spreadsheet opens and never runs."""
    run = get_object_or_404(_runs(request).select_related("refused"), uuid=uuid)
    if run.refused is None:
        raise Http404
    try:
        content = documents.content_of(run.refused)
    except (OSError, ValueError):
        raise Http404 from None
    headers = {
        "Content-Disposition": f'attachment; filename="refused-{run.uuid}.csv"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=run.refused.content_type, headers=headers)
