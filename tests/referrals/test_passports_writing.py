"""The pages that write, send and withdraw a referral."""

import pytest

from referrals import passport
from referrals.actions import passports as actions
from referrals.models import PassportSection
from tests.referrals.arranging import decide, on_agenda, url, write_all
from tests.referrals.passport_answers import ANSWERS


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


def test_the_task_list_says_how_far_each_section_is(world, school):
    referral = world.referral()
    school.post(url("section", referral, "views"), {**ANSWERS["views"], "version": "0", "then": "complete"})
    school.post(url("section", referral, "risk"), {"to_self": "None known", "version": "0", "then": "later"})

    answer = school.get(url("referral", referral))

    status = {task["name"]: task["status"] for group in answer.context["groups"] for task in group["tasks"]}
    assert status["What the pupil and parents say"] == "Completed"
    assert status["Risk and what keeps everyone safe"] == "In progress"
    assert status["Attainment"] == "Not started"
    assert b"You have completed 1 of 11 sections" in answer.content
    assert b"10 sections to complete first" in answer.content


@pytest.mark.parametrize("key", list(ANSWERS))
def test_every_section_is_shown_again_as_it_was_typed(world, school, key):
    referral = world.referral()
    answer = school.post(url("section", referral, key), {**ANSWERS[key], "version": "0", "then": "complete"})
    assert answer.status_code == 302

    page = school.get(url("section", referral, key))

    form = page.context["form"]
    again = {name: str(form[name].value() or "") for name in form.fields if name not in ("version", "source")}
    kept = {name: str(value or "") for name, value in page.context["row"].data.items() if name in again}
    assert again == kept
    assert b"Last saved 12 May 2026" in page.content


def test_an_error_keeps_what_was_typed(world, school):
    referral = world.referral()
    typed = {**ANSWERS["pupil"], "contact": "", "joined_on_month": "13", "version": "0", "then": "complete"}

    page = school.post(url("section", referral, "pupil"), typed).content.decode()

    assert "Date the pupil joined the school must be a real date" in page
    assert "Enter who knows the pupil best at your school" in page
    assert "Walks out of lessons most afternoons since January." in page
    assert 'value="13"' in page
    assert not PassportSection.objects.exists()


def test_a_conflict_shows_both_and_keeps_what_was_typed(world, school):
    referral = world.referral()
    here = url("section", referral, "views")
    school.post(here, {**ANSWERS["views"], "pupil": "First words", "version": "0", "then": "complete"})

    late = school.post(here, {**ANSWERS["views"], "pupil": "Second words", "version": "0", "then": "complete"})
    assert late.status_code == 409
    assert b"Sam School saved this before you" in late.content
    assert all(words in late.content for words in (b"First words", b"Second words"))
    assert PassportSection.objects.get().data["pupil"] == "First words"

    version = late.context["form"]["version"].value()
    again = school.post(here, {**ANSWERS["views"], "pupil": "Second words", "version": version, "then": "complete"})
    assert again.status_code == 302
    assert PassportSection.objects.get().data["pupil"] == "Second words"


def test_a_section_that_does_not_exist_is_not_found(world, school):
    assert school.get(url("section", world.referral(), "nothing")).status_code == 404


def test_a_sent_referral_is_not_written(sent, school):
    assert school.get(url("section", sent, "views")).url == url("referral", sent)
    assert school.post(url("section", sent, "views"), ANSWERS["views"]).url == url("referral", sent)


# Sending and withdrawing


def test_send_says_what_is_missing_with_links(world, school):
    referral = world.referral()

    page = school.get(url("submit", referral)).content.decode()
    refused = school.post(url("submit", referral)).content.decode()

    for each in passport.sections(referral):
        assert each.title in page
        assert url("section", referral, each.key) in page
    assert "Complete these sections before you send the referral" in refused


def test_send_shows_the_answers_then_the_reference(complete, school):
    page = school.get(url("submit", complete)).content.decode()
    answer = school.post(url("submit", complete), follow=True)

    assert "Attend every morning" in page
    assert answer.redirect_chain[-1][0] == url("confirmation", complete)
    assert complete.reference in answer.content.decode()
    assert school.get(url("submit", complete)).url == url("referral", complete)


def test_no_confirmation_before_it_is_sent(complete, school):
    assert school.get(url("confirmation", complete)).url == url("referral", complete)


def test_withdraw_needs_a_reason(sent, school):
    refused = school.post(url("withdraw", sent), {"reason": ""})
    assert b"Enter why you are withdrawing the referral" in refused.content

    school.post(url("withdraw", sent), {"reason": "Settled in school"})

    sent.refresh_from_db()
    assert sent.withdrawn_reason == "Settled in school"
    assert b"Settled in school" in school.get(url("referral", sent)).content


def test_a_decided_referral_cannot_be_withdrawn_from_the_page(world, sent, school):
    decide(world, on_agenda(world, sent))

    assert b"The panel has decided" in school.post(url("withdraw", sent), {"reason": "Late"}).content
    assert b"Withdraw this referral" not in school.get(url("referral", sent)).content
