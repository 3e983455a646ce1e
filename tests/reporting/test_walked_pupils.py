"""Found by walking through the product: a provider is told nothing about placements that would not be true."""

from django.urls import reverse

from tests.thread import Thread


def test_a_provider_is_not_told_that_a_placed_pupil_has_no_placement(world, sign_in):
    thread = Thread(world)

    page = sign_in(world.provider_lead).get(reverse("reporting:pupil", args=[thread.pupil.uuid])).content.decode()

    assert "No placement" not in page
    assert thread.pupil.surname in page


def test_a_providers_list_of_pupils_says_no_more_than_name_and_year(world, sign_in):
    thread = Thread(world)

    page = sign_in(world.provider_lead).get(reverse("reporting:pupils")).content.decode()

    assert thread.pupil.surname in page
    assert "Main roll" not in page
    assert "Placed with" not in page
    assert world.school.name not in page
