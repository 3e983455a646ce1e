"""Django's sessions in the database, whose rows know their person: so that each can see and end their own.

Named by SESSION_ENGINE. What the row says is taken from the session's own data at each save, which
costs no further statement.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from accounts.devices import device_words
from kit.today import now

DEVICE = "device"
STARTED = "started_at"
SEEN_AT = "seen_at"


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls):
        from accounts.models import PersonSession

        return PersonSession

    def create_model_instance(self, data):
        row: Any = super().create_model_instance(data)
        row.person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.device = data.get(DEVICE, "")
        row.started_at = _moment(data.get(STARTED))
        row.used_at = now()
        return row


def begin(request, person) -> None:
    """Sign the person in, and note with what and when."""
    login(request, person)
    request.session[DEVICE] = device_words(request.META.get("HTTP_USER_AGENT", ""))
    request.session[STARTED] = request.session[SEEN_AT] = int(now().timestamp())


def has_ended(session) -> bool:
    """Unused for too long, or begun too long ago; notes that it is used now, once a minute.

    The demonstration moves its day about, so that there no time counts.
    """
    moment = int(now().timestamp())
    seen, started = session.get(SEEN_AT, moment), session.get(STARTED, moment)
    if not settings.DEMO and (moment - seen > settings.IDLE_SECONDS or moment - started > settings.ABSOLUTE_SECONDS):
        return True
    if STARTED not in session:
        session[STARTED] = moment
    if abs(moment - seen) > 60 or SEEN_AT not in session:
        session[SEEN_AT] = moment
    return False


def _moment(seconds: int | None) -> dt.datetime | None:
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC) if seconds is not None else None
