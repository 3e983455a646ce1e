"""Around every request: who acts, one transaction, and what was looked at.

Outermost the access event (written after the commit and before the first byte), then the
transaction (rolled back when the answer is a refusal or a fault), then the view. Opened here and
not with ATOMIC_REQUESTS, whose transaction ends before a TemplateResponse is rendered.
"""

from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404

from accounts import actor as actors
from accounts import looking, sessions
from accounts.models import Membership
from kit import seen as sight

CHOSEN = "membership"


class ActorMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor = None
        if request.user.is_authenticated and not self._ended(request):
            request.actor = actor_for(request)
        with sight.gathering() as seen:
            response = self._answer(request)
        looking.write(request, response, seen)
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response

    def _answer(self, request):
        with actors.acting(request.actor, path=request.path[:200]):
            response = self.get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        return response

    def process_view(self, request, view, args, kwargs):
        """A view without an access rule does not exist."""
        if not hasattr(view, "rule"):
            raise Http404
        request.rule = view.rule
        return

    def _ended(self, request) -> bool:
        """End a session that nobody has used for a while, or that has lasted a working day."""
        if not sessions.has_ended(request.session):
            return False
        logout(request)
        return True


def actor_for(request):
    """The membership this person chose, if it still runs today; else their only one; else none.

    Read at every request, so that a leaver is out at the next one.
    """
    held = list(Membership.objects.of(request.user).current().order_by("pk"))
    chosen = request.session.get(CHOSEN)
    for membership in held:
        if membership.pk == chosen:
            return actors.of(membership, can_switch=len(held) > 1)
    if len(held) == 1 and request.user.is_active:
        return actors.of(held[0])
    return None
