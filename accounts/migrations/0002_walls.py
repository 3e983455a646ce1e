"""Row-level security on every table about a child; histories may only be added to."""

from django.db import migrations

from kit.rls import about_children, append_only


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        about_children(
            "accounts_accessevent",
        ),
        append_only(
            "accounts_accessevent",
            "accounts_membershipevent",
        ),
    ]
