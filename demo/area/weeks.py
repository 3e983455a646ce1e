"""A pupil's week at a base: which of the ten sessions are there, and which at the main school."""

import random

SESSIONS = [(day, half) for day in range(1, 6) for half in ("AM", "PM")]
AT_SCHOOL = {0: 0.55, 1: 0.25, 2: 0.2}  # days a week that a pupil on two rolls spends at the main school
PART_TIME = 0.16
BUILDING_UP = 8  # weeks that a part-time timetable lasts


def school_days_of(rng: random.Random, dual: bool) -> set[int]:
    """Weekdays on which the pupil is due at the main school."""
    number = rng.choices(list(AT_SCHOOL), list(AT_SCHOOL.values()))[0] if dual else 0
    return set(rng.sample((1, 2, 3, 4), k=number))


def part_time(rng: random.Random) -> set[tuple[int, str]]:
    """Sessions that a part-time timetable leaves out at first: afternoons, or none."""
    if rng.random() > PART_TIME:
        return set()
    return {(day, "PM") for day in rng.sample((1, 2, 3, 4, 5), k=rng.choice((2, 3, 4)))}
