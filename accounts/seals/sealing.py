"""Make the next seal.

Only rows of transactions that have ended are sealed (those below the snapshot's horizon), so nobody waits for
the seal and nothing is chained while it is written. A row with a lower id may still arrive from a transaction that
was under way; once all of those have ended the reach is settled, and a row that turns up below it was put in behind.
"""

from accounts.models import Seal
from accounts.seals import chain, guards, service, tables
from accounts.seals.tables import Table

BATCH = 10_000  # rows of one table in one seal
LOCK = 5_110_412  # one sealer at a time

SNAPSHOT = """
SELECT clock_timestamp(), system_identifier::text, pg_snapshot_xmin(pg_current_snapshot())::text::bigint
FROM pg_control_system()
"""
# Asked for after the horizon: everybody who has a number by then has a lower one.
OWN_NUMBER = "SELECT pg_current_xact_id()::text::bigint"


def seal_all() -> list[Seal]:
    """Seal until nothing waits; often that is nothing at all."""
    made = []
    while (seal := seal_once()) is not None:
        made.append(seal)
        if not any(part["rows"] == BATCH for part in seal.parts):
            break
    return made


def seal_once(*, with_guards: bool = False) -> Seal | None:
    """The next seal, or None when there is nothing to say."""
    with service.acting():
        tables.ask("SELECT pg_advisory_xact_lock(%s)::text", [LOCK])
        tables.write_plainly()
        before = chain.last()
        seal = _begun(before)
        _add_rows(seal, before)
        seal.settled = _settled(seal, before)
        if with_guards or _has_no_guards(before):
            seal.guards = guards.read()
        if not _says_something(seal, before):
            return None
        seal.digest = chain.digest_of(seal)
        seal.save(force_insert=True)
        return seal


def renew_guards() -> Seal | None:
    """Write the guards down anew if a migration has changed them."""
    kept = Seal.objects.exclude(guards=None).order_by("-number").first()
    if kept is not None and kept.guards == guards.read():
        return None
    return seal_once(with_guards=True)


def _begun(before: Seal | None) -> Seal:
    moment, cluster, horizon = tables.ask(SNAPSHOT)[0]
    return Seal(
        number=before.number + 1 if before else 1,
        previous=before.digest if before else chain.START,
        made_at=moment,
        cluster=cluster,
        before_xid=horizon,
        next_xid=tables.ask(OWN_NUMBER)[0][0],
        reached=dict(before.reached) if before else {},
    )


def _add_rows(seal: Seal, before: Seal | None) -> None:
    """The part of each table that has new rows."""
    floors, since = _since_settled(before)
    known = chain.forms()
    for table in tables.append_only():
        sealed = since.get(table.name, set())
        found = table.new_ids(floors.get(table.name, 0), seal.before_xid, BATCH + len(sealed))
        ids = [number for number in found if number not in sealed][:BATCH]
        if ids:
            seal.parts.append(_part(table, ids, _form(table, known, seal)))
            seal.reached[table.name] = max(ids[-1], seal.reached.get(table.name, 0))


def _since_settled(before: Seal | None) -> tuple[dict[str, int], dict[str, set[int]]]:
    """By table: the id up to which all is settled, and what was sealed since then."""
    if before is None:
        return {}, {}
    settled = Seal.objects.filter(number=before.settled).first()
    since: dict[str, set[int]] = {}
    for parts in Seal.objects.filter(number__gt=before.settled).values_list("parts", flat=True):
        for part in parts:
            ids = since.setdefault(part["table"], set())
            ids.update(number for first, last in part["ids"] for number in range(first, last + 1))
    return (settled.reached if settled else {}), since


def _part(table: Table, ids: list[int], form: str) -> dict:
    found = tables.ranges(ids)
    rows, digest = table.digest(found)
    return {"table": table.name, "form": form, "ids": found, "rows": rows, "digest": digest}


def _form(table: Table, known: dict[str, dict], seal: Seal) -> str:
    """The name of the table's list of columns; a new version when the columns are new."""
    versions = [name for name, form in known.items() if form["table"] == table.name]
    if versions and known[versions[-1]] == table.form:
        return versions[-1]
    name = f"{table.name}/{len(versions) + 1}"
    known[name] = seal.forms[name] = table.form
    return name


def _settled(seal: Seal, before: Seal | None) -> int:
    """The latest seal whose transactions then under way have all ended by now."""
    if seal.before_xid == seal.next_xid:
        return seal.number
    ended = Seal.objects.filter(cluster=seal.cluster, next_xid__lte=seal.before_xid).order_by("-number").first()
    return max(ended.number if ended else 0, before.settled if before else 0)


def _has_no_guards(before: Seal | None) -> bool:
    return before is None or not Seal.objects.exclude(guards=None).exists()


def _says_something(seal: Seal, before: Seal | None) -> bool:
    """New rows, guards, or that what waited is settled."""
    waits = before is not None and before.settled < before.number
    return bool(seal.parts or seal.guards is not None or waits)
