"""Who seals and verifies: the service itself, for every authority. Row-level security binds it too."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from accounts import actor as actors
from accounts.models import Organisation


@dataclass(frozen=True)
class EveryAuthority:
    """No person and no organisation; it reads what was noted for all authorities, and changes nothing of theirs."""

    la_ids: list[int]
    person: None = None
    organisation: None = None
    role: str = actors.SYSTEM


def acting() -> AbstractContextManager[None]:
    """One transaction in which the rows of every authority may be read."""
    kind = Organisation.Kind.LOCAL_AUTHORITY
    ids = list(Organisation.objects.filter(kind=kind).order_by("pk").values_list("pk", flat=True))
    service: Any = EveryAuthority(la_ids=ids)
    return actors.acting(service)
