class PlacementError(Exception):
    """Something about a placement cannot be done; the sentence says why, for a caseworker."""
