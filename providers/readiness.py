"""Whether a provider's checks hold: the newest of each kind, on a day, in words."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from kit.today import today
from providers.models import Check

SOON = 30  # days


@dataclass(frozen=True)
class Standing:
    """One kind of check: the newest one made, or none."""

    kind: Check.Kind
    check: Check | None
    on: dt.date

    @property
    def days_left(self) -> int | None:
        """Days until the last day on which it holds; below nought when it has lapsed."""
        return (self.check.expires_on - self.on).days if self.check else None

    @property
    def holds(self) -> bool:
        return self.days_left is not None and self.days_left >= 0

    @property
    def tag(self) -> dict:
        left = self.days_left
        if left is None:
            return {"tag": "Never made", "colour": "red"}
        if left < 0:
            return {"tag": "Lapsed", "colour": "red"}
        if left > SOON:
            return {"tag": "Holds", "colour": "green"}
        return {
            "tag": f"Expires in {left} day{'' if left == 1 else 's'}" if left else "Expires today",
            "colour": "yellow",
        }


def standings(providers, on: dt.date | None = None) -> dict[int, list[Standing]]:
    """Provider id → each needed kind of check, in one query."""
    on = on or today()
    rows = Check.objects.filter(provider__in=providers, checked_on__lte=on).select_related("checked_by")
    newest: dict[tuple[int, str], Check] = {}
    for check in rows.order_by("expires_on"):
        newest[(check.provider_id, check.kind)] = check
    return {p.pk: [Standing(kind, newest.get((p.pk, kind)), on) for kind in Check.NEEDED] for p in providers}


def summary(found: list[Standing]) -> dict:
    """All of a provider's checks in one tag."""
    wrong = sum(not each.holds for each in found)
    if wrong:
        return {"tag": f"{wrong} check{'' if wrong == 1 else 's'} missing or lapsed", "colour": "red"}
    first = min(found, key=lambda each: each.days_left or 0)
    return {"tag": "All checks hold", "colour": "green"} if (first.days_left or 0) > SOON else first.tag


def with_all_checks(providers, on: dt.date | None = None):
    """Those of the providers that could be booked: the same question to the database."""
    on = on or today()
    held = Q(checks__checked_on__lte=on, checks__expires_on__gte=on, checks__kind__in=Check.NEEDED)
    return providers.annotate(held=Count("checks__kind", filter=held, distinct=True)).filter(held=len(Check.NEEDED))
