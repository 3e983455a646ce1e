"""Roll and places: who is with us, who came and went, whether there is room."""

from kit.protect import mostly_hidden
from prus.models.bodies import KeyStage
from reporting.sections.parts import Section, bars, day, indicator, is_hidden, pupils, shown, table


def section(facts, eye) -> Section:
    """The tables, their totals and the sentence, from the same cells."""
    split = by_key_stage(facts, eye)
    end = split["rows"][-1][-1]
    joined, left = eye.linked([facts["roll"]["joined"], facts["roll"]["left"]])
    past_end = eye.part(facts["stays"]["past_end"], facts["stays"]["running"])
    median = eye.mean(facts["stays"]["median_weeks"], facts["stays"]["running"])
    tables = [_split_table(facts, split), *(_movement(facts, eye)), *_places(facts, eye, end)]
    return Section(
        key="roll",
        title="Roll and places",
        finding=_finding(facts, end, joined, left),
        notes=[
            f"As at the end of {day(facts['last'])}. A pupil whose last day was that day has left.",
            f"Placements proposed and not yet started: {shown(eye.count(facts['stays']['proposed']))}.",
        ],
        charts=_chart(split, end),
        tables=tables,
        indicators=[
            indicator("Pupils on roll", end, _came_and_went(joined, left)),
            indicator("Median stay so far", f"{median} weeks" if median and not is_hidden(median) else median),
            indicator("Placements past their planned end", past_end),
        ],
    )


def by_key_stage(facts, eye) -> dict:
    """Rows of cells by key stage with their total; merged to one column when too little could be shown."""
    stages = facts["roll_by_key_stage"]
    if not stages:
        return {"head": ["Key stage", "All"], "names": ["All"], "rows": [[0]]}
    names = [KeyStage(int(stage)).label for stage in stages] + ["All"]
    exact = [[row["dual"], row["single"], row["end"]] for row in [*stages.values(), facts["roll"]]]
    rows = eye.table(exact, row_totals=True, column_totals=True)
    if not eye.is_exact and mostly_hidden(rows):
        merged = eye.counts([row[-1] for row in exact], total=True)
        return {"head": ["Key stage", "All"], "names": names, "rows": [[cell] for cell in merged]}
    return {"head": ["Key stage", "Dual roll", "Single roll", "All"], "names": names, "rows": rows}


def _split_table(facts, split) -> dict:
    rows = [[name, *row] for name, row in zip(split["names"], split["rows"], strict=True)]
    note = "Dual roll: the pupil is also on the roll of a school. Single roll: on this roll alone."
    return table(f"Pupils on roll at the end of {facts['half_term']}", split["head"], rows, note=note)


def _movement(facts, eye) -> list[dict]:
    """Start, joined, left and end add up, so they are shown together only to those who may see every number."""
    if not eye.is_exact:
        return []
    names = [KeyStage(int(stage)).label for stage in facts["roll_by_key_stage"]] + ["All"]
    rows = [*facts["roll_by_key_stage"].values(), facts["roll"]]
    cells = [
        [name, row["start"], row["joined"], row["left"], row["end"]] for name, row in zip(names, rows, strict=True)
    ]
    return [table("Who came and went", ["Key stage", "At the start", "Joined", "Left", "At the end"], cells)]


def _places(facts, eye, end) -> list[dict]:
    sites = facts["places"]
    if not sites:
        return []
    numbers = [site["pupils"] for site in sites]
    agrees = sum(numbers) == facts["roll"]["end"]
    cells = eye.counts([*numbers, sum(numbers)], total=True)
    if not eye.is_exact and (is_hidden(end) or not agrees):
        cells = ["c"] * len(cells)
    names = [site["name"] for site in sites] + ["All sites"]
    room = [site["places"] for site in sites] + [sum(site["places"] for site in sites)]
    rows = [list(row) for row in zip(names, room, cells, strict=True)]
    return [table("Places by site", ["Site", "Places", "Pupils placed"], rows)]


def _finding(facts, end, joined, left) -> str:
    if is_hidden(end):
        return "The roll is too small to show in figures."
    first = f"{pupils(end)} {'was' if end == 1 else 'were'} on roll at the end of the half term"
    room = sum(site["places"] for site in facts["places"])
    first += f", with {room} places" if room else ""
    if is_hidden(joined, left):
        return f"{first}."
    return f"{first}; {joined or 'none'} joined and {left or 'none'} left."


def _came_and_went(joined, left) -> str:
    if is_hidden(joined, left):
        return "Too few joined or left to show"
    return f"{joined or 'None'} joined, {left or 'none'} left"


def _chart(split, end) -> list[dict]:
    points = [(name, row[-1]) for name, row in zip(split["names"], split["rows"], strict=True)][:-1]
    alt = f"Pupils on roll by key stage: {', '.join(f'{name} {shown(value)}' for name, value in points)}."
    return bars("Pupils on roll by key stage", alt, points, value_title="Pupils on roll at the end")
