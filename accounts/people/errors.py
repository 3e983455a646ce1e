class PeopleError(Exception):
    """Something about people and roles that cannot be done, worded for whoever asked."""
