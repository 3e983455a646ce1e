"""Messages about signing in: each says that there is a link, and holds nothing else.

The word in the link is made here, when the message is made, and only its hash is kept. A worker that
dies between sending and keeping leaves a message whose link does not work, and a second one follows
with a link that does: each says that the newest message counts.
"""

import uuid
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from accounts import actor as actors
from accounts.models import Invitation, PasswordReset
from accounts.people import links
from kit import outbox
from kit.models import OutboxItem
from kit.today import now


@outbox.handles("send_invitation")
def send_invitation(item: OutboxItem) -> None:
    """Nothing goes when it was withdrawn, taken up, or asked for again meanwhile."""
    invitation = Invitation.objects.select_related("organisation__la", "invited_by").get(pk=item.payload["invitation"])
    if not invitation.is_open or invitation.sendings != item.payload["sending"]:
        return
    with actors.acting(actors.system(invitation.organisation)):
        word, invitation.token_hash = links.new()
        invitation.save(update_fields=["token_hash"])
        link = links.absolute(reverse("accounts:invitation", args=[word]))
        _send("You are invited to PRU Casebook", "invitation", invitation.email, link=link, invitation=invitation)


@outbox.handles("send_reset")
def send_reset(item: OutboxItem) -> None:
    """Nothing goes to an address that nobody has, or when the half hour is over."""
    reset = PasswordReset.objects.select_related("person").get(pk=item.payload["reset"])
    if reset.person is None or reset.used_at or now() >= reset.expires_at:
        return
    with actors.acting(None):
        word, reset.token_hash = links.new()
        reset.save(update_fields=["token_hash"])
        link = links.absolute(reverse("accounts:reset", args=[word]))
        _send("Choose a new password for PRU Casebook", "reset", reset.person.email, link=link)


def _send(subject: str, kind: str, to: str, **facts) -> None:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    EmailMessage(
        subject=subject,
        body=render_to_string(f"accounts/people/email_{kind}.txt", facts),
        to=[to],
        headers={"Message-ID": f"<{kind}-{uuid.uuid4()}@{domain}>"},
    ).send()
