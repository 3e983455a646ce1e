"""The roles people hold, in the words they use for themselves."""

from django.db import models


class Role(models.TextChoices):
    INCLUSION_OFFICER = "inclusion_officer", "Inclusion officer"
    INCLUSION_MANAGER = "inclusion_manager", "Inclusion manager"
    SCHOOL_LEAD = "school_lead", "School lead"
    PANEL_CHAIR = "panel_chair", "Panel chair"
    PANEL_COORDINATOR = "panel_coordinator", "Panel coordinator"
    PANEL_MEMBER = "panel_member", "Panel member"
    PRU_HEAD = "pru_head", "PRU head"
    PRU_STAFF = "pru_staff", "PRU staff"
    PROVIDER_LEAD = "provider_lead", "Provider lead"
    COMMITTEE_CHAIR = "committee_chair", "Committee chair"
    COMMITTEE_CLERK = "committee_clerk", "Committee clerk"
    COMMITTEE_MEMBER = "committee_member", "Committee member"
    SYSTEM_ADMINISTRATOR = "system_administrator", "System administrator"


LA_ROLES = {Role.INCLUSION_OFFICER, Role.INCLUSION_MANAGER}
PANEL_ROLES = {Role.PANEL_CHAIR, Role.PANEL_COORDINATOR, Role.PANEL_MEMBER}
PRU_ROLES = {Role.PRU_HEAD, Role.PRU_STAFF}
COMMITTEE_ROLES = {Role.COMMITTEE_CHAIR, Role.COMMITTEE_CLERK, Role.COMMITTEE_MEMBER}
# Roles that may open a pupil's own page. A panel reads the pack, for the meeting, and not the file;
# the others see figures only, or no pupil.
SEES_PUPILS = LA_ROLES | PRU_ROLES | {Role.SCHOOL_LEAD, Role.PROVIDER_LEAD}
