"""`docs/access.md` says what the product obeys."""

from pathlib import Path

from accounts.models import Organisation
from accounts.people.fitting import FITS, LEADS
from accounts.records import CLASSES
from accounts.roles import Role

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "access.md").read_text()
ROWS = {
    cells[0]: cells[1:]
    for cells in ([cell.strip() for cell in line.strip("|").split("|")] for line in TEXT.splitlines() if "|" in line)
}


def test_the_classes_of_each_role():
    for role in Role:
        held = [f"R{number}" for number, said in enumerate(ROWS[role.label], start=1) if said == "yes"]
        assert held == sorted(CLASSES[role]), role


def test_the_roles_of_each_kind_and_who_gives_them():
    for kind in Organisation.Kind:
        roles, givers = ROWS[kind.label]
        assert roles == (", ".join(Role(role).label for role in FITS[kind]) or "–")
        assert set(givers.split(", ")) == ({Role(role).label for role in LEADS[kind]} or {"–"})
