class ProviderError(Exception):
    """A provider cannot be used so; the sentence says why, for a caseworker.

    `field` names what has to be typed anew, where one thing is wrong.
    """

    def __init__(self, sentence: str, field: str | None = None):
        super().__init__(sentence)
        self.field = field
