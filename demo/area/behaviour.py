"""How pupils attend: a pupil's own propensity to be away, weekdays, spells, and the codes that follow.

Pure functions of chance. A pupil's propensity is drawn from a Beta distribution whose mean, share above a tenth
and share above a half are near those published for pupil referral units in 2022/23: 40.7%, 81% and 37%.
"""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

ALPHA, BETA = 0.75, 1.19
STICKINESS = 0.45  # how much an absence today makes one tomorrow likelier
WEEKDAYS = {1: 1.14, 2: 0.93, 3: 0.92, 4: 0.96, 5: 1.1}
MOST = 0.985
# Why a whole day is missed; the pattern is that of the published reasons, in which unexplained days lead.
REASONS = {"O": 52, "I": 27, "C": 4, "E": 3, "G": 2, "M": 2}
LATE, AFTER_CLOSING, APPOINTMENT, LEFT_AT_NOON = 0.09, 0.02, 0.01, 0.025
STILL_UNEXPLAINED = 0.01

Session = tuple[int, str]  # weekday, AM or PM


def propensities(rng: random.Random, number: int, alpha: float = ALPHA, beta: float = BETA) -> list[float]:
    """One for each pupil, evenly spread over the distribution and then shuffled: few pupils would not draw it well."""
    drawn = sorted(rng.betavariate(alpha, beta) for _ in range(number * 25))
    spread = drawn[12::25][:number]
    rng.shuffle(spread)
    return spread


@dataclass
class Habits:
    """How one pupil attends during one stay. `left_out` are the sessions of a part-time timetable, until a day."""

    rng: random.Random
    propensity: float
    lateness: float = LATE
    left_out: set[Session] = field(default_factory=set)
    full_time_from: dt.date = dt.date.min
    away: str = ""  # the reason of yesterday's absence

    def day(
        self, day: dt.date, due: dict[str, bool], recent: bool, restless: bool
    ) -> Iterator[tuple[str, str, int | None]]:
        """(session, code, minutes late) of each session due. `due` says of AM and PM whether a provider has it."""
        reason = self._reason(day, recent, restless)
        noon = ""
        for half, at_provider in due.items():
            code, minutes = reason or noon, None
            if day < self.full_time_from and (day.isoweekday(), half) in self.left_out:
                code = "C2"
            elif not code:
                code, minutes = self._present(half, at_provider)
                noon = "O" if half == "AM" and self.rng.random() < LEFT_AT_NOON else ""
            yield half, code, minutes

    def _reason(self, day: dt.date, recent: bool, restless: bool) -> str:
        """Why the pupil is away all day, or nothing."""
        chance = min(self.propensity * WEEKDAYS[day.isoweekday()] * (1.15 if restless else 1), MOST)
        chance = chance + STICKINESS * (1 - chance) if self.away else chance * (1 - STICKINESS)
        if self.rng.random() >= chance:
            self.away = ""
            return ""
        if not self.away or self.rng.random() < 0.15:
            self.away = self.rng.choices(list(REASONS), list(REASONS.values()))[0]
        unexplained = self.rng.random() < (0.5 if recent else STILL_UNEXPLAINED)
        return "N" if unexplained and self.away in ("O", "I") else self.away

    def _present(self, half: str, at_provider: bool) -> tuple[str, int | None]:
        """The ways of being there, and the odd appointment."""
        chance = self.rng.random()
        if chance < APPOINTMENT:
            return "M", None
        if at_provider:
            return "B", None
        if half == "AM" and chance < APPOINTMENT + AFTER_CLOSING:
            return "U", None
        if chance > 1 - self.lateness:
            return "L", self.rng.randrange(3, 26)
        return ("/" if half == "AM" else "\\"), None
