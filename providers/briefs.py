"""What a provider was told about its pupils: read by way of its bookings, which are all it may see."""

from collections.abc import Iterable

from accounts.roles import Role
from providers.models import Booking, Brief


def for_provider(actor) -> dict[int, Brief]:
    """Booking id → brief, of the bookings this provider may see now. Nobody else gets any."""
    if actor is None or actor.role != Role.PROVIDER_LEAD:
        return {}
    rows = Brief.objects.filter(booking__in=Booking.objects.visible_to(actor).values("pk"))
    return {brief.booking_id: brief for brief in rows.select_related("written_by")}


def of_bookings(bookings: Iterable[Booking], actor) -> dict[int, Brief]:
    """Booking id → brief, as far as the actor may read it: a provider its own, others by class of record."""
    if actor is not None and actor.role == Role.PROVIDER_LEAD:
        return for_provider(actor)
    rows = Brief.objects.visible_to(actor).filter(booking__in=bookings)
    return {brief.booking_id: brief for brief in rows.select_related("written_by")}
