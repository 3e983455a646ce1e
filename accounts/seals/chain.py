"""How one seal holds the one before."""

import datetime as dt
import hashlib
import json

from accounts.models import Seal

START = "0" * 64
HELD = ["number", "cluster", "before_xid", "next_xid", "settled", "reached", "parts", "forms", "guards", "previous"]


def digest_of(seal: Seal) -> str:
    """SHA-256 over everything a seal says, the digest before included."""
    said = {name: getattr(seal, name) for name in HELD}
    said["made_at"] = seal.made_at.astimezone(dt.UTC).isoformat()
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def last() -> Seal | None:
    return Seal.objects.order_by("-number").first()


def forms() -> dict[str, dict]:
    """Every list of columns written down so far, by its name."""
    found: dict[str, dict] = {}
    for said in Seal.objects.exclude(forms={}).order_by("number").values_list("forms", flat=True):
        found |= said
    return found
