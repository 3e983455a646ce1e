"""How many places are free, by PRU, site and key stage, today or on a later day (capabilities D5)."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kit.periods import current
from kit.today import today
from prus.models import Placement, Pru, Site, SitePlaces
from prus.models.bodies import KeyStage
from prus.models.pupils import key_stage_of

NOT_AGREED = "Site not agreed yet"


@dataclass(frozen=True)
class PlacesRow:
    """The places of one key stage at one site; `promised` were given to pupils who have not started."""

    pru: Pru
    site: str
    key_stage: int
    number: int
    taken: int
    promised: int

    @property
    def free(self) -> int:
        """Below nought when more pupils are placed than there are places."""
        return self.number - self.taken - self.promised

    @property
    def key_stage_label(self) -> str:
        return KeyStage(self.key_stage).label


def places(prus: Pru | Iterable[Pru], on: dt.date) -> list[PlacesRow]:
    """Rows for one PRU or for many, in the order given, in four queries however many there are."""
    wanted = [prus] if isinstance(prus, Pru) else list(prus)
    offered = _offered(wanted, on)
    sites = {site.pk: site for site in Site.objects.filter(pru__in=wanted)}
    taken, promised = _taken(wanted, on), _promised(wanted, on)
    rows = []
    for pru in wanted:
        mine = sorted({key for key in [*offered, *taken] if sites[key[0]].pru_id == pru.pk}, key=_order(sites))
        rows += _rows_of(pru, mine, sites, offered, taken, promised)
    return rows


def free_places(pru: Pru, on: dt.date) -> list[PlacesRow]:
    return places(pru, on)


def total_free(rows: list[PlacesRow]) -> int:
    """Places that a pupil could have: too many pupils of one key stage take none from another."""
    left: Counter = Counter()
    for row in rows:
        left[(row.pru.pk, row.key_stage)] += row.free
    return sum(max(number, 0) for number in left.values())


def _order(sites):
    return lambda key: (sites[key[0]].name, key[1])


def _rows_of(pru, keys, sites, offered, taken, promised) -> list[PlacesRow]:
    """The site of a promised place is not agreed yet, unless only one site has places of that key stage."""
    left = {stage: number for (pk, stage), number in promised.items() if pk == pru.pk}
    choices = Counter(stage for _, stage in keys)
    rows = []
    for site, stage in keys:
        here = left.pop(stage, 0) if choices[stage] == 1 else 0
        key = (site, stage)
        rows.append(PlacesRow(pru, sites[site].name, stage, offered[key], taken[key], here))
    return rows + [PlacesRow(pru, NOT_AGREED, stage, 0, 0, number) for stage, number in sorted(left.items())]


def _offered(prus, on: dt.date) -> Counter:
    """(site, key stage) → places."""
    rows = SitePlaces.objects.filter(current(on), current(on, "site__during"), site__pru__in=prus)
    return Counter({(site, stage): number for site, stage, number in rows.values_list("site", "key_stage", "number")})


def _taken(prus, on: dt.date) -> Counter:
    """(site, key stage) → pupils placed on the day. On a later day those planned to have left by then are not."""
    rows = Placement.objects.filter(current(on), pru__in=prus)
    if on > today():
        rows = rows.exclude(planned_end__gte=today(), planned_end__lt=on)
    return Counter((site, key_stage_of(year)) for site, year in rows.values_list("site", "pupil__year_group"))


def _promised(prus, on: dt.date) -> Counter:
    """(PRU, key stage) → pupils proposed by a panel and not started."""
    rows = Placement.objects.filter(during=None, planned_end__gte=on, pru__in=prus)
    return Counter((pru, key_stage_of(year)) for pru, year in rows.values_list("pru", "pupil__year_group"))
