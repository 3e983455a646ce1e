"""Verbs of a referral: start, write a section, send, withdraw."""

from typing import Any

from django.db import IntegrityError, transaction

from kit import outbox
from kit.names import name_key
from kit.periods import current, from_to
from kit.today import now, today
from partnerships.models import PartnershipSchool
from prus.actions import end_tie, tie
from prus.models import Pupil, PupilNeeds, PupilTie, Registration
from referrals import matching, passport, stages
from referrals.errors import PassportConflictError, ReferralError
from referrals.models import ExitPlan, PassportSection, Referral

NO_PARTNERSHIP = (
    "Your school is not in a partnership today, so there is no panel to send a referral to. "
    "Ask the inclusion officer of your local authority"
)
UPN_OF_ANOTHER = (
    "UPN belongs to {name}, who is already in your list. Check the number, or go back and choose {name} from the list"
)


def partnership_of(school):
    """The organisation of the partnership the school is in today.

    Raises ReferralError when there is none.
    """
    found = PartnershipSchool.objects.filter(current(today()), school__organisation=school)
    member = found.select_related("partnership__organisation").order_by("pk").first()
    if member is None:
        raise ReferralError(NO_PARTNERSHIP)
    return member.partnership.organisation


@transaction.atomic
def start(*, by, pupil: Pupil | None = None, details: dict | None = None) -> Referral:
    """Start a preventative referral for a pupil on the list, or for one whose details are typed.

    A school has one draft for each pupil: started again, it is the same one. Raises ReferralError.
    """
    partnership = partnership_of(by.organisation)
    pupil, known_elsewhere = (pupil, False) if pupil else _pupil_from(details or {}, by)
    pupil = Pupil.objects.select_for_update().get(pk=pupil.pk)
    before = Referral.objects.draft().filter(pupil=pupil, from_school=by.organisation).first()
    if before:
        return before
    referral = Referral.objects.create(
        la_id=pupil.la_id,
        pupil=pupil,
        from_school=by.organisation,
        partnership=partnership,
        started_at=now(),
        started_by=by.person,
    )
    _put_on_roll(pupil, by.organisation)
    tie(pupil=pupil, organisation=by.organisation, kind=PupilTie.Kind.REFERRED, source=_source(referral), first=today())
    if details:
        _keep_details(referral, details, by)
    if known_elsewhere:
        outbox.put("match_pupil", once=f"match:{referral.pk}", la_id=pupil.la_id, referral=referral.pk, pupil=pupil.pk)
    return referral


def _source(referral) -> str:
    return f"referral:{referral.pk}"


def _pupil_from(details: dict, by) -> tuple[Pupil, bool]:
    """The pupil of these details, and whether another school's pupil has the number.

    The school sees the same either way: that a child is known elsewhere is not for it to learn.
    """
    mine = matching.with_upn(details["upn"], by)
    if mine:
        return _refuse_other_name(mine, details), False
    taken = Pupil.objects.filter(la=by.la, upn=details["upn"]).exists()
    if not taken:
        try:
            with transaction.atomic():
                return _create(details, by, upn=details["upn"]), False
        except IntegrityError:  # somebody was quicker: perhaps a colleague, perhaps another school
            mine = matching.with_upn(details["upn"], by)
            if mine:
                return _refuse_other_name(mine, details), False
    return _create(details, by, upn=None), True


def _refuse_other_name(pupil: Pupil, details: dict) -> Pupil:
    if matching.same_name(pupil, name_key(details["surname"], details["forename"])):
        return pupil
    raise ReferralError(UPN_OF_ANOTHER.format(name=pupil.full_name))


def _create(details: dict, by, *, upn: str | None) -> Pupil:
    """A new pupil, whom the officers of the school's district look after."""
    facts = ("surname", "forename", "date_of_birth", "sex", "year_group")
    pupil = Pupil.objects.create(
        la=by.la, upn=upn, district=by.organisation.school.district, **{name: details[name] for name in facts}
    )
    PupilNeeds.objects.create(la=by.la, pupil=pupil, provision=details["provision"])
    return pupil


def _put_on_roll(pupil: Pupil, school) -> None:
    """On the school's roll from today, unless the pupil is on a roll already."""
    kinds = [Registration.Kind.MAIN, Registration.Kind.SINGLE]
    held = Registration.objects.filter(current(today()), pupil=pupil, kind__in=kinds).first()
    if held is None:
        held = Registration.objects.create(
            la_id=pupil.la_id, pupil=pupil, organisation=school, kind=Registration.Kind.SINGLE, during=from_to(today())
        )
    if held.organisation_id == school.pk:
        kind = PupilTie.Kind.REGISTERED
        tie(pupil=pupil, organisation=school, kind=kind, source=f"roll:{school.pk}", first=today())


def _keep_details(referral: Referral, details: dict, by) -> None:
    """The number as typed stands in the passport, whoever else has it."""
    PassportSection.objects.create(
        la_id=referral.la_id,
        pupil_id=referral.pupil_id,
        referral=referral,
        key="pupil",
        data={"upn": details["upn"]},
        written_by=by.person,
        written_at=now(),
    )


@transaction.atomic
def save_section(*, referral, key: str, answers: dict, source: str, complete: bool, version: int, by):
    """Keep what was typed in one section; `version` is the one the page was opened with, 0 for none.

    Raises PassportConflictError when somebody saved in between, ReferralError when it was sent.
    """
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    if not referral.may_edit():
        raise ReferralError("This referral has been sent or withdrawn, so it can no longer be changed")
    record: Any = passport.record_of(referral, key)
    row = record.objects.filter(referral=referral, key=key).select_related("written_by").first()
    if row and row.version != version:
        raise PassportConflictError(row)
    row = row or record(la_id=referral.la_id, pupil_id=referral.pupil_id, referral=referral, key=key, version=0)
    row.data = {**row.data, **answers}
    row.source, row.complete = source, complete
    row.written_by, row.written_at, row.version = by.person, now(), row.version + 1
    row.save()
    _keep_apart(referral, key, answers, complete)
    return row


def _keep_apart(referral: Referral, key: str, answers: dict, complete: bool) -> None:
    """Answers that have a table of their own."""
    facts: dict[str, Any]
    mine: dict[str, Any] = {"pupil_id": referral.pupil_id}
    if key == "exit" and complete:
        facts = {name: answers[name] or "" for name in ("kind", "by", "reason", "link_person")}
        ExitPlan.objects.update_or_create(referral=referral, defaults={"la_id": referral.la_id, **mine, **facts})
    if key == "needs" and answers["provision"]:
        facts = {"provision": answers["provision"], "primary_need": answers["primary_need"] or ""}
        PupilNeeds.objects.update_or_create(**mine, defaults={"la_id": referral.la_id, **facts})


@transaction.atomic
def submit(*, referral, by) -> Referral:
    """Send the referral to the panel. Sent twice, it is sent once. Raises ReferralError."""
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    if referral.submitted_at:
        return referral
    if referral.withdrawn_at:
        raise ReferralError("This referral was withdrawn. Start a new one")
    lacking = passport.missing(referral)
    if lacking:
        raise ReferralError(f"Complete these sections before you send the referral: {', '.join(lacking)}")
    if referral.exit_plan.by <= today():
        raise ReferralError(
            "The last day in the exit plan has passed. Change the exit plan before you send the referral"
        )
    referral.submitted_at, referral.submitted_by = now(), by.person
    referral.save(update_fields=["submitted_at", "submitted_by"])
    return referral


@transaction.atomic
def withdraw(*, referral, by, reason: str) -> Referral:
    """Take back a referral that has not been decided. Done twice, it counts once. Raises ReferralError."""
    rows = Referral.objects.select_for_update(of=("self",)).select_related("pupil", "from_school")
    referral = rows.get(pk=referral.pk)
    if referral.withdrawn_at:
        return referral
    if stages.is_decided(referral):
        raise ReferralError("The panel has decided, so this referral can no longer be withdrawn")
    referral.withdrawn_at, referral.withdrawn_by, referral.withdrawn_reason = now(), by.person, reason
    referral.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    end_tie(organisation=referral.from_school, pupil=referral.pupil, source=_source(referral), last=today())
    return referral
