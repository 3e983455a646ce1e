from celery import current_app, shared_task

from kit import outbox, quarantine, runs, tidying


@shared_task(name="kit.tasks.sweep")
def sweep() -> int:
    """Do everything that is due."""
    return 0 if quarantine.is_shut() else outbox.work()


@shared_task(name="kit.tasks.turn")
def turn(name: str, task: str, minutes: int) -> bool:
    """One turn of the timetable (`config.celery`): the job runs here, unless another has had this turn."""
    if quarantine.is_shut():
        return False
    return runs.once(name, minutes, current_app.tasks[task])


@shared_task(name="kit.tasks.tidy")
def tidy() -> None:
    """Remove what nobody needs: files without a row, ended sign-ins, old turns and form keys."""
    tidying.tidy()
