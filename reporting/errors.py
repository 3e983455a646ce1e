class ReportError(Exception):
    """A report cannot be built, changed or signed off so; the sentence says why."""


class SavedBeforeError(ReportError):
    """Somebody else saved these words first: `saved` is what stands now."""

    def __init__(self, saved):
        super().__init__("These words were changed while you were writing. Compare the two, then choose what to keep")
        self.saved = saved
