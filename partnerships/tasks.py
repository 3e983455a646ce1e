"""What the outbox asks of this room."""

from accounts import actor as actors
from kit import outbox
from partnerships import register_actions
from partnerships.models import ImportRun


@outbox.handles("import_register")
def import_register(item) -> None:
    """Take in an uploaded file of the national register, once."""
    run = ImportRun.objects.select_related("organisation__la").get(pk=item.payload["run"])
    with actors.acting(actors.system(run.organisation)):
        register_actions.take_in(run=run)
