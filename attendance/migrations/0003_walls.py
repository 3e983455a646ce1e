"""Row-level security on every table about a child; histories may only be added to."""

from django.db import migrations

from kit.rls import about_children, append_only


class Migration(migrations.Migration):
    dependencies = [("attendance", "0002_codes")]
    operations = [
        about_children(
            "attendance_halftermattendance",
            "attendance_mark",
            "attendance_markchange",
            "attendance_sessionreport",
        ),
        append_only(
            "attendance_markchange",
        ),
    ]
