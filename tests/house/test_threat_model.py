"""The page that names the test for each abuse names tests that are there."""

import re

from tests.house.test_floors import ROOT

PAGE = ROOT / "docs" / "threat-model.md"


def test_every_test_named_in_the_threat_model_exists():
    named = set(re.findall(r"\btest_[a-z0-9_]+(?=`)", PAGE.read_text()))
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)
    }

    assert len(named) > 30
    assert sorted(named - there) == []


def test_there_are_twenty():
    rows = re.findall(r"^\| (\d+) \| .+ \| .+ \| .*`test_.+\|$", PAGE.read_text(), re.MULTILINE)

    assert [int(number) for number in rows] == list(range(1, 21))
