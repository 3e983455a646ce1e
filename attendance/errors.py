class RegisterError(Exception):
    """A register cannot be saved so; the sentence says why, for whoever takes it."""
