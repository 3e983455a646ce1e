"""What the calendar pages show: half terms with their school days, closures, and a file beside the calendar."""

import datetime as dt

from django.db.models import Count
from django.urls import reverse

from kit.templatetags.casebook import date_long, date_short
from kit.today import today
from partnerships.calendar_pages.forms import school_year, year_label
from partnerships.calendar_pages.scope import may_set_half_terms
from partnerships.models import Calendar, Closure, HalfTerm

EXPECTED = 190  # school days that a maintained school meets in a year; 380 sessions


def years_of(calendar: Calendar | None) -> list[int]:
    """The school years that the calendar has half terms in, and the one that runs."""
    found = HalfTerm.objects.filter(calendar=calendar).values_list("academic_year", flat=True).distinct()
    return sorted({*found, school_year(today())})


def page_of(organisation, calendar: Calendar | None, own: bool, year: int, actor) -> dict:
    """The tables of one school year."""
    changes = own or organisation.la_id is None
    terms = list(HalfTerm.objects.filter(calendar=calendar, academic_year=year).annotate(number_of_days=Count("days")))
    days = sum(one.number_of_days for one in terms)
    return {
        "terms": _terms_table(organisation, terms, year, changes and may_set_half_terms(actor)),
        "closures": _closures_table(organisation, calendar, year, changes),
        "days": days,
        "sessions": days * 2,
        "verdict": _verdict(len(terms), days),
        "changes": changes,
        "sets_terms": changes and may_set_half_terms(actor),
    }


def _verdict(terms: int, days: int) -> str:
    """How the year stands beside what is expected of it."""
    if terms < 6:
        return f"{terms} of 6 half terms entered"
    if days < EXPECTED:
        return f"{EXPECTED - days} fewer than the {EXPECTED} days (380 sessions) expected of a maintained school"
    more = days - EXPECTED
    return f"{more} more than the 190 days (380 sessions) expected" if more else "As expected: 190 days, 380 sessions"


def _terms_table(organisation, terms: list, year: int, changes: bool) -> dict:
    head = ["Half term", "First day", "Last day", {"text": "School days", "numeric": True}]
    return {
        "caption": f"Half terms in {year_label(year)}",
        "head": [*head, "Change", "Remove"] if changes else head,
        "rows": [_term_row(organisation, term, changes) for term in terms],
        "empty": f"No half term of {year_label(year)} is entered yet.",
    }


def _term_row(organisation, term, changes: bool) -> list:
    name = HalfTerm.NAMES[term.number]
    row = [name, date_long(term.first), date_long(term.last), {"text": term.number_of_days, "numeric": True}]
    if changes:
        where = [organisation.uuid, term.academic_year, term.number]
        row += [
            {"text": "Change", "hidden": name, "href": reverse("calendars:change_half_term", args=where)},
            {"text": "Remove", "hidden": name, "href": reverse("calendars:remove_half_term", args=where)},
        ]
    return row


def _closures_table(organisation, calendar: Calendar | None, year: int, changes: bool) -> dict:
    rows = Closure.objects.filter(
        calendar=calendar, on__range=(dt.date(year, 8, 1), dt.date(year + 1, 7, 31))
    ).order_by("on")
    head = ["Day", "Why", "Note"]
    return {
        "caption": f"Days in {year_label(year)} on which school is closed",
        "head": [*head, "Remove"] if changes else head,
        "rows": [_closure_row(organisation, one, changes) for one in rows],
        "empty": "No closure is entered.",
    }


def _closure_row(organisation, one: Closure, changes: bool) -> list:
    row: list = [date_long(one.on), one.get_kind_display(), one.note or "None"]
    if changes:
        href = reverse("calendars:remove_closure", args=[organisation.uuid, one.on.isoformat()])
        row.append({"text": "Remove", "hidden": f"the closure on {date_short(one.on)}", "href": href})
    return row


def beside(run, calendar: Calendar | None) -> dict:
    """What was read in a file, beside what the calendar has."""
    held = {(one.academic_year, one.number): one for one in HalfTerm.objects.filter(calendar=calendar)}
    found = run.found["half_terms"]
    return {
        "terms": {
            "caption": "Half terms in the file",
            "head": ["Half term", "First day", "Last day", "What will happen"],
            "rows": [_beside_row(held.get((year, number)), year, number, *ends) for year, number, *ends in found],
            "empty": "No half term could be made out.",
        },
        "closures": _beside_closures(run, calendar, held),
        "troubles": _troubles(run),
    }


def _beside_row(term, year: int, number: int, first: str, last: str) -> list:
    days = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    if term is None:
        what = {"tag": "New", "colour": "green"}
    elif (term.first, term.last) == days:
        what = {"tag": "As it is", "colour": "grey"}
    else:
        now = f"now {date_short(term.first)} to {date_short(term.last)}"
        what = {"tag": "Changes", "colour": "yellow", "hint": now}
    return [f"{HalfTerm.NAMES[number]}, {year_label(year)}", date_long(days[0]), date_long(days[1]), what]


def _beside_closures(run, calendar: Calendar | None, held: dict) -> dict:
    """The closures in the file that fall inside a half term, of the file or of the calendar."""
    spans = {key: (one.first, one.last) for key, one in held.items()}
    for year, number, first, last in run.found["half_terms"]:
        spans[year, number] = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    closed = set(Closure.objects.filter(calendar=calendar).values_list("on", flat=True))
    rows = []
    for text, kind, _note in run.found["closures"]:
        day = dt.date.fromisoformat(text)
        if any(first <= day <= last for first, last in spans.values()):
            what = {"tag": "As it is", "colour": "grey"} if day in closed else {"tag": "New", "colour": "green"}
            rows.append([date_long(day), Closure.Kind(kind).label, what])
    return {
        "caption": "Closures in the file",
        "head": ["Day", "Why", "What will happen"],
        "rows": rows,
        "empty": "There is no closure inside a half term.",
    }


def _troubles(run) -> dict:
    return {
        "caption": "What could not be used",
        "head": ["Line", "What stands there", "Why it is left out"],
        "rows": [[str(one["line"]), one["value"] or "No name", one["reason"]] for one in run.troubles],
    }
