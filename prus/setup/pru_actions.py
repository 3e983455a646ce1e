"""Setting up PRUs: what they are, whom they serve, sites, places, judgements, the committee."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from accounts.models import Organisation
from improvement.models import Committee
from kit.periods import ONE_DAY, covers, ended, from_to, last_day
from partnerships.models import Establishment, Partnership, Place
from prus.models import Judgement, Pru, PruPartnership, Site, SitePlaces, WeekSlot
from prus.models.bodies import KeyStage
from prus.setup.actions import end
from prus.setup.errors import SetupError
from prus.setup.locks import lock, new_body


@transaction.atomic
def add_pru(*, name: str, urn: str, number: str, responsible_body: str, by) -> Pru:
    """Raises SetupError when the authority has a PRU of this name or number."""
    la = lock(by)
    if urn and Pru.objects.filter(urn=urn, organisation__la=la).exists():
        raise SetupError("A PRU with this URN is already there. Check the number", "urn")
    body = new_body(la=la, kind=Organisation.Kind.PRU, name=name)
    return Pru.objects.create(organisation=body, urn=urn, number=number, responsible_body=responsible_body)


def add_pru_of(*, establishment: Establishment, responsible_body: str, by) -> Pru:
    """A PRU as the national register has it."""
    one = establishment
    return add_pru(name=one.name, urn=one.urn, number=one.number, responsible_body=responsible_body, by=by)


@transaction.atomic
def change_pru(*, pru: Pru, responsible_body: str, note: str, by) -> Pru:
    lock(by)
    pru.responsible_body, pru.note = responsible_body, note
    pru.save(update_fields=["responsible_body", "note"])
    return pru


@transaction.atomic
def serve(*, pru: Pru, partnership: Partnership, first: dt.date, by) -> PruPartnership:
    """The PRU serves a partnership from a day on. Raises SetupError when it does already on that day or later."""
    lock(by)
    held = PruPartnership.objects.filter(pru=pru, partnership=partnership, during__overlap=from_to(first))
    if found := held.order_by("during").first():
        raise SetupError(f"{pru} serves {partnership} from {found.during.lower:%-d %B %Y} already", "partnership")
    return PruPartnership.objects.create(pru=pru, partnership=partnership, during=from_to(first))


@transaction.atomic
def end_serving(*, pru: Pru, partnership: Partnership, last: dt.date, by) -> PruPartnership:
    lock(by)
    held = PruPartnership.objects.filter(pru=pru, partnership=partnership).order_by("during").last()
    if held is None:
        raise SetupError(f"{pru} does not serve {partnership}")
    return end(held, last, what=f"{pru} began")


@transaction.atomic
def open_site(*, pru: Pru, name: str, address: str, postcode: str, first: dt.date, by) -> Site:
    """Open a site from a day on. Raises SetupError when one of that name is open then."""
    lock(by)
    same = Site.objects.filter(pru=pru, name__iexact=name, during__overlap=from_to(first))
    if same.exists():
        raise SetupError(f"{pru} has a site called {name} on that day. Enter another name", "name")
    during = from_to(first)
    place = Place.objects.create(
        organisation=pru.organisation, name=name, address=address, postcode=postcode, during=during
    )
    return Site.objects.create(pru=pru, place=place, name=name, during=during)


@transaction.atomic
def close_site(*, site: Site, last: dt.date, by) -> Site:
    """Set a site's last day; its places end with it. Raises SetupError while pupils are due there after that day."""
    lock(by)
    site = Site.objects.select_related("place").get(pk=site.pk)
    _refuse_while_due(site, last)
    end(site, last, what="The site opened")
    end(site.place, last, what="The site opened")
    for row in site.places.filter(_reaches_beyond(last)):
        _end_places(row, last)
    return site


def pupils_due_after(site: Site, last: dt.date) -> int:
    """How many pupils have sessions at the site on days after this one."""
    slots = WeekSlot.objects.filter(_reaches_beyond(last), place=site.place_id)
    return slots.order_by().values("pupil").distinct().count()


def _reaches_beyond(last: dt.date) -> Q:
    return Q(during__endswith=None) | Q(during__endswith__gt=last + ONE_DAY)


def _refuse_while_due(site: Site, last: dt.date) -> None:
    number = pupils_due_after(site, last)
    if number:
        pupils = "1 pupil is" if number == 1 else f"{number} pupils are"
        raise SetupError(
            f"{pupils} due at {site} after {last:%-d %B %Y}. Ask the head to change their weeks first, "
            "or choose a later day",
            "last",
        )


def _end_places(row: SitePlaces, last: dt.date) -> None:
    """Places that would begin after the last day never come to be."""
    if row.during.lower and row.during.lower > last:
        row.delete()
    else:
        row.during = ended(row.during, last)
        row.save(update_fields=["during"])


@transaction.atomic
def move_site(*, site: Site, name: str, address: str, postcode: str, first: dt.date, by) -> Site:
    """Close a site and open another the day after, with the same places. Raises SetupError as closing does."""
    lock(by)
    held = list(site.places.filter(during__contains=first).values_list("key_stage", "number"))
    try:
        close_site(site=site, last=first - ONE_DAY, by=by)
    except SetupError as trouble:
        raise SetupError(str(trouble), "first") from trouble
    new = open_site(pru=site.pru, name=name, address=address, postcode=postcode, first=first, by=by)
    for key_stage, number in held:
        SitePlaces.objects.create(site=new, key_stage=key_stage, number=number, during=from_to(first))
    return new


@transaction.atomic
def set_places(*, site: Site, numbers: Mapping[int, int | None], first: dt.date, by) -> int:
    """From a day on, so many places of each key stage; what went before is kept. Returns how many changed.

    Raises SetupError when the site is not open then, or places from a later day are entered already.
    """
    lock(by)
    site = Site.objects.get(pk=site.pk)
    if not covers(site.during, first):
        raise SetupError(f"{site} is not open on {first:%-d %B %Y}. Choose a day on which it is", "first")
    wanted = [(stage, number) for stage, number in numbers.items() if number is not None]
    return sum(_set_one(site, stage, number, first) for stage, number in wanted)


def _set_one(site: Site, stage: int, number: int, first: dt.date) -> bool:
    rows = SitePlaces.objects.filter(site=site, key_stage=stage)
    later = rows.filter(during__startswith__gt=first).order_by("during").first()
    now_held = rows.filter(during__contains=first).first()
    if (now_held.number if now_held else 0) == number:
        return False
    if later:
        raise SetupError(
            f"{KeyStage(stage).label} has {later.number} places at {site} from {later.during.lower:%-d %B %Y}. "
            "Two numbers cannot hold on one day: choose that day or a later one",
            "first",
        )
    _make_room(now_held, first)
    SitePlaces.objects.create(site=site, key_stage=stage, number=number, during=from_to(first, last_day(site.during)))
    return True


def _make_room(held: SitePlaces | None, first: dt.date) -> None:
    if held is None:
        return
    _end_places(held, first - ONE_DAY)


@transaction.atomic
def add_judgement(*, pru: Pru, on: dt.date, kind: str, grade: str, note: str, by) -> Judgement:
    """Note what an inspection or a review said. Raises SetupError when that day's is noted already."""
    lock(by)
    if Judgement.objects.filter(pru=pru, on=on, kind=kind).exists():
        label = Judgement.Kind(kind).label
        raise SetupError(f"{label} of {on:%-d %B %Y} is already noted. Check the day", "on")
    return Judgement.objects.create(pru=pru, on=on, kind=kind, grade=grade, note=note, noted_by=by.person)


@transaction.atomic
def add_committee(*, pru: Pru, name: str, by) -> Committee:
    """The body that governs the PRU. Raises SetupError when it has one."""
    la = lock(by)
    if Committee.objects.filter(governs=pru.organisation).exists():
        raise SetupError(f"{pru} has a committee already")
    body = new_body(la=la, kind=Organisation.Kind.COMMITTEE, name=name)
    return Committee.objects.create(organisation=body, governs=pru.organisation)
