"""The page for one case: what a panel reads before it decides, in the order in which it is discussed.

No UPN, no address, no other child. Built for a whole meeting at once; the number of queries does not
depend on the number of cases.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from accounts.access import Power, may
from accounts.records import may_see_class
from accounts.roles import LA_ROLES, Role
from kit.periods import last_day
from prus.models import CareStatus, Placement, PupilNeeds, Registration
from referrals import interests, letters, passport, quorum
from referrals.models import Decision, PanelCase, Referral

BLOCKS = [
    ("The ask", ["pathway"]),
    ("In their own words", ["views", "consents"]),
    ("At a glance", ["pupil"]),
    ("Days", ["attendance"]),
    ("Learning", ["attainment"]),
    ("Tried already", ["strategies"]),
    ("Needs and services", ["needs"]),
    ("Risk", ["risk"]),
    ("Goal and way out", ["objectives", "exit"]),
]
POWERS: dict[str, str] = {Referral.Route.PREVENTATIVE: "rests on a direction by the school's governing board or trust"}
SHORT = 18  # characters
SEES_CARE = LA_ROLES | {Role.PANEL_CHAIR}


@dataclass
class Block:
    title: str
    rows: list[dict] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass
class CasePage:
    """One case as one person may read it."""

    case: PanelCase
    conflicts: list[interests.Conflict]
    mine: interests.Conflict | None
    quorum: quorum.Quorum
    decision: Decision | None
    decision_rows: list[dict]
    strip: list[dict] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)

    @property
    def is_closed_to_reader(self) -> bool:
        return bool(self.mine and self.mine.is_private)

    @property
    def presenters(self) -> list[str]:
        return [found.person.name for found in self.conflicts if found.kind == interests.SCHOOL]


def cases_of(meeting, actor):
    """The agenda in order, as far as the actor may see it, with what the pages need."""
    return PanelCase.objects.visible_to(actor).filter(meeting=meeting).select_related(
        "pupil", "referral__from_school", "decision__pru__organisation", "decision__course__provider__organisation",
        "decision__recorded_by", "decision__approved_by",
    )  # fmt: skip


def agenda(meeting, cases, actor, people: set[int] | None = None) -> list[CasePage]:
    """Each case with its interests and decision, in order; without what the school wrote.

    `people` are the ids of those at the meeting who may decide, where the caller has them.
    """
    cases = list(cases)
    for case in cases:
        case.meeting = meeting
    conflicts = interests.of_cases(meeting, cases)
    people = quorum.deciding_people(meeting) if people is None else people
    return [_bare(case, conflicts[case.pk], people, actor) for case in cases]


def _bare(case, found, people, actor) -> CasePage:
    mine = interests.of_person(found, actor.person)
    decision = decision_seen(case, mine, actor)
    return CasePage(
        case=case,
        conflicts=found,
        mine=mine,
        quorum=quorum.of_case(case, found, people),
        decision=decision,
        decision_rows=decision_rows(decision, actor) if decision else [],
    )


def pages(meeting, cases, actor) -> list[CasePage]:
    """The same with the passport and the records: the page that the panel reads."""
    made = agenda(meeting, cases, actor)
    sections = passport.read_many([page.case.referral for page in made], actor)
    glance = _glances([page.case.pupil for page in made], actor)
    deferred = _deferred_before([page.case for page in made])
    for page in made:
        told = sections[page.case.referral_id]
        page.gaps = [section["title"] for section in told if not section["complete"]]
        page.strip = _strip(page, page.case.referral_id in deferred)
        if not page.is_closed_to_reader:
            page.blocks = _blocks(told, glance[page.case.pupil_id])
    return made


def decision_seen(case, mine, actor) -> Decision | None:
    """Deliberation stays closed to those who withdrew from the case, and to other classes of reader."""
    decision = getattr(case, "decision", None)
    return decision if decision and not mine and may_see_class(actor, Decision.record_class) else None


def _strip(page: CasePage, back: bool) -> list[dict]:
    referral = page.case.referral
    return [
        {"key": "Reference", "value": f"{referral.reference}, {'back from deferral' if back else 'new'}"},
        {"key": "Route", "value": f"{referral.get_route_display()}; {POWERS[referral.route]}"},
        {"key": "Referred by", "value": f"{referral.from_school}, sent on {referral.submitted_at:%-d %B %Y}"},
        {"key": "Presented by", "value": ", ".join(page.presenters) or "Nobody from the school is on this panel"},
        {
            "key": "Does not decide",
            "value": "" if page.conflicts else "No interest in this case",
            "lines": [f"{found.person}: {_told_reason(found)}" for found in page.conflicts],
        },
    ]


def _told_reason(found: interests.Conflict) -> str:
    """A private interest is the member's own matter; the page says only that there is one."""
    return "declared an interest" if found.is_private else found.reason[0].lower() + found.reason[1:]


def _blocks(told: list[dict], glance: list[dict]) -> list[Block]:
    by_key = {section["key"]: section for section in told}
    blocks = []
    for title, keys in BLOCKS:
        block = Block(title, rows=list(glance) if title == "At a glance" else [])
        for key in keys:
            if key in by_key:
                _add(block, by_key[key])
        if block.rows:
            blocks.append(block)
    return blocks


def _add(block: Block, section: dict) -> None:
    block.rows += [_row(label, text) for label, text in section["rows"]]
    if section["author"]:
        source = f". Source: {section['source'].rstrip('.')}" if section["source"] else ""
        note = f"Written by {section['author']} on {section['written_at']:%-d %B %Y}{source}."
        block.notes += [] if note in block.notes else [note]


def _row(label: str, text: str) -> dict:
    """A short answer stands beside its label, a long one below it."""
    return {"key": label, "lines": text.split("\n"), "is_short": len(text) <= SHORT and len(label) <= 2 * SHORT}


def _glances(pupils, actor) -> dict[int, list[dict]]:
    """What the records say of each pupil: rolls, needs, care, earlier placements."""
    rows: dict[int, list[dict]] = defaultdict(list)
    for key, found in (
        ("On roll", _rolls(pupils)),
        ("Special educational needs", _needs(pupils, actor)),
        ("Social care", _care(pupils, actor)),
        ("Earlier placements", _placements(pupils, actor)),
    ):
        for pupil in pupils:
            if found is not None:
                rows[pupil.pk].append({"key": key, "value": "None recorded", "lines": found.get(pupil.pk, [])})
    return rows


def _rolls(pupils) -> dict[int, list[str]]:
    found = defaultdict(list)
    for row in Registration.objects.filter(pupil__in=pupils).select_related("organisation").order_by("-during"):
        until = f" until {last_day(row.during):%-d %B %Y}" if row.during.upper else ""
        kind = row.get_kind_display()
        found[row.pupil_id].append(f"{row.organisation}: {kind[0].lower()}{kind[1:]}{until}")
    return found


def _needs(pupils, actor) -> dict[int, list[str]] | None:
    if not may_see_class(actor, PupilNeeds.record_class):
        return None
    rows = PupilNeeds.objects.filter(pupil__in=pupils)
    return {
        row.pupil_id: [row.get_provision_display(), *([row.get_primary_need_display()] if row.primary_need else [])]
        for row in rows
    }


def _care(pupils, actor) -> dict[int, list[str]] | None:
    """A social worker, yes or no, for everybody at the table; looked after for chair and officers."""
    if not may_see_class(actor, CareStatus.record_class):
        return None
    found = defaultdict(list)
    for row in CareStatus.objects.filter(pupil__in=pupils, during__endswith=None):
        found[row.pupil_id].append("Has a social worker" if row.social_worker else "No social worker")
        if row.looked_after and actor.is_in(SEES_CARE):
            found[row.pupil_id].append("Looked after by a local authority")
    return found


def _placements(pupils, actor) -> dict[int, list[str]]:
    found = defaultdict(list)
    rows = Placement.objects.visible_to(actor).filter(pupil__in=pupils).exclude(during=None)
    for row in rows.select_related("pru__organisation").order_by("-during"):
        until = f" to {row.last:%-d %B %Y}" if row.last else ", still running"
        found[row.pupil_id].append(f"{row.pru}, from {row.first:%-d %B %Y}{until}")
    return found


def _deferred_before(cases) -> set[int]:
    rows = PanelCase.objects.filter(
        referral__in=[case.referral_id for case in cases], decision__outcome=Decision.Outcome.DEFER
    ).exclude(pk__in=[case.pk for case in cases])
    return set(rows.values_list("referral", flat=True))


def decision_rows(decision: Decision, actor, *, priced: bool = True) -> list[dict]:
    """The decision in words; what it costs only for those who see the budget."""
    rows: list[dict] = [
        {"key": "Outcome", "value": decision.get_outcome_display()},
        {"key": "Reasons", "value": decision.reasons, "lines": decision.reasons.split("\n")},
        {"key": "Conditions", "value": decision.conditions or "None"},
    ]
    if decision.pru:
        rows += [
            {"key": "PRU", "value": str(decision.pru)},
            {"key": "Starting day proposed", "value": f"{decision.starts_on:%A %-d %B %Y}"},
            {"key": "Last day planned", "value": f"{decision.ends_on:%A %-d %B %Y}"},
        ]
    if decision.course:
        rows.append({"key": "With a provider", "lines": course_lines(decision.course, decision.course_sessions)})
        if priced and may(actor, Power.SEE_BUDGET):
            rows.append({"key": "Committed to the year's end", "value": pounds_words(decision.pence)})
    return rows


def course_lines(course, sessions: list) -> list[str]:
    return [f"{course}, {course.provider}", letters.session_words(sessions)]


def pounds_words(pence: int) -> str:
    return f"£{pence // 100:,}.{pence % 100:02}" if pence % 100 else f"£{pence // 100:,}"
