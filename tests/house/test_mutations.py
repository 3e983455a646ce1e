"""Take a rule away and see that the tests notice: a wall that nobody would miss is no wall."""

from accounts import door
from prus.querysets import PupilQuerySet
from referrals.querysets import CaseQuerySet, MeetingQuerySet, ReferralQuerySet
from reporting.querysets import ReportQuerySet
from tests.house.doors import address
from tests.house.matrix import REFUSALS, ROLES, ROUTES, SENDERS, TABLE, Cell, Matrix, undone
from tests.thread import Thread

OPEN_TO_ALL = {route for route in ROUTES if all(TABLE[route, who] == 200 for who in ROLES)}


def refused(route: str) -> list[str]:
    """The roles that the route's power keeps out."""
    if route in SENDERS:
        return [who for who in ROLES if who not in SENDERS[route] | {"other_school_lead"}]
    return [who for who in ROLES if TABLE[route, who] == 403]


def noticed(route: str, thread: Thread, clients: dict) -> bool:
    """Whether some role is now answered otherwise than the table, or the list of senders, says."""
    path = address(route, thread)
    for who in refused(route):
        with undone():
            answer = clients[who].post(path) if route in SENDERS else clients[who].get(path)
        if answer.status_code not in REFUSALS if route in SENDERS else answer.status_code != 403:
            return True
    return False


def test_a_door_that_lets_everybody_in_is_noticed_on_every_route(world, sign_in, monkeypatch):
    thread = Thread(world)
    clients = {who: sign_in(getattr(world, who)) for who in ROLES}
    for client in clients.values():
        client.raise_request_exception = False
    guarded = [route for route in ROUTES if route not in OPEN_TO_ALL]

    monkeypatch.setattr(door, "require", lambda *_: None)

    assert [route for route in guarded if not noticed(route, thread, clients)] == []
    assert len(guarded) > 50


SEEN_BY = {
    PupilQuerySet: ("reporting:pupil", "head"),
    ReferralQuerySet: ("referrals:referral", "school_lead"),
    CaseQuerySet: ("meetings:case", "chair"),
    MeetingQuerySet: ("meetings:meeting", "chair"),
    ReportQuerySet: ("reports:report", "head"),
}


def test_sight_of_every_row_is_noticed(world, elsewhere, monkeypatch):
    matrix = Matrix(Thread(world), elsewhere)
    for queryset, (route, who) in SEEN_BY.items():
        wanted = [Cell(route, "GET", who, "other body")]
        assert matrix.knock(wanted).leaks == []
        with monkeypatch.context() as mutated:
            mutated.setattr(queryset, "visible_to", lambda rows, actor, at=None: rows.all())
            assert matrix.knock(wanted).leaks, queryset
