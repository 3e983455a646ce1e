"""Which referrals wait to be listed at a meeting.

A referral is addressed to a partnership. Whoever prepares a meeting of its panel may know that it waits,
before there is a tie; the passport opens to the panel once the case is listed.
"""

from prus.models import Pupil
from referrals import passport
from referrals.models import NeedsSection, PanelMeeting, PassportSection, Referral


def awaiting(meeting: PanelMeeting, actor):
    """Sent to this meeting's partnership and on no agenda, oldest first."""
    rows = Referral.objects.awaiting_listing().filter(
        la__in=actor.la_ids, partnership=meeting.panel.partnership.organisation_id
    )
    if actor.for_la:
        rows = rows.filter(pupil__in=Pupil.objects.visible_to(actor).values("pk"))
    rows = rows.exclude(cases__meeting=meeting).select_related("pupil", "from_school")
    return rows.order_by("submitted_at", "pk")


def split_by_completeness(rows) -> tuple[list[Referral], list[tuple[Referral, list[str]]]]:
    """Those with a complete passport, and the others with what each still lacks."""
    rows = list(rows)
    missing = missing_of(rows)
    ready = [referral for referral in rows if not missing[referral.pk]]
    return ready, [(referral, missing[referral.pk]) for referral in rows if missing[referral.pk]]


def missing_of(referrals: list[Referral]) -> dict[int, list[str]]:
    """`passport.missing` for several referrals, in one query."""
    education, needs = (
        record.objects.filter(referral__in=referrals, complete=True).values_list("referral", "key")
        for record in (PassportSection, NeedsSection)
    )
    done = set(education.union(needs))
    return {
        referral.pk: [
            each.title for each in passport.sections(referral) if each.needed and (referral.pk, each.key) not in done
        ]
        for referral in referrals
    }
