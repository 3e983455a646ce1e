"""Saving a register: what is written, what is refused, two people at once, totals."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from accounts import actor as actors
from attendance import actions, totals
from attendance.errors import ReasonNeededError, RegisterConflictError, WrongCellsError
from attendance.models import HalfTermAttendance, Mark, MarkChange
from tests.attendance.conftest import MONDAY, TODAY


def marks():
    return sorted(Mark.objects.values_list("date", "session", "code_id", "minutes_late"))


def test_save_writes_the_mark_and_the_totals(world, take):
    placement = world.placement()

    written = take(world, placement.pupil, "L", minutes=12)

    assert written.marks == 1
    mark = Mark.objects.get()
    assert (mark.code_id, mark.minutes_late, mark.placement, mark.pru, mark.organisation) == (
        "L",
        12,
        placement,
        world.pru_body,
        world.pru_body,
    )
    total = HalfTermAttendance.objects.get()
    assert (total.present, total.late, total.authorised, total.unauthorised) == (1, 1, 0, 0)
    assert total.half_term.number == 5
    assert totals.differences(world.la) == []


def test_saving_the_same_twice_counts_once(world, take):
    pupil = world.placement().pupil

    take(world, pupil, "I")
    again = take(world, pupil, "I")

    assert again.marks == 0
    assert marks() == [(TODAY, "AM", "I", None)]
    assert not MarkChange.objects.exists()
    assert HalfTermAttendance.objects.get().authorised == 1


def test_changing_an_entry_keeps_the_original_with_reason_name_and_position(world, take):
    pupil = world.placement().pupil
    take(world, pupil, "N")

    take(world, pupil, "I", seen="N", reason="Mother telephoned")

    change = MarkChange.objects.get()
    assert (change.from_code, change.to_code, change.reason) == ("N", "I", "Mother telephoned")
    assert (change.by, change.by_name, change.by_position) == (world.staff.person, "Stefan Staff", "Teacher")
    total = HalfTermAttendance.objects.get()
    assert (total.authorised, total.unauthorised, total.unexplained) == (1, 0, 0)


def test_changing_an_entry_needs_a_reason(world, take):
    pupil = world.placement().pupil
    take(world, pupil, "N")

    with pytest.raises(ReasonNeededError):
        take(world, pupil, "I", seen="N", reason="  ")

    assert marks() == [(TODAY, "AM", "N", None)]


def test_somebody_elses_code_is_not_overwritten(world, take):
    pupil = world.placement().pupil
    take(world, pupil, "M", who="head")

    with pytest.raises(RegisterConflictError) as trouble:
        take(world, pupil, "N")

    clash = trouble.value.clashes[0]
    assert (clash.yours, clash.theirs, clash.due.pupil_id) == ("N", "M", pupil.pk)
    assert marks() == [(TODAY, "AM", "M", None)]


def test_a_clash_writes_nothing_of_the_rest(world, take):
    first, second = world.placement().pupil, world.placement().pupil
    take(world, first, "M")
    actor = world.actor("staff")
    entries = [actions.Entry(pupil.uuid, TODAY, "AM", "/") for pupil in (first, second)]

    with actors.acting(actor), pytest.raises(RegisterConflictError):
        actions.save_register(pru=world.pru_body, entries=entries, by=actor)

    assert Mark.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "date", "says"),
    [
        ("D", TODAY, "another school"),
        ("X", TODAY, "C2"),
        ("Z", TODAY, "on roll"),
        ("#", TODAY, "Y4"),
        ("H", TODAY, "18 August 2024"),
        ("QQ", TODAY, "not a register code"),
        ("/", TODAY + dt.timedelta(days=1), "still to come"),
        ("I", TODAY + dt.timedelta(days=1), "still to come"),
        ("/", dt.date(2026, 5, 4), "not due here"),  # a bank holiday
        ("/", dt.date(2026, 5, 9), "not due here"),  # a Saturday
        ("/", dt.date(2026, 4, 10), "not due here"),  # before the placement
    ],
)
def test_refused_entries_say_why_and_write_nothing(world, take, code, date, says):
    pupil = world.placement().pupil

    with pytest.raises(WrongCellsError, match=says):
        take(world, pupil, code, date)

    assert not Mark.objects.exists()


def test_a_pupil_of_another_pru_is_not_due_here(world, elsewhere, take):
    stranger = elsewhere.placement().pupil

    with pytest.raises(WrongCellsError, match="not due here"):
        take(world, stranger, "/")

    assert not Mark.objects.exists()


def test_a_providers_session_is_not_for_the_prus_register(world, booked, take):
    with pytest.raises(WrongCellsError, match="not due here"):
        take(world, booked.pupil, "\\", session="PM")


def test_settle_gives_a_providers_session_its_code(world, booked):
    actor = world.actor("staff")
    with actors.acting(actor):
        actions.settle(pupil=booked.pupil, date=TODAY, session="PM", code="N", reason="", by=actor)
        actions.settle(pupil=booked.pupil, date=TODAY, session="PM", code="I", reason="Ill", by=actor, seen_code="N")

    mark = Mark.objects.get()
    assert (mark.code_id, mark.organisation) == ("I", world.provider_body)
    assert MarkChange.objects.get().to_code == "I"
    assert HalfTermAttendance.objects.get().organisation == world.provider_body


def test_settle_refuses_e_where_provision_was_made(world, booked):
    actor = world.actor("staff")

    with actors.acting(actor), pytest.raises(WrongCellsError, match="was booked at"):
        actions.settle(pupil=booked.pupil, date=TODAY, session="PM", code="E", reason="", by=actor)


def test_the_database_refuses_a_code_not_in_force(world):
    placement = world.placement()
    line = (placement.pupil_id, placement.la_id, placement.pk, world.pru_body.pk, world.pru_body.pk)

    with pytest.raises(IntegrityError, match="not in force"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO attendance_mark"
            " (pupil_id, date, session, code_id, la_id, placement_id, pru_id, organisation_id)"
            " VALUES (%s, '2026-05-12', 'AM', 'H', %s, %s, %s, %s)",
            line,
        )


def test_the_database_refuses_the_stroke_of_the_other_session(world):
    placement = world.placement()
    line = (placement.pupil_id, "/", placement.la_id, placement.pk, world.pru_body.pk, world.pru_body.pk)

    with pytest.raises(IntegrityError, match="stroke"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO attendance_mark"
            " (pupil_id, date, session, code_id, la_id, placement_id, pru_id, organisation_id)"
            " VALUES (%s, '2026-05-12', 'PM', %s, %s, %s, %s, %s)",
            line,
        )


def test_a_change_of_minutes_alone_is_no_amendment(world, take):
    pupil = world.placement().pupil
    take(world, pupil, "L", minutes=5)

    take(world, pupil, "L", minutes=9, seen="L")

    assert marks() == [(TODAY, "AM", "L", 9)]
    assert not MarkChange.objects.exists()


def test_monday_and_today_are_counted_in_one_half_term(world, take):
    pupil = world.placement().pupil

    take(world, pupil, "/", MONDAY)
    take(world, pupil, "O", TODAY)

    total = HalfTermAttendance.objects.get()
    assert (total.present, total.unauthorised) == (1, 1)
