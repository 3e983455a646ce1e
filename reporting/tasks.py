"""What the worker does for reports: find those due, build one, tell one person."""

from email.utils import parseaddr

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts import actor as actors
from accounts.models import Organisation
from kit import outbox
from kit.models import OutboxItem
from kit.today import now
from partnerships.models import HalfTerm
from reporting import actions
from reporting.models import Recipient


@shared_task(name="reporting.tasks.find_due_reports")
def find_due_reports() -> int:
    """Ask for the report of each PRU whose latest half term has ended, its last school day included."""
    return actions.ask_for_due_reports()


@outbox.handles("build_report")
def build_report(item: OutboxItem) -> None:
    """In the transaction that marks the item done: there is a report and it is done, or neither."""
    pru = Organisation.objects.select_related("la").get(pk=item.payload["pru"])
    with actors.acting(actors.system(pru)):
        actions.build(pru=pru, half_term=HalfTerm.objects.get(pk=item.payload["half_term"]))


@outbox.handles("tell_committee")
def tell_committee(item: OutboxItem) -> None:
    """A message that there is a report, with a link. Sent again after a crash, it carries the same Message-ID."""
    recipient = Recipient.objects.select_related("person", "report__subject__la").get(pk=item.payload["recipient"])
    with actors.acting(actors.system(recipient.report.subject)):
        if recipient.sent_at or not actions.sits_today(recipient):
            return
        _message(recipient).send()
        recipient.sent_at = now()
        recipient.save(update_fields=["sent_at"])


def _message(recipient) -> EmailMessage:
    link = actions.link_to(reverse("reports:report", args=[recipient.report.uuid]))
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return EmailMessage(
        subject="A half-termly report is ready to read",
        body=render_to_string("reports/email_ready.txt", {"person": recipient.person, "link": link}),
        to=[recipient.person.email],
        headers={"Message-ID": f"<report-{recipient.report.uuid}-{recipient.pk}@{domain}>"},
    )
