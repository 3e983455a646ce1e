"""A report's life: asked for once, built once, written on, signed off, frozen, sent, opened."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import Organisation
from accounts.roles import Role
from kit import outbox
from kit.models import Document, OutboxItem
from kit.periods import from_to
from partnerships.calendar_actions import start_own_calendar
from prus.models import Registration
from reporting import actions, tasks
from reporting.errors import ReportError, SavedBeforeError
from reporting.models import Commentary, Recipient, Report
from tests.factories import World, member
from tests.queries import queries
from tests.reporting.report_rows import LAST, half_term


def at(name, report, *more):
    return reverse(f"reports:{name}", args=[report.uuid, *more])


@pytest.fixture
def report(world, on_day):
    on_day(LAST, hour=16)
    return actions.build(pru=world.pru_body, half_term=half_term(world, 4))


def write(report, world, text="We visit at home.", section="attendance", version=0):
    return actions.write(report=report, section=section, text=text, version=version, by=world.actor("head"))


def signed(report, world):
    return actions.sign_off(report=report, by=world.actor("head"))


# --- asked for and built -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "hour", "number"),
    [
        (dt.date(2026, 3, 26), 17, 3),
        (LAST, 15, 3),  # an hour before school is over: the afternoon's registers are still to come
        (LAST, 16, 4),
        (dt.date(2026, 4, 7), 0, 4),
        (dt.date(2026, 5, 21), 17, 4),
        (dt.date(2026, 5, 22), 14, 4),  # 3pm in British Summer Time
        (dt.date(2026, 5, 22), 15, 5),
    ],
)
def test_a_report_is_due_when_the_last_school_day_is_over(world, on_day, day, hour, number):
    on_day(day, hour=hour)

    assert tasks.find_due_reports() == 1
    assert OutboxItem.objects.get(kind="build_report").payload == {
        "pru": world.pru_body.pk,
        "half_term": half_term(world, number).pk,
    }


def test_a_pru_that_makes_its_own_calendar_gets_no_second_report(world, on_day):
    on_day(LAST, hour=16)
    tasks.find_due_reports()
    outbox.work()

    start_own_calendar(organisation=world.pru_body, by=world.actor("head"))

    assert tasks.find_due_reports() == 0
    assert actions.build(pru=world.pru_body, half_term=world.pru_body.calendar.half_terms.get(number=4)).version == 1
    assert Report.objects.count() == 1


def test_every_authority_is_asked_for_and_each_report_keeps_to_its_own(world, elsewhere, on_day):
    on_day(LAST, hour=16)
    tasks.find_due_reports()

    assert outbox.work() == 2
    assert set(Report.objects.values_list("subject", "la")) == {
        (world.pru_body.pk, world.la.pk),
        (elsewhere.pru_body.pk, elsewhere.la.pk),
    }


def test_asking_again_and_doing_again_builds_once(world, on_day):
    on_day(LAST, hour=16)
    tasks.find_due_reports()
    tasks.find_due_reports()
    assert outbox.work() == 1
    item = OutboxItem.objects.get(kind="build_report")

    tasks.build_report(item)
    assert tasks.find_due_reports() == 0
    assert outbox.work() == 0
    assert Report.objects.count() == 1


def test_the_database_refuses_a_second_first_version(report):
    report.pk, report.uuid = None, uuid.uuid4()

    with pytest.raises(DatabaseError, match="report_is_built_once"), transaction.atomic():
        report.save(force_insert=True)


# --- read and written --------------------------------------------------------------------------


def test_the_list_shows_a_report_that_is_being_written(world, sign_in, on_day):
    on_day(LAST, hour=16)
    tasks.find_due_reports()

    for who in ("head", "officer"):
        assert "Being written" in sign_in(getattr(world, who)).get(reverse("reports:list")).content.decode()
    page = sign_in(world.committee_member).get(reverse("reports:list")).content.decode()
    assert "Being written" not in page
    assert "No report has been signed off yet" in page


def test_words_are_saved_shown_and_taken_away(report, world, sign_in):
    client = sign_in(world.head)
    answer = client.post(at("comment", report, "attendance"), {"text": "We visit at home.", "version": 0}, follow=True)
    assert "We visit at home." in answer.content.decode()

    client.post(at("comment", report, "attendance"), {"text": "", "version": 1})
    assert "We visit at home." not in client.get(at("report", report)).content.decode()


def test_the_second_writer_sees_both_and_loses_nothing(report, world, sign_in):
    write(report, world, "First words")
    page = sign_in(world.head).post(at("comment", report, "attendance"), {"text": "Second words", "version": 0})
    html = page.content.decode()

    assert "Hana Head saved this before you" in html
    assert "First words" in html
    assert ">\nSecond words</textarea>" in html
    assert Commentary.objects.get().text == "First words"
    sign_in(world.head).post(at("comment", report, "attendance"), {"text": "Second words", "version": 1})
    assert Commentary.objects.get().text == "Second words"


def test_too_many_words_are_kept_in_the_box(report, world, sign_in):
    text = "word " * 900
    html = sign_in(world.head).post(at("comment", report, "roll"), {"text": text, "version": 0}).content.decode()

    assert "must be 4000 characters or fewer" in html or "4,000 characters" in html
    assert html.count("word word") > 100


def test_the_head_is_warned_of_a_name_and_a_small_number(report, world, sign_in):
    pupil = world.pupil(forename="Zofia", surname="Wren")
    Registration.objects.create(
        la=world.la, pupil=pupil, organisation=world.pru_body, kind="S", during=from_to(dt.date(2026, 3, 2))
    )
    client = sign_in(world.head)
    answer = client.post(
        at("comment", report, "roll"), {"text": "Zofia and 2 pupils came back.", "version": 0}, follow=True
    ).content.decode()

    assert "“Zofia” may be the name of a pupil" in answer
    assert "“2 pupils” is about fewer than 5 pupils" in answer
    refused = client.post(at("sign_off", report), {"checked": "on"}).content.decode()
    assert "Confirm that nobody can recognise a child in your words" in refused
    assert not Report.objects.get().signed_off_at
    client.post(at("sign_off", report), {"checked": "on", "read_again": "on"})
    assert Report.objects.get().signed_off_at


def test_figures_can_be_taken_again_until_it_is_signed_off(report, world, sign_in):
    assert report.data["facts"]["roll"]["end"] == 0
    Registration.objects.create(
        la=world.la, pupil=world.pupil(), organisation=world.pru_body, kind="S", during=from_to(dt.date(2026, 3, 2))
    )
    write(report, world)
    sign_in(world.head).post(at("refresh", report))

    report.refresh_from_db()
    assert report.data["facts"]["roll"]["end"] == 1
    assert Commentary.objects.get().text == "We visit at home."
    signed(report, world)
    with pytest.raises(ReportError, match="signed off"):
        actions.take_figures_again(report=report, by=world.actor("head"))


# --- signed off --------------------------------------------------------------------------------


def test_the_report_leads_the_head_to_the_sign_off(report, world, sign_in):
    link = f'<a href="{at("sign_off", report)}"'

    assert link in sign_in(world.head).get(at("report", report)).content.decode()
    assert link not in sign_in(world.officer).get(at("report", report)).content.decode()
    signed(report, world)
    assert link not in sign_in(world.head).get(at("report", report)).content.decode()


def test_sign_off_asks_to_confirm(report, world, sign_in):
    html = sign_in(world.head).post(at("sign_off", report), {}).content.decode()

    assert "Confirm that you have checked the figures and your words" in html
    assert Report.objects.get().signed_off_at is None


def test_a_signed_off_report_is_frozen(report, world, sign_in):
    write(report, world)
    signed(report, world)
    frozen = Report.objects.values().get()
    client = sign_in(world.head)

    with pytest.raises(ReportError, match="signed off"):
        write(report, world, "Other words", version=1)
    for name, more in (("comment", ["attendance"]), ("sign_off", []), ("refresh", [])):
        client.post(at(name, report, *more), {"text": "Other words", "version": 1, "checked": "on"})
    Commentary.objects.update(text="Changed behind its back")

    assert Report.objects.values().get() == frozen
    assert "We visit at home." in client.get(at("report", report)).content.decode()
    assert frozen["released"]["commentary"] == {"attendance": "We visit at home."}


def test_signing_off_twice_makes_one_file_and_one_message_each(report, world):
    signed(report, world)
    signed(report, world)
    outbox.work()
    outbox.work()

    assert Document.objects.count() == 1
    assert len(mail.outbox) == Recipient.objects.count() == 3


def test_the_message_has_a_link_and_no_figure_and_no_name(report, world):
    write(report, world)
    signed(report, world)
    outbox.work()
    message = next(each for each in mail.outbox if each.to == [world.committee_member.person.email])

    assert at("report", report) in message.body
    assert "We visit" not in message.body + message.subject
    assert world.pru_body.name not in message.body + message.subject
    assert message.extra_headers["Message-ID"].startswith("<report-")
    assert Recipient.objects.filter(sent_at=None).count() == 0


def test_only_those_who_sit_today_are_told(report, world):
    member(world.committee_body, Role.COMMITTEE_MEMBER, during=from_to(dt.date(2020, 1, 1), dt.date(2026, 3, 26)))
    signed(report, world)
    world.committee_clerk.during = from_to(dt.date(2020, 1, 1), dt.date(2026, 3, 26))
    world.committee_clerk.save()
    outbox.work()

    assert Recipient.objects.count() == 3
    assert {message.to[0] for message in mail.outbox} == {
        world.committee_member.person.email,
        world.committee_chair.person.email,
    }


def test_opening_is_noted_once_and_shown_to_head_and_clerk(report, world, sign_in, on_day):
    signed(report, world)
    sign_in(world.committee_member).get(at("report", report))
    first = Recipient.objects.get(person=world.committee_member.person).opened_at
    sign_in(world.committee_member).get(at("report", report))

    assert first is not None
    assert Recipient.objects.get(person=world.committee_member.person).opened_at == first
    for who, seen in (("head", True), ("officer", True), ("committee_clerk", True), ("committee_chair", False)):
        html = sign_in(getattr(world, who)).get(at("report", report)).content.decode()
        assert ("Who has opened it" in html) is seen, who
    assert "Opened on 27 March 2026" in sign_in(world.head).get(at("report", report)).content.decode()


def test_the_pdf_is_an_attachment_that_no_browser_guesses_about(report, world, sign_in):
    signed(report, world)
    answer = sign_in(world.committee_member).get(at("pdf", report))

    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="staffordshire-pru-spring-2-202526.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


# --- who may ------------------------------------------------------------------------------------

ANSWERS = {  # role: (list, unsigned page, signed page, pdf, words, sign-off)
    "head": (200, 200, 200, 200, 200, 200),
    "officer": (200, 200, 200, 200, 403, 403),
    "manager": (200, 200, 200, 200, 403, 403),
    "committee_member": (200, 404, 200, 200, 403, 403),
    "committee_clerk": (200, 404, 200, 200, 403, 403),
    "committee_chair": (200, 404, 200, 200, 403, 403),
    **dict.fromkeys(
        ("staff", "school_lead", "chair", "coordinator", "panel_member", "provider_lead", "sysadmin"), (403,) * 6
    ),
}


@pytest.mark.parametrize("who", ANSWERS)
def test_each_role_is_answered_as_the_table_says(report, world, sign_in, who):
    client = sign_in(getattr(world, who))
    found = [client.get(reverse("reports:list")).status_code, client.get(at("report", report)).status_code]
    words = client.get(at("comment", report, "roll")).status_code
    sign = client.get(at("sign_off", report)).status_code
    signed(report, world)
    found += [client.get(at("report", report)).status_code, client.get(at("pdf", report)).status_code]

    assert (*found, words, sign) == ANSWERS[who]


def test_another_authority_a_leaver_and_nobody_find_nothing(report, world, elsewhere, sign_in, client):
    signed(report, world)
    for who in ("head", "officer", "manager", "committee_member"):
        other = sign_in(getattr(elsewhere, who))
        for name in ("report", "pdf"):
            assert other.get(at(name, report)).status_code == 404, who
        assert str(report.uuid) not in other.get(reverse("reports:list")).content.decode()
    assert sign_in(elsewhere.head).get(at("sign_off", report)).status_code == 404
    assert sign_in(elsewhere.head).post(at("comment", report, "roll"), {"text": "x", "version": 0}).status_code == 404
    assert sign_in(elsewhere.head).post(at("refresh", report)).status_code == 404
    for name in ("report", "pdf", "sign_off"):
        assert client.get(at(name, report)).status_code == 302
    world.head.during = from_to(dt.date(2020, 1, 1), dt.date(2026, 3, 26))
    world.head.save()
    assert sign_in(world.head).get(at("report", report)).status_code == 302


def test_a_section_that_is_not_there_is_refused(report, world):
    with pytest.raises(ReportError, match="no such section"):
        write(report, world, section="nothing")


def test_words_saved_in_between_are_handed_back(report, world):
    saved = write(report, world, "First words")

    with pytest.raises(SavedBeforeError) as told:
        write(report, world, "Second words")
    assert told.value.saved == saved


# --- how much is asked ---------------------------------------------------------------------------


def in_another_pru(world, n):
    """One more PRU of the same authority with a signed-off report, and one that is being written."""
    pru = Organisation.objects.create(kind="pru", name=f"PRU {n}", la=world.la)
    signed(actions.build(pru=pru, half_term=half_term(world, 3)), world)
    outbox.put("build_report", once=f"x{n}", la_id=world.la.pk, pru=pru.pk, half_term=half_term(world, 4).pk)


@pytest.mark.parametrize("who", ["head", "officer", "committee_member"])
def test_the_list_asks_as_much_for_one_as_for_three(report, world, sign_in, who):
    signed(report, world)
    in_another_pru(world, 1)
    client = sign_in(getattr(world, who))
    client.get(reverse("reports:list"))
    once = queries(client, reverse("reports:list"))
    in_another_pru(world, 2)
    in_another_pru(world, 3)

    assert queries(client, reverse("reports:list")) == once <= 12


@pytest.mark.parametrize("who", ["head", "officer", "committee_member", "committee_clerk"])
def test_the_page_asks_as_much_for_one_as_for_three(report, world, sign_in, who):
    signed(report, world)
    client = sign_in(getattr(world, who))
    client.get(at("report", report))
    once = queries(client, at("report", report))
    for n in range(3):
        Recipient.objects.create(report=report, person=member(world.committee_body, Role.COMMITTEE_MEMBER).person)
        Commentary.objects.create(
            report=report, section=f"s{n}", text="x", written_by=world.head.person, written_at=report.built_at
        )

    assert queries(client, at("report", report)) == once <= 12


def test_the_page_of_the_head_who_edits_asks_as_much_for_three_sections(report, world, sign_in):
    write(report, world, section="roll")
    client = sign_in(world.head)
    client.get(at("report", report))
    once = queries(client, at("report", report))
    for section in ("attendance", "providers", "front"):
        write(report, world, section=section)

    assert queries(client, at("report", report)) == once <= 12


def test_the_world_can_be_built_twice_over(world, on_day):
    """Two schedulers in two authorities: nothing is asked for twice."""
    on_day(LAST, hour=16)
    World(code="999", name="Elsewhere")
    assert tasks.find_due_reports() == 2
    assert tasks.find_due_reports() == 2
    assert OutboxItem.objects.filter(kind="build_report").count() == 2
