"""The command: what it prints, the list it writes, and how it ends."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from partnerships.management.commands import import_establishments
from partnerships.models import Establishment
from tests.partnerships import register_files as files
from tests.partnerships.register_files import HEADER, line

pytestmark = pytest.mark.django_db


def run(*paths, **options):
    out, err = io.StringIO(), io.StringIO()
    call_command("import_establishments", *(str(path) for path in paths), stdout=out, stderr=err, **options)
    return out.getvalue()


def written(folder, name, *lines):
    path = folder / name
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def test_it_says_what_it_did_and_that_the_second_time_nothing_changed():
    first = run(files.DATA / files.REGISTER)
    second = run(files.DATA / files.REGISTER)

    assert "national register of 20 May 2021, written in UTF-8" in first
    assert "99 lines read, 51 refused" in first
    assert "establishments: 48 new" in first
    assert "51 × line refused: LA (code): This authority is in Wales" in first
    assert "Nothing has changed." not in first
    assert "Nothing has changed." in second


def test_the_list_of_refused_lines_runs_nothing_in_a_spreadsheet(tmp_path):
    path = written(tmp_path, "premium-2021-22.csv", line(900001), line(900002, "=1+1"), line(900003, "+44\0"))
    run(path, refused=tmp_path / "refused.csv")

    raw = (tmp_path / "refused.csv").read_bytes()
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert raw.startswith(b"\xef\xbb\xbf")
    assert [(row["File"], row["Line"], row["Column"], row["Value"]) for row in rows] == [
        ("premium-2021-22.csv", "3", "School Name", "'=1+1"),
        ("premium-2021-22.csv", "4", "School Name", "'+44[character 00]"),
    ]
    assert rows[0]["Reason"] == "This begins with “=”, as a spreadsheet formula does"
    assert {row["What was done"] for row in rows} == {"Line refused"}


def test_a_bad_file_does_not_keep_the_others_out(tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("a,b\n1,2\n")

    with pytest.raises(CommandError, match=r"2 of 3 files could not be imported"):
        run(bad, tmp_path / "nowhere.csv", written(tmp_path, "premium-2021-22.csv", line(900001)))

    assert Establishment.objects.get().urn == "900001"


def test_a_day_may_be_given(tmp_path):
    run(written(tmp_path, "schools.csv", line(900001)), "--date=2024-09-01")

    assert Establishment.objects.get().sources["name"] == "2024-09-01 pupil_premium"


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("stream", "drawn"), [(Terminal(), True), (io.StringIO(), False)])
def test_a_bar_fills_on_a_terminal_only(stream, drawn):
    bar = import_establishments.Bar(stream, "schools.csv")
    bar.show(50, 100)
    bar.show(100, 100)
    bar.clear()

    assert ("█" in stream.getvalue(), " 50%" in stream.getvalue(), "100%" in stream.getvalue()) == (drawn,) * 3
