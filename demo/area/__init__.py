"""The demonstration area: one county with real schools and invented people, the same every time."""
