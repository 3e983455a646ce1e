"""Placements. The pages that also need bookings are added, under the same names, by `providers.placement_urls`."""

from django.urls import path

from prus import views

app_name = "prus"
urlpatterns = [
    path("", views.placement_list, name="list"),
    path("places/", views.places_free, name="places"),
    path("<uuid:uuid>/direction/", views.confirm_direction, name="confirm_direction"),
    path("<uuid:uuid>/week/", views.week, name="week"),
]
