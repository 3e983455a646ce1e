"""The one door: every view says which power opens it, or why it is public.

`@door(Power.X)` and `@public("reason")` are the only two ways; the middleware answers 404 for a
view with neither, and a test walks the URL resolver and fails on the first such route.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.access import Power, require
from kit import once


def door(power: Power, *others: Power, methods: tuple[str, ...] = ("GET", "POST")) -> Callable:
    """The view needs an actor whose role holds the power (or one of several). A POST with a `once` key counts once."""

    def wrap(view: Any) -> Any:
        @require_http_methods(["HEAD", *methods])
        @wraps(view)
        def guarded(request: Any, *args, **kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect("accounts:sign_in")
            if request.actor is None:
                return redirect("accounts:acting_as")
            require(request.actor, power, *others)
            return _once(request, lambda: view(request, *args, **kwargs))

        opened: Any = guarded
        opened.rule = (power, *others) if others else power
        return opened

    return wrap


def public(reason: str, *, methods: tuple[str, ...] = ("GET", "POST")) -> Callable:
    """The view needs no actor, for the reason given."""

    def wrap(view):
        guarded = require_http_methods(["HEAD", *methods])(view)
        guarded.rule = reason
        return guarded

    return wrap


def _once(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    if request.method != "POST":
        return answer()
    before = once.answered_before(request)
    if before is not None:
        return before
    response = answer()
    once.remember(request, response)
    return response
