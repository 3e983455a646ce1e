"""A partnership's devolved budget: allocation, commitments made by decisions, spending.

Financial years run from April to March and are named by the year they begin in.
"""

import datetime as dt

from django.db.models import Sum

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


def balance(organisation, kind: str, year: int) -> int:
    """Pence in an account: what came in less what went out."""
    mine = {"organisation": organisation, "kind": kind, "financial_year": year}
    came = Transfer.objects.filter(**{f"credit__{k}": v for k, v in mine.items()}).aggregate(s=Sum("pence"))["s"]
    went = Transfer.objects.filter(**{f"debit__{k}": v for k, v in mine.items()}).aggregate(s=Sum("pence"))["s"]
    return (came or 0) - (went or 0)


def budget(organisation, year: int) -> dict[str, int]:
    """Pence allocated, committed and left in the year; left is negative when overspent."""
    left = balance(organisation, Account.Kind.ALLOCATION, year)
    committed = balance(organisation, Account.Kind.COMMITTED, year)
    spent = balance(organisation, Account.Kind.SPENT, year)
    return {"allocated": left + committed + spent, "committed": committed, "spent": spent, "left": left}
