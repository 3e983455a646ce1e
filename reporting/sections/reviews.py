"""Reviews and objectives: is each stay looked at when it should be, and does it lead somewhere."""

from reporting.sections.parts import Section, bars, day, indicator, is_hidden, shown, table

NAMES = ["Held on time", "Held late", "Not held"]


def section(facts, eye) -> Section:
    row = facts["reviews"]
    cells = eye.counts([row["on_time"], row["late"], row["not_held"], row["due"]], total=True)
    goals = facts["objectives"]
    met = eye.counts([goals["met"], goals["open"], goals["met"] + goals["open"]], total=True)
    return Section(
        key="reviews",
        title="Reviews and objectives",
        finding=_finding(row["due"], cells),
        notes=[f"Reviews due from {day(facts['first'])} to {day(facts['last'])}, as they stood on the last day."],
        charts=_chart(cells) if row["due"] else [],
        tables=[
            table("Placement reviews", ["Review", "Number"], zip([*NAMES, "All that were due"], cells, strict=True)),
            table(
                "Objectives of placements",
                ["Objective", "Number"],
                zip(["Met in this half term", "Still open", "All"], met, strict=True),
            ),
        ],
        indicators=[
            indicator("Reviews held on time", _of(cells[0], cells[3])),
            indicator("Objectives met", _of(met[0], met[2])),
        ],
    )


def _of(part, whole) -> str:
    if whole == 0:
        return "None due"
    return "c" if is_hidden(part, whole) else f"{shown(part)} of {shown(whole)}"


def _finding(due: int, cells: list) -> str:
    if not due:
        return "No review was due in this half term."
    on_time, _late, not_held, total = cells
    if is_hidden(on_time, total):
        return "Some of the reviews that were due are shown as “c”, because the numbers are small."
    if on_time == total:
        return f"Every review that was due ({shown(total)}) was held on time."
    more = "" if is_hidden(not_held) else f"; {shown(not_held or 'none')} had not been held by the last day"
    return f"{shown(on_time)} of {shown(total)} reviews were held on time{more}."


def _chart(cells: list) -> list[dict]:
    points = list(zip(NAMES, cells[:3], strict=True))
    alt = "Reviews due: " + ", ".join(f"{name.lower()} {shown(value)}" for name, value in points) + "."
    return bars("Reviews that were due", alt, points, value_title="Reviews")
