"""All addresses under /setup/: those of `prus.setup`, the start page, and the panels."""

from django.urls import path

from prus.setup import urls
from referrals import setup_home, setup_panels

app_name = urls.app_name
urlpatterns = [
    *urls.urlpatterns,
    path("", setup_home.home, name="home"),
    path("panels/", setup_panels.panels, name="panels"),
    path("panels/add/", setup_panels.add_panel, name="add_panel"),
    path("panels/<uuid:uuid>/", setup_panels.change_panel, name="change_panel"),
]
