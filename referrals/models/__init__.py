from referrals.models.panels import Attendee, Decision, Interest, Letter, Panel, PanelCase, PanelMeeting
from referrals.models.passports import ExitPlan, NeedsSection, PassportSection, Referral

__all__ = [
    "Attendee",
    "Decision",
    "ExitPlan",
    "Interest",
    "Letter",
    "NeedsSection",
    "Panel",
    "PanelCase",
    "PanelMeeting",
    "PassportSection",
    "Referral",
]
