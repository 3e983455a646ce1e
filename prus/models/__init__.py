from prus.models.bodies import Pru, PruPartnership, Site, SitePlaces
from prus.models.judgements import Judgement
from prus.models.placements import Objective, OffSiteDirection, Placement, Review, WeekSlot
from prus.models.pupils import CareStatus, Contact, Pupil, PupilNeeds, PupilTie, Registration

__all__ = [
    "CareStatus",
    "Contact",
    "Judgement",
    "Objective",
    "OffSiteDirection",
    "Placement",
    "Pru",
    "PruPartnership",
    "Pupil",
    "PupilNeeds",
    "PupilTie",
    "Registration",
    "Review",
    "Site",
    "SitePlaces",
    "WeekSlot",
]
