"""The rooms stand on floors: imports, foreign keys and reverse look-ups go down only."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
FLOORS = [
    "kit",
    "accounts",
    "partnerships",
    "improvement",
    "prus",
    "attendance",
    "providers",
    "referrals",
    "reporting",
]
ABOVE = ["config", "demo"]
LEVEL = {room: level for level, room in enumerate(FLOORS)} | dict.fromkeys(ABOVE, len(FLOORS))


def imports_of(path: Path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def climbing_imports(room: str, root: Path = ROOT):
    for path in sorted((root / room).rglob("*.py")):
        for name in imports_of(path):
            target = name.split(".")[0]
            if target in LEVEL and LEVEL[target] > LEVEL[room]:
                yield f"{path.relative_to(root)} imports {name}"


@pytest.mark.parametrize("room", FLOORS)
def test_imports_go_down(room):
    assert list(climbing_imports(room)) == []


def test_an_import_that_climbs_is_found(tmp_path):
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit" / "bad.py").write_text("from prus.models import Pupil\n")

    assert list(climbing_imports("kit", tmp_path)) == ["kit/bad.py imports prus.models"]


def test_relations_go_down():
    climbing = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in LEVEL
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        if LEVEL.get(field.related_model._meta.app_label, -1) > LEVEL[model._meta.app_label]
    ]

    # Every person in kit is settings.AUTH_USER_MODEL: the one relation Django itself asks for by name.
    assert [line for line in climbing if not line.endswith("-> accounts.Person")] == []


def test_no_model_names_another_by_a_string_that_climbs():
    for room in FLOORS:
        for path in (ROOT / room).rglob("models*/**/*.py"):
            assert "apps.get_model(" not in path.read_text(), path


def routes(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry.callback


def without_a_rule(patterns):
    return [address for address, view in patterns if not getattr(view, "rule", None)]


def test_every_route_has_a_rule():
    found = list(routes())

    assert len(found) > 30
    assert without_a_rule(found) == []


def test_a_route_without_a_rule_is_found():
    def bare(request):
        return None

    assert without_a_rule([("bare/", bare)]) == ["bare/"]


def test_every_model_about_a_child_says_its_class_of_record():
    about = [m for m in apps.get_models() if any(f.name == "pupil" for f in m._meta.concrete_fields)]
    without = [
        m._meta.label
        for m in about
        if not m.__name__.endswith("Event")
        and getattr(m, "record_class", None) not in {"R1", "R2", "R3", "R4", "R5", "R6"}
    ]

    assert len(about) > 20
    assert without == []
