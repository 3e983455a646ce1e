"""Providers used: who teaches our pupils elsewhere, do they come, are the checks in date."""

from reporting.sections.attendance import attended
from reporting.sections.parts import Section, day, indicator, shown, table

HEAD = ["Provider", "Pupils", "Sessions", "Attended", "Last half term", "Checks"]


def section(facts, eye) -> Section:
    rows = facts["providers"]
    lapsed = sum(1 for row in rows if row["checks_lacking"])
    return Section(
        key="providers",
        title="Providers used",
        finding=_finding(rows, lapsed),
        notes=[f"Sessions that fell to a provider. Checks as they stood on {day(facts['last'])}."],
        tables=[_table(rows, eye)] if rows else [],
        indicators=[indicator("Providers used", len(rows), _note(rows, lapsed))] if rows else [],
    )


def _table(rows, eye) -> dict:
    now = eye.may_split([row["pupils"] for row in rows])
    before = eye.may_split([row["previous"]["pupils"] for row in rows])
    cells = [
        [row["name"], *_figures(row, eye, now[place]), _before(row, eye, before[place]), _checks(row)]
        for place, row in enumerate(rows)
    ]
    return table("Alternative providers", HEAD, cells, words=[5])


def _figures(row, eye, may: bool) -> list:
    if not may and row["pupils"]:
        return [eye.beneath(row["pupils"]), "c", "c"]
    return [eye.beneath(row["pupils"]), eye.sessions(row["possible"], row["pupils"]), attended(row, eye)]


def _before(row, eye, may: bool):
    before = row["previous"]
    return "c" if before["pupils"] and not may else attended(before, eye)


def _checks(row) -> str:
    return f"To renew: {', '.join(row['checks_lacking']).lower()}" if row["checks_lacking"] else "In date"


def _finding(rows, lapsed: int) -> str:
    if not rows:
        return "No pupil had a session with a provider in this half term."
    used = "One provider was used" if len(rows) == 1 else f"{shown(len(rows))} providers were used"
    if not lapsed:
        return f"{used}; every check was in date."
    return f"{used}; checks must be renewed at {'one' if lapsed == 1 else shown(lapsed)} of them."


def _note(rows, lapsed: int) -> str:
    return f"Checks to renew at {shown(lapsed)} of {shown(len(rows))}" if lapsed else "Every check in date"
