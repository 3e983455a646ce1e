"""The bar at the top of every page about one pupil."""

from kit.templatetags.casebook import date_short


def identity(pupil, *, school=None, now: str = "") -> dict:
    """Name, date of birth, year, UPN and school; `now` says where the pupil is due."""
    facts = [
        {"label": "Born", "value": date_short(pupil.date_of_birth)},
        {"label": "Year", "value": pupil.year_group},
        {"label": "UPN", "value": spaced(pupil.upn) if pupil.upn else "Not known"},
    ]
    if school:
        facts.append({"label": "School", "value": school})
    return {"name": pupil.full_name, "url": f"/pupils/{pupil.uuid}/", "facts": facts, "now": now}


def spaced(upn: str) -> str:
    """In groups that can be read aloud: K860 2024 11 007."""
    return f"{upn[:4]} {upn[4:8]} {upn[8:10]} {upn[10:]}"
