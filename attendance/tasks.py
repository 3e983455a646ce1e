"""What the outbox asks of this room."""

from accounts import actor as actors
from attendance import closing
from kit import outbox
from partnerships.models import Calendar


@outbox.handles("calendar_changed")
def count_again(item) -> None:
    """Count the half-term totals by the calendar as it now is."""
    calendar = Calendar.objects.select_related("organisation__la").get(pk=item.payload["calendar"])
    with actors.acting(actors.system(calendar.organisation)):
        closing.count_again(calendar)
