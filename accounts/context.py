"""What every page is given."""

from django.conf import settings
from django.utils.module_loading import import_string

from kit.today import today


def page(request) -> dict:
    """`actor` (or None), the navigation of the actor's role, and the demonstration's banner."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "nav": navigation(request, actor),
        "product_version": settings.VERSION,
        "demo": {"day": today(), "url": "/demo/day/"} if settings.DEMO else None,
    }


def navigation(request, actor) -> list[dict]:
    """Links by role. The list of rooms is wiring (`config.navigation`), found by name so that no floor is climbed."""
    if actor is None:
        return []
    return import_string("config.navigation.links")(actor.role, request.path)
