"""Invented people: the same every time."""

import hashlib
import itertools
import random
from collections.abc import Iterator

from demo.area import extracts
from prus.upn import check_letter

NO_SCHOOL = 9990  # no school has these numbers, so no pupil has these unique pupil numbers


def real_names() -> frozenset[str]:
    """Hashes of the names of real people in the paper that the demonstration starts from."""
    return frozenset((extracts.DATA / "names-not-used.sha256").read_text().split())


def digest(name: str) -> str:
    return hashlib.sha256(" ".join(name.lower().split()).encode()).hexdigest()


class Names:
    """Draws names from the extracts; nobody has the name of another, or of a person in the paper."""

    def __init__(self, seed: str):
        self.rng = random.Random(seed)  # noqa: S311 - nothing secret
        self.surnames = [row["name"] for row in extracts.rows("surnames.csv")]
        self.adults = [row["name"] for row in extracts.rows("adult-forenames.csv")]
        births = extracts.rows("pupil-forenames.csv")
        self.children = {sex: [row["name"] for row in births if row["sex"] == sex] for sex in "FM"}
        self.weights = {sex: [int(row["births"]) ** 0.6 for row in births if row["sex"] == sex] for sex in "FM"}
        self.taken: set[str] = set()
        self.refused = real_names()
        self.numbers: Iterator[int] = itertools.count(1)

    def adult(self, surname: str = "") -> str:
        while True:
            name = f"{self.rng.choice(self.adults)} {surname or self.rng.choice(self.surnames)}"
            if self._take(name):
                return name

    def child(self, sex: str) -> tuple[str, str]:
        """Forename and surname. Commoner forenames come more often."""
        while True:
            forename = self.rng.choices(self.children[sex], self.weights[sex])[0]
            surname = self.rng.choice(self.surnames)
            if self._take(f"{forename} {surname}"):
                return forename, surname

    def _take(self, name: str) -> bool:
        """Whether the name was free; now it is taken."""
        if name in self.taken or digest(name) in self.refused:
            return False
        self.taken.add(name)
        return True

    def upn(self, born: int) -> str:
        """A number of the right shape, given at the age of four."""
        number = next(self.numbers)
        rest = f"860{NO_SCHOOL + number // 1000}{(born + 4) % 100:02}{number % 1000:03}"
        return check_letter(rest) + rest

    def telephone(self) -> str:
        """From the numbers kept free for drama."""
        return f"07700 900{self.rng.randrange(1000):03}"
