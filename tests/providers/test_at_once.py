"""Several people at the same moment: one placement is completed once, one last place is given once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from providers import actions
from providers.errors import ProviderError
from providers.models import Booking, BookingSlot, Brief, Contract
from prus.models import Objective, Registration, WeekSlot
from tests.providers.test_actions import SESSIONS, booked, complete
from tests.prus.cases import proposed


def at_once(number, work):
    """Do the work in so many threads; each closes its own connection. Answers and errors, in order."""

    def one(index):
        try:
            return work(index)
        except ProviderError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


@pytest.mark.django_db(transaction=True)
def test_completing_at_once_completes_once(committed_world):
    world = committed_world
    placement = booked(world).placement

    at_once(8, lambda _: complete(world, placement))

    assert (WeekSlot.objects.count(), BookingSlot.objects.count()) == (10, len(SESSIONS))
    assert (Brief.objects.count(), Objective.objects.count()) == (1, 1)
    assert Registration.objects.filter(organisation=world.pru_body).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_last_place_goes_to_one(committed_world):
    world = committed_world
    Contract.objects.update(places=1)
    waiting = [proposed(world, confirmed=True) for _ in range(6)]

    answers = at_once(6, lambda index: booked(world, waiting[index]))

    assert [type(answer) for answer in answers].count(Booking) == 1
    assert Booking.objects.count() == 1
    assert actions.contract_on(world.provider, world.la, waiting[0].proposed_from).places == 1
