"""The worker and its whole timetable.

The broker's message is only a bell: what is due lies in PostgreSQL (`kit.outbox`), so a lost or
doubled message changes nothing. Nothing is scheduled between 01:00 and 02:00 local time, which
happens twice or never when the clocks change. Each turn is a row (`kit.runs`): two schedulers make one run.
"""

import logging.config
import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# What runs: its task, and its turns: how many minutes one lasts, and when the bell rings for it.
TIMETABLE = {
    "do the work that waits": ("kit.tasks.sweep", 1, crontab()),
    "seal the audit trail": ("accounts.seals.tasks.seal", 1, crontab()),
    "ask which reports are due": ("reporting.tasks.find_due_reports", 5, crontab(minute="*/5")),
    "tidy up": ("kit.tasks.tidy", 24 * 60, crontab(hour="3", minute="20")),
}

app = Celery("casebook", broker=settings.REDIS_URL)
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    task_time_limit=540,
    worker_soft_shutdown_timeout=30,
    broker_transport_options={
        "visibility_timeout": 600,
        "unacked_restore_throttle": 1,
        "global_keyprefix": "casebook:",
    },
    broker_connection_retry_on_startup=True,
    timezone="Europe/London",
    beat_schedule_filename=os.environ.get("BEAT_FILE", str(settings.BASE_DIR / ".run" / "beat")),
    beat_schedule={
        name: {
            "task": "kit.tasks.turn",
            "schedule": when,
            "args": (name, task, minutes),
            "options": {"expires": minutes * 60},
        }
        for name, (task, minutes, when) in TIMETABLE.items()
    },
)
app.autodiscover_tasks()
app.autodiscover_tasks(["accounts.seals"])


@setup_logging.connect
def log_as_the_web_does(**_):
    """Worker and scheduler write the same lines as the web: structured, without personal data."""
    logging.config.dictConfig(settings.LOGGING)
    logging.captureWarnings(True)


@worker_init.connect
def refuse_to_work_as_owner(**_):
    """A worker is bound by row-level security as the web is. Celery only logs what a handler raises: so leave."""
    from accounts.checks import refuse_owner

    try:
        if not settings.REQUEST_ROLE:
            refuse_owner()
    except ImproperlyConfigured as trouble:
        raise SystemExit(f"ImproperlyConfigured: {trouble}") from trouble
