class ReferralError(Exception):
    """A referral, case or decision cannot go on so; the sentence says why, for a caseworker."""


class PassportConflictError(ReferralError):
    """Somebody saved the section first; `row` is what stands there now."""

    def __init__(self, row):
        self.row = row
        super().__init__("Somebody else saved this section while you had it open")
