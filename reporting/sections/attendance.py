"""Attendance: are they in? Over time, by key stage, by place of learning, beside the national figure."""

from prus.models.bodies import KeyStage
from reporting.sections.eyes import percentage
from reporting.sections.parts import Section, day, direction, indicator, is_hidden, line, one_pupil, shown, table

KINDS = {"pru": "At the PRU", "school": "At main schools", "provider": "With providers"}
HEAD = ["Pupils", "Sessions", "Attended", "Authorised", "Unauthorised", "Late"]
LATE = "Late is of the sessions attended; the other rates are of the sessions possible."
OVER_TIME = ["Pupils", "Sessions", "Attended", "Unauthorised", "Missed a tenth or more", "Missed half or more"]


def section(facts, eye) -> Section:
    base = eye.base(facts["attendance"]["pupils"])
    return Section(
        key="attendance",
        title="Attendance",
        finding=finding(facts, eye),
        notes=[*_notes(facts, eye), *one_pupil(base, eye)],
        charts=_chart(facts, eye),
        tables=[_over_time(facts, eye), _by_key_stage(facts, eye), _by_place(facts, eye)],
        indicators=[
            _attended(facts, eye, base),
            _unauthorised(facts, eye, base),
            _missed("Missed a tenth of sessions or more", "persistent", facts, eye),
            _missed("Missed half of sessions or more", "severe", facts, eye),
        ],
    )


def attended(row, eye):
    """Percentage of possible sessions attended, of a row of facts; nothing for no row."""
    return eye.rate(row["present"], row["possible"], row["pupils"]) if row else None


def finding(facts, eye) -> str:
    now, before = attended(facts["attendance"], eye), attended(facts["previous"], eye)
    if now is None:
        return "No session has been marked in this half term."
    if is_hidden(now):
        return "Attendance is not shown, because too few pupils are beneath it."
    way = direction(now, before, eye.base(facts["attendance"]["pupils"]))
    if before is None or is_hidden(before):
        return f"Pupils attended {now}% of their sessions."
    if way in ("same", ""):
        return f"Pupils attended {now}% of their sessions, much as last half term ({before}%)."
    verb = "rose" if now > before else "fell"
    return f"Attendance {verb} by {abs(now - before)} points to {now}%."


def _england(national, part: str, whole: str) -> str:
    return f"PRUs in England {national['year']}: {percentage(national[part], national[whole])}%"


def _notes(facts, eye) -> list[str]:
    now, year = facts["attendance"], facts["national"]["year"]
    period = f"{day(facts['first'])} to {day(facts['last'])}"
    beneath = f"Pupils: {eye.beneath(now['pupils'])}. Sessions: {eye.sessions(now['possible'], now['pupils'])}."
    yearly = "the latest published. It is a yearly figure: compare it with the year to date."
    return [
        f"{period}: sessions on this PRU’s registers, wherever the pupil was due. {beneath}",
        f"Absences with no reason settled yet: {shown(eye.count(now['unexplained']))}.",
        f"The national figure is for PRUs in England, autumn and spring {year}, {yearly}",
    ]


def _attended(facts, eye, base):
    now, before = attended(facts["attendance"], eye), attended(facts["previous"], eye)
    last_year = attended(facts["last_year"], eye)
    england = _england(facts["national"], "present", "possible")
    note = f"{_then(before, 'last half term')}; {_then(last_year, 'a year ago').lower()}. {england}"
    return indicator("Sessions attended", now, note, direction(now, before, base))


def _unauthorised(facts, eye, base):
    now, before = (
        eye.rate(row["unauthorised"], row["possible"], row["pupils"]) if row else None
        for row in (facts["attendance"], facts["previous"])
    )
    way = direction(now, before, base, higher_is_better=False)
    return indicator("Sessions missed without leave", now, _then(before, "last half term"), way)


def _then(value, when: str) -> str:
    """Last half term's figure in words; "not known" is not a nought."""
    return f"Not known {when}" if value is None else f"{shown(value)} {when}"


def _missed(label: str, which: str, facts, eye):
    """Persistent or severe absence: the share of pupils, how many, and the national figure."""
    value, words = eye.share_alone(facts["attendance"][which], facts["attendance"]["pupils"])
    return indicator(label, value, f"{words} {_england(facts['national'], which, 'pupils')}".strip())


def _over_time(facts, eye) -> dict:
    rows = [(row["label"], row) for row in facts["half_terms"]]
    if facts["last_year"] and all(facts["last_year"]["label"] != label for label, _ in rows):
        rows.insert(0, (facts["last_year"]["label"], facts["last_year"]))
    rows.append(("Year to date", facts["year_to_date"]))
    cells = [[label, *_row_over_time(row, eye)] for label, row in rows]
    return table("Attendance over time", ["Period", *OVER_TIME], [*cells, _national_row(facts["national"])])


def _row_over_time(row, eye) -> list:
    return [
        eye.beneath(row["pupils"]),
        eye.sessions(row["possible"], row["pupils"]),
        attended(row, eye),
        eye.rate(row["unauthorised"], row["possible"], row["pupils"]),
        eye.share(row["persistent"], row["pupils"]),
        eye.share(row["severe"], row["pupils"]),
    ]


def _national_row(national) -> list:
    return [
        f"PRUs in England, autumn and spring {national['year']}",
        national["pupils"],
        national["possible"],
        percentage(national["present"], national["possible"]),
        percentage(national["unauthorised"], national["possible"]),
        f"{percentage(national['persistent'], national['pupils'])}%",
        f"{percentage(national['severe'], national['pupils'])}%",
    ]


def _by_key_stage(facts, eye) -> dict:
    rows = [(KeyStage(int(stage)).label, row) for stage, row in facts["attendance_by_key_stage"].items()]
    return _split("By key stage", "Key stage", rows, facts, eye, LATE)


def _by_place(facts, eye) -> dict:
    found = facts["attendance_by_place"]
    rows = [(label, found[kind]) for kind, label in KINDS.items() if kind in found]
    note = f"{LATE} A pupil who learns in two places is counted in both rows."
    return _split("By place of learning", "Place", rows, facts, eye, note)


def _split(caption, first, rows, facts, eye, note="") -> dict:
    may = eye.may_split([row["pupils"] for _, row in rows])
    cells = [[label, *split_row(row, eye, ok)] for (label, row), ok in zip(rows, may, strict=True)]
    cells.append(["All", *split_row(facts["attendance"], eye, True)])
    return table(f"{caption}, {facts['half_term']}", [first, *HEAD], cells, note=note)


def split_row(row, eye, may: bool) -> list:
    """Pupils, sessions and rates of one row of a split; a row that may not be shown keeps only its dash or its c."""
    if not may and row["pupils"]:
        return ["c"] * len(HEAD)
    return [
        eye.beneath(row["pupils"]),
        eye.sessions(row["possible"], row["pupils"]),
        *(eye.rate(row[name], row["possible"], row["pupils"]) for name in ("present", "authorised", "unauthorised")),
        eye.rate(row["late"], row["present"], row["pupils"]),
    ]


def _chart(facts, eye) -> list[dict]:
    points = [(row["short"], attended(row, eye)) for row in facts["half_terms"]]
    national = facts["national"]
    level = percentage(national["present"], national["possible"])
    alt = "Sessions attended: " + ", ".join(f"{label} {shown(value)}" for label, value in points) + "."
    return line(
        "Sessions attended, half term by half term",
        f"{alt} PRUs in England {national['year']}: {level}%.",
        points,
        value_title="Sessions attended",
        references=[(f"England {national['year']}", level)],
    )
