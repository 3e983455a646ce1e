from accounts.models.bodies import AboutChild, Membership, Organisation, Person
from accounts.models.entry import Invitation, PasswordReset, PersonSession, SignInTry
from accounts.models.trail import AccessEvent, Seal

__all__ = [
    "AboutChild",
    "AccessEvent",
    "Invitation",
    "Membership",
    "Organisation",
    "PasswordReset",
    "Person",
    "PersonSession",
    "Seal",
    "SignInTry",
]
