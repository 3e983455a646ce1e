"""The pages about people and roles, as somebody filling them in finds them."""

import pytest
from django.urls import reverse

from accounts.models import Invitation, Membership
from accounts.roles import Role

FIRST = {"first_day_day": "12", "first_day_month": "5", "first_day_year": "2026"}
LAST = {"last_day_day": "20", "last_day_month": "5", "last_day_year": "2026"}


def text_of(answer) -> str:
    return answer.content.decode()


def test_a_head_gives_a_role_to_a_colleague(world, sign_in):
    client = sign_in(world.head)
    path = client.get(reverse("people:give")).url

    facts = {"role": Role.PRU_HEAD, "email": world.staff.person.email, "reason": "Acting head", **FIRST, **LAST}
    answer = client.post(path, facts, follow=True)

    assert "Stefan Staff has the role" in text_of(answer)
    held = Membership.objects.get(person=world.staff.person, role=Role.PRU_HEAD)
    assert "Acting head" in text_of(client.get(reverse("people:role", args=[held.uuid])))


def test_only_roles_that_fit_are_offered_and_taken(world, sign_in):
    client = sign_in(world.school_lead)
    path = reverse("people:give_in", args=[world.school.uuid])

    assert "Inclusion manager" not in text_of(client.get(path))
    client.post(path, {"role": Role.INCLUSION_MANAGER, "email": "a@example.org", "reason": "x", **FIRST})
    assert not Invitation.objects.exists()


def test_each_empty_field_has_its_own_message_and_what_was_typed_stays(world, sign_in):
    client = sign_in(world.chair)

    page = text_of(client.post(reverse("people:give_in", args=[world.panel_body.uuid]), {"reason": "Typed here"}))

    for sentence in ("Select the role to give", "Enter the e-mail address", "Enter the first day of the role"):
        assert sentence in page
    assert "Typed here" in page
    assert world.school.name in page


def test_a_manager_finds_the_organisation_by_a_part_of_its_name(world, elsewhere, sign_in):
    page = text_of(sign_in(world.manager).get(reverse("people:give"), {"q": "riverside"}))

    assert page.count("Riverside Academy") == 1
    assert "Hillside" not in page


def test_the_list_is_filtered_and_shows_ended_roles_when_asked(world, sign_in):
    client = sign_in(world.manager)
    client.post(reverse("people:end", args=[world.staff.uuid]), {"when": "now", "reason": "Left"})

    assert "Stefan Staff" not in text_of(client.get(reverse("people:list"))).split("<table")[1]
    assert "Stefan Staff" in text_of(client.get(reverse("people:list"), {"name": "stefan", "ended": "on"}))
    assert "Nobody matches" in text_of(client.get(reverse("people:list"), {"name": "nobody at all"}))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": "x"}, "Select when the role should end"),
        ({"when": "now"}, "Enter a reason"),
        ({"when": "day", "reason": "x"}, "Enter the last day of the role"),
    ],
)
def test_ending_says_what_is_missing(world, sign_in, typed, sentence):
    answer = sign_in(world.head).post(reverse("people:end", args=[world.staff.uuid]), typed)

    assert sentence in text_of(answer)
    world.staff.refresh_from_db()
    assert world.staff.during.upper is None


def test_the_last_lead_is_told_why_not(world, sign_in):
    answer = sign_in(world.head).post(reverse("people:end", args=[world.head.uuid]), {"when": "now", "reason": "x"})

    assert "Nobody would be left to lead" in text_of(answer)


def test_an_officer_names_a_deputy_with_both_days(world, sign_in):
    client = sign_in(world.officer)

    assert "Enter the last day of the period" in text_of(client.post(reverse("people:deputy"), FIRST))
    facts = {"email": "deputy@example.org", "reason": "Leave", **FIRST, **LAST}
    assert "An invitation is on its way" in text_of(client.post(reverse("people:deputy"), facts, follow=True))
    assert Invitation.objects.get().deputy_of == world.officer


def test_roles_of_another_body_do_not_exist(world, sign_in):
    client = sign_in(world.school_lead)

    for route, uuid in (("people:role", world.staff.uuid), ("people:give_in", world.pru_body.uuid)):
        assert client.get(reverse(route, args=[uuid])).status_code == 404
    assert client.post(reverse("people:end", args=[world.staff.uuid]), {"when": "now"}).status_code == 404
