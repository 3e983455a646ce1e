"""A partnership's devolved budget: allocation, commitments made by decisions, spending.

Financial years run from April to March and are named by the year they begin in.
"""

import datetime as dt

from django.db.models import BigIntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from partnerships.models import Account, Transfer


def financial_year(day: dt.date) -> int:
    return day.year if day.month >= 4 else day.year - 1


def year_end(day: dt.date) -> dt.date:
    return dt.date(financial_year(day) + 1, 3, 31)


def account(organisation, kind: str, year: int) -> Account:
    found, _ = Account.objects.get_or_create(organisation=organisation, kind=kind, financial_year=year)
    return found


def commit(*, partnership, pence: int, on: dt.date, reason: str, key: str, by, working: dict) -> Transfer:
    """Move a sum from what is free to what is committed. The same key moves it once."""
    year = financial_year(on)
    transfer, _ = Transfer.objects.get_or_create(
        key=key,
        defaults={
            "la_id": partnership.authority_id,
            "debit": account(partnership, Account.Kind.ALLOCATION, year),
            "credit": account(partnership, Account.Kind.COMMITTED, year),
            "pence": pence,
            "on": on,
            "reason": reason,
            "by": by.person,
            "working": working,
        },
    )
    return transfer


def balances(organisation, year: int) -> dict[str, int]:
    """Pence in each account of a body in a financial year: what came in less what went out. One query."""
    accounts = Account.objects.filter(organisation=organisation, financial_year=year).annotate(
        came=_sum(Transfer, "credit"), went=_sum(Transfer, "debit")
    )
    return {row.kind: row.came - row.went for row in accounts}


def _sum(model, side: str):
    """The pence that came to (credit) or left (debit) an account, as a sub-query."""
    rows = model.objects.filter(**{side: OuterRef("pk")}).order_by().values(side).annotate(s=Sum("pence"))
    return Coalesce(Subquery(rows.values("s")), 0, output_field=BigIntegerField())


def balance(organisation, kind: str, year: int) -> int:
    """Pence in one account."""
    return balances(organisation, year).get(kind, 0)


def budget(organisation, year: int) -> dict[str, int]:
    """Pence allocated, committed, spent and left in the year; left is negative when overspent."""
    held = balances(organisation, year)
    left, committed, spent = (held.get(kind, 0) for kind in ("allocation", "committed", "spent"))
    return {"allocated": left + committed + spent, "committed": committed, "spent": spent, "left": left}
