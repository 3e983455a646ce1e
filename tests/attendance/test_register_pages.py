"""The register pages: what they show, what they save, what they refuse."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from attendance import cells
from attendance.models import Mark, MarkChange
from prus.models import WeekSlot
from tests.attendance.conftest import MONDAY, TODAY

WEEK = reverse("attendance:week", args=[MONDAY])


def session_url(world, day=TODAY, half="AM"):
    return reverse("attendance:session", args=[day, half, world.site.uuid])


def name(pupil, day=TODAY, half="AM"):
    return cells.name_of((pupil.uuid, day, half))


def seen(response):
    return re.search(r'name="seen" value="([^"]*)"', response.content.decode())[1].replace("&#x27;", "'")


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("&#x27;", "'")


def statements(captured):
    """Without the one that a request in a test's own transaction adds, to put the actor back."""
    return [q["sql"] for q in captured if "set_config('app.la_ids', '{}'" not in q["sql"]]


def test_the_list_shows_what_is_taken_and_what_is_not(world, sign_in, take):
    first, _ = world.placement().pupil, world.placement().pupil
    take(world, first, "/")

    page = text(sign_in(world.staff).get(reverse("attendance:registers")))

    assert "Morning at Mill Lane Where Mill Lane Marked 1 of 2 Register Part taken" in page
    assert "0 of 2 Register Not taken" in page


def test_an_absence_older_than_five_school_days_is_overdue(world, sign_in, take):
    pupil = world.placement().pupil
    take(world, pupil, "N", dt.date(2026, 5, 1))  # six school days before, the bank holiday not counted
    take(world, pupil, "N", dt.date(2026, 5, 5))

    page = text(sign_in(world.staff).get(reverse("attendance:registers")))

    assert re.search(r"Friday 1 May, morning.*?6 school days Reason Overdue", page)
    assert re.search(r"Tuesday 5 May, morning.*?5 school days Reason Find out", page)


def test_session_register_is_saved(world, sign_in):
    here, late, ill = (world.placement().pupil for _ in range(3))
    client = sign_in(world.staff)
    page = client.get(session_url(world))

    answer = client.post(
        session_url(world),
        {
            "seen": seen(page),
            name(here): "present",
            name(late): "late",
            f"l{name(late)}": "12",
            name(ill): "other",
            f"c{name(ill)}": "I",
        },
    )

    assert answer.status_code == 302
    assert dict(Mark.objects.values_list("pupil", "code_id")) == {here.pk: "/", late.pk: "L", ill.pk: "I"}
    assert Mark.objects.get(pupil=late).minutes_late == 12


def test_absent_without_a_reason_is_n(world, sign_in):
    pupil = world.placement().pupil

    sign_in(world.staff).post(session_url(world), {name(pupil): "other", f"c{name(pupil)}": ""})

    assert Mark.objects.get().code_id == "N"


def test_minutes_that_are_no_number_get_a_sentence_at_the_box(world, sign_in):
    pupil = world.placement().pupil

    page = sign_in(world.staff).post(session_url(world), {name(pupil): "late", f"l{name(pupil)}": "ten"})

    assert page.status_code == 200
    assert f'href="#l{name(pupil)}"' in page.content.decode()
    assert "as a number" in text(page)
    assert 'value="ten"' in page.content.decode()
    assert not Mark.objects.exists()


def test_mark_all_blanks_fills_in_and_saves_nothing(world, sign_in):
    blank, ill = world.placement().pupil, world.placement().pupil

    page = sign_in(world.staff).post(WEEK, {name(ill): "I", name(blank): "", "fill": "blanks"})

    content = page.content.decode()
    assert re.search(f'name="{name(ill)}" value="I"', content)
    assert re.search(f'name="{name(blank)}" value="/"', content)
    assert "7 blanks filled in as present" in text(page)  # Monday and Tuesday of two pupils, less the one typed
    assert not Mark.objects.exists()


def test_week_register_is_saved_and_shown(world, sign_in):
    pupil = world.placement().pupil
    client = sign_in(world.staff)

    answer = client.post(
        WEEK, {name(pupil, MONDAY): "/", name(pupil, MONDAY, "PM"): "/", name(pupil): "l12"}, follow=True
    )

    assert list(Mark.objects.order_by("date", "session").values_list("code_id", "minutes_late")) == [
        ("/", None),
        ("\\", None),
        ("L", 12),
    ]
    assert "Register saved: 3 sessions" in text(answer)
    assert "we put that right" in text(answer)
    assert f'aria-label="{pupil.full_name}, Monday morning"' in answer.content.decode()
    assert 'value="L 12"' in answer.content.decode()


def test_wrong_cells_keep_what_was_typed_and_save_nothing(world, sign_in):
    right, wrong = world.placement().pupil, world.placement().pupil

    page = sign_in(world.staff).post(WEEK, {name(right): "/", name(wrong): "qq"})

    content = page.content.decode()
    assert f'href="#{name(wrong)}"' in content
    assert f'id="{name(wrong)}_error"' in content
    assert f'aria-describedby="{name(wrong)}_error"' in content
    assert 'value="qq"' in content
    assert f"{wrong.full_name}, Tuesday morning: QQ is not a register code" in text(page)
    assert "<title>Error:" in content
    assert not Mark.objects.exists()


@pytest.mark.parametrize(
    ("typed", "says"), [("D", "another school"), ("H", "18 August 2024"), ("L 45", "between 1 and 30")]
)
def test_refusals_stand_at_the_cell(world, sign_in, typed, says):
    pupil = world.placement().pupil

    page = sign_in(world.staff).post(WEEK, {name(pupil): typed})

    assert says in text(page)
    assert f'value="{typed}"' in page.content.decode()


def test_an_entry_is_not_taken_away(world, sign_in, take):
    pupil = world.placement().pupil
    take(world, pupil, "/")
    client = sign_in(world.staff)

    page = client.post(WEEK, {"seen": seen(client.get(WEEK)), name(pupil): ""})

    assert "can be changed but not taken away" in text(page)
    assert Mark.objects.count() == 1


def test_changing_an_entry_asks_for_the_reason(world, sign_in, take):
    pupil = world.placement().pupil
    take(world, pupil, "N")
    client = sign_in(world.staff)
    shown = seen(client.get(WEEK))

    page = client.post(WEEK, {"seen": shown, name(pupil): "M"})
    assert "Enter why the register is being changed" in text(page)
    assert 'value="M"' in page.content.decode()

    client.post(WEEK, {"seen": shown, name(pupil): "M", "reason": "Dentist's letter"})
    assert MarkChange.objects.get().reason == "Dentist's letter"


def test_two_people_saving_see_both_and_lose_nothing(world, sign_in):
    pupil, other = world.placement().pupil, world.placement().pupil
    one, two = sign_in(world.staff), sign_in(world.head)
    shown = seen(one.get(WEEK))
    two.post(WEEK, {"seen": shown, name(pupil): "M", name(other): "/"})

    page = one.post(WEEK, {"seen": shown, name(pupil): "N", name(other): ""})

    assert Mark.objects.get(pupil=pupil).code_id == "M"
    words = text(page)
    assert "You typed N Reason for absence not yet established" in words
    assert "M Leave of absence: medical or dental appointment" in words
    content = page.content.decode()
    assert re.search(f'name="{name(pupil)}" value="N"', content)
    assert re.search(f'name="{name(other)}" value="/"', content)  # what one did not touch is as saved now

    data = {"seen": seen(page), name(pupil): "N", name(other): "/", "reason": "Appointment was another day"}
    assert one.post(WEEK, data).status_code == 302
    assert Mark.objects.get(pupil=pupil).code_id == "N"
    assert MarkChange.objects.get().from_code == "M"


def test_the_same_form_sent_twice_counts_once(world, sign_in):
    pupil = world.placement().pupil
    client = sign_in(world.staff)
    data = {"seen": "", name(pupil): "I"}

    answers = [client.post(WEEK, data).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Mark.objects.count() == 1
    assert not MarkChange.objects.exists()


def test_sessions_elsewhere_are_shown_and_take_no_mark(world, booked, sign_in):
    slot = WeekSlot.objects.get(placement=booked, weekday=1, session="AM")
    WeekSlot.objects.filter(pk=slot.pk).update(
        kind="school", organisation=world.school, place=world.school.places.get()
    )
    client = sign_in(world.staff)

    page = client.get(WEEK)

    assert "At Hillside High School" in text(page)
    assert name(booked.pupil, MONDAY, "AM") not in page.content.decode()
    assert name(booked.pupil, TODAY, "PM") not in page.content.decode()
    assert reverse("attendance:settle", args=[booked.pupil.uuid, TODAY, "PM"]) in page.content.decode()
    answer = client.post(WEEK, {name(booked.pupil, MONDAY, "AM"): "/"})
    assert "not due here" in text(answer)
    assert not Mark.objects.exists()


def test_a_week_that_has_days_to_come_takes_no_marks_for_them(world, sign_in):
    pupil = world.placement().pupil
    client = sign_in(world.staff)
    tomorrow = dt.date(2026, 5, 13)

    assert name(pupil, tomorrow) not in client.get(WEEK).content.decode()
    assert "still to come" in text(client.post(WEEK, {name(pupil, tomorrow): "/"}))
    assert "still to come" in text(client.get(session_url(world, tomorrow)))


def test_any_day_leads_to_its_monday(world, sign_in):
    answer = sign_in(world.staff).get(reverse("attendance:week", args=[TODAY]))

    assert answer["Location"] == WEEK


def test_settle_changes_n_with_a_reason_and_shows_the_history(world, sign_in, take):
    pupil = world.placement().pupil
    take(world, pupil, "N")
    url = reverse("attendance:settle", args=[pupil.uuid, TODAY, "AM"])
    client = sign_in(world.staff)

    refused = client.post(url, {"code": "I", "reason": "", "seen": "N"})
    assert "Enter why" in text(refused)
    empty = client.post(url, {"code": "", "reason": "x", "seen": "N"})
    assert "Select the right code" in text(empty)
    assert client.post(url, {"code": "I", "reason": "Father rang", "seen": "N"}).status_code == 302

    page = text(client.get(url))
    assert "N Reason for absence not yet established became I Illness" in page
    assert "Father rang" in page
    assert "Stefan Staff, Teacher" in page
