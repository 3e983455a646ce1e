"""The pages of a referral: who gets them, what they say, what they refuse."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import AccessEvent
from partnerships.models import PartnershipSchool
from referrals.actions import passports as actions
from referrals.models import Referral
from tests.factories import new_upn
from tests.referrals.arranging import on_agenda, url, write_all
from tests.referrals.passport_answers import ANSWERS, NEW_PUPIL


@pytest.fixture
def school(world, sign_in):
    return sign_in(world.school_lead)


@pytest.fixture
def complete(world):
    referral = world.referral()
    write_all(referral, world.actor("school_lead"))
    return referral


@pytest.fixture
def sent(world, complete):
    return actions.submit(referral=complete, by=world.actor("school_lead"))


# Who gets them


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("school_lead", 200),
        ("officer", 200),
        ("manager", 200),
        ("chair", 404),
        ("coordinator", 404),
        ("other_school_lead", 404),
        ("head", 403),
        ("provider_lead", 403),
        ("committee_member", 403),
        ("sysadmin", 403),
    ],
)
def test_who_reads_a_referral_that_was_sent(world, sent, sign_in, who, status):
    assert sign_in(getattr(world, who)).get(url("referral", sent)).status_code == status


@pytest.mark.parametrize("who", ["officer", "manager", "other_school_lead", "chair"])
def test_a_draft_is_the_schools_own(world, sign_in, who):
    assert sign_in(getattr(world, who)).get(url("referral", world.referral())).status_code == 404


@pytest.mark.parametrize("who", ["chair", "coordinator", "panel_member"])
def test_the_panel_reads_it_once_listed_and_without_the_upn(world, sent, sign_in, who):
    on_agenda(world, sent)

    page = sign_in(getattr(world, who)).get(url("referral", sent)).content.decode()

    assert "Attend every morning" in page
    assert sent.pupil.upn not in page


@pytest.mark.parametrize("name", ["referral", "submit", "withdraw", "confirmation"])
def test_another_authority_another_school_and_nobody(world, elsewhere, sent, sign_in, client, name):
    assert sign_in(elsewhere.school_lead).get(url(name, sent)).status_code == 404
    assert sign_in(world.other_school_lead).get(url(name, sent)).status_code == 404
    assert client.get(url(name, sent)).url == reverse("accounts:sign_in")


def test_another_school_cannot_write_or_send(world, complete, sign_in):
    theirs = sign_in(world.other_school_lead)

    assert theirs.post(url("section", complete, "views"), ANSWERS["views"]).status_code == 404
    assert theirs.post(url("submit", complete)).status_code == 404
    assert theirs.post(url("withdraw", complete), {"reason": "No"}).status_code == 404
    complete.refresh_from_db()
    assert (complete.submitted_at, complete.withdrawn_at) == (None, None)


@pytest.mark.parametrize("who", ["officer", "chair"])
def test_only_a_school_lead_starts(world, sign_in, who):
    assert sign_in(getattr(world, who)).get(url("start")).status_code == 403


def test_reading_is_written_down(world, sent, sign_in):
    sign_in(world.officer).get(url("referral", sent))

    event = AccessEvent.objects.latest("pk")
    assert (event.verb, event.pupil_ids) == ("referrals:referral", [sent.pupil_id])


# Starting


def test_start_with_a_pupil_from_the_list(world, school):
    pupil = world.pupil(surname="Pemberton", forename="Jay")
    world.pupil(school=world.other_school, surname="Elsewhere", forename="Ann")

    page = school.get(url("start")).content.decode()
    answer = school.post(url("start"), {"pupil": str(pupil.uuid)})

    assert "Pemberton, Jay" in page
    assert "Elsewhere" not in page
    assert answer.url == url("referral", Referral.objects.get(pupil=pupil))


def test_start_refuses_nobody_and_a_pupil_of_another_school(world, school):
    theirs = world.pupil(school=world.other_school)

    assert (
        b"Select a pupil, or enter a pupil who is not in the list" in school.post(url("start"), {"pupil": ""}).content
    )
    assert b"from the list" in school.post(url("start"), {"pupil": theirs.uuid}).content
    assert not Referral.objects.exists()


def test_a_school_in_no_partnership_is_told_so(world, school):
    PartnershipSchool.objects.all().delete()

    assert b"not in a partnership today" in school.get(url("start")).content


def test_start_for_a_new_pupil(school):
    answer = school.post(url("start_new"), NEW_PUPIL)

    referral = Referral.objects.get()
    assert answer.url == url("referral", referral)
    assert (referral.pupil.upn, referral.pupil.year_group) == ("H801200001001", 9)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"upn": ""}, "Enter the unique pupil number (UPN)"),
        ({"upn": "A801200001001"}, "UPN does not have the right first letter"),
        ({"upn": "H80120000100"}, "UPN must be 13 characters"),
        ({"date_of_birth_month": "13"}, "Date of birth must be a real date"),
        ({"date_of_birth_day": "30", "date_of_birth_month": "2"}, "Date of birth must be a real date"),
        ({"date_of_birth_year": "2025"}, "Date of birth must make the pupil 4 to 18 years old"),
        ({"date_of_birth_year": "1999"}, "Date of birth must make the pupil 4 to 18 years old"),
        ({"date_of_birth_year": "2030"}, "Date of birth must be in the past"),
        ({"surname": ""}, "Enter the pupil&#x27;s surname"),
        ({"sex": ""}, "Select the sex recorded on the school&#x27;s register"),
        ({"year_group": ""}, "Select a year group"),
        ({"provision": ""}, "Select the pupil&#x27;s special educational needs provision"),
    ],
)
def test_wrong_details_get_a_sentence_and_what_was_typed_is_kept(school, changes, sentence):
    page = school.post(url("start_new"), {**NEW_PUPIL, **changes}).content.decode()

    assert sentence in page
    assert 'value="Amber"' in page
    assert not Referral.objects.exists()


def test_a_upn_known_elsewhere_gives_the_same_page_as_an_unknown_one(world, school, sign_in):
    theirs = world.pupil(school=world.other_school, surname="Hollis", forename="Amber")
    known = school.post(url("start_new"), {**NEW_PUPIL, "upn": theirs.upn}, follow=True)
    unknown = sign_in(world.school_lead).post(
        url("start_new"), {**NEW_PUPIL, "upn": new_upn(), "surname": "Wren", "same_as": "nobody"}, follow=True
    )

    def plain(answer):
        referral = answer.context["referral"]
        text = answer.content.decode().replace(str(referral.uuid), "").replace(referral.reference, "")
        for name in ("Hollis", "Wren"):
            text = text.replace(name, "")
        upn = answer.context["identity"]["facts"][2]["value"]
        return [line for line in text.replace(upn, "").splitlines() if 'type="hidden"' not in line]

    assert f"Ends in {theirs.upn[-4:]}" in known.content.decode()
    assert plain(known) == plain(unknown)


def test_near_the_same_name_and_birthday_is_asked_about(world, school):
    pupil = world.pupil(surname="Hollis", forename="Ambre", date_of_birth=dt.date(2012, 3, 27))

    asked = school.post(url("start_new"), NEW_PUPIL).content.decode()
    assert "Select whether this is a pupil who is in your list" in asked
    assert "Ambre Hollis, born 27 March 2012" in asked
    assert not Referral.objects.exists()

    school.post(url("start_new"), {**NEW_PUPIL, "same_as": str(pupil.uuid)})
    assert Referral.objects.get().pupil == pupil


def test_a_different_child_of_the_same_name_is_a_new_pupil(world, school):
    pupil = world.pupil(surname="Hollis", forename="Amber", date_of_birth=dt.date(2012, 3, 27))

    school.post(url("start_new"), {**NEW_PUPIL, "same_as": "nobody"})

    assert Referral.objects.get().pupil != pupil


def test_the_same_form_sent_twice_starts_one_referral(school):
    once = "5e0c9a34-6a1e-4b0a-9d4c-2f4f1c1f0a11"

    first, second = (school.post(url("start_new"), {**NEW_PUPIL, "once": once}) for _ in range(2))

    assert first.url == second.url
    assert Referral.objects.count() == 1
