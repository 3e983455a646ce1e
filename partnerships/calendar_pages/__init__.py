"""Calendars as pages: half terms, closures, and files of term dates (`reading`, then `deriving`)."""
