"""All addresses under /placements/: those of `prus`, and the pages that a booking takes part in."""

from django.urls import path

from providers import placement_views
from prus import urls

app_name = urls.app_name
urlpatterns = [
    *urls.urlpatterns,
    path("<uuid:uuid>/", placement_views.placement_page, name="placement"),
    path("<uuid:uuid>/complete/", placement_views.complete, name="complete"),
    path("<uuid:uuid>/end/", placement_views.end, name="end"),
]
