"""A calendar changes: which marks stand in the way, and whose totals are counted again."""

from accounts.models import Organisation
from attendance import totals
from attendance.models import Mark
from kit.templatetags.casebook import date_short
from partnerships.calendar_actions import objects_to_closing
from prus.models import Placement


def followers(calendar):
    """The organisations that go by this calendar: its own, and the authority's that have none of their own."""
    own = Organisation.objects.filter(pk=calendar.organisation_id)
    return own | Organisation.objects.filter(la=calendar.organisation_id, calendar=None)


@objects_to_closing
def marked_sessions(calendar, days) -> str:
    """Why these days cannot be closed: registers were taken on them. Nothing when none was."""
    marks = Mark.objects.filter(
        la=calendar.organisation.authority_id, date__in=days, pru__in=followers(calendar).values("pk")
    )
    number = marks.count()
    if not number:
        return ""
    first = marks.order_by("date").values_list("date", flat=True).first()
    sessions = "1 session has a mark" if number == 1 else f"{number:,} sessions have marks"
    return (
        f"{sessions} on days that would no longer be school days, the first on {date_short(first)}. Nothing is changed"
    )


def count_again(calendar) -> None:
    """Count the half-term totals of all placements that go by this calendar, holding them meanwhile."""
    held = Placement.objects.filter(
        la=calendar.organisation.authority_id, pru__organisation__in=followers(calendar).values("pk")
    ).exclude(during=None)
    totals.recompute(held.select_for_update(no_key=True, of=("self",)).order_by("pk").values_list("pk", flat=True))
