"""An officer's deputy looks after the same districts, for the same days."""

from accounts.models import Membership
from accounts.people import holding
from kit.periods import first_day, from_to, last_day
from partnerships.models import OfficerDistrict


@holding.goes_with
def give_districts(membership: Membership, deputy_of: Membership) -> None:
    """The districts that the officer has during the deputy's days; only those days of them."""
    theirs = OfficerDistrict.objects.filter(membership=deputy_of, during__overlap=membership.during)
    OfficerDistrict.objects.bulk_create(
        OfficerDistrict(
            membership=membership, district_id=row.district_id, during=overlap(row.during, membership.during)
        )
        for row in theirs
    )


def overlap(one, other):
    """The days that are in both of two periods that overlap."""
    first = max(day for day in (first_day(one), first_day(other)) if day)
    return from_to(first, min((day for day in (last_day(one), last_day(other)) if day), default=None))


@holding.goes_away_with
def take_districts(membership: Membership) -> None:
    OfficerDistrict.objects.filter(membership=membership).delete()
