"""Invented data for the page of components."""

import datetime as dt

TODAY = dt.date(2026, 5, 11)
AT = dt.datetime(2026, 5, 8, 14, 5, tzinfo=dt.UTC)

IDENTITY = {
    "label": "Pupil",
    "name": "Łukasz Wren-Okafor",
    "url": "#",
    "facts": [
        {"label": "Born", "value": "27 March 2012"},
        {"label": "Year", "value": "9"},
        {"label": "UPN", "value": "K860 2024 11 007"},
        {"label": "School", "value": "Moorland High School"},
    ],
    "alerts": [{"text": "Looked after", "colour": "purple"}, {"text": "Risk plan"}],
    "now": "Due this morning at Burton PRU, Forest base. This afternoon at Trent Valley Mechanics.",
}
TABS = [
    {"label": "Overview", "url": "#overview", "current": True},
    {"label": "Week", "url": "#week"},
    {"label": "Attendance", "url": "#attendance"},
    {"label": "Progress", "url": "#progress"},
    {"label": "Reviews", "url": "#reviews", "count": 2},
    {"label": "Documents", "url": "#documents", "count": 7},
    {"label": "Who has looked", "url": "#looked"},
]
TABLE = {
    "caption": "What falls due this week",
    "head": ["Pupil", "What", "By", {"text": "Days left", "numeric": True}, "Status"],
    "rows": [
        [
            {"text": "Amber Hollis", "href": "#amber", "hint": "Year 10, Moorland High School"},
            "Sixth-day education",
            "Monday 11 May 2026",
            0,
            {"tag": "Due today"},
        ],
        [
            {"text": "Jay Pemberton", "href": "#jay", "hint": "Year 8, St Chad's"},
            "Panel decision",
            "13 May 2026",
            2,
            {"tag": "Due soon"},
        ],
        [
            {"text": "Niamh O'Dell", "href": "#niamh", "hint": "Year 11, Dove Academy"},
            "Six-week review",
            "5 May 2026",
            -4,
            {"tag": "Overdue"},
        ],
    ],
}
FIGURES = {
    "caption": "Attendance by half term",
    "scroll": True,
    "compact": True,
    "head": [
        "Half term",
        *(
            {"text": text, "numeric": True}
            for text in ("Sessions", "Present", "Authorised", "Unauthorised", "Attendance")
        ),
    ],
    "rows": [["Autumn 1", "1,204", "742", "201", "261", "61.6%"], ["Autumn 2", "1,310", "798", "240", "272", "60.9%"]],
    "foot": ["Term", "2,514", "1,540", "441", "533", "61.3%"],
}
SUMMARY = [
    {"key": "Route", "value": "Permanent exclusion", "actions": [{"label": "Change", "href": "#route"}]},
    {
        "key": "Site",
        "lines": ["Burton PRU", "Forest base, Hawthorn Lane"],
        "actions": [{"label": "Change", "href": "#site"}],
    },
    {"key": "Status", "value": {"tag": "Awaiting confirmation"}},
    {"key": "Return school", "value": ""},
]
TASKS = [
    {"name": "Pupil and parents", "status": "Completed", "href": "#1"},
    {
        "name": "What has been tried",
        "status": "In progress",
        "href": "#2",
        "hint": "Three of five sections are written",
    },
    {"name": "Exit plan", "status": "Not started", "href": "#3"},
    {"name": "Check and send", "status": "Cannot start yet"},
]
EVENTS = [
    {
        "title": "Placement confirmed",
        "by": "Sunita Rao, Burton PRU",
        "at": AT,
        "text": "Starts on Monday 18 May 2026.",
        "tag": "Confirmed",
    },
    {
        "title": "Panel accepted the referral",
        "by": "East Staffordshire panel",
        "at": dt.date(2026, 5, 6),
        "text": "Twelve weeks, dual roll.",
    },
    {"title": "Referral sent", "by": "Tom Ellery, Moorland High School", "at": dt.date(2026, 4, 27), "href": "#sent"},
]
STATUSES = [
    "Overdue", "Due today", "Due soon", "In progress", "With panel", "Awaiting decision", "Accepted",
    "Declined", "Draft", "Not started", "Completed", "Expired", "Deferred",
]  # fmt: skip

EXAMPLES = {
    "nav": [
        {"label": "Home", "url": "#home", "current": True},
        {"label": "Cases", "url": "#cases"},
        {"label": "Pupils", "url": "#pupils"},
        {"label": "Registers", "url": "#registers"},
        {"label": "Panels", "url": "#panels"},
        {"label": "Providers", "url": "#providers"},
        {"label": "Reports", "url": "#reports"},
    ],
    "identity": IDENTITY,
    "tabs": TABS,
    "table": TABLE,
    "figures": FIGURES,
    "no_rows": {"rows": [], "empty": "Nothing due this week."},
    "summary": SUMMARY,
    "tasks": TASKS,
    "events": EVENTS,
    "statuses": STATUSES,
    "chips": [
        {"label": "Name or UPN", "text": "Amber", "remove_url": "?stage=listed"},
        {"label": "Stage", "text": "Listed for panel", "remove_url": "?q=Amber"},
    ],
    "crumbs": [{"label": "Home", "url": "#"}, {"label": "Pupils", "url": "#pupils"}],
    "today": TODAY,
    "at": AT,
    "conflict_rows": [
        {"label": "Note", "yours": "Parents agree to start on 18 May.", "theirs": "Parents ask for 1 June."}
    ],
}
