class ProviderError(Exception):
    """A provider cannot be used so; the sentence says why, for a caseworker."""
