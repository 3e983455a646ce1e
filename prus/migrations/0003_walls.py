"""Row-level security on every table about a child; histories may only be added to."""

from django.db import migrations

from kit.rls import about_children, append_only


class Migration(migrations.Migration):
    dependencies = [("prus", "0002_initial")]
    operations = [
        about_children(
            "prus_carestatus",
            "prus_carestatusevent",
            "prus_contact",
            "prus_contactevent",
            "prus_objective",
            "prus_objectiveevent",
            "prus_offsitedirection",
            "prus_offsitedirectionevent",
            "prus_placement",
            "prus_placementevent",
            "prus_pupil",
            "prus_pupilevent",
            "prus_pupilneeds",
            "prus_pupilneedsevent",
            "prus_pupiltie",
            "prus_pupiltieevent",
            "prus_registration",
            "prus_registrationevent",
            "prus_review",
            "prus_reviewevent",
            "prus_weekslot",
            "prus_weekslotevent",
        ),
        append_only(
            "prus_carestatusevent",
            "prus_contactevent",
            "prus_objectiveevent",
            "prus_offsitedirectionevent",
            "prus_placementevent",
            "prus_pupilevent",
            "prus_pupilneedsevent",
            "prus_pupiltieevent",
            "prus_registrationevent",
            "prus_reviewevent",
            "prus_siteplacesevent",
            "prus_weekslotevent",
        ),
    ]
