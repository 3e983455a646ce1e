"""Pages, forms, the API and template tags reach rows about children through `visible_to`, and by no way round it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from tests.house.test_floors import FLOORS, ROOT

AT_THE_DOOR = re.compile(r"(^|_)(views?|forms?|api|pages?|home|filters|templatetags|serializers)$")
# What one file may ask without `visible_to`, and why nobody learns anything by it.
ALLOWED = {
    ("prus/placement_page.py", "Registration"): "rolls of the pupil of a placement that came through visible_to",
    ("referrals/forms/exit_plans.py", "PupilNeeds"): "of the pupil of a referral that came through visible_to",
    ("reporting/home/panels.py", "Referral"): "how many wait to be listed, for those who list them; no row is read",
    ("reporting/home/parts.py", "Mark"): "a sub-query of a PRU's own week slots",
    ("reporting/home/parts.py", "Review"): "a sub-query of placements that came through visible_to",
    ("reporting/home/parts.py", "WeekSlot"): "how many are due at one's own PRU; no row is read",
    ("reporting/home/prus.py", "WeekSlot"): "of pupils who came through visible_to, in a sub-query",
}


def about_children() -> set[str]:
    """Names of the models with a class of record, and of their histories."""
    ours = [model for model in apps.get_models() if model._meta.app_label in FLOORS]
    tracked = {model: getattr(model, "pgh_tracked_model", model) for model in ours}
    return {model.__name__ for model in ours if hasattr(tracked[model], "record_class")}


def files(root: Path = ROOT) -> Iterator[Path]:
    for room in FLOORS:
        for path in sorted((root / room).rglob("*.py")):
            inside = path.relative_to(root)
            if any(AT_THE_DOOR.search(part) for part in [*inside.parts[1:-1], inside.stem]):
                yield path


def ways_round(source: str, models: set[str]) -> Iterator[tuple[int, str]]:
    """(line, model) of each look-up of a model about a child that does not pass `visible_to`."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        model = _manager_of(node, models) or _given_whole(node, models)
        if model and not {"visible_to", "none"} & set(_chain(node, parents)):
            yield node.lineno, model
        if isinstance(node, ast.Attribute) and node.attr in {"raw", "cursor", "_base_manager", "_default_manager"}:
            yield node.lineno, node.attr


def _manager_of(node: ast.AST, models: set[str]) -> str | None:
    """`Model.objects`"""
    if isinstance(node, ast.Attribute) and node.attr == "objects" and isinstance(node.value, ast.Name):
        return node.value.id if node.value.id in models else None
    return None


def _given_whole(node: ast.AST, models: set[str]) -> str | None:
    """`get_object_or_404(Model, …)`"""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.startswith("get_"):
        names = [word.id for word in node.args[:1] if isinstance(word, ast.Name)]
        return names[0] if names and names[0] in models else None
    return None


def _chain(node: ast.AST, parents: dict) -> Iterator[str]:
    """The names that follow in the same expression: objects → filter → visible_to."""
    while isinstance(parent := parents.get(node), (ast.Attribute, ast.Call)):
        if isinstance(parent, ast.Call) and parent.func is not node:
            return
        if isinstance(parent, ast.Attribute):
            yield parent.attr
        node = parent


def found(root: Path = ROOT) -> list[tuple[str, str, int]]:
    models = about_children()
    return [
        (str(path.relative_to(root)), model, line)
        for path in files(root)
        for line, model in ways_round(path.read_text(), models)
    ]


def test_rows_about_children_are_reached_by_visible_to_alone():
    wrong = [f"{path}:{line} {model}" for path, model, line in found() if (path, model) not in ALLOWED]

    assert wrong == []


def test_what_is_allowed_is_still_there():
    assert set(ALLOWED) <= {(path, model) for path, model, _ in found()}


def test_the_lint_reads_enough():
    names = {str(path.relative_to(ROOT)) for path in files()}

    assert {"prus/views.py", "prus/forms.py", "referrals/views/reading.py", "attendance/views.py"} <= names
    assert {"Pupil", "Referral", "Mark", "MarkChange", "PupilEvent", "Decision"} <= about_children()
    assert "Organisation" not in about_children()


@pytest.mark.parametrize(
    "line",
    [
        "Pupil.objects.all()",
        "Pupil.objects.filter(uuid=uuid).first()",
        "get_object_or_404(Pupil, uuid=uuid)",
        "get_object_or_404(Pupil.objects.filter(la=la), uuid=uuid)",
        "Pupil._default_manager.get(pk=1)",
        "connection.cursor()",
        "something(visible_to(Pupil.objects))",
    ],
)
def test_a_way_round_is_found(line):
    assert list(ways_round(line, {"Pupil"}))


@pytest.mark.parametrize(
    "line",
    [
        "Pupil.objects.visible_to(actor).filter(a=1)",
        "Pupil.objects.filter(a=1).visible_to(actor)",
        "Pupil.objects.none()",
    ],
)
def test_the_door_is_not(line):
    assert not list(ways_round(line, {"Pupil"}))
