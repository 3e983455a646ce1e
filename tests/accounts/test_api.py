"""Django REST framework allows by default; the product does not."""

from types import SimpleNamespace

import pytest
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.views import APIView

from accounts.access import Power
from tests.factories import World


class Bare(APIView):
    """A view whose author forgot the rule."""

    def get(self, request):
        return Response({"pupils": 1})


class Ruled(Bare):
    power = Power.SEE_PUPILS


def ask(view, actor):
    request = APIRequestFactory().get("/")
    request.actor = actor
    force_authenticate(request, SimpleNamespace(is_authenticated=True, is_active=True))
    return view.as_view()(request).status_code


@pytest.mark.parametrize(
    ("view", "who", "status"),
    [(Bare, "manager", 403), (Ruled, "manager", 200), (Ruled, "committee_member", 403)],
)
def test_an_api_view_answers_only_by_its_rule(world: World, view, who, status):
    assert ask(view, world.actor(who)) == status


def test_an_api_view_answers_nobody_without_an_actor(db):
    assert ask(Ruled, None) == 403
