"""Deciding in small steps: the outcome, the place, a check, then saved; and the chair's approval.

What was typed travels from step to step in the page itself, so that nothing is kept before it is checked
and the Back button loses nothing. Every step checks all of it again.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import Power, may
from accounts.door import door
from accounts.models import Membership
from accounts.requests import Request
from accounts.roles import Role
from partnerships import ledger
from providers.errors import ProviderError
from referrals import interests, pack
from referrals.actions import approve as approving
from referrals.actions import decisions as actions
from referrals.errors import ReferralError
from referrals.models import Decision
from referrals.views.cases import case_of
from referrals.views.steps import Steps


@door(Power.RECORD_DECISION)
def decide(request: Request, uuid) -> HttpResponse:
    """One step after the other; the last shows the whole for checking."""
    case = case_of(request, uuid)
    decision = getattr(case, "decision", None)
    if decision and decision.is_approved:
        return redirect("meetings:case", case.uuid)
    trouble = actions.refuse_deciding(case, request.actor)
    if trouble:
        return render(request, "meetings/cannot_decide.html", {"case": case, "trouble": trouble})
    steps = Steps(request, case, decision)
    step = steps.next()
    return _check_page(request, case, steps) if step == "check" else _step_page(request, case, steps, step)


def _step_page(request: Request, case, steps: Steps, step: str) -> HttpResponse:
    context = {"case": case, "step": step, "form": steps.form(step), "carried": steps.carried(step)}
    return render(request, "meetings/decide.html", context)


@door(Power.RECORD_DECISION)
def check(request: Request, uuid) -> HttpResponse:
    """Save what was checked. Someone else's decision in between is shown beside it, and nothing is lost."""
    case = case_of(request, uuid)
    if request.method != "POST":
        return redirect("meetings:decide", case.uuid)
    steps = Steps(request, case, getattr(case, "decision", None))
    step = steps.first_wrong()
    if step:
        return _step_page(request, case, steps, step)
    try:
        actions.record_decision(case=case, by=request.actor, version=steps.version, **steps.data())
    except actions.StaleDecisionError as trouble:
        return _check_page(request, case, steps, str(trouble), saved=trouble.saved)
    except (ReferralError, ProviderError) as trouble:
        return _check_page(request, case, steps, str(trouble))
    messages.success(request, "Decision recorded. It takes effect once the chair approves it.")
    return redirect("meetings:case", case.uuid)


def _check_page(request: Request, case, steps: Steps, trouble: str = "", saved: Decision | None = None) -> HttpResponse:
    draft = steps.draft()
    draft.pence, working = actions.pence_of(draft)
    rows = pack.decision_rows(draft, request.actor, priced=False)
    context = {
        "case": case,
        "rows": rows,
        "is_place": steps.outcome.is_place,
        "carried": steps.carried("", version=saved.version if saved else None),
        "money": _money(draft, working, request.actor),
        "trouble": trouble,
        "has_errors": bool(trouble),
        "conflict": _conflict(rows, saved, request.actor) if saved else None,
    }
    return render(request, "meetings/check.html", context)


def _conflict(rows: list[dict], saved: Decision, actor) -> dict:
    """What was typed beside what is saved, where the two differ."""
    theirs = {row["key"]: _text(row) for row in pack.decision_rows(saved, actor, priced=False)}
    mine = {row["key"]: _text(row) for row in rows}
    labels = list(dict.fromkeys([*mine, *theirs]))
    return {
        "who": saved.recorded_by.name,
        "at": saved.recorded_at,
        "rows": [
            {"label": label, "yours": mine.get(label, "Nothing"), "theirs": theirs.get(label, "Nothing")}
            for label in labels
            if mine.get(label) != theirs.get(label)
        ],
    }


def _text(row: dict) -> str:
    return ", ".join(row["lines"]) if row.get("lines") else str(row["value"])


def _money(draft: Decision, working: dict, actor) -> list[dict]:
    """Price and what is left of the partnership's budget, for those who see it."""
    if draft.course is None or draft.starts_on is None or not may(actor, Power.SEE_BUDGET):
        return []
    pence, partnership = draft.pence, draft.case.meeting.panel.partnership.organisation
    year = ledger.financial_year(draft.starts_on)
    left = ledger.budget(partnership, year)["left"]
    rate = pack.pounds_words(working["pence_per_session"])
    return [
        {"key": "Price", "value": f"{pack.pounds_words(pence)}: {working['sessions']} sessions at {rate}"},
        {"key": f"Left in {year}/{(year + 1) % 100:02}, before", "value": _signed(left)},
        {"key": "Left after this decision", "value": _signed(left - pence)},
    ]


def _signed(pence: int) -> str:
    return f"Overspent by {pack.pounds_words(-pence)}" if pence < 0 else pack.pounds_words(pence)


@door(Power.APPROVE_DECISION)
def approve(request: Request, uuid) -> HttpResponse:
    """The chair approves; afterwards the same address shows all that was made and what awaits whom."""
    case = case_of(request, uuid)
    decision = getattr(case, "decision", None)
    if decision is None:
        return redirect("meetings:case", case.uuid)
    found = interests.of_case(case)
    mine = interests.of_person(found, request.actor.person)
    if decision.is_approved and not mine:
        return render(request, "meetings/approved.html", _made(case, decision, request.actor))
    trouble = "" if decision.is_approved else actions.refuse_deciding(case, request.actor, found)
    if request.method == "POST":
        try:
            approving.approve(decision=decision, by=request.actor)
        except ReferralError as refusal:
            trouble = str(refusal)
        else:
            return redirect("meetings:approve", case.uuid)
    context = {
        "case": case,
        "rows": [] if mine else pack.decision_rows(decision, request.actor),
        "trouble": trouble or ("" if not mine else "You have an interest in this case. Its decision is closed to you"),
        "has_errors": request.method == "POST",
        "others": _other_chairs(case, found) if mine else None,
        "follows": [] if mine else _follows(decision),
    }
    return render(request, "meetings/approve.html", context)


def _other_chairs(case, found) -> list[str]:
    """Chairs of the panel without an interest in the case, who may approve it instead."""
    barred = [one.person.pk for one in found]
    seats = Membership.objects.current().filter(organisation=case.meeting.panel.organisation, role=Role.PANEL_CHAIR)
    return [one.person.name for one in seats.exclude(person__in=barred).select_related("person").order_by("pk")]


def _follows(decision) -> list[str]:
    """What approving makes, in words, before it is done."""
    school = decision.case.referral.from_school
    if decision.outcome != Decision.Outcome.PLACE:
        return [f"A letter to {school}."]
    made = [
        f"A placement at {decision.pru}, proposed from {decision.starts_on:%-d %B %Y}.",
        f"A request to {school}, whose governing board or trust directs the pupil off-site.",
    ]
    if decision.course:
        made.append(f"A booking of {decision.course} with {decision.course.provider}.")
        made.append(f"{pack.pounds_words(decision.pence)} committed from the partnership's budget.")
    readers = [str(school), str(decision.pru)]
    if decision.course:
        readers.append(str(decision.course.provider))
    return [*made, f"Letters to {', '.join(readers[:-1])} and {readers[-1]}."]


def _made(case, decision, actor) -> dict:
    """All that the approval made, and what awaits whom."""
    school = case.referral.from_school
    awaits = []
    if decision.placement_id:
        awaits = [
            [str(school), "Confirms that its governing board or trust directs off-site, with the day of notice"],
            [str(decision.pru), "Agrees the starting day and completes the placement"],
        ]
    if decision.course:
        awaits.append([str(decision.course.provider), "Expects the pupil once the PRU has confirmed the starting day"])
    if decision.outcome == Decision.Outcome.DEFER:
        awaits = [["Panel coordinator", "Lists the case again for a later meeting"]]
    if decision.outcome == Decision.Outcome.SUPPORT:
        awaits = [[str(school), "Gives the support that the panel named"]]
    letters = decision.letters.visible_to(actor).select_related("to").order_by("pk")
    return {
        "case": case,
        "decision": decision,
        "rows": pack.decision_rows(decision, actor),
        "awaits": {"caption": "What happens next", "head": ["Who", "What"], "rows": awaits},
        "letters": letters,
        "made": _follows(decision),
    }
