"""Whether a child is known already: same UPN, or near the same name and date of birth.

A school is never told that another school's pupil has the number; the authority matches the two.
"""

import datetime as dt
from difflib import SequenceMatcher

from django.db.models import Q

from kit.names import name_key
from prus.models import Pupil
from referrals.models import PassportSection, Referral

ALIKE = 0.8


def with_upn(upn: str, actor) -> Pupil | None:
    """The pupil with this number, if the actor may know of them."""
    return Pupil.objects.visible_to(actor).filter(upn=upn).first()


def alike(surname: str, forename: str, born: dt.date, actor) -> list[Pupil]:
    """Visible pupils of near the same name and date of birth, at most five."""
    key = name_key(surname, forename)
    found = Pupil.objects.visible_to(actor).filter(Q(date_of_birth__in=_slips(born)) | Q(name_key=key))
    return [pupil for pupil in found if same_name(pupil, key) and _near(pupil.date_of_birth, born)][:5]


def same_name(pupil: Pupil, key: str) -> bool:
    """Near enough to be one child: a letter wrong, or surname and forename changed round."""
    theirs = " ".join(sorted(pupil.name_key.split()))
    return SequenceMatcher(None, theirs, " ".join(sorted(key.split()))).ratio() >= ALIKE


def typed_upn(referral: Referral) -> str:
    """The number the school typed when the referral was started, if the pupil's record does not have it."""
    row = PassportSection.objects.filter(referral=referral, key="pupil").first()
    return row.data.get("upn", "") if row else ""


def others(referral: Referral, actor) -> list[Pupil]:
    """Other records with the number that the school typed, for the authority to match."""
    upn = typed_upn(referral)
    return list(Pupil.objects.visible_to(actor).filter(upn=upn).exclude(pk=referral.pupil_id)) if upn else []


def _slips(born: dt.date) -> list[dt.date]:
    """The date, and what it becomes when day and month change places or the year is one out."""
    tries = [(born.year, born.month, born.day), (born.year, born.day, born.month)]
    tries += [(born.year + step, born.month, born.day) for step in (-1, 1)]
    return [day for day in (_date(*each) for each in tries) if day]


def _near(one: dt.date, other: dt.date) -> bool:
    return one in _slips(other) or abs((one - other).days) <= 31


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
