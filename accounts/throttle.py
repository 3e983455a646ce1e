"""At most ten tries in five minutes for one account, and for one network address. Nobody is locked out for good.

A try is written down before the password is checked, and taken off again when it was right: so only
tries that failed count, and a school whose staff all sign in at nine from one address is not stopped.
Kept in PostgreSQL, as hashes: neither the e-mail address nor the network address can be read.
"""

import datetime as dt

from django.db import connection
from django.utils.crypto import salted_hmac

from accounts.looking import address_of
from accounts.models import SignInTry
from kit.today import now

MOST = 10
WINDOW = dt.timedelta(minutes=5)
KEEP = dt.timedelta(hours=1)
SENTENCE = "There have been too many tries. Wait 5 minutes, then try again"


class TooManyTriesError(Exception):
    """Ten tries failed in the last five minutes. Its words may be shown; they are the same for an unknown account."""

    def __init__(self) -> None:
        super().__init__(SENTENCE)


def keys_for(request, purpose: str, account: str) -> list[str]:
    """The hashes under which tries for this account, and from this network address, are counted."""
    return sorted(
        [_hash(purpose, "account", account.strip().lower()), _hash(purpose, "from", address_of(request) or "")]
    )


def take(keys: list[str]) -> None:
    """Count one more try. Tries for the same keys wait for each other, so that a hundred at once are still ten.

    Raises TooManyTriesError, and counts nothing, when there were too many already.
    """
    _wait_in_turn(keys)
    moment = now()
    recent = SignInTry.objects.filter(key__in=keys, at__gt=moment - WINDOW, at__lte=moment)
    made = list(recent.values_list("key", flat=True))
    if any(made.count(key) >= MOST for key in keys):
        raise TooManyTriesError
    SignInTry.objects.bulk_create(SignInTry(key=key, at=moment) for key in keys)
    _tidy(moment)


def forgive(keys: list[str]) -> None:
    """The last try was right: it does not count. Earlier ones that failed still do, for their five minutes."""
    latest = SignInTry.objects.filter(key__in=keys).order_by("key", "-at", "-pk").distinct("key")
    SignInTry.objects.filter(pk__in=list(latest.values_list("pk", flat=True))).delete()


def _wait_in_turn(keys: list[str]) -> None:
    """Hold the keys until the transaction ends; always in the same order, so that nobody waits in a circle."""
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def _tidy(moment: dt.datetime) -> None:
    """Old tries go. Rows that another transaction is removing are left to it."""
    old = SignInTry.objects.filter(at__lt=moment - KEEP).select_for_update(skip_locked=True)
    SignInTry.objects.filter(pk__in=[row.pk for row in old[:100]]).delete()


def _hash(*parts: str) -> str:
    return salted_hmac("accounts.throttle", "\x00".join(parts), algorithm="sha256").hexdigest()
