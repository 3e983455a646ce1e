"""How whole the figures are: sessions without a mark are not an absence, and are named."""

from reporting.sections.parts import Section, day, indicator, is_hidden, shown, table

KINDS = {"pru": "At the PRU", "provider": "With providers"}


def section(facts, eye) -> Section:
    rows = [(label, facts["taken"][kind]) for kind, label in KINDS.items() if kind in facts["taken"]]
    due, marked = (sum(row[name] for _, row in rows) for name in ("due", "marked"))
    missing = _missing([row["due"] - row["marked"] for _, row in rows], eye)
    return Section(
        key="completeness",
        title="How complete the figures are",
        finding=_finding(due, missing[-1]),
        notes=[
            f"Figures taken on {day(facts['taken_at'][:10])}. {shown(facts['school_days'])} school days.",
            "A session without a mark was not taken. It is not counted as an absence, nor as possible.",
        ],
        tables=[_table(rows, missing, eye, facts["attendance"])] if rows else [],
        indicators=[indicator("Sessions with a mark", eye.rate(marked, due), "of all sessions due on the registers")],
    )


def _missing(numbers: list[int], eye) -> list:
    """Sessions without a mark by place, and their total last."""
    return eye.counts([*numbers, sum(numbers)], total=True) if numbers else [0]


def _table(rows, missing, eye, attendance) -> dict:
    cells = [
        [
            label,
            eye.sessions(row["due"], attendance["pupils"]),
            "None" if not_taken == 0 else not_taken,
            eye.rate(row["marked"], row["due"]),
        ]
        for (label, row), not_taken in zip(rows, missing, strict=False)
    ]
    return table("Registers taken", ["Where", "Sessions due", "Not taken", "Taken"], cells)


def _finding(due: int, missing) -> str:
    if not due:
        return "No session was due in this half term."
    if missing == 0:
        return "Every session has a mark."
    if is_hidden(missing):
        return "A few sessions have no mark."
    verb = "session has" if missing == 1 else "sessions have"
    return f"{shown(missing)} {verb} no mark: the register was not taken, or a provider has not answered."
