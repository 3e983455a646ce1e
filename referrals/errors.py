class ReferralError(Exception):
    """A referral, case or decision cannot go on so; the sentence says why, for a caseworker."""
