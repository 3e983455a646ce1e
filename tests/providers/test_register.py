"""The provider's register: it says who came, sees its own sessions only, and the PRU settles."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import actor as actors
from attendance import actions, cells, totals
from attendance.models import HalfTermAttendance, Mark, MarkChange, SessionReport
from kit.periods import from_to
from tests.attendance.conftest import TODAY, book
from tests.attendance.test_register_pages import statements, text

TUESDAY_BEFORE = dt.date(2026, 5, 5)
OPEN = reverse("provider_register:today")


def name(pupil, day=TODAY, half="PM"):
    return cells.name_of((pupil.uuid, day, half))


def save_url(day=TODAY):
    return reverse("provider_register:save", args=[day])


def seen(client, day=TODAY):
    page = client.get(reverse("provider_register:on", args=[day])).content.decode()
    return re.search(r'name="seen" value="([^"]*)"', page)[1]


@pytest.fixture
def placed(world):
    """Tuesday afternoon with the provider, the rest of the week at the PRU."""
    return make(world)


def make(world):
    placement = world.placement(week=False)
    rest = [(d, h) for d in range(1, 6) for h in ("AM", "PM") if (d, h) != (2, "PM")]
    world.week(placement, dt.date(2026, 4, 13), rest)
    book(world, placement, [(2, "PM")])
    return placement


@pytest.mark.parametrize(("said", "code", "present"), [("attended", "B", 1), ("late", "B", 1), ("absent", "N", 0)])
def test_the_word_becomes_a_mark_in_the_prus_register(world, placed, sign_in, said, code, present):
    data = {name(placed.pupil): said, f"l{name(placed.pupil)}": "20"}

    answer = sign_in(world.provider_lead).post(save_url(), data)

    assert answer.status_code == 302
    report = SessionReport.objects.get()
    assert (report.said, report.minutes_late) == (said, 20 if said == "late" else None)
    mark = Mark.objects.get()
    assert (mark.code_id, mark.pru, mark.organisation, mark.placement) == (
        code,
        world.pru_body,
        world.provider_body,
        placed,
    )
    assert HalfTermAttendance.objects.get().present == present
    assert totals.differences(world.la) == []


def test_the_same_word_sent_twice_counts_once(world, placed, sign_in):
    client = sign_in(world.provider_lead)

    for _ in range(2):
        client.post(save_url(), {name(placed.pupil): "absent"})

    assert SessionReport.objects.count() == Mark.objects.count() == 1
    assert not MarkChange.objects.exists()


def test_a_changed_word_changes_the_mark_and_keeps_the_original(world, placed, sign_in):
    client = sign_in(world.provider_lead)
    client.post(save_url(), {name(placed.pupil): "absent"})

    client.post(save_url(), {"seen": seen(client), name(placed.pupil): "attended"})

    assert Mark.objects.get().code_id == "B"
    change = MarkChange.objects.get()
    assert (change.from_code, change.to_code, change.by_name) == ("N", "B", "Priya Provider")
    assert totals.differences(world.la) == []


def test_a_code_the_pru_has_settled_stays(world, placed, sign_in):
    client = sign_in(world.provider_lead)
    client.post(save_url(), {name(placed.pupil): "absent"})
    staff = world.actor("staff")
    with actors.acting(staff):
        actions.settle(
            pupil=placed.pupil, date=TODAY, session="PM", code="I", reason="Father rang", by=staff, seen_code="N"
        )

    client.post(save_url(), {"seen": seen(client), name(placed.pupil): "attended"})

    assert SessionReport.objects.get().said == "attended"
    assert Mark.objects.get().code_id == "I"


def test_a_colleagues_word_is_not_overwritten(world, placed, sign_in):
    client = sign_in(world.provider_lead)
    client.post(save_url(), {name(placed.pupil): "absent"})

    page = client.post(save_url(), {"seen": "", name(placed.pupil): "attended"})

    assert "A colleague has saved absent since you opened this" in text(page)
    assert SessionReport.objects.get().said == "absent"


@pytest.mark.parametrize("minutes", ["ten", "0", "999", "-5"])
def test_minutes_get_a_sentence_and_are_kept(world, placed, sign_in, minutes):
    page = sign_in(world.provider_lead).post(
        save_url(), {name(placed.pupil): "late", f"l{name(placed.pupil)}": minutes}
    )

    assert "Minutes late must be a number between 1 and 180" in text(page)
    assert f'value="{minutes}"' in page.content.decode()
    assert f'href="#l{name(placed.pupil)}"' in page.content.decode()
    assert not SessionReport.objects.exists()


def test_the_provider_sees_its_own_sessions_only(world, placed, sign_in):
    never_booked = world.placement().pupil

    page = sign_in(world.provider_lead).get(OPEN)

    assert placed.pupil.full_name in text(page)
    assert never_booked.full_name not in text(page)
    assert name(placed.pupil, half="AM") not in page.content.decode()


@pytest.mark.parametrize(
    ("day", "half"),
    [(TODAY, "AM"), (dt.date(2026, 5, 13), "AM"), (dt.date(2026, 5, 19), "PM"), (dt.date(2026, 3, 24), "PM")],
)
def test_sessions_that_are_not_its_own_are_refused(world, placed, sign_in, day, half):
    page = sign_in(world.provider_lead).post(save_url(), {name(placed.pupil, day, half): "attended"})

    assert "not booked with you" in text(page)
    assert not Mark.objects.exists()


def test_the_last_five_days_with_bookings_are_open(world, placed, sign_in, on_day):
    on_day(dt.date(2026, 5, 20))
    client = sign_in(world.provider_lead)
    days = [dt.date(2026, 5, 19), dt.date(2026, 5, 12), dt.date(2026, 5, 5), dt.date(2026, 4, 28)]

    assert [client.get(reverse("provider_register:on", args=[day])).status_code for day in days] == [200] * 4
    assert client.get(reverse("provider_register:on", args=[dt.date(2026, 4, 14)])).status_code == 404
    assert "Nobody is booked with you on this day" in text(client.get(OPEN))
    client.post(save_url(days[1]), {name(placed.pupil, days[1]): "attended"})
    assert Mark.objects.get().date == days[1]


def test_a_pupil_no_longer_tied_is_not_shown(world, placed, sign_in):
    placed.pupil.ties.filter(organisation=world.provider_body).update(
        during=from_to(dt.date(2026, 4, 13), dt.date(2026, 5, 11))
    )
    client = sign_in(world.provider_lead)

    assert placed.pupil.full_name not in text(client.get(OPEN))
    client.post(save_url(), {name(placed.pupil): "attended"})
    assert not Mark.objects.exists()


@pytest.mark.parametrize("who", ["staff", "head", "officer", "school_lead", "committee_member", "chair", "sysadmin"])
def test_only_a_provider_lead_opens_it(world, placed, sign_in, who):
    client = sign_in(getattr(world, who))

    assert client.get(OPEN).status_code == 403
    assert client.post(save_url(), {name(placed.pupil): "attended"}).status_code == 403
    assert not Mark.objects.exists()


def test_another_provider_and_nobody_see_nothing(world, elsewhere, placed, sign_in, client):
    stranger = sign_in(elsewhere.provider_lead)

    assert placed.pupil.full_name not in text(stranger.get(OPEN))
    stranger.post(save_url(), {name(placed.pupil): "attended"})
    assert not Mark.objects.exists()
    assert client.get(OPEN).status_code == 302


def test_queries_do_not_grow_with_pupils(world, placed, sign_in):
    client = sign_in(world.provider_lead)
    client.get(OPEN)
    with CaptureQueriesContext(connection) as one:
        client.get(OPEN)
    make(world)
    make(world)

    with CaptureQueriesContext(connection) as three:
        client.get(OPEN)

    assert len(statements(three)) == len(statements(one)) <= 12
