"""A form counts once: two clicks, a lost answer and a back button make one change.

Every writing form carries a random `once` key. The first request stores it; a second one waits
for the first to commit, then is sent to the same page.
"""

import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect

from kit.models import OnceKey


def answered_before(request: Any) -> HttpResponse | None:
    """The answer this form already had, or None when this is its first time (now remembered)."""
    key = _key(request)
    if key is None:
        return None
    try:
        with transaction.atomic():
            OnceKey.objects.create(key=key, person=request.user, path=request.path[:300])
    except IntegrityError:
        before = OnceKey.objects.filter(key=key, person=request.user, path=request.path[:300]).first()
        return HttpResponseRedirect(before.answer) if before and before.answer else None
    return None


def remember(request: Any, response: HttpResponse) -> None:
    """Keep where the form led to; a form shown again with errors may be sent again."""
    key = _key(request)
    if key is None:
        return
    mine = OnceKey.objects.filter(key=key, person=request.user)
    if response.status_code in (302, 303):
        mine.filter(answer="").update(answer=response["Location"][:500])
    else:
        mine.filter(answer="").delete()


def _key(request: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return None
