"""The sections of the passport: what is asked, refused, kept and read."""

import datetime as dt

import pytest
from django.http import QueryDict

from prus.models import PupilNeeds
from referrals import passport, stages
from referrals.actions import passports as actions
from referrals.errors import PassportConflictError
from referrals.models import ExitPlan, NeedsSection, PassportSection, Referral
from tests.referrals.arranging import form_of, write, write_all
from tests.referrals.passport_answers import ANSWERS


@pytest.fixture
def actor(world):
    return world.actor("school_lead")


@pytest.fixture
def referral(world):
    return world.referral()


def test_every_section_can_be_written_and_read_back(world, referral, actor):
    write_all(referral, actor)

    assert passport.missing(referral) == []
    told = {each["key"]: dict(each["rows"]) for each in passport.read(referral, actor)}
    assert list(told) == list(ANSWERS)
    assert told["pupil"]["Date the pupil joined the school"] == "4 September 2023"
    assert told["attendance"]["Attendance this school year"] == "77.0%"
    assert told["attendance"]["School days of suspension"] == "3.5 days"
    assert told["attendance"]["Is the pupil on a part-time timetable?"] == "No"
    assert told["needs"]["Services that work with the pupil now"] == "Early help"
    assert told["strategies"]["Strategy 2"].splitlines()[:3] == [
        "What was tried: Lessons in a smaller group",
        "From: 2 March 2026",
        "To: 27 March 2026",
    ]
    assert told["exit"]["Where the pupil goes next"] == "Back to the school"
    assert passport.objectives(referral) == [
        {
            "text": "Attend every morning",
            "baseline": "3 of 5 mornings in April",
            "measure": "5 of 5 mornings for four weeks",
        }
    ]


def test_read_gives_author_time_and_source(referral, actor):
    write(referral, "attainment", actor, source="Reading test, March 2026")

    told = {each["key"]: each for each in passport.read(referral, actor)}

    assert told["attainment"]["author"] == "Sam School"
    assert told["attainment"]["source"] == "Reading test, March 2026"
    assert told["attainment"]["written_at"] is not None
    assert (told["views"]["author"], told["views"]["rows"]) == ("", [])


def test_read_leaves_out_the_classes_an_actor_may_not_see(world, referral, actor, monkeypatch):
    from accounts import records

    write_all(referral, actor)
    monkeypatch.setitem(records.CLASSES, actor.role, {"R1", "R2"})

    keys = {each["key"] for each in passport.read(referral, actor)}

    assert keys == set(ANSWERS) - {"needs", "risk"}
    assert passport.read(referral, world.actor("provider_lead")) == []


def test_read_many_needs_two_queries_however_many(world, actor, django_assert_num_queries):
    referrals = [world.referral() for _ in range(3)]
    for each in referrals:
        write(each, "attainment", actor)
        write(each, "risk", actor)

    with django_assert_num_queries(2):
        told = passport.read_many(referrals, actor)

    assert len(told) == 3


def test_needs_and_risk_are_kept_apart(referral, actor):
    write_all(referral, actor)

    assert set(NeedsSection.objects.values_list("key", flat=True)) == {"needs", "risk"}
    assert not PassportSection.objects.filter(key__in=["needs", "risk"]).exists()


def test_half_a_section_is_kept_but_not_complete(referral, actor):
    row = write(referral, "views", actor, complete=False, pupil="School is loud", pupil_how="", parents="")

    assert row.data["pupil"] == "School is loud"
    assert row.complete is False
    assert "What the pupil and parents say" in passport.missing(referral)


def test_a_second_save_needs_the_version_that_was_read(referral, actor):
    write(referral, "views", actor)
    write(referral, "views", actor, version=1, pupil="Changed")

    with pytest.raises(PassportConflictError) as first:
        write(referral, "views", actor, version=1, pupil="Mine")

    assert first.value.row.data["pupil"] == "Changed"


def test_two_who_begin_one_section_at_once_do_not_lose_either(referral, actor):
    write(referral, "views", actor)

    with pytest.raises(PassportConflictError):
        write(referral, "views", actor, version=0, pupil="Mine")


@pytest.mark.parametrize(
    ("key", "changes", "field", "sentence"),
    [
        ("pupil", {"joined_on_month": "13"}, "joined_on", "Date the pupil joined the school must be a real date"),
        ("pupil", {"joined_on_year": "2027"}, "joined_on", "must be on or before 12 May 2026"),
        ("pupil", {"contact": ""}, "contact", "Enter who knows the pupil best at your school"),
        ("attainment", {"ks2_reading": "300"}, "ks2_reading", "Key stage 2 reading, scaled score must be 120 or less"),
        ("attendance", {"attended": "301"}, "attended", "Sessions attended must be 300 or fewer"),
        ("attendance", {"reasons": ""}, "reasons", "Enter the dates and reasons of the suspensions"),
        ("attendance", {"days": "46"}, "days", "cannot be suspended for more than 45 school days"),
        ("attendance", {"part_time": "yes"}, "timetable", "Enter the part-time timetable"),
        ("strategies", {"effect_2": ""}, "effect_2", "Enter what it did for the pupil"),
        ("strategies", {"ended_2_day": "1"}, "ended_2", "The last day must be the same as or after the first"),
        ("strategies", {"what_1": ""}, "what_1", "Enter what was tried"),
        ("needs", {"primary_need": ""}, "primary_need", "Select the main need"),
        ("needs", {"services": ["none", "camhs"]}, "services", "not both"),
        ("needs", {"services_more": ""}, "services_more", "Enter who works with the pupil"),
        ("risk", {"to_others": ""}, "to_others", "Enter any risk to others, or “None known”"),
        ("consents", {"agrees": "no"}, "agrees_why", "Enter why they do not agree to the referral"),
        ("consents", {"shares": ""}, "shares", "Select whether a parent or carer agrees to share information"),
        ("objectives", {"measure_1": ""}, "measure_1", "Enter how you will know"),
        ("objectives", {"text_2": "Read more"}, "baseline_2", "Enter where the pupil starts from"),
        ("exit", {"kind": ""}, "kind", "Select where the pupil goes next"),
        ("exit", {"kind": "not_known"}, "reason", "Enter why it is not known yet"),
        ("exit", {"by_year": "2027"}, "reason", "Enter why the placement must be longer than two terms"),
        ("exit", {"by_month": "5", "by_day": "12"}, "by", "must be on or after 13 May 2026"),
        ("exit", {"kind": "stay"}, "kind", "A place at a PRU comes to an end"),
        ("pathway", {"sessions": "11"}, "sessions", "Sessions a week must be 10 or less"),
    ],
)
def test_what_a_section_refuses_and_how_it_says_so(referral, key, changes, field, sentence):
    form = form_of(referral, key, **changes)

    assert not form.is_valid()
    assert sentence in " ".join(form.errors[field])


@pytest.mark.parametrize("key", list(ANSWERS))
def test_every_needed_answer_has_its_own_sentence(referral, key):
    form = passport.section(referral, key).form(QueryDict("version=0"), referral=referral)
    sentences = [text for errors in form.errors.values() for text in errors]

    assert sentences
    assert len(set(sentences)) == len(sentences) or key == "consents"
    assert "This field is required." not in sentences


@pytest.mark.parametrize("key", list(ANSWERS))
def test_every_section_can_be_saved_empty_for_later(referral, actor, key):
    form = passport.section(referral, key).form(QueryDict("version=0"), referral=referral, later=True)

    assert form.is_valid(), form.errors
    actions.save_section(
        referral=referral, key=key, answers=form.answers(), source="", complete=False, version=0, by=actor
    )
    assert len(passport.read(referral, actor)) == len(ANSWERS)


def test_later_still_refuses_what_cannot_be_right(referral):
    assert not form_of(referral, "pupil", later=True, joined_on_month="13").is_valid()


def test_an_answer_under_a_choice_not_made_is_dropped(referral):
    form = form_of(referral, "consents", agrees="yes", agrees_why="Left over")

    assert form.is_valid()
    assert form.answers()["agrees_why"] is None


def test_a_plan_refuses_a_pru_for_good(referral):
    PupilNeeds.objects.create(la=referral.la, pupil=referral.pupil, provision="E", primary_need="ASD")
    form = form_of(referral, "exit", kind="stay")

    assert "cannot have a PRU as a permanent place" in form.errors["kind"][0]
    assert "for the time being" in form.note


def test_the_exit_plan_is_kept_in_its_own_table_and_says_when_it_is_long(world, referral, actor):
    write(referral, "exit", actor, by_year="2027", reason="A college place begins in September 2027")

    plan = ExitPlan.objects.get(referral=referral)
    assert (plan.kind, plan.by) == ("school", dt.date(2027, 7, 10))
    assert plan.reason.startswith("A college place")
    assert stages.with_long_exit(Referral.objects.all()).get().is_long is True
    assert ("Longer than two terms", "Yes") in passport.read(referral, actor)[9]["rows"]


def test_needs_are_kept_on_the_pupil(referral, actor):
    write(referral, "needs", actor, provision="E", primary_need="ASD")

    needs = PupilNeeds.objects.get(pupil=referral.pupil)
    assert (needs.provision, needs.primary_need) == ("E", "ASD")
    assert passport.known_already(referral, "needs") == {"provision": "E", "primary_need": "ASD"}
