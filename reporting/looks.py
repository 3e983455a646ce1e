"""Who has looked at a child, what I have looked at, and how a record changed: in sentences."""

from django.apps import apps
from django.db.models import Q

from accounts.models import AccessEvent, Person
from accounts.roles import Role
from prus.models import Pupil

# The page each route is, as one would say it to a parent. A test holds this against the routes.
PAGES = {
    "reporting:home": "the home page",
    "reporting:pupils": "a list of pupils",
    "reporting:pupil": "the overview",
    "reporting:pupil_attendance": "the attendance",
    "reporting:looked": "the list of who has looked",
    "reporting:history": "the history of changes",
}
AREAS = {
    "reporting": "the pupil’s pages",
    "referrals": "the referral",
    "meetings": "a panel’s papers",
    "prus": "the placement",
    "providers": "a provider’s bookings",
    "attendance": "a register",
    "provider_register": "a provider’s register",
    "reports": "a report",
}


def page_words(verb: str) -> str:
    """The page a route name stands for, in words."""
    return PAGES.get(verb) or AREAS.get(verb.split(":")[0], "a page")


def looked_at(pupil: Pupil, actor) -> list[dict]:
    """Answers that carried this pupil's data, newest first, as timeline entries. The latest two hundred."""
    rows = AccessEvent.objects.filter(la_id__in=actor.la_ids, pupil_ids__contains=[pupil.pk])
    rows = rows.select_related("person", "organisation").order_by("-at")[:200]
    return [
        {
            "title": f"{row.person.name} opened {page_words(row.verb)}",
            "at": row.at,
            "text": f"Acting as {Role(row.role).label.lower()}, {row.organisation}"
            + (". The request was refused." if row.status >= 400 else ""),
        }
        for row in rows
    ]


def my_looks(actor) -> list[dict]:
    """What the actor's person has looked at while acting in this role: page, when, how many pupils."""
    rows = AccessEvent.objects.filter(
        person=actor.person, organisation=actor.organisation, la_id__in=actor.la_ids
    ).order_by("-at")[:200]
    return [
        {
            "title": f"You opened {page_words(row.verb)}",
            "at": row.at,
            "text": f"{len(row.pupil_ids)} pupil{'' if len(row.pupil_ids) == 1 else 's'}",
        }
        for row in rows
    ]


VERBS = {"insert": "Added", "update": "Changed", "delete": "Removed"}
NOUNS = {
    "prus.Pupil": "the pupil’s details",
    "prus.Registration": "an entry on a roll",
    "prus.Placement": "a placement",
    "prus.WeekSlot": "a session of the week",
    "prus.PupilTie": "who may see the record",
    "prus.OffSiteDirection": "an off-site direction",
    "prus.Objective": "an objective",
    "prus.Review": "a review",
    "referrals.Referral": "a referral",
    "providers.Booking": "a booking",
}


def history(pupil: Pupil, actor) -> list[dict]:
    """Changes to this child's rows that the actor may read of, newest first, as timeline entries."""
    labels = NOUNS if actor.for_la else [label for label in NOUNS if label.startswith("prus.")]
    found = [entry for label in labels for entry in _events(label, pupil)]
    found.sort(key=lambda entry: entry["at"], reverse=True)
    people = _names(found[:200])
    for entry in found[:200]:
        entry["by"] = people.get(entry.pop("person"), "someone outside the service")
    return found[:200]


def _events(label: str, pupil: Pupil) -> list[dict]:
    """The event rows of one model about this child."""
    model = apps.get_model(label)
    event = apps.get_model(f"{label}Event")
    about = Q(pgh_obj_id=pupil.pk) if model is Pupil else Q(pupil=pupil)
    rows = event.objects.filter(about).order_by("-pgh_id").values("pgh_label", "pgh_created_at", "pgh_context")[:200]
    return [
        {
            "title": f"{VERBS[row['pgh_label']]} {NOUNS[label]}",
            "at": row["pgh_created_at"],
            "person": (row["pgh_context"] or {}).get("person"),
        }
        for row in rows
    ]


def _names(entries: list[dict]) -> dict[int, str]:
    wanted = {entry["person"] for entry in entries if entry["person"]}
    return dict(Person.objects.filter(pk__in=wanted).values_list("pk", "name"))
