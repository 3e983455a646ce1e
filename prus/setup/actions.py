"""Setting up an authority: districts, schools, partnerships and their members, officers' districts."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from accounts.models import Membership, Organisation
from kit.periods import ended, from_to, last_day
from partnerships.models import District, Establishment, OfficerDistrict, Partnership, PartnershipSchool, Place, School
from prus.setup.errors import SetupError
from prus.setup.locks import lock, new_body
from prus.setup.register import facts_of


@transaction.atomic
def add_district(*, name: str, by) -> District:
    la = lock(by)
    _refuse_district(la, name)
    return District.objects.create(la=la, name=name)


@transaction.atomic
def rename_district(*, district: District, name: str, by) -> District:
    la = lock(by)
    _refuse_district(la, name, but=district.pk)
    district.name = name
    district.save(update_fields=["name"])
    return district


def _refuse_district(la: Organisation, name: str, but: int | None = None) -> None:
    same = District.objects.filter(la=la, name__iexact=name)
    if (same.exclude(pk=but) if but else same).exists():
        raise SetupError(f"There is already a district called {name}. Enter another name", "name")


@transaction.atomic
def add_schools(*, establishments: Iterable[Establishment], district: District | None, by) -> int:
    """Take schools over from the national register. Returns how many were new: a URN is taken over once.

    Without a district, each goes to the district of the authority with the name that the register gives.
    """
    la = lock(by)
    wanted = list(establishments)
    known = set(School.objects.filter(urn__in=[one.urn for one in wanted]).values_list("urn", flat=True))
    named = {one.name.casefold(): one for one in District.objects.filter(la=la)}
    new = [one for one in wanted if one.urn not in known]
    bodies = Organisation.objects.bulk_create(_body(la, one) for one in new)
    pairs = list(zip(new, bodies, strict=True))
    School.objects.bulk_create(
        School(organisation=body, district=district or named.get(one.district.casefold()), **facts_of(one))
        for one, body in pairs
    )
    Place.objects.bulk_create(_place(one, body) for one, body in pairs)
    return len(new)


def _body(la: Organisation, one: Establishment) -> Organisation:
    return Organisation(la=la, kind=Organisation.Kind.SCHOOL, name=one.name, name_key=one.name_key[:200])


def _place(one: Establishment, body: Organisation) -> Place:
    return Place(
        organisation=body,
        name=one.name[:150],
        address=one.address[:300],
        postcode=one.postcode,
        latitude=one.latitude,
        longitude=one.longitude,
        during=from_to(one.opened_on),
    )


@transaction.atomic
def add_school(
    *, name: str, urn: str, phase: str, is_academy: bool, address: str, postcode: str, district: District | None, by
) -> School:
    """A school that the national register does not list yet. Raises SetupError when its URN is in use."""
    la = lock(by)
    if School.objects.filter(urn=urn).exists():
        raise SetupError("A school with this URN is already there. Check the number", "urn")
    body = new_body(la=la, kind=Organisation.Kind.SCHOOL, name=name)
    Place.objects.create(organisation=body, name=name[:150], address=address, postcode=postcode, during=from_to(None))
    return School.objects.create(organisation=body, urn=urn, phase=phase, is_academy=is_academy, district=district)


@transaction.atomic
def move_school(*, school: School, district: District | None, by) -> School:
    """Say which district a school is in."""
    lock(by)
    school.district = district
    school.save(update_fields=["district"])
    return school


@transaction.atomic
def add_partnership(*, name: str, kind: str, district: District, by) -> Partnership:
    body = new_body(la=lock(by), kind=Organisation.Kind.PARTNERSHIP, name=name)
    return Partnership.objects.create(organisation=body, kind=kind, district=district)


@transaction.atomic
def add_members(*, partnership: Partnership, schools: Iterable[School], first: dt.date, by) -> int:
    """Schools join a partnership from a day on. Those that are members already stay so. Returns how many joined.

    Raises SetupError when a school is in another partnership of the same kind on that day or later.
    """
    lock(by)
    wanted = list(schools)
    reaching = PartnershipSchool.objects.filter(school__in=wanted, during__overlap=from_to(first))
    held = list(reaching.select_related("partnership__organisation", "school__organisation"))
    for one in held:
        _refuse_other(one, partnership)
    members = {one.school_id for one in held if one.partnership_id == partnership.pk}
    made = [
        PartnershipSchool(partnership=partnership, school=school, during=from_to(first))
        for school in wanted
        if school.pk not in members
    ]
    return len(PartnershipSchool.objects.bulk_create(made))


def _refuse_other(one: PartnershipSchool, partnership: Partnership) -> None:
    if one.partnership_id == partnership.pk or one.partnership.kind != partnership.kind:
        return
    until = f"until {last_day(one.during):%-d %B %Y}" if one.during.upper else "with no last day"
    raise SetupError(
        f"{one.school} is in {one.partnership} from {one.during.lower:%-d %B %Y} {until}. "
        "End that membership first, or choose a later day",
        "first",
    )


@transaction.atomic
def end_member(*, partnership: Partnership, school: School, last: dt.date, by) -> PartnershipSchool:
    """Set the last day of a school's membership. Raises SetupError when it is no member or had not joined by then."""
    lock(by)
    held = PartnershipSchool.objects.filter(partnership=partnership, school=school).order_by("during").last()
    if held is None:
        raise SetupError(f"{school} is not a member of {partnership}")
    return end(held, last, what="The school joined")


@transaction.atomic
def give_district(*, membership: Membership, district: District, first: dt.date, by) -> OfficerDistrict:
    """An inclusion officer looks after a district from a day on.

    Raises SetupError when they do already on that day or later.
    """
    lock(by)
    held = OfficerDistrict.objects.filter(membership=membership, district=district, during__overlap=from_to(first))
    if found := held.order_by("during").first():
        raise SetupError(
            f"{membership.person} looks after {district} from {found.during.lower:%-d %B %Y} already", "district"
        )
    return OfficerDistrict.objects.create(membership=membership, district=district, during=from_to(first))


@transaction.atomic
def end_district(*, membership: Membership, district: District, last: dt.date, by) -> OfficerDistrict:
    lock(by)
    held = OfficerDistrict.objects.filter(membership=membership, district=district).order_by("during").last()
    if held is None:
        raise SetupError(f"{membership.person} does not look after {district}")
    return end(held, last, what=f"{membership.person} began")


def end(row, last: dt.date, *, what: str):
    """Give a period its last day. Raises SetupError when that is before its first."""
    if row.during.lower and last < row.during.lower:
        raise SetupError(f"{what} on {row.during.lower:%-d %B %Y}. Enter that day or a later one", "last")
    row.during = ended(row.during, last)
    row.save(update_fields=["during"])
    return row
