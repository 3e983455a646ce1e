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
from partnerships.models.imports import ImportRun
from partnerships.models.money import Account, Transfer
from partnerships.models.register import Establishment, EstablishmentLink

__all__ = [
    "Account",
    "Calendar",
    "Closure",
    "District",
    "Establishment",
    "EstablishmentLink",
    "HalfTerm",
    "ImportRun",
    "LocalAuthority",
    "OfficerDistrict",
    "Partnership",
    "PartnershipSchool",
    "Place",
    "School",
    "SchoolDay",
    "Transfer",
]
