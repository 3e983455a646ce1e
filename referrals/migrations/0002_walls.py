"""Row-level security on every table about a child; histories may only be added to."""

from django.db import migrations

from kit.rls import about_children, append_only


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial")]
    operations = [
        about_children(
            "referrals_decision",
            "referrals_decisionevent",
            "referrals_exitplan",
            "referrals_exitplanevent",
            "referrals_interest",
            "referrals_interestevent",
            "referrals_letter",
            "referrals_letterevent",
            "referrals_needssection",
            "referrals_needssectionevent",
            "referrals_panelcase",
            "referrals_panelcaseevent",
            "referrals_passportsection",
            "referrals_passportsectionevent",
            "referrals_referral",
            "referrals_referralevent",
        ),
        append_only(
            "referrals_attendeeevent",
            "referrals_decisionevent",
            "referrals_exitplanevent",
            "referrals_interestevent",
            "referrals_letterevent",
            "referrals_needssectionevent",
            "referrals_panelcaseevent",
            "referrals_panelmeetingevent",
            "referrals_passportsectionevent",
            "referrals_referralevent",
        ),
    ]
