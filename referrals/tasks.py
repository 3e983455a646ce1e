"""What the outbox asks of this room."""

from django.conf import settings
from django.core.mail import send_mail

from accounts import actor as actors
from accounts.models import Membership, Organisation
from accounts.roles import Role
from kit import outbox
from referrals.models import Referral

MATCH = """A school has started referral {reference}. Another record in your authority has the same unique pupil number.

When the school has sent the referral it is in your list, and its page shows both records:
{address}/referrals/

This message holds no names: sign in to see them.
"""


@outbox.handles("match_pupil")
def tell_authority_to_match(item) -> None:
    """Write to the authority's inclusion managers: a link, never data."""
    authority = Organisation.objects.get(pk=item.la_id)
    with actors.acting(actors.system(authority)):
        referral = Referral.objects.visible_to(actors.system(authority)).get(pk=item.payload["referral"])
        managers = Membership.objects.current().filter(organisation=authority, role=Role.INCLUSION_MANAGER)
        to = list(managers.filter(person__is_active=True).values_list("person__email", flat=True).order_by("pk"))
        text = MATCH.format(reference=referral.reference, address=settings.BASE_URL)
        for address in to:
            send_mail("PRU Casebook: match two records", text, None, [address])
