"""How far a referral has come, worked out from what has happened to it; nothing is stored."""

from typing import Any

from django.db.models import Case, CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from referrals.models import Decision, PanelCase, PassportSection, Referral

DRAFT, AWAITING, LISTED, DECIDED, WITHDRAWN = "draft", "awaiting", "listed", "decided", "withdrawn"
LABELS = {
    DRAFT: "Draft",
    AWAITING: "Awaiting listing",
    LISTED: "Listed",
    DECIDED: "Decided",
    WITHDRAWN: "Withdrawn",
}
FOR_SCHOOLS = {**LABELS, AWAITING: "Sent", LISTED: "With panel"}  # which meeting hears it is the panel's to say


def with_stage(rows: QuerySet[Referral]) -> Any:
    """Each referral with `stage`. Deferred: it waits to be listed again."""
    cases = PanelCase.objects.filter(referral=OuterRef("pk"))
    put_off = Q(decision__outcome=Decision.Outcome.DEFER, decision__approved_at__isnull=False)
    approved = Decision.objects.filter(case__referral=OuterRef("pk")).exclude(approved_at=None)
    return rows.annotate(
        stage=Case(
            When(withdrawn_at__isnull=False, then=Value(WITHDRAWN)),
            When(submitted_at=None, then=Value(DRAFT)),
            When(Exists(approved.exclude(outcome=Decision.Outcome.DEFER)), then=Value(DECIDED)),
            When(Exists(cases.exclude(put_off)), then=Value(LISTED)),
            default=Value(AWAITING),
            output_field=CharField(),
        )
    )


def with_long_exit(rows: QuerySet[Referral]) -> Any:
    """Each referral with `is_long`: its exit plan is later than two terms from the day it was written."""
    late = PassportSection.objects.filter(referral=OuterRef("pk"), key="exit", data__late=True)
    return rows.annotate(is_long=Exists(late))


def counts(rows: QuerySet[Referral]) -> dict[str, int]:
    """How many there are at each stage."""
    found = with_stage(rows).order_by().values("stage").annotate(number=Count("pk", distinct=True))
    return {row["stage"]: row["number"] for row in found}


def label(stage: str, *, school: bool) -> str:
    return (FOR_SCHOOLS if school else LABELS)[stage]


def is_decided(referral: Referral) -> bool:
    """A decision other than to defer was approved."""
    done = Q(approved_at__isnull=False) & ~Q(outcome=Decision.Outcome.DEFER)
    return Decision.objects.filter(done, case__referral=referral).exists()
