"""People and the roles they hold: giving, ending, inviting, and each person's own sign-in."""
