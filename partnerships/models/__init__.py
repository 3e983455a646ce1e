from partnerships.models.bodies import (
    District,
    LocalAuthority,
    OfficerDistrict,
    Partnership,
    PartnershipSchool,
    Place,
    School,
)
from partnerships.models.calendar import Calendar, Closure, HalfTerm, SchoolDay
from partnerships.models.money import Account, Transfer

__all__ = [
    "Account",
    "Calendar",
    "Closure",
    "District",
    "HalfTerm",
    "LocalAuthority",
    "OfficerDistrict",
    "Partnership",
    "PartnershipSchool",
    "Place",
    "School",
    "SchoolDay",
    "Transfer",
]
