"""Lists of referrals, and letters about them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from referrals.actions import passports as actions
from referrals.models import Letter, Referral
from tests.referrals.arranging import decide, listed, on_agenda, url, write_all


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


# Letters


def letter(world, referral, to):
    case = referral.cases.first() or on_agenda(world, referral)
    decision = getattr(case, "decision", None) or decide(world, case)
    return Letter.objects.create(
        la=world.la,
        pupil=referral.pupil,
        decision=decision,
        to=to,
        subject=f"To {to}",
        text="The panel offers a place.",
        made_at=referral.submitted_at,
    )


def test_a_school_reads_its_own_letter_and_no_other(world, sent, school, sign_in):
    ours, theirs = letter(world, sent, world.school), letter(world, sent, world.pru_body)

    page = school.get(url("referral", sent)).content.decode()

    assert url("letter", ours) in page
    assert url("letter", theirs) not in page
    assert b"The panel offers a place." in school.get(url("letter", ours)).content
    assert school.get(url("letter", theirs)).status_code == 404
    assert sign_in(world.other_school_lead).get(url("letter", ours)).status_code == 404
    assert url("letter", theirs) in sign_in(world.officer).get(url("referral", sent)).content.decode()


# Lists


def names_on(client, state=""):
    answer = client.get(url("list"), {"state": state} if state else {})
    return [row[0]["text"] for row in answer.context["table"]["rows"]]


def test_the_list_by_stage(world, school, sign_in):
    draft = world.referral(world.pupil(surname="Draft"))
    waiting = world.referral(world.pupil(surname="Waiting"), submitted=True)
    done = world.referral(world.pupil(surname="Done"), submitted=True)
    decide(world, listed(world, done))

    assert set(names_on(school)) == {r.pupil.full_name for r in (draft, waiting, done)}
    assert names_on(school, "draft") == [draft.pupil.full_name]
    assert names_on(school, "awaiting") == [waiting.pupil.full_name]
    assert names_on(school, "decided") == [done.pupil.full_name]
    officer = sign_in(world.officer)
    assert set(names_on(officer)) == {r.pupil.full_name for r in (waiting, done)}
    assert names_on(officer, "awaiting") == [waiting.pupil.full_name]
    assert names_on(sign_in(world.other_school_lead)) == []
    assert names_on(sign_in(world.chair)) == []


def test_a_long_exit_plan_shows_on_the_list(world, school):
    referral = world.referral()
    long = {"by_year": "2027", "reason": "A college place in September 2027"}
    write_all(referral, world.actor("school_lead"), exit=long)

    assert b"Longer than two terms" in school.get(url("list")).content


@pytest.mark.parametrize("who", ["school_lead", "officer", "chair"])
def test_lists_need_as_many_queries_for_three_as_for_one(world, sign_in, who):
    client = sign_in(getattr(world, who))
    counted = []
    for wanted in (1, 3):
        while Referral.objects.count() < wanted:
            referral = world.referral(submitted=True)
            on_agenda(world, referral)
        client.get(url("list"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(url("list"))
        assert len(answer.context["table"]["rows"]) == wanted
        counted.append(len(queries))

    assert counted[0] == counted[1]
    assert counted[0] <= 12


def test_a_referral_needs_as_many_queries_however_much_is_written(world, sign_in):
    bare, full = world.referral(submitted=True), world.referral()
    write_all(full, world.actor("school_lead"))
    actions.submit(referral=full, by=world.actor("school_lead"))
    client = sign_in(world.officer)
    client.get(url("referral", bare))  # the first request of a session writes the session
    counted = []
    for each in (bare, full):
        with CaptureQueriesContext(connection) as queries:
            client.get(url("referral", each))
        counted.append(len(queries))

    assert counted[0] == counted[1]
