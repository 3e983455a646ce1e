from celery import shared_task

from kit import outbox


@shared_task(name="kit.tasks.sweep")
def sweep() -> int:
    """Do everything that is due."""
    return outbox.work()
