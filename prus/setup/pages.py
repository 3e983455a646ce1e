"""What the pages of the set-up share: one form to a page, a table with its words, periods in words."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from kit.periods import last_day
from kit.templatetags.casebook import date_short
from kit.today import today
from prus.setup.errors import SetupError
from prus.views import tell


def form_page(request, form, act: Callable[[], str], *, back: str, **words: Any) -> HttpResponse:
    """Show the form; once it is right, do what it says, tell so, and go back.

    `words` are the page's own: title, submit, caption, intro.
    """
    if request.method == "POST" and form.is_valid():
        try:
            said = act()
        except SetupError as trouble:
            tell(form, trouble)
        else:
            messages.success(request, said)
            return redirect(back)
    return render(request, "setup/form.html", {"form": form, "back": back, **words})


def sent(request):
    """What was sent, also when nothing was filled in; None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


def period(during) -> str:
    """A period in words: since when, or from when to when."""
    if during.upper:
        return f"{_first(during)} to {date_short(last_day(during))}"
    if during.lower is None:
        return "Always"
    return f"{'From' if during.lower > today() else 'Since'} {date_short(during.lower)}"


def _first(during) -> str:
    return date_short(during.lower) if during.lower else "The start"


def state(during) -> dict:
    """A tag: runs today, is over, or is still to come."""
    if during.upper and during.upper <= today():
        return {"tag": "Ended", "colour": "grey"}
    if during.lower and during.lower > today():
        return {"tag": "Planned", "colour": "purple"}
    return {"tag": "Active", "colour": "green"}


def has_ended(during) -> bool:
    return bool(during.upper and during.upper <= today())


def table(caption: str, head: list, rows: list, empty: str, **more: Any) -> dict:
    return {"caption": caption, "head": head, "rows": rows, "empty": empty, **more}


def counted(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
