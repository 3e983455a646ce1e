"""A half-termly report such as a PRU of forty sends to its management committee. Every figure is invented."""

from kit.charts import Point, Reference, bar_chart, line_chart
from kit.protect import HIDDEN, HIDDEN_NOTE

HALF_TERMS = ["Spring 1", "Spring 2", "Summer 1", "Summer 2", "Autumn 1", "Autumn 2"]
PERIOD = "Autumn 2, 3 November to 19 December 2025"
BENEATH = "Own sessions and provider sessions, 19 December 2025. 41 pupils, 2,214 sessions; 12 unmarked."


def report():
    """The data of the report template, with five sections."""
    return {
        "title": "Half-termly report to the management committee",
        "subtitle": "35 school days, 70 sessions open",
        "organisation": "The Bridge Short Stay School",
        "period": PERIOD,
        "status": "Signed off by Ms R. Okafor, head teacher, on 9 January 2026",
        "prepared": ["Figures taken on 19 December 2025, 6 pm", "All registers complete but for 12 sessions"],
        "front": front(),
        "front_note": f"National figures: PRUs in England, autumn and spring 2024 to 2025. {HIDDEN_NOTE}",
        "summary": summary(),
        "sections": [roll(), attendance(), part_time(), behaviour(), providers()],
        "footer": "The Bridge Short Stay School · fit to publish with the minutes",
    }


def front():
    rows = [
        ("Pupils on roll", "41", "38 last half term; 40 places funded", None),
        ("Attendance, all places of learning", "62.4%", "63.0% last half term; target 65%", "worse"),
        ("Severely absent (under half of sessions)", "11 of 41", "13 of 38 last half term", "better"),
        ("On a part-time timetable", "9", "9 last half term", "same"),
        ("Part-time timetables past their end date", "c", "5 last half term", "better"),
        ("Days of suspension by the PRU, per 100 sessions", "1.8", "2.9 same half term last year", "better"),
        ("Significant incidents of force recorded on time", "7 of 7", "6 of 7 last half term", "better"),
        ("Median length of stay", "23 weeks", "21 weeks last year; plan 18", "worse"),
        ("Reviews held on time", "31 of 36", "34 of 36 last half term", "worse"),
        ("Baseline taken within two weeks", "10 of 12", "8 of 11 last half term", "better"),
        ("Returned to school, still there after 12 weeks", "6 of 8", "5 of 8 in the year to July 2025", "better"),
        ("Year 11 with an offer for September", "14 of 16", "12 of 15 at this time last year", "better"),
    ]
    return [dict(zip(("label", "value", "note", "direction"), row, strict=True)) for row in rows]


def summary():
    return [
        {
            "label": "Better.",
            "text": "Suspensions have fallen for the third half term, and every use of force was recorded on the day.",
        },
        {
            "label": "Worse.",
            "text": "Attendance slipped by 0.6 points, all of it at key stage 4 after the half-term break.",
        },
        {
            "label": "What worries me.",
            "text": "Seven pupils with an EHC plan wait for another setting; the longest for 41 weeks.",
        },
        {"label": "What I ask you to decide.", "text": "Whether to hold five places for key stage 3 from April."},
    ]


def section(key, title, finding, **more):
    return {
        "key": key,
        "title": title,
        "finding": finding,
        "notes": [],
        "charts": [],
        "tables": [],
        "commentary": "",
    } | more


def roll():
    table = {
        "caption": "Pupils on roll by key stage, Autumn 2",
        "columns": columns("Key stage", "At start", "Joined", "Left", "At end", "Single", "Dual"),
        "rows": [
            ["Key stage 2", "6", "c", "0", "8", "0", "8"],
            ["Key stage 3", "13", "c", "c", "14", "c", "c"],
            ["Key stage 4", "19", "5", "c", "19", "12", "7"],
            ["All", "38", "9", "6", "41", "c", "c"],
        ],
        "note": f"As at 19 December 2025. Names such as Łukasz and Żaneta print. {HIDDEN_NOTE}",
    }
    points = [Point(when, n) for when, n in zip(HALF_TERMS, [34, 37, 41, 40, 38, 41], strict=True)]
    chart = bar_chart(
        points,
        alt="Pupils on roll rose from 34 in Spring 1 to 41 in Autumn 2; 40 places are funded.",
        value_title="Pupils on roll at the end of the half term",
        references=[Reference("Funded places 40", 40)],
    )
    return section(
        "roll",
        "2. Roll and places",
        "The roll is one above the places funded, and nine more are promised.",
        charts=[
            {
                "svg": chart,
                "alt": "Pupils on roll, six half terms: 34, 37, 41, 40, 38, 41.",
                "title": "The roll is back at its summer peak",
            }
        ],
        tables=[table],
        commentary="Pressure is at key stage 4: five joined, four of them after a permanent exclusion.\n\n"
        "The district has two places promised for February. I have told the panel that we cannot take a "
        "sixth pupil in year 10 without a further teaching group.",
    )


def attendance():
    ours, fours = [58.1, 59.4, None, 61.2, 63.0, 62.4], [54.0, 55.2, 53.0, 57.1, HIDDEN, 58.8]
    points = [Point(t, v, "This PRU") for t, v in zip(HALF_TERMS, ours, strict=True)]
    points += [Point(t, v, "Key stage 4") for t, v in zip(HALF_TERMS, fours, strict=True)]
    chart = line_chart(
        points,
        alt="Attendance, six half terms.",
        value_title="Sessions attended",
        value_format="percent",
        references=[Reference("Target 65%", 65)],
    )
    where = ["PRU", "Provider", "School", "Home tuition", "Online"]
    rows = [
        [f"{place}, {stage}", f"{62 + 3 * i}.{i}%", f"{21 - i}.0%", f"{16 - 2 * i}.{(10 - i) % 10}%", str(40 + 11 * i)]
        for i, place in enumerate(where)
        for stage in ("key stage 2", "key stage 3", "key stage 4")
    ]
    return section(
        "attendance",
        "4. Attendance",
        "Attendance fell by 0.6 points to 62.4%, less than two pupils are worth.",
        notes=[
            BENEATH,
            "One pupil is worth 2.4 points.",
            "Summer 1 is missing: the registers of that half term were not complete.",
        ],
        charts=[
            {
                "svg": chart,
                "alt": "Attendance from Spring 1 to Autumn 2 rose from 58.1% to 62.4%; the target is 65%.",
                "title": "Attendance has risen by four points in a year and is short of its target",
            }
        ],
        tables=[
            {
                "caption": "Sessions by place of learning and key stage, Autumn 2",
                "columns": columns("Place and key stage", "Present", "Authorised", "Unauthorised", "Sessions"),
                "rows": rows,
                "note": BENEATH,
            }
        ],
        commentary="After the half-term break six pupils in year 11 stayed away for a week or more. We visited each.",
    )


def part_time():
    table = {
        "caption": "Part-time timetables, Autumn 2",
        "columns": columns("Reason", "Pupils", "Sessions lost", "Past review"),
        "rows": [
            ["Phased start", "5", "61", "0"],
            ["Medical advice", "c", "c", "c"],
            ["Other", "c", "c", "c"],
            ["All", "9", "118", "c"],
        ],
        "note": "Not returned by one provider.",
    }
    return section(
        "part-time",
        "5. Less than full time",
        "Nine pupils are on a part-time timetable, as many as last half term.",
        tables=[table],
    )


def behaviour():
    kinds = [
        ("Persistent disruptive behaviour", 31),
        ("Verbal abuse or threatening behaviour against an adult", 18),
        ("Physical assault against a pupil", 12),
        ("Damage", HIDDEN),
        ("Drug and alcohol related", 0),
    ]
    by_kind = bar_chart(
        [Point(k, v) for k, v in kinds], alt="Incidents by kind.", value_title="Incidents", horizontal=True
    )
    days = [
        Point(t, v, year)
        for year, vs in (("2024 to 2025", [14, 12, 9]), ("2025 to 2026", [11, 8, 7]))
        for t, v in zip(["Autumn", "Spring", "Summer"], vs, strict=True)
    ]
    by_term = bar_chart(days, alt="Suspensions by term.", value_title="Days of suspension")
    return section(
        "behaviour",
        "7. Behaviour and suspension",
        "Suspensions fell to seven days, the fewest in two years.",
        charts=[
            {
                "svg": by_kind,
                "alt": "Incidents by kind: persistent disruptive behaviour 31, verbal abuse 18, assault 12.",
                "title": "Half of all incidents are persistent disruption",
            },
            {
                "svg": by_term,
                "alt": "Days of suspension by term, this year below last in each.",
                "title": "Fewer days are lost in every term",
            },
        ],
        commentary="Staff now meet pupils at the gate, and the first lesson is with the tutor.",
    )


def providers():
    names = ["Ashfield Motor Project", "Canal Street Kitchen", "Green Lane Farm", "Harbour Music", "Northgate Training"]
    rows = [
        [
            name,
            str(40 + 9 * i),
            f"{71 - 4 * i}.5%",
            "Yes" if i != 2 else "Insurance lapsed",
            f"{10 + i} November 2025",
            "Good",
            "On time" if i else "Not returned",
            f"{3 + i} of {4 + i}",
        ]
        for i, name in enumerate(names)
    ]
    return section(
        "providers",
        "11. Providers used",
        "Five providers taught 17 pupils; one must renew its insurance.",
        tables=[
            {
                "caption": "Alternative providers, Autumn 2",
                "columns": columns(
                    "Provider",
                    "Sessions",
                    "Attended",
                    words=("Checks in date", "Last visit", "Grade", "Return"),
                    last="Reviews",
                ),
                "rows": rows,
                "note": "Sessions confirmed by the provider.",
            }
        ],
        commentary="We have stopped new bookings at one provider until its certificate is seen.",
    )


def columns(first, *numbers, words=(), last=None):
    made = [{"label": first, "numeric": False}]
    made += [{"label": label, "numeric": True} for label in numbers]
    made += [{"label": label, "numeric": False} for label in words]
    return made + ([{"label": last, "numeric": True}] if last else [])
