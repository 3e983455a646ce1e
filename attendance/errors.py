class RegisterError(Exception):
    """A register cannot be saved so; the sentence says why, for whoever takes it."""


class WrongCellsError(RegisterError):
    """Some entries cannot stand. `cells`: (pupil's uuid, date, session) → a sentence that says what to do."""

    def __init__(self, cells: dict):
        super().__init__("; ".join(cells.values()))
        self.cells = cells


class RegisterConflictError(RegisterError):
    """Somebody else saved other codes since the page was shown. `clashes` lists both for each session."""

    def __init__(self, clashes: list):
        super().__init__("Somebody else has changed this register since you opened it")
        self.clashes = clashes


class ReasonNeededError(RegisterError):
    """An entry of the past is being changed without saying why."""
