"""The register of a provider: pupils booked with it, today and on the last days."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import Power
from accounts.door import door
from attendance import cells, due
from attendance.errors import WrongCellsError
from attendance.models import SessionReport
from kit import seen
from kit.today import today as this_day
from providers import register_actions
from providers.register_forms import ReportForm

HALVES = (("AM", "Morning"), ("PM", "Afternoon"))
SAID = dict(SessionReport.Said.choices)


@door(Power.REPORT_ATTENDANCE, methods=("GET",))
def today(request, day=None):
    return _page(request, day or this_day(), ReportForm())


@door(Power.REPORT_ATTENDANCE, methods=("POST",))
def save(request, day):
    form = ReportForm(request.POST)
    if form.is_valid() and _saved(request, form):
        return redirect("provider_register:on", day)
    return _page(request, day, form)


def _saved(request, form) -> bool:
    try:
        number = register_actions.report(entries=form.entries, by=request.actor)
    except WrongCellsError as trouble:
        form.refuse(trouble.cells)
        return False
    words = (
        f"Saved: {number} session{'' if number == 1 else 's'}."
        if number
        else "Nothing was changed, so nothing was saved."
    )
    messages.success(request, words)
    return True


def _page(request, day, form):
    sessions = due.at_provider(request.actor, this_day() - register_actions.LOOK_BACK, this_day())
    days = register_actions.open_days(sessions)
    if day not in days and day != this_day():
        raise Http404
    booked = [one for one in sessions.due if one.date == day]
    seen.saw(*(one.pupil_id for one in booked))
    form.labels = {one.key: f"{one.name}, {one.half}" for one in booked}
    context = {
        "form": form,
        "day": day,
        "is_today": day == this_day(),
        "halves": [(label, _lines(booked, half, form)) for half, label in HALVES],
        "booked": bool(booked),
        "seen": _seen(booked),
        "tabs": [_tab(each, day, sessions.due) for each in sorted({*days, this_day()}, reverse=True)],
    }
    return render(request, "providers/register.html", context)


def _seen(booked: list) -> str:
    """What the page shows of each session, for the hidden field."""
    return " ".join(f"{cells.name_of(one.key)}={one.said}{one.said_minutes or ''}" for one in booked if one.said)


def _lines(booked: list, half: str, form) -> list[dict]:
    return [_line(one, form) for one in booked if one.session == half]


def _line(one, form) -> dict:
    saved = (one.said or "", str(one.said_minutes or ""))
    choice, minutes = form.typed[one.key] if one.key in form.kept() else saved
    return {
        "name": cells.name_of(one.key),
        "pupil": one.name,
        "hint": f"From {one.pru}",
        "choice": choice,
        "minutes": minutes,
        "saved": SAID.get(one.said or "", ""),
        "error": form.cell_errors.get(one.key, ""),
    }


def _tab(each, day, sessions: list) -> dict:
    missing = sum(one.date == each and one.said is None for one in sessions)
    label = "Today" if each == this_day() else f"{each:%A %-d %B}"
    return {
        "label": label,
        "url": reverse("provider_register:on", args=[each]),
        "current": each == day,
        "count": missing or "",
    }
