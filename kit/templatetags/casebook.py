"""Template tags of the product: `{% load casebook %}`. Pages find the list with examples in docs/pages.md."""

import datetime as dt
import uuid
from itertools import zip_longest
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kit.forms import groups_of, problems_of
from kit.today import LONDON
from kit.tones import colour_of

register = template.Library()
ONE_DAY = dt.timedelta(days=1)


@register.simple_tag(takes_context=True)
def once(context: Any) -> SafeString:
    """A hidden random key, so that sending a form twice counts once. A form shown again keeps its key."""
    request = context.get("request")
    posted = request.POST.get("once", "") if request and request.method == "POST" else ""
    return format_html('<input type="hidden" name="once" value="{}">', _uuid(posted) or uuid.uuid4())


@register.simple_tag
def errors_on_top(form: Any) -> str:
    """Mark the form's error summary as drawn by the page, above the heading; `{{ form }}` then leaves it out."""
    if form:
        form.summary_drawn = True
    return ""


@register.filter
def groups(form: Any) -> list[dict[str, Any]]:
    return groups_of(form)


@register.filter
def problems(form: Any) -> list[dict[str, str]]:
    return problems_of(form) if form and form.is_bound else []


@register.filter
def tag_colour(status: Any) -> str:
    return colour_of(status)


@register.simple_tag
def date_long(day: dt.date | None) -> str:
    """Monday 11 May 2026"""
    return date_format(_day(day), "l j F Y") if day else ""


@register.simple_tag
def date_short(day: dt.date | None) -> str:
    """11 May 2026"""
    return date_format(_day(day), "j F Y") if day else ""


@register.simple_tag
def moment(at: dt.datetime | None) -> str:
    """11 May 2026 at 9:05am, in London time."""
    if not at:
        return ""
    local = timezone.localtime(at, LONDON) if timezone.is_aware(at) else at
    return f"{date_short(local)} at {clock(local)}"


@register.filter
def clock(at: dt.datetime | dt.time) -> str:
    """9:05am, 2pm, midday"""
    if (at.hour, at.minute) in ((0, 0), (12, 0)):
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{(at.hour - 1) % 12 + 1}{minutes}{'am' if at.hour < 12 else 'pm'}"


@register.filter
def has_time(at: Any) -> bool:
    return isinstance(at, dt.datetime)


@register.filter(name="date_short")
def date_short_filter(day: dt.date | None) -> str:
    return date_short(day)


@register.filter(name="date_long")
def date_long_filter(day: dt.date | None) -> str:
    return date_long(day)


@register.filter
def last_day(during: Any) -> dt.date | None:
    """The last day of a period kept as `[)`, or nothing while it has no end."""
    return during.upper - ONE_DAY if during and during.upper else None


@register.filter
def period_last(during: Any) -> str:
    """from 1 May to 22 May 2026 · from 1 May 2026 · until 22 May 2026 · on 1 May 2026"""
    if not during:
        return ""
    first, last = during.lower, last_day(during)
    if not first or not last:
        return f"from {date_short(first)}" if first else f"until {date_short(last)}" if last else "at any time"
    if first == last:
        return f"on {date_short(first)}"
    start = date_format(first, "j F") if first.year == last.year else date_short(first)
    return f"from {start} to {date_short(last)}"


@register.filter
def pounds(pence: int | None) -> str:
    """123450 → £1,234.50; a round sum has no pence."""
    if pence is None:
        return ""
    sign, pence = ("-" if pence < 0 else ""), abs(pence)
    return f"{sign}£{pence // 100:,}" + (f".{pence % 100:02}" if pence % 100 else "")


@register.filter
def percent1(share: float | None) -> str:
    """A share of one with one decimal: 0.4567 → 45.7%."""
    return "" if share is None else f"{float(share) * 100:.1f}%"


@register.filter
def plural(number: int | None, noun: str) -> str:
    """{{ 3|plural:"pupil" }} → 3 pupils. Give both words if it is not an s: "child,children"."""
    one, _, many = noun.partition(",")
    number = number or 0
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@register.filter
def plural_of(noun: str) -> str:
    """The plural alone: "pupil" → pupils, "child,children" → children."""
    one, _, many = noun.partition(",")
    return many or f"{one}s"


@register.filter
def beside(row: list, head: list) -> list[tuple[Any, Any]]:
    """Each cell with the heading of its column."""
    return list(zip_longest(row, head or [], fillvalue=""))[: len(row)]


@register.filter
def page_numbers(page: Any) -> list[int | str]:
    """1 … 4 5 6 … 12"""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag(takes_context=True)
def query_with(context: Any, **changes: Any) -> str:
    """The page's own address with some of its query changed: {% query_with page=2 %}. None takes a key out."""
    query = context["request"].GET.copy()
    for key, value in changes.items():
        query.pop(key, None)
        if value is not None:
            query[key] = value
    return f"?{query.urlencode()}"


def _day(day: dt.date) -> dt.date:
    """The London day of a moment; a plain date as it is."""
    if isinstance(day, dt.datetime) and timezone.is_aware(day):
        return timezone.localtime(day, LONDON).date()
    return day


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
