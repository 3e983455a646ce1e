"""Compute every seal again, and say in sentences what is not as it was sealed."""

from dataclasses import dataclass, field

from accounts.models import Seal
from accounts.seals import chain, guards, service, tables
from accounts.seals.tables import Table


@dataclass
class Verdict:
    """How much was checked, and what is wrong."""

    seals: int = 0
    rows: int = 0
    last: Seal | None = None
    troubles: list[str] = field(default_factory=list)


@dataclass
class _Walk:
    """What is known on the way along the chain."""

    verdict: Verdict
    now: dict[str, Table]
    forms: dict[str, dict] = field(default_factory=dict)
    reached: dict[int, dict] = field(default_factory=dict)
    sealed: dict[str, tables.Ranges] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)
    guards: list[str] | None = None

    def say(self, sentence: str) -> None:
        self.verdict.troubles.append(sentence)


def verify(*, expected: tuple[int, str] | None = None) -> Verdict:
    """Check chain, rows and guards. `expected`: a number and digest kept outside, against a chain made anew."""
    with service.acting():
        tables.write_plainly()
        walk = _Walk(Verdict(), {table.name: table for table in tables.append_only()})
        for seal in Seal.objects.order_by("number").iterator():
            _check_link(walk, seal)
            _check_rows(walk, seal)
            walk.verdict.seals, walk.verdict.last = walk.verdict.seals + 1, seal
        _check_behind(walk)
        _check_guards(walk)
        _check_outside(walk, expected)
    return walk.verdict


def _check_link(walk: _Walk, seal: Seal) -> None:
    before = walk.verdict.last
    number, digest = (before.number + 1, before.digest) if before else (1, chain.START)
    if seal.number != number:
        gone = f"Seal {number} is" if seal.number == number + 1 else f"Seals {number} to {seal.number - 1} are"
        walk.say(f"{gone} missing: the chain is broken.")
    elif seal.previous != digest:
        walk.say(f"Seal {seal.number} does not follow from the one before: the chain is broken.")
    if seal.digest != chain.digest_of(seal):
        walk.say(f"Seal {seal.number} was changed after it was made.")
    walk.forms |= seal.forms
    walk.reached[seal.number] = seal.reached
    walk.guards = seal.guards if seal.guards is not None else walk.guards


def _check_rows(walk: _Walk, seal: Seal) -> None:
    for part in seal.parts:
        name, ids = part["table"], part["ids"]
        walk.sealed.setdefault(name, []).extend(ids)
        where = (
            f"Seal {seal.number} of {seal.made_at:%-d %B %Y, %H:%M} UTC, table {name}, ids {ids[0][0]} to {ids[-1][1]}"
        )
        table = _as_sealed(walk, part)
        if table is None:
            walk.say(f"{where}: cannot be checked, because the table or one of its columns is gone.")
            continue
        rows, digest = table.digest(ids)
        walk.verdict.rows += rows
        walk.found[name] = walk.found.get(name, 0) + rows
        if rows != part["rows"]:
            walk.say(f"{where}: {part['rows']} rows were sealed, {rows} are there.")
        elif digest != part["digest"]:
            walk.say(f"{where}: the rows are there, but not as they were sealed.")


def _as_sealed(walk: _Walk, part: dict) -> Table | None:
    """The table with the columns it had when it was sealed, if it still has them all."""
    form, now = walk.forms.get(part["form"]), walk.now.get(part["table"])
    if form is None:
        return None
    columns = now.columns if now else _columns_of(part["table"])
    return Table(form["table"], form["key"], form["columns"]) if set(form["columns"]) <= set(columns) else None


def _columns_of(name: str) -> list[str]:
    """Of a table that is no longer closed to changes: the guards say so, and its rows are checked all the same."""
    question = """
    SELECT attname::text FROM pg_attribute
    WHERE attrelid = to_regclass(quote_ident(%s)) AND attnum > 0 AND NOT attisdropped
    """
    return [row[0] for row in tables.ask(question, [name])]


def _check_behind(walk: _Walk) -> None:
    """Rows below the settled reach that no seal holds."""
    last = walk.verdict.last
    floors = walk.reached.get(last.settled, {}) if last else {}
    for name, floor in floors.items():
        table = walk.now.get(name)
        if table is None:
            continue
        ids = walk.sealed.get(name, [])
        inside = [[first, min(end, floor)] for first, end in ids if first <= floor]
        extra = table.count(floor) - (table.digest(inside)[0] if inside else 0)
        if extra:
            rows = "row was" if extra == 1 else "rows were"
            walk.say(f"Table {name}: {extra} {rows} put in behind what was sealed.")


def _check_guards(walk: _Walk) -> None:
    if walk.guards is not None:
        walk.verdict.troubles += guards.differences(walk.guards, guards.read())


def _check_outside(walk: _Walk, expected: tuple[int, str] | None) -> None:
    if expected is None:
        return
    number, digest = expected
    if not Seal.objects.filter(number=number, digest=digest).exists():
        walk.say(f"Seal {number} is not the one that was kept outside: the chain was made anew or cut short.")
