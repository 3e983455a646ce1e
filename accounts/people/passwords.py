"""Which passwords are refused. Words as on the rest of the service; the rules are Django's but for the last.

Twelve characters or more, no rules about signs, no expiry, pasting allowed. The list of common
passwords is the twenty thousand that Django ships; we ship no larger list of breached ones.
"""

import re

from django.contrib.auth import password_validation as django_rules
from django.core.exceptions import ValidationError

LONGEST = 128  # a limit only because hashing megabytes is an attack
OUR_WORDS = re.compile(
    "casebook|pupil|referral|unit|pru|alternative|provision|school|academy|inclusion|panel|committee|council"
    "|password|letmein|welcome|secret|admin|qwerty"
)
ENOUGH_OF_ITS_OWN = 8


class LongEnough(django_rules.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"Password must have {self.min_length} characters or more"


class NotCommon(django_rules.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return "Password is one of those tried first by people who break in. Choose another, like three random words"


class NotAboutYou(django_rules.UserAttributeSimilarityValidator):
    """Not like the person's own name or e-mail address."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("name", "email", "position"))

    def get_error_message(self) -> str:
        return "Password is too much like your name or e-mail address. Choose another, like three random words"


class NotAboutUs:
    """Not made of words that anybody would guess here, such as the name of the service with a year."""

    def validate(self, password: str, user=None) -> None:
        rest = OUR_WORDS.sub("", password.lower())
        if rest != password.lower() and len(rest) < ENOUGH_OF_ITS_OWN:
            raise ValidationError(
                "Password is too easy to guess here. Choose another, like three random words", code="password_context"
            )

    def get_help_text(self) -> str:
        return "Do not use the name of the service or words of the trade."
