"""A backup is a folder: the database as pg_dump wrote it, every file, and a manifest that can prove both."""


class BackupError(Exception):
    """A backup, a restore or a drill cannot go on; the sentence says what to do."""
