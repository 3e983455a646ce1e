class PlacementError(Exception):
    """Something about a placement cannot be done; the sentence says why, for a caseworker.

    `field` names what has to be typed anew (site, first, last, week), where one thing is wrong.
    """

    def __init__(self, sentence: str, field: str | None = None):
        super().__init__(sentence)
        self.field = field
