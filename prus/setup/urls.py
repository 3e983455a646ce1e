"""Setting up an authority. The start page and the panels are added, under the same names, by `referrals.setup_urls`."""

from django.urls import path

from prus.setup import officer_views, pru_views, views

app_name = "setup"
urlpatterns = [
    path("districts/", views.districts, name="districts"),
    path("districts/add/", views.add_district, name="add_district"),
    path("districts/<uuid:uuid>/", views.rename_district, name="rename_district"),
    path("schools/", views.schools, name="schools"),
    path("schools/choose/", views.choose_schools, name="choose_schools"),
    path("schools/add/", views.add_school, name="add_school"),
    path("schools/<uuid:uuid>/", views.school, name="school"),
    path("partnerships/", views.partnerships, name="partnerships"),
    path("partnerships/add/", views.add_partnership, name="add_partnership"),
    path("partnerships/<uuid:uuid>/", views.partnership, name="partnership"),
    path("partnerships/<uuid:uuid>/schools/add/", views.add_members, name="add_members"),
    path("partnerships/<uuid:uuid>/schools/<uuid:school>/end/", views.end_member, name="end_member"),
    path("prus/", pru_views.prus, name="prus"),
    path("prus/add/", pru_views.add_pru, name="add_pru"),
    path("prus/<uuid:uuid>/", pru_views.pru, name="pru"),
    path("prus/<uuid:uuid>/change/", pru_views.change_pru, name="change_pru"),
    path("prus/<uuid:uuid>/partnerships/add/", pru_views.serve, name="serve"),
    path("prus/<uuid:uuid>/partnerships/<uuid:partnership>/end/", pru_views.end_serving, name="end_serving"),
    path("prus/<uuid:uuid>/sites/add/", pru_views.open_site, name="open_site"),
    path("prus/<uuid:uuid>/judgements/add/", pru_views.add_judgement, name="add_judgement"),
    path("prus/<uuid:uuid>/committee/", pru_views.add_committee, name="add_committee"),
    path("sites/<uuid:uuid>/close/", pru_views.close_site, name="close_site"),
    path("sites/<uuid:uuid>/move/", pru_views.move_site, name="move_site"),
    path("sites/<uuid:uuid>/places/", pru_views.set_places, name="set_places"),
    path("officers/", officer_views.officers, name="officers"),
    path("officers/<uuid:uuid>/", officer_views.officer, name="officer"),
    path("officers/<uuid:uuid>/districts/add/", officer_views.give_district, name="give_district"),
    path("officers/<uuid:uuid>/districts/<uuid:district>/end/", officer_views.end_district, name="end_district"),
]
