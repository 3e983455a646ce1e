"""The API's door. Django REST framework allows by default; this refuses by default."""

from rest_framework.permissions import BasePermission

from accounts.access import may


class NothingWithoutARule(BasePermission):
    """A view of the API is open to actors whose role holds its `power`; with none, to nobody."""

    def has_permission(self, request, view) -> bool:
        power = getattr(view, "power", None)
        actor = getattr(request, "actor", None) or getattr(request._request, "actor", None)
        return power is not None and may(actor, power)
