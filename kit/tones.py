"""Which colour a status has, decided here once. The words always stand in the tag; colour only helps.

red: late, refused, unsafe · orange and yellow: needs someone soon · blue: under way ·
green: done or safe · purple: with someone else · grey: nothing to do.
"""

WORDS = {
    "red": "overdue late lapsed expired missed breached declined refused withdrawn-consent unauthorised overspent "
    "unsafe suspended high urgent broken-down failed red off-track not-met absent inadequate",
    "orange": "due-today at-risk medium escalated needs-review changes-requested deferred amber requires-improvement",
    "yellow": "due-soon due-this-week incomplete expires-soon expiring part-met awaiting-confirmation to-confirm "
    "awaiting-listing awaiting-reply information-needed not-taken unsettled yellow unconfirmed",
    "blue": "in-progress open submitted sent listed active current placed under-way on-track booked with-pru new",
    "green": "complete completed met accepted agreed approved signed-off returned valid in-date present settled "
    "decided confirmed paid green low within-budget reintegrated closed-successfully good outstanding",
    "purple": "with-panel with-school with-provider with-la waiting scheduled awaiting-decision proposed planned",
    "grey": "draft not-started cannot-start-yet not-needed not-required not-expected closed ended archived withdrawn "
    "cancelled inactive none no-information-yet grey",
}
COLOURS = {word: colour for colour, words in WORDS.items() for word in words.split()}


def colour_of(status: object) -> str:
    """The tag colour of a status, whatever its capitals: 'Due soon' → 'yellow'. Unknown ones are grey."""
    return COLOURS.get("-".join(str(status).lower().replace("_", " ").replace("-", " ").split()), "grey")
