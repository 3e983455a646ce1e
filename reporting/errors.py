class ReportError(Exception):
    """A report cannot be built, changed or signed off so; the sentence says why."""
