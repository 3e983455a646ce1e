"""Verbs of reports: ask for those that are due, build, take the figures again, write, sign off, open."""

from django.conf import settings
from django.db import transaction

from accounts.models import Membership, Organisation
from accounts.roles import COMMITTEE_ROLES
from kit import documents, outbox
from kit.today import LONDON, now
from partnerships.models import Calendar
from reporting import figures, release
from reporting.commentary import words_of
from reporting.errors import ReportError, SavedBeforeError
from reporting.models import Commentary, Recipient, Report
from reporting.sections import SCHEMA, Exact, composed, keys_of

KIND = Report.Kind.PRU_COMMITTEE


@transaction.atomic
def ask_for_due_reports() -> int:
    """Put every report that is due and not built into the outbox. Asked twice, it is built once.

    PRUs, calendars and reports are no child's rows: no actor is needed to see which are missing.
    """
    # By year and number: a PRU that makes a calendar of its own has new rows for the half terms it had.
    half_term = ("half_term__academic_year", "half_term__number")
    built = set(Report.objects.filter(kind=KIND, version=1).values_list("subject", *half_term))
    due = [(pru, term) for pru, term in _ended() if (pru.pk, term.academic_year, term.number) not in built]
    for pru, term in due:
        outbox.put("build_report", once=f"report:{pru.pk}:{term.pk}:1", la_id=pru.la_id, pru=pru.pk, half_term=term.pk)
    return len(due)


def _ended() -> list[tuple]:
    """Each PRU with the newest half term of its calendar (or its authority's) that has ended."""
    calendars: dict[int | None, int] = dict(Calendar.objects.values_list("organisation", "pk"))
    ended = figures.latest_ended()
    prus = Organisation.objects.filter(kind=Organisation.Kind.PRU)
    found = [(pru, ended.get(calendars.get(pru.pk) or calendars.get(pru.la_id, 0))) for pru in prus]
    return [(pru, term) for pru, term in found if term]


@transaction.atomic
def build(*, pru, half_term) -> Report:
    """The first version of the report on this half term; the one that is there when it was built before."""
    same = {"half_term__academic_year": half_term.academic_year, "half_term__number": half_term.number}
    found = Report.objects.filter(kind=KIND, subject=pru, version=1, **same).first()
    if found:
        return found
    return Report.objects.create(
        la_id=pru.la_id,
        kind=KIND,
        subject=pru,
        half_term=half_term,
        schema=SCHEMA,
        data=_data(pru, half_term),
        built_at=now(),
    )


def _data(pru, half_term) -> dict:
    facts = figures.facts(pru, half_term)
    return {"schema": SCHEMA, "facts": facts, "shown": composed(KIND, facts, Exact())}


@transaction.atomic
def take_figures_again(*, report, by) -> Report:
    """The same report with today's marks, for as long as it is not signed off. Raises ReportError."""
    report = _open_report(report)
    report.data, report.built_at = _data(report.subject, report.half_term), now()
    report.save(update_fields=["data", "built_at"])
    return report


def _open_report(report) -> Report:
    """The report, locked, if it may still be changed. Raises ReportError."""
    rows = Report.objects.select_for_update(of=("self",)).select_related("subject", "half_term")
    report = rows.get(pk=report.pk)
    if not report.may_edit():
        raise ReportError("This report is signed off. It can be read, but not changed")
    return report


@transaction.atomic
def write(*, report, section: str, text: str, version: int, by) -> Commentary:
    """The head's words on a section. `version` is what was on the page (0: nothing yet).

    Raises ReportError, and SavedBeforeError when somebody saved in between.
    """
    report = _open_report(report)
    if section not in dict(keys_of(report.data["shown"])):
        raise ReportError("This report has no such section")
    found = Commentary.objects.select_related("written_by").filter(report=report, section=section).first()
    if found is None:
        return Commentary.objects.create(
            report=report, section=section, text=text, written_by=by.person, written_at=now()
        )
    if found.version != version and found.text != text:
        raise SavedBeforeError(found)
    found.text, found.written_by, found.written_at, found.version = text, by.person, now(), found.version + 1
    found.save(update_fields=["text", "written_by", "written_at", "version"])
    return found


@transaction.atomic
def sign_off(*, report, by) -> Report:
    """The head stands by it: data and words are frozen, the release and its PDF are made, the committee is told.

    Done twice, it is done once.
    """
    report = Report.objects.select_for_update().get(pk=report.pk)
    if not report.may_edit():
        return report
    words = words_of(report)
    at = now()
    signed = {"by": f"{by.person.name}, {by.role_label}", "on": f"{at.astimezone(LONDON):%-d %B %Y}"}
    report.data = {**report.data, "commentary": words, "signed": signed}
    report.released = release.released(kind=report.kind, facts=report.data["facts"], commentary=words, signed=signed)
    report.signed_off_at, report.signed_off_by = at, by.person
    report.pdf = _keep_pdf(report, by)
    report.save(update_fields=["data", "released", "signed_off_at", "signed_off_by", "pdf"])
    tell_committee(report)
    return report


def _keep_pdf(report, by):
    return documents.keep(
        release.pdf_of(report.released, created=report.signed_off_at),
        title=f"{report.subject.name}, {report.half_term}",
        content_type="application/pdf",
        record_class="R2",
        la_id=report.la_id,
        by=by.person,
    )


def committee_of(report):
    """Memberships of those who sit on the committee of the report's PRU today."""
    return Membership.objects.current().filter(
        organisation__committee__governs=report.subject_id, role__in=COMMITTEE_ROLES, person__is_active=True
    )


def tell_committee(report) -> None:
    """One message, with a link and no figure, to each person who sits on the PRU's committee today."""
    for person in sorted(set(committee_of(report).values_list("person", flat=True))):
        recipient, _ = Recipient.objects.get_or_create(report=report, person_id=person)
        outbox.put("tell_committee", once=f"report-sent:{recipient.pk}", la_id=report.la_id, recipient=recipient.pk)


def note_opened(*, report, by) -> None:
    """The first time a person to whom the report was sent opens it."""
    Recipient.objects.filter(report=report, person=by.person, opened_at=None).update(opened_at=now())


def sits_today(recipient) -> bool:
    """Whether the person is still on the committee: somebody who left gets no message."""
    return committee_of(recipient.report).filter(person=recipient.person_id).exists()


def link_to(path: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{path}"
