"""Devolved budgets of two years: allocations, what bookings commit, what last year spent; one district overspends."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from accounts.models import Organisation
from demo.area.clock import DAY, began, moment
from demo.area.ground import DISTRICTS, Area
from kit.periods import last_day
from partnerships.ledger import account, financial_year, year_end
from partnerships.models import Account, Transfer
from providers.models import Booking
from referrals.models import Decision

Kind = Account.Kind
YEARS = (2025, 2026)
OVERSPENT = "Tamworth"
STEP = 5_000_00  # allocations are in round sums


def fund(area: Area) -> None:
    """Allocate, commit what the bookings cost in each year, and spend what last year had committed."""
    Books(area).keep()


class Books:
    """Makes the transfers of an area; each account is fetched or made once."""

    def __init__(self, area: Area):
        self.area = area
        self.accounts: dict[tuple[int, str, int], Account] = {}

    def account(self, body: Organisation, kind: str, year: int) -> Account:
        key = (body.pk, kind, year)
        if key not in self.accounts:
            self.accounts[key] = account(body, kind, year)
        return self.accounts[key]

    def keep(self) -> None:
        committed: dict[tuple[int, int], list[Transfer]] = defaultdict(list)
        for transfer in self.commitments():
            committed[transfer.debit.organisation_id, transfer.debit.financial_year].append(transfer)
        rows = []
        for district in DISTRICTS:
            body = self.area.partnerships[district].organisation
            totals = {year: sum(each.pence for each in committed[body.pk, year]) for year in YEARS}
            rows += [self.allocation(district, body, year, total) for year, total in totals.items()]
            rows += [self.spent(body, each) for each in committed[body.pk, YEARS[0]]]
        Transfer.objects.bulk_create([*rows, *(each for group in committed.values() for each in group)])

    def allocation(self, district: str, body: Organisation, year: int, committed: int) -> Transfer:
        """Enough and a fifth more in a round sum; in the district that overspends this year, a fifth too little."""
        if district == OVERSPENT and year == YEARS[-1]:
            pence = max(committed * 8 // 10 // STEP * STEP, STEP // 5)
        else:
            pence = committed * 12 // 10 // STEP * STEP + 3 * STEP
        return Transfer(
            la_id=self.area.la.pk,
            debit=self.account(self.area.la, Kind.FUNDING, year),
            credit=self.account(body, Kind.ALLOCATION, year),
            pence=pence,
            on=dt.date(year, 4, 1),
            reason=f"Devolved budget {year}/{(year + 1) % 100:02}",
            key=f"allocation:{body.pk}:{year}",
            by=self.area.person("manager"),
        )

    def spent(self, body: Organisation, commitment: Transfer) -> Transfer:
        return Transfer(
            la_id=self.area.la.pk,
            debit=self.account(body, Kind.COMMITTED, YEARS[0]),
            credit=self.account(body, Kind.SPENT, YEARS[0]),
            pence=commitment.pence,
            on=year_end(commitment.on),
            reason="Invoices of the year, paid",
            key=f"spent:{commitment.key}",
            by=self.area.person("manager"),
        )

    def commitments(self) -> Iterator[Transfer]:
        """What each booking costs in each financial year, up to its planned end: sessions times the rate."""
        decided = Decision.objects.exclude(transfer=None).values("booking")
        rows = Booking.objects.filter(la=self.area.la).exclude(during=None).exclude(pk__in=decided).order_by("pk")
        for booking in rows.select_related("placement__commissioned_by", "contract", "course__provider__organisation"):
            for year, days in _by_year(self.area.days, booking):
                sessions = _sessions(days, booking.sessions)
                if sessions:
                    yield self.commitment(booking, year, days, sessions)

    def commitment(self, booking: Booking, year: int, days: list[dt.date], sessions: int) -> Transfer:
        body, pence = booking.placement.commissioned_by, booking.contract.pence_per_session
        working = {
            "sessions": sessions,
            "pence_per_session": pence,
            "from": days[0].isoformat(),
            "to": days[-1].isoformat(),
        }
        return Transfer(
            la_id=self.area.la.pk,
            debit=self.account(body, Kind.ALLOCATION, year),
            credit=self.account(body, Kind.COMMITTED, year),
            pence=sessions * pence,
            on=days[0],
            reason=f"Sessions with {booking.course.provider}",
            key=f"booking:{booking.pk}:{year}",
            working=working,
            by_id=booking.made_by_id,
        )


def _by_year(days: list[dt.date], booking: Booking) -> Iterator[tuple[int, list[dt.date]]]:
    first = began(booking.during)
    last = last_day(booking.during) or max(booking.placement.planned_end, DAY)
    for year in YEARS:
        inside = [day for day in days if first <= day <= last and financial_year(day) == year]
        if inside:
            yield year, inside


def _sessions(days: Iterable[dt.date], sessions: list) -> int:
    weekdays = Counter(day.isoweekday() for day in days)
    return sum(weekdays[weekday] for weekday, _ in sessions)


def date_transfers(area: Area) -> None:
    """A transfer is noted when it is made; these are of their days, not of the day this ran."""
    for day in Transfer.objects.filter(la_id=area.la.pk).values_list("on", flat=True).distinct():
        Transfer.objects.filter(la_id=area.la.pk, on=day).update(at=moment(min(day, DAY), 10))
