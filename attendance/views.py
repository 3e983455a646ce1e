"""Registers: which are due, one session, a week, and settling one session."""

import datetime as dt

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.access import Power
from accounts.door import door
from attendance import actions, codes, due, grid, registers, sessions
from attendance.errors import ReasonNeededError, RegisterConflictError, WrongCellsError
from attendance.forms import RegisterForm, SessionForm, SettleForm, other_options
from attendance.models import MarkChange
from kit.periods import ONE_DAY
from kit.today import today
from prus.models import Site

WEEK = dt.timedelta(days=7)


@door(Power.TAKE_REGISTER, methods=("GET",))
def registers_page(request):
    """Today's registers, those of the last days that are not complete, and absences without a reason."""
    now, before = registers.counts(request.actor)
    context = {
        "day": today(),
        "now": registers.table(
            now, caption="Today", dated=False, empty="Nobody is due today. Either school is closed or no week is set."
        ),
        "before": registers.table(before, caption="Not complete", dated=True, empty="") if before else None,
        "settle": registers.settle_table(registers.to_settle(request.actor)),
        "this_week": reverse("attendance:week", args=[grid.monday_of(today())]),
    }
    return render(request, "attendance/registers.html", context)


@door(Power.TAKE_REGISTER, methods=("GET",))
def this_week(request):
    return redirect("attendance:week", grid.monday_of(today()))


@door(Power.TAKE_REGISTER)
def session(request, day, session, site):
    form = SessionForm(request.POST or None)
    if _saved(request, form):
        return redirect("attendance:registers")
    place = get_object_or_404(_sites(request.actor, day), uuid=site)
    found = due.at_pru(request.actor, day - sessions.BEFORE, day, site=place)
    context = {
        "form": form,
        "page": sessions.page(found, day, session, place.place_id, form),
        "site": place,
        "day": day,
        "half": registers.HALF_NAMES[session],
        "ahead": day > today(),
        "options": other_options(day),
        "groups": codes.grouped(day),
        "back": reverse("attendance:registers"),
        "week_url": reverse("attendance:week", args=[grid.monday_of(day), place.uuid]),
        "clashes": clash_rows(form),
        "has_errors": bool(form.clashes),
        "here": request.path,
    }
    return render(request, "attendance/session.html", context)


@door(Power.TAKE_REGISTER)
def week(request, monday, site=None):
    if monday.weekday():
        return redirect(_week_url(grid.monday_of(monday), site))
    form = RegisterForm(request.POST or None)
    if _saved(request, form):
        return redirect(request.path)
    places = list(_sites(request.actor, monday))
    place = next((one for one in places if one.uuid == site), None)
    if site and place is None:
        raise Http404
    found = due.at_pru(request.actor, monday, monday + 6 * ONE_DAY, site=place)
    context = {
        "form": form,
        "week": grid.week(found, monday, form),
        "monday": monday,
        "site": place,
        "tabs": _tabs(monday, site, places),
        "before": _week_url(monday - WEEK, site),
        "after": _week_url(monday + WEEK, site) if monday + WEEK <= today() else "",
        "groups": codes.grouped(min(monday + 4 * ONE_DAY, max(today(), monday))),
        "back": reverse("attendance:registers"),
        "clashes": clash_rows(form),
        "has_errors": bool(form.clashes),
        "here": request.path,
    }
    return render(request, "attendance/week.html", context)


@door(Power.SETTLE_CODES)
def settle(request, pupil, day, session):
    found = due.at_pru(request.actor, day, day, pupils=[pupil])
    one = next((each for each in found.due if each.session == session and each.ours_to_settle), None)
    if one is None or day > today():
        raise Http404
    form = SettleForm(request.POST or None, one=one)
    if request.method == "POST" and form.is_valid() and _settled(request, form, one):
        return redirect("attendance:registers")
    changes = MarkChange.objects.visible_to(request.actor).filter(pupil=one.pupil_id, date=day, session=session)
    context = {
        "form": form,
        "one": one,
        "facts": _facts(one),
        "events": [_event(change) for change in changes.order_by("-at")],
        "back": reverse("attendance:registers"),
    }
    return render(request, "attendance/settle.html", context)


def _sites(actor, day):
    return Site.objects.filter(pru__organisation=actor.organisation, during__contains=day)


def _week_url(monday: dt.date, site) -> str:
    return reverse("attendance:week", args=[monday, site] if site else [monday])


def _tabs(monday: dt.date, site, places: list[Site]) -> list[dict]:
    """All pupils, then each site; one site needs no tabs."""
    if len(places) < 2:
        return []
    sites = [{"label": each.name, "url": _week_url(monday, each.uuid), "current": each.uuid == site} for each in places]
    return [{"label": "All sites", "url": _week_url(monday, None), "current": site is None}, *sites]


def _saved(request, form) -> bool:
    """Whether the posted register is saved; else the form says what stands in the way."""
    if request.method != "POST" or not form.is_valid() or form.filling:
        return False
    if not form.typed.entries:
        messages.info(request, "Nothing was changed, so nothing was saved.")
        return False
    return _save(request, form)


def _save(request, form) -> bool:
    try:
        written = actions.save_register(
            pru=request.actor.organisation,
            entries=form.typed.entries,
            by=request.actor,
            reason=form.cleaned_data["reason"],
        )
    except WrongCellsError as trouble:
        form.refuse(trouble.cells)
    except ReasonNeededError as trouble:
        form.add_error("reason", str(trouble))
    except RegisterConflictError as trouble:
        form.clashes = trouble.clashes
    else:
        messages.success(request, _saved_words(written, form.typed.turned))
        return True
    return False


def _saved_words(written, turned: int) -> str:
    if not written.marks:
        return "The register already says this, so nothing was changed."
    words = f"Register saved: {written.marks} session{'' if written.marks == 1 else 's'}."
    if written.amended:
        words += f" {written.amended} changed, with the original kept."
    if turned:
        words += " Present is / in the morning and \\ in the afternoon: we put that right for you."
    return words


def _settled(request, form, one) -> bool:
    data = form.cleaned_data
    try:
        actions.settle(
            pupil=one,
            date=one.date,
            session=one.session,
            code=data["code"],
            reason=data.get("reason", ""),
            seen_code=data["seen"],
            by=request.actor,
        )
    except WrongCellsError as trouble:
        form.add_error("code", next(iter(trouble.cells.values())))
    except ReasonNeededError as trouble:
        form.add_error("reason" if "reason" in form.fields else None, str(trouble))
    except RegisterConflictError as trouble:
        form.add_error(
            "code", f"Somebody else has made this {worded(trouble.clashes[0].theirs)}. Open the session again"
        )
    else:
        messages.success(request, f"{one.name}, {one.date:%A %-d %B}, {one.half}: {worded(data['code'])}.")
        return True
    return False


def worded(shown: str) -> str:
    """'I Illness': a code is never shown without its meaning."""
    return f"{shown} {codes.name_of(shown.split()[0])}" if shown else "Not taken"


def clash_rows(form) -> list[dict]:
    return [
        {"label": grid.label_of(clash.due), "yours": worded(clash.yours), "theirs": worded(clash.theirs)}
        for clash in form.clashes
    ]


def _facts(one) -> list[dict]:
    said = f"{one.organisation} says: {grid.SAID[one.said].lower()}" if one.said else "Nothing reported yet"
    minutes = f", {one.said_minutes} minutes" if one.said_minutes else ""
    rows = [
        {"key": "Session", "value": f"{one.date:%A %-d %B %Y}, {one.half}"},
        {"key": "Where due", "value": one.place if one.here else one.organisation},
        {"key": "Register says", "value": worded(codes.shown(one.code, one.minutes_late))},
    ]
    return rows if one.here else [*rows, {"key": "Provider", "value": said + minutes}]


def _event(change) -> dict:
    return {
        "title": f"{worded(change.from_code)} became {worded(change.to_code)}",
        "by": f"{change.by_name}, {change.by_position}" if change.by_position else change.by_name,
        "at": change.at,
        "text": change.reason,
    }
