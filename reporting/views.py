"""Home pages and the pupil's page, put together from the rooms below."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.access import Power
from accounts.door import door
from accounts.records import may_see_class
from accounts.requests import Request
from kit.today import today
from prus.models import Pupil
from reporting import home as homes
from reporting import looks
from reporting import pupils as pages
from reporting.forms import PupilFilter


@door(Power.SEE_HOME, methods=("GET",))
def home(request: Request) -> HttpResponse:
    """What needs this person today."""
    return render(request, "reporting/home.html", {"home": homes.page_for(request.actor), "day": today()})


@door(Power.SEE_PUPILS, methods=("GET",))
def pupils(request: Request) -> HttpResponse:
    """The pupils this person may know of, found by name and filtered."""
    form = PupilFilter(request.GET or None, actor=request.actor)
    found = pages.search(request.actor, form.clean_choices())
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "table": pages.table(page, request.actor), "chips": form.chips(request)}
    return render(request, "reporting/pupils.html", context)


@door(Power.SEE_PUPILS, methods=("GET",))
def pupil(request: Request, uuid) -> HttpResponse:
    """One child: where they are due now, rolls, placements, the week."""
    found = get_object_or_404(Pupil.objects.visible_to(request.actor), uuid=uuid)
    return render(request, "reporting/pupil.html", pages.overview(found, request.actor))


@door(Power.SEE_PUPILS, methods=("GET",))
def pupil_attendance(request: Request, uuid) -> HttpResponse:
    """Half-term totals and the last four weeks, with the meaning of each code."""
    if not may_see_class(request.actor, "R2"):
        raise Http404
    found = get_object_or_404(Pupil.objects.visible_to(request.actor), uuid=uuid)
    return render(request, "reporting/pupil_attendance.html", pages.attendance(found, request.actor))


@door(Power.SEE_LOOKS, methods=("GET",))
def looked(request: Request, uuid) -> HttpResponse:
    """Who has looked at this child."""
    found = get_object_or_404(Pupil.objects.visible_to(request.actor), uuid=uuid)
    context = pages.frame(found, request.actor, "looked") | {
        "heading": "Who has looked",
        "intro": "Each time somebody opens a page with this child’s data, it is written down.",
        "events": looks.looked_at(found, request.actor),
        "nothing": "Nobody has opened this record before you.",
    }
    return render(request, "reporting/pupil_events.html", context)


@door(Power.SEE_LOOKS, methods=("GET",))
def history(request: Request, uuid) -> HttpResponse:
    """How this child's record changed, and by whom."""
    found = get_object_or_404(Pupil.objects.visible_to(request.actor), uuid=uuid)
    context = pages.frame(found, request.actor, "history") | {
        "heading": "History",
        "intro": "Each change to this child’s record, newest first.",
        "events": looks.history(found, request.actor),
        "nothing": "Nothing has changed.",
    }
    return render(request, "reporting/pupil_events.html", context)


@door(Power.SEE_HOME, methods=("GET",))
def my_looks(request: Request) -> HttpResponse:
    """What the person has looked at in this role."""
    return render(request, "reporting/my_looks.html", {"events": looks.my_looks(request.actor)})
