"""A passport as a school lead of the demonstration would write it: the answers of each section."""

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

from demo.area.texts import CONCERNS, OBJECTIVES, PARENTS_SAY, PUPIL_SAYS, STRATEGIES, STRENGTHS
from kit.today import today
from prus.models import Pupil, PupilNeeds

SOURCES = {
    "attainment": "Reading test of March 2026 and the spring assessment",
    "attendance": "The school's attendance print-out",
    "strategies": "Minutes of the review meetings",
    "needs": "The special educational needs coordinator's file",
    "risk": "The school's risk assessment",
    "views": "Written down by the head of year",
    "consents": "Signed form, kept at the school",
}
SECTIONS = (
    "pupil",
    "attainment",
    "attendance",
    "strategies",
    "needs",
    "risk",
    "views",
    "consents",
    "objectives",
    "exit",
    "pathway",
)
LAST_DAY = dt.date(2026, 7, 17)  # of the school year


class Writer:
    """Answers for one pupil's passport; chance chooses among what there is to say."""

    def __init__(self, rng: random.Random, pupil: Pupil, link_person: str):
        self.rng, self.pupil, self.link_person = rng, pupil, link_person

    def answers(self, key: str) -> dict[str, Any]:
        return getattr(self, f"_{key}")()

    def source(self, key: str) -> str:
        return SOURCES.get(key, "")

    def _pick(self, texts: Sequence[str]) -> str:
        return self.rng.choice(texts)

    def _pupil(self) -> dict:
        return {
            "joined_on": dt.date(2025 - max(self.pupil.year_group - 9, 0), 9, 3).isoformat(),
            "earlier": "One primary school, no gap.",
            "contact": self.link_person,
            "strengths": self._pick(STRENGTHS),
            "concern": self._pick(CONCERNS),
        }

    def _attainment(self) -> dict:
        return {
            "reading": f"{self.rng.randrange(7, 12)} years {self.rng.randrange(2, 12)} months, test of March 2026",
            "english": f"Grade {self.rng.randrange(1, 4)}, nine to one scale",
            "maths": f"Grade {self.rng.randrange(1, 5)}, nine to one scale",
            "other": "",
            "ks2_reading": self.rng.randrange(85, 105),
            "ks2_maths": self.rng.randrange(85, 105),
            "courses": "English, mathematics, combined science, design and technology, physical education.",
        }

    def _attendance(self) -> dict:
        possible = 272
        suspensions = self.rng.randrange(0, 5)
        return {
            "possible": possible,
            "attended": round(possible * self.rng.uniform(0.45, 0.9)),
            "last_year": self.rng.randrange(70, 94),
            "suspensions": suspensions,
            "days": f"{suspensions * 2}",
            "reasons": "Persistent disruptive behaviour; once for a fight at break." if suspensions else "",
            "part_time": "no",
            "timetable": None,
        }

    def _strategies(self) -> dict:
        kept: dict[str, Any] = {}
        chosen = self.rng.sample(STRATEGIES, k=3)
        for number in range(1, 6):
            what, effect = chosen[number - 1] if number <= len(chosen) else ("", "")
            began = dt.date(2025, 9, 15) + dt.timedelta(days=40 * number) if what else None
            ended = began + dt.timedelta(days=60) if began else None
            kept |= {
                f"what_{number}": what,
                f"began_{number}": began.isoformat() if began else None,
                f"ended_{number}": ended.isoformat() if ended else None,
                f"effect_{number}": effect,
            }
        return kept

    def _needs(self) -> dict:
        held = PupilNeeds.objects.get(pupil=self.pupil)
        return {
            "provision": held.provision,
            "primary_need": held.primary_need or None,
            "more": "Finds waiting and noise hard. Clear routines, short instructions and a quiet corner help.",
            "services": ["mentor", "early_help"],
            "services_more": "Early help worker since January 2026; a youth worker on Wednesdays.",
        }

    def _risk(self) -> dict:
        return {
            "to_self": "Leaves the site when upset, always by the same way.",
            "to_others": "Pushing at break when teased. No weapon, no plan.",
            "from_others": "None known",
            "triggers": "Unplanned changes, and being spoken to in front of others.",
            "controls": "A named adult each day, a pass to a quiet room, and a call home at noon.",
            "travel": "Can use the bus alone.",
        }

    def _views(self) -> dict:
        return {
            "pupil": self._pick(PUPIL_SAYS),
            "pupil_how": self.rng.choice(("talked", "wrote")),
            "parents": self._pick(PARENTS_SAY),
            "parents_how": "talked",
        }

    def _consents(self) -> dict:
        told = (today() - dt.timedelta(days=4)).isoformat()
        return {
            "agrees": "yes",
            "agrees_why": None,
            "agrees_on": told,
            "shares": "yes",
            "shares_why": None,
            "shares_on": told,
        }

    def _objectives(self) -> dict:
        kept: dict[str, Any] = {}
        chosen = self.rng.sample(OBJECTIVES, k=2)
        for number in (1, 2, 3):
            text, baseline, measure = chosen[number - 1] if number <= len(chosen) else ("", "", "")
            kept |= {f"text_{number}": text, f"baseline_{number}": baseline, f"measure_{number}": measure}
        return kept

    def _exit(self) -> dict:
        return {
            "kind": "post_16" if self.pupil.year_group == 11 else "school",
            "by": LAST_DAY.isoformat(),
            "reason": "",
            "link_person": self.link_person,
            "late": False,
        }

    def _pathway(self) -> dict:
        return {
            "sessions": self.rng.choice((6, 8, 10)),
            "from_on": (today() + dt.timedelta(days=21)).isoformat(),
            "weeks": 10,
            "why": "So that the end of the year is not lost and an exclusion is prevented.",
            "learning": "English and mathematics without a break, and something practical to be proud of.",
            "school": "A visit every second Friday, the work of each unit, and the same key adult on the way back.",
        }
