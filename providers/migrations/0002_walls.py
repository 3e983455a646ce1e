"""Row-level security on every table about a child; histories may only be added to."""

from django.db import migrations

from kit.rls import about_children, append_only


class Migration(migrations.Migration):
    dependencies = [("providers", "0001_initial")]
    operations = [
        about_children(
            "providers_booking",
            "providers_bookingevent",
            "providers_bookingslot",
            "providers_bookingslotevent",
            "providers_brief",
            "providers_briefevent",
        ),
        append_only(
            "providers_bookingevent",
            "providers_bookingslotevent",
            "providers_briefevent",
            "providers_checkevent",
            "providers_contractevent",
        ),
    ]
