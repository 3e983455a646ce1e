"""The information passport of each route, in one place: its sections in order, and what they say.

`missing` says what a referral still lacks, `read` gives what an actor may read of it, `objectives`
what the placement is for.
"""

from dataclasses import dataclass
from typing import Any

from accounts.records import may_see_class
from prus.models import PupilNeeds
from referrals.forms import passports as forms
from referrals.forms.exit_plans import ExitForm
from referrals.forms.sections import SectionForm
from referrals.models import NeedsSection, PassportSection, Referral
from referrals.models.passports import SectionBase


@dataclass(frozen=True)
class Section:
    """One section of a passport: what it is called, who may read it, whether a panel needs it."""

    key: str
    title: str
    form: type[SectionForm]
    group: str
    record: type[SectionBase] = PassportSection
    needed: bool = True
    hint: str = ""
    source_hint: str = ""

    @property
    def record_class(self) -> str:
        return self.record.record_class


PUPIL, TRIED, NEXT = "The pupil", "What is known and what has been tried", "What should happen next"

ROUTES: dict[str, list[Section]] = {
    Referral.Route.PREVENTATIVE: [
        Section("pupil", "About the pupil", forms.PupilForm, PUPIL, source_hint="For example, the school's register."),
        Section(
            "attainment",
            "Attainment",
            forms.AttainmentForm,
            PUPIL,
            hint="Reading age, English, mathematics, courses",
            source_hint="For example, a reading test and its date.",
        ),
        Section(
            "attendance",
            "Attendance and suspensions",
            forms.AttendanceForm,
            PUPIL,
            source_hint="For example, the school's attendance print-out and its date.",
        ),
        Section(
            "strategies",
            "Strategies tried",
            forms.StrategiesForm,
            TRIED,
            hint="Up to five, and what each did",
            source_hint="For example, minutes of a review meeting.",
        ),
        Section(
            "needs",
            "Needs and services",
            forms.NeedsForm,
            TRIED,
            record=NeedsSection,
            source_hint="For example, the special educational needs coordinator's file.",
        ),
        Section(
            "risk",
            "Risk and what keeps everyone safe",
            forms.RiskForm,
            TRIED,
            record=NeedsSection,
            source_hint="For example, the school's risk assessment and its date.",
        ),
        Section("views", "What the pupil and parents say", forms.ViewsForm, TRIED, source_hint="Who wrote it down."),
        Section(
            "consents",
            "Agreement and consent",
            forms.ConsentsForm,
            TRIED,
            hint="To the referral, and to sharing information",
            source_hint="For example, a signed form or a telephone call.",
        ),
        Section("objectives", "Objectives", forms.ObjectivesForm, NEXT, hint="One to three that can be measured"),
        Section("exit", "Exit plan", ExitForm, NEXT, hint="Where the pupil goes next, and by when"),
        Section("pathway", "Learning pathway", forms.PathwayForm, NEXT, hint="What is asked for, and why now"),
    ],
}


def sections(referral: Referral) -> list[Section]:
    return ROUTES[referral.route]


def section(referral: Referral, key: str) -> Section | None:
    return next((each for each in sections(referral) if each.key == key), None)


def record_of(referral: Referral, key: str) -> type[SectionBase]:
    """The table that a section is kept in: by class of record."""
    return next(each.record for each in sections(referral) if each.key == key)


def written(referral: Referral) -> dict[str, SectionBase]:
    """The rows written so far, by key: for the school that writes them, and for the checks before sending."""
    return {
        row.key: row
        for record in (PassportSection, NeedsSection)
        for row in record.objects.filter(referral=referral).select_related("written_by")
    }


def missing(referral: Referral) -> list[str]:
    """Titles of the needed sections that are not complete, in order. Empty: the referral can be sent."""
    done = {
        key
        for record in (PassportSection, NeedsSection)
        for key in record.objects.filter(referral=referral, complete=True).values_list("key", flat=True)
    }
    return [each.title for each in sections(referral) if each.needed and each.key not in done]


def read(referral: Referral, actor) -> list[dict[str, Any]]:
    """The sections in order, of the classes of record that the actor may see.

    Each is {key, title, group, record_class, complete, author, written_at, source, rows}, where rows
    are (label, text) pairs; a section that nobody has written has no author and no rows.
    """
    return read_many([referral], actor)[referral.pk]


def read_many(referrals: list[Referral], actor) -> dict[int, list[dict[str, Any]]]:
    """`read` for several referrals in two queries: id of the referral → its sections."""
    rows = {
        (row.referral_id, row.key): row
        for record in (PassportSection, NeedsSection)
        if may_see_class(actor, record.record_class)
        for row in record.objects.visible_to(actor).filter(referral__in=referrals).select_related("written_by")
    }
    return {
        referral.pk: [
            _told(each, rows.get((referral.pk, each.key)))
            for each in sections(referral)
            if may_see_class(actor, each.record_class)
        ]
        for referral in referrals
    }


def _told(each: Section, row: SectionBase | None) -> dict[str, Any]:
    return {
        "key": each.key,
        "title": each.title,
        "group": each.group,
        "record_class": each.record_class,
        "complete": bool(row and row.complete),
        "author": row.written_by.name if row else "",
        "written_at": row.written_at if row else None,
        "source": row.source if row else "",
        "rows": each.form.told(row.data) if row else [],
    }


def objectives(referral: Referral) -> list[dict[str, str]]:
    """What the placement is for: [{text, baseline, measure}], at most three."""
    row = PassportSection.objects.filter(referral=referral, key="objectives").first()
    return forms.ObjectivesForm.rows_of(row.data) if row else []


def known_already(referral: Referral, key: str) -> dict[str, str]:
    """What another record says already, to begin a section with."""
    if key != "needs":
        return {}
    needs = PupilNeeds.objects.filter(pupil=referral.pupil_id).first()
    return {"provision": needs.provision, "primary_need": needs.primary_need} if needs else {}
