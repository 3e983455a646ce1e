"""The page of a placement, completing it and ending it, in the browser's words."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from accounts.models import AccessEvent
from prus.models import Objective, Placement, WeekSlot
from prus.week import SESSIONS
from tests.providers.test_actions import TAKEN, booked, complete, lapse
from tests.prus.cases import START, proposed


def typed(world, booking=None, first=START, **changes):
    data = {"site": world.site.pk, "brief": "Ring Hana Head." if booking else ""}
    data |= {"first_day": first.day, "first_month": first.month, "first_year": first.year}
    data |= {"text_1": "Attend every session", "baseline_1": "41% in spring", "measure_1": "85% over six weeks"}
    taken = TAKEN if booking else set()
    data |= {f"week_{day}_{half}": "base" for day, half in SESSIONS if (day, half) not in taken}
    return {**data, **changes}


def words_of(answer) -> str:
    return answer.content.decode().replace("&#x27;", "'")


def post(client, name, placement, data, **more):
    return client.post(reverse(name, args=[placement.uuid]), data, **more)


def test_the_head_completes_a_placement_with_its_booking(world, sign_in):
    booking = booked(world)
    client = sign_in(world.head)

    answer = post(client, "prus:complete", booking.placement, typed(world, booking, week_1_AM="school"), follow=True)

    assert "is on your roll and registers from Monday 18 May 2026" in words_of(answer)
    assert WeekSlot.objects.get(weekday=1, session="AM").organisation == world.school
    assert WeekSlot.objects.filter(kind="provider").count() == 3
    assert Objective.objects.get().baseline == "41% in spring"
    for words in ("Motor workshop", "Main, dual registration", "Subsidiary, dual registration", "Ring Hana Head."):
        assert words in words_of(answer)


def test_the_same_form_sent_twice_completes_once(world, sign_in):
    booking = booked(world)
    client, data = sign_in(world.head), {**typed(world, booking), "once": str(uuid.uuid4())}

    first = post(client, "prus:complete", booking.placement, data)
    second = post(client, "prus:complete", booking.placement, data)

    assert first["Location"] == second["Location"] == reverse("prus:placement", args=[booking.placement.uuid])
    assert WeekSlot.objects.count() == 10


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first_day": "14"}, "Starting day must be 15 May 2026 or later"),
        ({"first_day": "25"}, "Starting day must be in term time"),
        ({"first_day": "31", "first_month": "6"}, "Starting day must be a real date"),
        ({"first_day": "", "first_month": "", "first_year": ""}, "Enter the starting day"),
        ({"site": ""}, "Select the site where the pupil will be taught"),
        ({"text_1": ""}, "Enter what the placement is for"),
        ({"baseline_1": ""}, "Enter where the pupil starts from"),
        ({"measure_1": ""}, "Enter how you will know that it is met"),
        ({"text_2": "Read every day"}, "Enter where the pupil starts from"),
        ({"week_2_PM": ""}, "Select where the pupil is due on Tuesday afternoon"),
        ({"brief": ""}, "Enter what the provider needs to know"),
    ],
)
def test_a_wrong_answer_is_explained_at_its_field_and_kept(world, sign_in, changes, sentence):
    booking = booked(world)

    answer = post(sign_in(world.head), "prus:complete", booking.placement, typed(world, booking, **changes))

    page = words_of(answer)
    assert answer.status_code == 200
    assert page.count(sentence) == 2  # in the summary and at the field
    assert "85% over six weeks" in page or "measure_1" in changes
    assert not WeekSlot.objects.exists()


def test_a_pupil_due_somewhere_else_is_explained_at_the_week(world, elsewhere, sign_in):
    placement = proposed(world, confirmed=True)
    from accounts.models import Organisation
    from prus.models import Pru

    body = Organisation.objects.create(kind="pru", name="Other PRU", la=world.la)
    other = Placement.objects.create(
        la=world.la,
        pupil=placement.pupil,
        pru=Pru.objects.create(organisation=body, responsible_body="trust"),
        purpose="preventative",
        commissioned_by=world.partnership_body,
        proposed_at=placement.proposed_at,
        proposed_from=START,
        planned_end=dt.date(2026, 7, 17),
    )
    world.week(other, dt.date(2026, 4, 13), [(3, "AM")])

    answer = post(sign_in(world.head), "prus:complete", placement, typed(world))

    assert words_of(answer).count("is already due at Mill Lane base on Wednesday morning. End that session first") == 2
    placement.refresh_from_db()
    assert placement.is_proposed


def test_a_lapsed_check_is_explained_at_the_starting_day(world, sign_in):
    booking = booked(world)
    lapse(world, until=dt.date(2026, 5, 17))

    page = words_of(post(sign_in(world.head), "prus:complete", booking.placement, typed(world, booking)))

    assert page.count("public liability insurance must be renewed first") == 2


def test_before_the_direction_the_head_is_told_to_wait(world, sign_in):
    placement = proposed(world)
    client = sign_in(world.head)

    page = words_of(client.get(reverse("prus:complete", args=[placement.uuid])))

    assert "has not confirmed its direction yet" in page
    assert "Starting day" not in page
    assert "has not confirmed its direction yet" in words_of(post(client, "prus:complete", placement, typed(world)))


def test_a_completed_placement_is_not_completed_again(world, sign_in):
    placement = world.placement()

    assert sign_in(world.head).get(reverse("prus:complete", args=[placement.uuid])).status_code == 302


def test_each_reader_is_shown_what_is_theirs_to_do(world, sign_in):
    waiting, ready, running = proposed(world), proposed(world, confirmed=True), world.placement()

    def buttons(who, placement):
        page = sign_in(getattr(world, who)).get(reverse("prus:placement", args=[placement.uuid]))
        return [button["text"] for button in page.context["buttons"]]

    assert buttons("school_lead", waiting) == ["Confirm the direction"]
    assert buttons("head", waiting) == []
    assert buttons("head", ready) == ["Complete the placement"]
    assert buttons("school_lead", ready) == buttons("staff", ready) == buttons("officer", ready) == []
    assert buttons("head", running) == ["Change the week", "End the placement"]
    assert buttons("staff", running) == []


def test_the_page_says_what_the_placement_rests_on_and_when_it_may_start(world, sign_in):
    placement = proposed(world, confirmed=True)

    page = words_of(sign_in(world.officer).get(reverse("prus:placement", args=[placement.uuid])))

    for words in (
        "An off-site direction by the governing board of Hillside High School",
        "Tuesday 12 May 2026",
        "Friday 15 May 2026",
        "The head of Staffordshire PRU agrees the starting day",
    ):
        assert words in page


def test_looking_at_a_placement_is_noted(world, sign_in):
    placement = world.placement()

    sign_in(world.head).get(reverse("prus:placement", args=[placement.uuid]))

    event = AccessEvent.objects.latest("pk")
    assert (event.verb, event.pupil_ids, event.person) == ("prus:placement", [placement.pupil_id], world.head.person)


def ending(day="22", month="5", year="2026", **changes):
    data = {"last_day": day, "last_month": month, "last_year": year}
    data |= {"reason": "Returned to their school", "next_place": "Hillside High School, full timetable"}
    return {**data, **changes}


def test_the_head_ends_a_placement(world, sign_in):
    booking = booked(world)
    complete(world, booking.placement)

    answer = post(sign_in(world.head), "prus:end", booking.placement, ending(), follow=True)

    placement = Placement.objects.get(pk=booking.placement_id)
    assert "ends on Friday 22 May 2026" in words_of(answer)
    assert placement.end_reason == "Returned to their school. Next: Hillside High School, full timetable"
    assert not WeekSlot.objects.filter(during__endswith=None).exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day": "12", "month": "4"}, "Last day must be 13 April 2026 or later"),
        ({"day": "", "month": "", "year": ""}, "Enter the last day of the placement"),
        ({"day": "31", "month": "6"}, "Last day must be a real date"),
        ({"reason": ""}, "Select why the placement ends"),
        ({"next_place": ""}, "Enter where the pupil goes next"),
        ({"next_place": "x" * 141}, "Where the pupil goes next must be 140 characters or fewer"),
    ],
)
def test_a_wrong_ending_is_explained_at_its_field(world, sign_in, changes, sentence):
    placement = world.placement()

    page = words_of(post(sign_in(world.head), "prus:end", placement, ending(**changes)))

    assert page.count(sentence) == 2
    assert Placement.objects.get().last is None


def test_an_ended_placement_stays_with_the_pru_for_two_weeks(world, sign_in, on_day):
    placement = world.placement()
    post(sign_in(world.head), "prus:end", placement, ending(day="15"))
    address = reverse("prus:placement", args=[placement.uuid])

    on_day(dt.date(2026, 5, 29))
    assert sign_in(world.head).get(address).status_code == 200
    on_day(dt.date(2026, 5, 30))
    assert sign_in(world.head).get(address).status_code == 404
    assert sign_in(world.school_lead).get(address).status_code == 200
