"""The bar at the top of every page about one pupil."""

from kit.templatetags.casebook import date_short
from prus.upn import masked


def identity(pupil, *, school=None, now: str = "") -> dict:
    """Name, date of birth, year, UPN and school; `now` says where the pupil is due."""
    facts = [
        {"label": "Born", "value": date_short(pupil.date_of_birth)},
        {"label": "Year", "value": pupil.year_group or "Reception"},
        {"label": "UPN", "value": masked(pupil.upn)},
    ]
    if school:
        facts.append({"label": "School", "value": school})
    return {"name": pupil.full_name, "url": f"/pupils/{pupil.uuid}/", "facts": facts, "now": now}
