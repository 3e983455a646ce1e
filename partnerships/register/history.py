"""What an establishment was before, and what it became: walking the links of the register.

A unit that became an academy has a new URN and a new page in the register; its past is found through the links. Either
end may carry the link, so both are looked at.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from partnerships.models.register import Establishment, EstablishmentLink

Kind = EstablishmentLink.Kind


@dataclass(frozen=True)
class Step:
    """One establishment on the way, and the link that leads to it. `establishment` is empty if no file lists it."""

    urn: str
    name: str
    on: dt.date | None
    words: str
    away: int
    establishment: Establishment | None


def past_of(urn: str) -> list[Step]:
    """Everything that this establishment came from, the nearest first."""
    return _walk(urn, Kind.PREDECESSOR, Kind.SUCCESSOR)


def future_of(urn: str) -> list[Step]:
    """Everything that came from this establishment, the nearest first."""
    return _walk(urn, Kind.SUCCESSOR, Kind.PREDECESSOR)


def _walk(urn: str, towards: str, back: str) -> list[Step]:
    """One look at the links for each generation; a circle in them ends the walk."""
    seen, here, found = {urn}, {urn}, list[tuple[str, int, EstablishmentLink]]()
    away = 0
    while here:
        away += 1
        ties = _ties(here, towards, back)
        fresh = {other: link for other, link in ties if other not in seen}
        found += [(other, away, fresh[other]) for other in sorted(fresh)]
        seen |= set(fresh)
        here = set(fresh)
    return _steps(found)


def _ties(urns: Iterable[str], towards: str, back: str) -> list[tuple[str, EstablishmentLink]]:
    """The other end of each link that leads in this direction; a link from our own end speaks last, and so is kept."""
    links = EstablishmentLink.objects.filter(Q(urn__in=urns, kind=towards) | Q(other_urn__in=urns, kind=back)).order_by(
        "on", "pk"
    )
    ends = [(link.other_urn if link.kind == towards else link.urn, link) for link in links]
    return sorted(ends, key=lambda end: end[1].kind == towards)


def _steps(found: list[tuple[str, int, EstablishmentLink]]) -> list[Step]:
    listed = Establishment.objects.in_bulk([urn for urn, _, _ in found], field_name="urn")
    return [_step(urn, away, link, listed.get(urn)) for urn, away, link in found]


def _step(urn: str, away: int, link: EstablishmentLink, establishment: Establishment | None) -> Step:
    name = establishment.name if establishment else (link.other_name if link.other_urn == urn else "")
    return Step(urn, name, link.on, link.words, away, establishment)
