"""Links that carry a right: a long random word in the message, and only its hash in the database."""

import hashlib
import secrets

from django.conf import settings


def new() -> tuple[str, str]:
    """(the word for the link, the hash to keep). The word is nowhere but in the message."""
    word = secrets.token_urlsafe(32)
    return word, hashed(word)


def hashed(word: str) -> str:
    """256 random bits need no slow hash."""
    return hashlib.sha256(word.encode()).hexdigest()


def absolute(path: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{path}"
