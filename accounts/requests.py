"""A request as the views behind the door see it: with an actor, whose person is the one signed in."""

from django.http import HttpRequest

from accounts.actor import Actor
from accounts.models import Person


class Request(HttpRequest):
    """Only for types: the middleware adds `actor` to Django's own request."""

    actor: Actor
    user: Person
