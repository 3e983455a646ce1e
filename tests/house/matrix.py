"""Every route by GET and POST, as every role, in every relation to one child: what is answered, and what may be.

What may be stands in `access_table.csv` and in the few lists below, for people to read; nothing of it is asked of
the code under test.
"""

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product

from django.db import transaction
from django.test import Client
from django.urls.converters import UUIDConverter

from kit.periods import from_to
from prus.models import PupilTie
from tests.house.doors import ROLES, address, routes, table
from tests.house.neighbours import Neighbours
from tests.reporting.pdf_text import text_of
from tests.thread import SECRET, Thread

TABLE = table()
ROUTES = sorted({route for route, _ in TABLE})  # every guarded route: `test_doors` sees to it
METHODS = ["GET", "POST"]
RELATIONS = ["own", "other body", "other authority", "ended", "never tied"]
SEED = 20260512

LA = {"officer", "manager"}
FIGURES_ONLY = {"committee_chair", "committee_clerk", "committee_member", "sysadmin"}
ACTORS = [who for who in ROLES if who != "other_school_lead"]  # the other school is a relation here

# Routes whose address names one child, or something that is about one child.
OF_A_CHILD = {
    "attendance:settle",
    "meetings:approve", "meetings:case", "meetings:check", "meetings:decide", "meetings:interest",
    "meetings:unlist_case",
    "prus:complete", "prus:confirm_direction", "prus:end", "prus:placement", "prus:week",
    "referrals:confirmation", "referrals:letter", "referrals:referral", "referrals:section", "referrals:submit",
    "referrals:withdraw",
    "reporting:history", "reporting:looked", "reporting:pupil", "reporting:pupil_attendance",
}  # fmt: skip
# Routes whose address names something that belongs to one body, and the roles to whom that matters inside an authority.
PANEL = {"chair", "coordinator", "panel_member"}
PRU = {"head", "staff", "committee_chair", "committee_clerk", "committee_member"}
OF_A_BODY = {
    "meetings:attendance": PANEL, "meetings:close": PANEL, "meetings:list_case": PANEL, "meetings:meeting": PANEL,
    "meetings:minutes": PANEL, "meetings:order": PANEL, "meetings:pack": PANEL,
    "reports:comment": PRU, "reports:pdf": PRU, "reports:refresh": PRU, "reports:report": PRU, "reports:sign_off": PRU,
    "attendance:session": PRU,
    "providers:provider": {"provider_lead"},
    "providers:check": {"provider_lead"}, "providers:course": {"provider_lead"},
}  # fmt: skip
# Rooms whose addresses name bodies and people of an authority: the manager's, and each leader's own.
OF_AN_AUTHORITY = {"calendars": set(), "people": set(ROLES) - {"manager"}, "schools_register": set(), "setup": set()}
# A GET of these is 405 for everybody: who may send.
SENDERS = {
    "meetings:list_case": {"officer", "manager", "chair", "coordinator"},
    "provider_register:save": {"provider_lead"},
    "reports:refresh": {"head"},
}
REFUSALS = {403, 404, 405}


def naming() -> set[str]:
    """The routes whose address names something that exists."""
    kinds: dict[str, list[bool]] = {}
    for name, pattern in routes():
        named = any(isinstance(converter, UUIDConverter) for converter in pattern.pattern.converters.values())
        kinds.setdefault(name, []).append(named)
    return {name for name in ROUTES if all(kinds.get(name, [False]))}


NAMING = naming()


@dataclass(frozen=True)
class Cell:
    """One request to be made."""

    route: str
    method: str
    who: str
    relation: str

    def __str__(self) -> str:
        return f"{self.method} {self.route} as {self.who} ({self.relation})"

    @property
    def must_be_refused(self) -> bool:
        """Whether nothing but a refusal is right, whatever the role may do elsewhere."""
        if self.relation == "own":
            return self._role_is_refused
        if self.relation == "other authority":
            return self.route in NAMING
        if self.route in OF_A_CHILD:
            return self.relation == "other body" or self.who not in LA
        return self._role_is_refused or (self.relation == "other body" and self._is_of_one_body)

    @property
    def _is_of_one_body(self) -> bool:
        if self.route not in NAMING:
            return False
        room = self.route.split(":")[0]
        return self.who in OF_A_BODY.get(self.route, set()) | OF_AN_AUTHORITY.get(room, set())

    @property
    def _role_is_refused(self) -> bool:
        if self.route in SENDERS:
            return self.method == "GET" or self.who not in SENDERS[self.route]
        return TABLE[self.route, self.who] in REFUSALS

    @property
    def may_read_of_the_child(self) -> bool:
        if self.relation == "own":
            return self.who not in FIGURES_ONLY
        return self.relation in ("ended", "never tied") and self.who in LA


def cells() -> list[Cell]:
    """All of them. An authority's manager has no other body inside the authority."""
    made = (Cell(*facts) for facts in product(ROUTES, METHODS, ACTORS, RELATIONS))
    return [cell for cell in made if (cell.who, cell.relation) != ("manager", "other body")]


def a_tenth() -> list[Cell]:
    every = cells()
    return random.Random(SEED).sample(every, len(every) // 10)


@dataclass
class Outcome:
    """What was asked, and what was wrong."""

    asked: list[Cell] = field(default_factory=list)
    statuses: Counter = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)

    @property
    def refusals(self) -> int:
        return sum(count for status, count in self.statuses.items() if status in REFUSALS)

    def summary(self) -> str:
        kinds = [len({getattr(cell, name) for cell in self.asked}) for name in ("route", "method", "who", "relation")]
        return (
            "{} routes x {} methods x {} roles x {} relations: ".format(*kinds)
            + f"{len(self.asked)} requests, {self.refusals} refusals, {len(self.leaks)} leaks."
        )


class Matrix:
    """Knocks, and leaves nothing behind: each request is rolled back."""

    def __init__(self, thread: Thread, elsewhere):
        self.thread, self.elsewhere = thread, elsewhere
        self.neighbours = Neighbours(thread.world)

    def knock(self, wanted: list[Cell]) -> Outcome:
        outcome = Outcome()
        addresses = {route: address(route, self.thread) for route in ROUTES}
        for (relation, who), asked in _by_actor(wanted).items():
            with undone():
                client = self._client(relation, who)
                for cell in asked:
                    with undone():
                        self._ask(client, cell, addresses[cell.route], outcome)
        return outcome

    def _client(self, relation: str, who: str) -> Client:
        places = {"other body": self.neighbours, "other authority": self.elsewhere}
        membership = getattr(places.get(relation, self.thread.world), who)
        ties = PupilTie.objects.filter(organisation=membership.organisation)
        if relation == "ended":
            ties.update(during=from_to(dt.date(2026, 1, 5), dt.date(2026, 5, 11)))
        elif relation == "never tied":
            ties.delete()
        client = Client(raise_request_exception=False)
        client.force_login(membership.person)
        session = client.session
        session["membership"] = membership.pk
        session.save()
        return client

    def _ask(self, client: Client, cell: Cell, path: str, outcome: Outcome) -> None:
        answer = client.get(path) if cell.method == "GET" else client.post(path, {"reason": "x"})
        outcome.asked.append(cell)
        outcome.statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            outcome.leaks.append(f"{cell}: a fault, {answer.status_code}")
        if cell.must_be_refused and answer.status_code not in REFUSALS:
            outcome.leaks.append(f"{cell}: answered {answer.status_code} and should have refused")
        if not cell.may_read_of_the_child and SECRET in words(answer):
            outcome.leaks.append(f"{cell}: words about the child in an answer of {answer.status_code}")


def words(answer) -> str:
    """All that the answer says, in its headers too."""
    body = answer.getvalue() if answer.streaming else answer.content
    pdf = answer.get("Content-Type", "").startswith("application/pdf")
    return (text_of(body) if pdf else body.decode(errors="replace")) + str(answer.headers)


@contextmanager
def undone() -> Iterator[None]:
    """Nothing done in this block stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _by_actor(wanted: list[Cell]) -> dict[tuple[str, str], list[Cell]]:
    found: dict[tuple[str, str], list[Cell]] = {}
    for cell in wanted:
        found.setdefault((cell.relation, cell.who), []).append(cell)
    return found
