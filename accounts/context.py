"""What every page is given."""

from django.conf import settings

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
    """Links by role, from the rooms' own declarations (`config.navigation`)."""
    if actor is None:
        return []
    from django.utils.module_loading import import_string

    entries = import_string("config.navigation.ENTRIES")
    return [
        {"label": entry.label, "url": entry.url, "current": entry.is_current(request.path)}
        for entry in entries
        if actor.role in entry.roles
    ]
