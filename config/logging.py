"""One line of JSON for each event, without personal data. Imports nothing of Django: gunicorn reads it first.

The words of an exception may hold a name or a pupil number ("Key (upn)=(…) already exists"), so a
fault is logged by its kind and the lines of code it passed through, never by its words.
"""

import datetime as dt
import json
import logging
import re
import traceback
from typing import Any

# The last net: what must never be in a message, in case it is.
MASKS = [
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), "[e-mail]"),
    (re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]\b"), "[pupil number]"),
    (re.compile(r"\?[^\s\"']+"), "?[query]"),
]


class JsonFormatter(logging.Formatter):
    """Time, level, logger, message, and for a fault its kind and where it was."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": dt.datetime.fromtimestamp(record.created, tz=dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": safe(message_of(record)),
            "process": record.process,
        }
        if record.exc_info and record.exc_info[1]:
            line["fault"], line["where"] = fault(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def message_of(record: logging.LogRecord) -> str:
    """The message without the words of the exception that it may repeat."""
    message = record.getMessage()
    trouble = record.exc_info[1] if record.exc_info else None
    for words in (repr(trouble), str(trouble)) if trouble else ():
        if words:
            message = message.replace(words, type(trouble).__name__)
    return message


def fault(trouble: BaseException) -> tuple[str, list[str]]:
    """The kind of an exception, and the lines of code it passed through; those of its causes first."""
    where: list[str] = []
    seen: set[int] = set()
    each: BaseException | None = trouble
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        frames = traceback.extract_tb(each.__traceback__)
        where[:0] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        each = each.__cause__ or each.__context__
    return f"{type(trouble).__module__}.{type(trouble).__name__}", where


def safe(message: str) -> str:
    """The message with e-mail addresses, pupil numbers and query strings masked, on one line."""
    for pattern, mask in MASKS:
        message = pattern.sub(mask, message)
    return message.replace("\n", " ").replace("\r", " ")


def configuration(*, structured: bool) -> dict[str, Any]:
    """For `logging.config.dictConfig`: JSON on a server, plain lines for a developer."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
            "json": {"()": "config.logging.JsonFormatter"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json" if structured else "plain"}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            # Django's own handlers would mail or repeat what we have said already.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # One line for each statement, with its values: never, also not with DEBUG.
            "django.db.backends": {"level": "WARNING"},
            "gunicorn.error": {"handlers": [], "level": "INFO", "propagate": True},
            "gunicorn.access": {"handlers": [], "level": "INFO", "propagate": True},
        },
    }
