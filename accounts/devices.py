"""A browser's own description of itself, in words that its owner would use."""

# First match wins: most browsers claim to be others as well.
BROWSERS = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
]
SYSTEMS = [
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "an Android device"),
    ("CrOS", "a Chromebook"),
    ("Windows", "a Windows computer"),
    ("Mac OS X", "a Mac"),
    ("Linux", "a Linux computer"),
]


def device_words(user_agent: str) -> str:
    """'Chrome on a Windows computer'. Unknown parts are said to be unknown."""
    browser = _first(BROWSERS, user_agent) or "A browser"
    system = _first(SYSTEMS, user_agent) or "an unknown device"
    return f"{browser} on {system}"


def _first(table: list[tuple[str, str]], text: str) -> str:
    return next((words for mark, words in table if mark in text), "")
