"""Damaged and hostile files: each bad line is refused by itself, with a reason, and its neighbours are read."""

import gzip

import pytest

from partnerships.models import Establishment
from partnerships.register import reading, rows
from partnerships.register.refusals import FileRefusedError
from tests.partnerships.register_files import GOOD, HEADER, import_bytes, line, premium, told

pytestmark = pytest.mark.django_db


def urns():
    return sorted(Establishment.objects.values_list("urn", flat=True))


@pytest.mark.parametrize(
    ("bad", "column", "reason"),
    [
        (line(900002, "=HYPERLINK(A1)"), "School Name", "This begins with “=”, as a spreadsheet formula does"),
        (line(900002, "@SUM(A1)"), "School Name", "This begins with “@”, as a spreadsheet formula does"),
        (line(900002, "Moor\0land"), "School Name", reading.NUL),
        (line(900002, "x" * 5_000_000), "School Name", reading.TOO_LONG),
        (line(900002, '"' + "x" * 5_000_000 + '"'), "School Name", reading.TOO_LONG),
        (line(900002, '"Moorland House'), "School Name", reading.UNCLOSED),
        (
            line(900002) + ",,",
            "Number of pupils on roll (7)",
            "This line has too many columns: 10, where the header has 8",
        ),
        ("900002,8601100,860", "LA", "This line has too few columns: 3, where the header has 8"),
        (line(12345), "URN", "A URN must be six digits"),
        (line(900002, ""), "School Name", "Nothing is given for “School Name”"),
        (line(900002, kind=""), "School Type", "Nothing is given for “School Type”"),
        (line(900002, "x" * 201), "School Name", "This must be 200 characters or fewer"),
        (line(900002, la="670"), "LA", "This authority is in Wales; this service is for England"),
        (line(900002, kind="Welsh Establishment"), "School Type", rows.WELSH),
        (line(900002, la="702"), "LA", "This is not the number of an authority in England"),
        (line(900002, la="86O"), "LA", "A local authority number must be 3 digits"),
        (line(900001), "URN", "This URN is already on line 2"),
    ],
    ids=lambda value: str(value)[:25].replace("\0", "NUL"),
)
def test_a_bad_line_is_refused_alone(bad, column, reason):
    outcome = premium(line(900001), bad, line(900003))

    assert told(outcome) == [(3, column, reason)]
    assert (outcome.read, outcome.refused) == (3, 1)
    assert urns() == ["900001", "900003"]


def test_a_line_in_other_letters_is_refused_alone():
    outcome = premium(
        line(900001, "St Thomas à Becket"), line(900002, "L’Église").encode("cp1252"), line(900003, "Tŷ Gwyn")
    )

    assert told(outcome) == [(3, "School Name", "This value is not written in UTF-8")]
    assert outcome.letters == "UTF-8"


def test_a_byte_that_is_no_letter_is_refused_alone():
    bad = line(900002, "Moor?land").encode().replace(b"?", b"\x81")
    outcome = premium(line(900001, "St John’s"), line(900003, "Café"), bad, letters="cp1252")

    assert told(outcome) == [(4, "School Name", "This value is not written in Windows-1252")]
    assert Establishment.objects.get(urn="900001").name == "St John’s"


@pytest.mark.parametrize(("letters", "said"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252")])
def test_the_letters_of_a_file_are_found(letters, said):
    content = (HEADER + "\r\n" + line(900001, "St Mary’s – Café") + "\r\n").encode(letters)
    outcome = import_bytes(content)

    assert (outcome.letters, outcome.refused) == (said, 0)
    assert Establishment.objects.get().name == "St Mary’s – Café"


def test_a_plain_file_is_called_utf_8():
    assert premium(line(900001)).letters == "UTF-8"


def test_a_quoted_line_break_belongs_to_its_row_and_lines_are_counted_on():
    outcome = premium(line(900001, '"Moorland\nHouse"'), line(12), line(900003))

    assert told(outcome) == [(4, "URN", "A URN must be six digits")]
    assert Establishment.objects.get(urn="900001").name == "Moorland House"


def test_a_quotation_mark_left_open_takes_nothing_with_it():
    outcome = premium(line(900001, '"Moorland'), line(900002), line(900003, 'Hill "Top'), line(900004, 'Hill"'), GOOD)

    assert [(number, reason) for number, _, reason in told(outcome)] == [
        (number, reading.UNCLOSED) for number in (2, 4, 5)
    ]
    assert urns() == ["900001", "900002"]


def test_blank_lines_are_not_counted():
    assert premium(line(900001), "", ",,,,,,,", line(900002)).read == 2


def test_what_can_be_done_without_is_left_out_and_told():
    outcome = premium(line(900001, roll="many"))

    assert [(one.column, one.value, one.refused) for one in outcome.troubles] == [
        ("Number of pupils on roll (7)", "many", False)
    ]
    assert (outcome.refused, Establishment.objects.get().roll) == (0, None)


def test_thousands_spaces_and_lost_letters_are_read():
    outcome = premium(line(900001, "All Saints\ufffd  School ", kind="Special ", roll='"1,029"'))
    school = Establishment.objects.get()

    assert (school.name, school.roll, school.kind) == ("All Saints School", 1029, "special")
    assert [(one.value, one.done) for one in outcome.troubles] == [("All Saints\ufffd School", "Value left out")]


def test_a_type_that_we_do_not_know_is_kept_in_its_own_words():
    outcome = premium(line(900001, kind="Floating school"))

    assert (Establishment.objects.get().type, Establishment.objects.get().kind) == ("Floating school", "other")
    assert outcome.troubles[0].column == "School Type"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The first line must name the columns"),
        (b"\n\n", "The first line must name the columns"),
        (b"x" * 200_000, "The first line must name the columns"),
        (b"URN,Colour\n900001,blue\n", "The columns are not those of a file that we know"),
        (HEADER.encode() + b"\n", "There are no lines below"),
        (HEADER.replace("School Name,", "").encode(), "the column “School Name” is missing"),
        (
            HEADER.replace("School Name,School Type,", "").encode(),
            "pupil premium list, but the columns “School Name”, “School Type” are missing",
        ),
        ((HEADER + ",URN").encode() + b"\n", "The column “URN” is there twice"),
        ((HEADER + "\n" + line(900001)).encode("utf-16"), "UTF-16"),
        (gzip.compress((HEADER + "\n" + line(900001)).encode())[:-12], "damaged"),
        (b"\x1f\x8b and then nothing of the kind", "damaged"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(content, words):
    with pytest.raises(FileRefusedError, match=words):
        import_bytes(content)

    assert urns() == []


def test_a_file_of_no_day_asks_for_one():
    with pytest.raises(FileRefusedError, match="--date"):
        import_bytes((HEADER + "\n" + line(900001)).encode(), "schools.csv")

    assert urns() == []


def test_a_file_that_is_too_big_unpacked_is_refused(monkeypatch):
    monkeypatch.setattr("partnerships.register.opening.MOST_BYTES", 10_000)

    with pytest.raises(FileRefusedError, match="too big"):
        import_bytes((HEADER + "\n" + "x" * 20_000).encode(), pack=True)


def test_a_file_that_is_nothing_but_trouble_is_refused(monkeypatch):
    monkeypatch.setattr(rows, "MOST_TROUBLES", 3)

    with pytest.raises(FileRefusedError, match="Check that this is the right file"):
        premium(line(900001), *["a"] * 5)

    assert urns() == []
