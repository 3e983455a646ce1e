"""Calendars: what changes, what is refused with a sentence, and who may."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import attendance.tasks  # noqa: F401  (what the outbox asks for)
from attendance import totals
from attendance.models import HalfTermAttendance, Mark
from kit import outbox
from partnerships import calendar_actions as actions
from partnerships.calendar_actions import CalendarChangeError
from partnerships.calendars import calendar_of, is_school_day
from partnerships.models import Calendar, Closure, HalfTerm, ImportRun, SchoolDay
from tests.factories import calendar_for
from tests.queries import queries

DATA = Path(__file__).parent / "data" / "calendar"
CSV = "term-dates-staffordshire-extract.csv"
ICS = "school-holidays-sheffield-extract.ics"


def at(name, organisation, *args):
    return reverse(f"calendars:{name}", args=[organisation.uuid, *args])


def date(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def mark(world, day, session="AM"):
    placement = world.placement()
    row = Mark.objects.create(
        pupil=placement.pupil,
        date=day,
        session=session,
        code_id="/" if session == "AM" else "\\",
        la=world.la,
        placement=placement,
        pru=world.pru_body,
        organisation=world.pru_body,
    )
    totals.recompute([placement.pk])
    return row


def send(client, path, name, content=None):
    content = (DATA / name).read_bytes() if content is None else content
    return client.post(path, {"file": SimpleUploadedFile(name, content)})


# The page


def test_the_page_counts_school_days_and_sessions(world, sign_in):
    text = sign_in(world.manager).get(at("calendar", world.la)).content.decode()

    days = world.calendar.days.count()
    assert f'<p class="app-stat__number">{days}</p>' in text
    assert f'<p class="app-stat__number">{days * 2}</p>' in text
    assert "Monday 4 May 2026" in text
    assert "Autumn 1" in text


def test_a_school_follows_the_authority_until_it_makes_its_own(world, sign_in):
    client = sign_in(world.school_lead)
    assert client.get("/calendars/")["Location"] == at("calendar", world.school)
    assert "follows the term dates of Staffordshire" in client.get(at("calendar", world.school)).content.decode()

    client.post(at("start_own", world.school))
    client.post(at("start_own", world.school))

    own = calendar_of(world.school)
    assert own.organisation == world.school
    assert own.half_terms.count() == 6
    assert list(own.days.values_list("on", flat=True).order_by("on")) == list(
        world.calendar.days.values_list("on", flat=True).order_by("on")
    )
    assert Calendar.objects.count() == 2


def test_list_and_page_need_the_same_few_statements_for_one_and_three(world, sign_in):
    client = sign_in(world.manager)
    client.get("/calendars/")  # the first page of a session also notes that it is used
    one = queries(client, "/calendars/"), queries(client, at("calendar", world.la))

    for name in ("One", "Two"):
        calendar_for(world.make_school(name))
    for day in (dt.date(2026, 6, 2), dt.date(2026, 6, 3)):
        Closure.objects.create(calendar=world.calendar, on=day, kind="inset")

    assert (queries(client, "/calendars/"), queries(client, at("calendar", world.la))) == one
    assert max(one) <= 12


def test_the_list_is_narrowed_by_name_and_kind(world, sign_in):
    text = sign_in(world.manager).get("/calendars/?q=hillside&kind=school").content.decode()

    assert "Hillside High School" in text
    assert "Riverside Academy" not in text


# Who


def test_a_school_lead_closes_days_but_sets_no_half_terms(world, sign_in):
    actions.start_own_calendar(organisation=world.school, by=world.actor("school_lead"))
    client = sign_in(world.school_lead)

    assert client.get(at("add_closure", world.school)).status_code == 200
    for name, *args in (("add_half_term",), ("change_half_term", 2025, 5), ("remove_half_term", 2025, 5), ("upload",)):
        assert client.get(at(name, world.school, *args)).status_code == 403, name
    assert client.get(at("calendar", world.other_school)).status_code == 404


def test_a_head_keeps_everything_of_the_pru_and_nothing_else(world, sign_in):
    client = sign_in(world.head)
    assert client.get(at("add_half_term", world.pru_body)).status_code == 404

    client.post(at("start_own", world.pru_body))

    for name, *args in (("add_half_term",), ("change_half_term", 2025, 5), ("add_closure",), ("upload",)):
        assert client.get(at(name, world.pru_body, *args)).status_code == 200, name
        assert client.get(at(name, world.la, *args)).status_code == 404, name


def test_nobody_of_another_authority_sees_or_changes_a_calendar(world, elsewhere, sign_in):
    client = sign_in(elsewhere.manager)
    new = {"kind": "inset", **date("first", dt.date(2026, 6, 2))}

    assert client.get(at("calendar", world.la)).status_code == 404
    assert client.post(at("add_closure", world.la), new).status_code == 404
    assert "Hillside High School" not in client.get("/calendars/?q=hillside").content.decode().replace(
        elsewhere.school.name, "", 1
    )
    assert not Closure.objects.filter(calendar=world.calendar, on=dt.date(2026, 6, 2)).exists()


# Half terms


def test_a_half_term_is_added_changed_and_removed(world, sign_in):
    client = sign_in(world.manager)
    new = {
        "academic_year": 2026,
        "number": 1,
        **date("first", dt.date(2026, 9, 1)),
        **date("last", dt.date(2026, 10, 23)),
    }

    client.post(at("add_half_term", world.la), new)
    assert is_school_day(world.la, dt.date(2026, 9, 1))
    client.post(at("change_half_term", world.la, 2026, 1), {**new, **date("first", dt.date(2026, 9, 2))})
    assert not is_school_day(world.la, dt.date(2026, 9, 1))
    client.post(at("remove_half_term", world.la, 2026, 1), {"once": ""})

    assert not HalfTerm.objects.filter(academic_year=2026).exists()
    assert not SchoolDay.objects.filter(on__gte=dt.date(2026, 8, 1)).exists()


def test_an_overlap_is_explained_at_the_field_and_what_was_typed_is_kept(world, sign_in):
    typed = {**date("first", dt.date(2026, 4, 13)), **date("last", dt.date(2026, 6, 3))}

    answer = sign_in(world.manager).post(at("change_half_term", world.la, 2025, 5), typed)

    text = answer.content.decode()
    assert answer.context["form"].errors["last"] == [
        "Summer 1, 2025/26 would overlap Summer 2, 2025/26, which runs from 1 June 2026. Change one of them"
    ]
    assert 'value="6"' in text
    assert HalfTerm.objects.get(calendar=world.calendar, number=5).last == dt.date(2026, 5, 22)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({}, "first", "Enter the first day of the half term"),
        ({}, "last", "Enter the last day of the half term"),
        ({}, "number", "Select which half term it is"),
        ({}, "academic_year", "Select the school year"),
        (
            {**date("first", dt.date(2026, 9, 9)), **date("last", dt.date(2026, 9, 1))},
            "last",
            "Last day must be the same as or after the first day",
        ),
        (
            {"academic_year": 2025, **date("first", dt.date(2026, 9, 1)), **date("last", dt.date(2026, 9, 2))},
            "first",
            "First day must be in the school year 2025/26, August to July",
        ),
        (
            {**date("first", dt.date(2026, 9, 1)), **date("last", dt.date(2026, 12, 20))},
            "last",
            "Last day must be within 75 days of the first day: a half term is not longer",
        ),
        (
            {
                "academic_year": 2025,
                "number": 1,
                **date("first", dt.date(2025, 9, 2)),
                **date("last", dt.date(2025, 9, 3)),
            },
            "number",
            "This half term is in the calendar already. Change its dates instead",
        ),
    ],
)
def test_what_is_wrong_in_a_half_term_is_said_at_its_field(world, sign_in, typed, field, sentence):
    answer = sign_in(world.manager).post(at("add_half_term", world.la), typed)

    assert sentence in answer.context["form"].errors[field]


def test_a_half_term_with_totals_stays(world, sign_in):
    mark(world, dt.date(2026, 5, 11))

    answer = sign_in(world.manager).post(at("remove_half_term", world.la, 2025, 5))

    assert "has attendance totals or reports" in answer.content.decode()
    assert HalfTerm.objects.filter(calendar=world.calendar, number=5).exists()
    assert is_school_day(world.la, dt.date(2026, 5, 11))


# Closures


def test_a_closure_takes_its_days_from_the_school_days_and_gives_them_back(world, sign_in):
    client, thursday, monday = sign_in(world.manager), dt.date(2026, 6, 4), dt.date(2026, 6, 8)

    client.post(at("add_closure", world.la), {"kind": "inset", **date("first", thursday), **date("last", monday)})
    closed = list(Closure.objects.filter(kind="inset").order_by("on").values_list("on", flat=True))
    assert closed == [thursday, dt.date(2026, 6, 5), monday]
    assert not is_school_day(world.la, thursday)

    client.post(at("remove_closure", world.la, "2026-06-04"))
    assert is_school_day(world.la, thursday)
    assert client.get(at("remove_closure", world.la, "2026-06-04")).status_code == 404
    assert client.get(at("remove_closure", world.la, "2026-06-99")).status_code == 404


@pytest.mark.parametrize(
    ("first", "last", "field", "sentence"),
    [
        (dt.date(2026, 6, 6), None, "first", "There is no school then"),
        (dt.date(2026, 8, 12), None, "first", "There is no school then"),
        (dt.date(2026, 5, 4), None, "first", "has a closure on this day already"),
        (dt.date(2026, 6, 2), dt.date(2026, 7, 15), "last", "31 days at most"),
        (dt.date(2026, 6, 2), dt.date(2026, 6, 1), "last", "must be the same as or after"),
    ],
)
def test_a_closure_that_cannot_be_is_said_at_its_field(world, sign_in, first, last, field, sentence):
    typed = {"kind": "planned", **date("first", first), **(date("last", last) if last else {})}

    answer = sign_in(world.manager).post(at("add_closure", world.la), typed)

    assert sentence in answer.context["form"].errors[field][0]


def test_a_day_with_marks_is_not_closed(world, sign_in):
    day = dt.date(2026, 5, 11)
    mark(world, day)
    mark(world, day, "PM")
    typed = {"kind": "unplanned", **date("first", day)}

    answer = sign_in(world.manager).post(at("add_closure", world.la), typed)

    assert "2 sessions have marks on days that would no longer be school days" in answer.content.decode()
    assert not Closure.objects.filter(on=day).exists()
    assert is_school_day(world.la, day)


def test_marks_of_a_pru_with_its_own_calendar_do_not_hold_the_authority_s(world, sign_in):
    day = dt.date(2026, 5, 11)
    mark(world, day)
    actions.start_own_calendar(organisation=world.pru_body, by=world.actor("head"))

    sign_in(world.manager).post(at("add_closure", world.la), {"kind": "inset", **date("first", day)})

    assert not is_school_day(world.la, day)
    assert is_school_day(world.pru_body, day)
    with pytest.raises(CalendarChangeError, match="1 session has a mark"):
        actions.add_closure(
            calendar=calendar_of(world.pru_body), first=day, last=None, kind="inset", note="", by=world.actor("head")
        )


def test_totals_are_counted_again_by_the_calendar_as_it_is(world):
    mark(world, dt.date(2026, 5, 11))
    own = actions.start_own_calendar(organisation=world.pru_body, by=world.actor("head"))
    assert HalfTermAttendance.objects.get().half_term.calendar == world.calendar

    assert outbox.work() == 1

    assert HalfTermAttendance.objects.get().half_term.calendar == own
    assert totals.differences(world.la) == []


# Files


def test_a_file_is_read_checked_and_taken_in(world, sign_in):
    client = sign_in(world.manager)
    checking = send(client, at("upload", world.la), CSV)["Location"]
    assert HalfTerm.objects.count() == 6

    text = client.get(checking).content.decode()
    assert "Autumn 1, 2024/25" in text
    assert "As it is" in text
    assert client.post(checking)["Location"] == at("calendar", world.la)

    assert HalfTerm.objects.count() == 12
    assert is_school_day(world.la, dt.date(2025, 1, 6))
    assert not is_school_day(world.la, dt.date(2025, 5, 5))
    run = ImportRun.objects.get()
    assert run.counts == {"lines": len((DATA / CSV).read_text().splitlines()) - 1, "refused": 0} | {
        "half_terms": 6,
        "closures": 1,
    }
    assert client.get(checking)["Location"] == at("calendar", world.la)
    assert actions.take_in(run=run, by=world.actor("manager")).done_at == run.done_at


def test_dates_that_swap_and_closures_come_from_a_calendar_file(world, sign_in):
    client = sign_in(world.manager)

    checking = send(client, at("upload", world.la), ICS)["Location"]
    text = client.get(checking).content.decode()
    assert "now 2 September 2025 to 24 October 2025" in text
    client.post(checking)

    assert world.calendar.days.filter(half_term__academic_year=2025).count() == 195
    assert not Closure.objects.filter(on=dt.date(2025, 12, 25)).exists()


def test_lines_that_were_left_out_are_shown_before_anything_changes(world, sign_in):
    client = sign_in(world.manager)
    content = (DATA / CSV).read_bytes() + b"860,2025-26,Autumn,<b>party</b>,2025-10-01,2025-10-01,x\n"

    text = client.get(send(client, at("upload", world.la), CSV, content)["Location"]).content.decode()

    assert "1 left out" in text
    assert "We do not know the event “&lt;b&gt;party&lt;/b&gt;”" in text


def test_a_file_that_would_close_days_with_marks_changes_nothing(world, sign_in):
    mark(world, dt.date(2026, 7, 17))
    client = sign_in(world.manager)
    text = (DATA / CSV).read_text().replace("2025-26,Summer,inset,2026-07-20", "2025-26,Summer,inset,2026-07-17")
    checking = send(client, at("upload", world.la), CSV, text.encode())["Location"]
    answer = client.post(checking)

    assert "1 session has a mark on days that would no longer be school days" in answer.content.decode()
    assert HalfTerm.objects.count() == 6
    assert Closure.objects.count() == 1
    assert ImportRun.objects.get().done_at is None


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("dates.pdf", b"%PDF", "The selected file must be an ICS, CSV or JSON file"),
        ("dates.ics", b"", "The selected file is empty"),
        ("dates.ics", b"not a calendar", "The selected file does not begin as a calendar does (BEGIN:VCALENDAR)"),
        ("dates.ics", b"a" * (10 * 1024 * 1024 + 1), "The selected file must be smaller than 10 MB"),
    ],
)
def test_a_wrong_file_is_refused_at_the_field(world, sign_in, name, content, sentence):
    answer = send(sign_in(world.manager), at("upload", world.la), name, content)

    assert answer.context["form"].errors["file"] == [sentence]
    assert not ImportRun.objects.exists()


def test_an_upload_of_another_body_cannot_be_taken_in(world, sign_in):
    actions.start_own_calendar(organisation=world.pru_body, by=world.actor("head"))
    checking = send(sign_in(world.manager), at("upload", world.la), CSV)["Location"]
    run = ImportRun.objects.get()

    client = sign_in(world.head)
    assert client.post(checking).status_code == 404
    assert client.post(at("check", world.pru_body, run.uuid)).status_code == 404
    assert run.done_at is None


def test_an_authority_without_a_calendar_starts_one_with_its_first_half_term(world, sign_in):
    world.calendar.days.all().delete()
    HalfTerm.objects.all().delete()
    Closure.objects.all().delete()
    Calendar.objects.all().delete()
    client = sign_in(world.manager)
    first, last = dt.date(2026, 9, 1), dt.date(2026, 10, 23)

    assert "No half term of 2025/26 is entered yet." in client.get(at("calendar", world.la)).content.decode()
    client.post(
        at("add_half_term", world.la),
        {"academic_year": 2026, "number": 1, **date("first", first), **date("last", last)},
    )

    assert is_school_day(world.school, first)
