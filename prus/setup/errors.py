class SetupError(Exception):
    """Something cannot be set up so; the sentence says why, for the manager of an authority.

    `field` names what has to be typed anew, where one thing is wrong.
    """

    def __init__(self, sentence: str, field: str | None = None):
        super().__init__(sentence)
        self.field = field
