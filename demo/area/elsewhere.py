"""The other seven panels, smaller: a meeting to come with two cases, a referral waiting, a late passport."""

import datetime as dt

from demo.area.cases import Case, Office
from demo.area.ground import DISTRICTS, Area

MEETINGS = (
    dt.date(2026, 5, 13),
    dt.date(2026, 5, 14),
    dt.date(2026, 5, 18),
    dt.date(2026, 5, 19),
    dt.date(2026, 5, 20),
    dt.date(2026, 5, 21),
    dt.date(2026, 5, 22),
)


def play(area: Area) -> None:
    for district, on in zip([name for name in DISTRICTS if name != "Stafford"], MEETINGS, strict=True):
        _district(Office(area, district), on)


def _district(office: Office, on: dt.date) -> None:
    sent = [dt.date(2026, 4, 29), dt.date(2026, 4, 30), dt.date(2026, 5, 8), None]
    cases = []
    for number, each in enumerate(sent):
        year_group = office.rng.choice((8, 9, 10))
        school = office.intake.school_for(office.district, year_group)
        started = dt.date(2026, 4, 14 + number) if each else dt.date(2026, 3, 17)
        cases.append(Case(school.name, started, sections=11 if each else 6, sent=each, year_group=year_group))
    referrals = [office.refer(case, child) for case, child in zip(cases, office.pupils(cases), strict=True)]
    meeting = office.meet(on, dt.date(2026, 4, 21))
    office.put_on(meeting, referrals[:2], dt.date(2026, 5, 6))
