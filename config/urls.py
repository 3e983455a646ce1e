"""Every address of the product, by room."""

from django.conf import settings
from django.urls import include, path

from config import health

urlpatterns = [
    path("health/live/", health.live, name="live"),
    path("health/ready/", health.ready, name="ready"),
    path("", include("reporting.urls")),
    path("", include("accounts.urls")),
    path("people/", include("accounts.people.urls")),
    path("reports/", include("reporting.report_urls")),
    path("referrals/", include("referrals.urls")),
    path("meetings/", include("referrals.meeting_urls")),
    path("placements/", include("providers.placement_urls")),
    path("registers/", include("attendance.urls")),
    path("providers/register/", include("providers.register_urls")),
    path("providers/", include("providers.urls")),
    path("calendars/", include("partnerships.calendar_pages.urls")),
    path("schools-register/", include("partnerships.register_pages.urls")),
    path("setup/", include("referrals.setup_urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("demo.urls")))

handler404 = "accounts.errors_pages.not_found"
handler403 = "accounts.errors_pages.forbidden"
handler500 = "accounts.errors_pages.fault"
