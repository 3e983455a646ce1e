from django.urls import path

from reporting import views

app_name = "reporting"
urlpatterns = [
    path("", views.home, name="home"),
    path("pupils/", views.pupils, name="pupils"),
    path("pupils/<uuid:uuid>/", views.pupil, name="pupil"),
    path("pupils/<uuid:uuid>/attendance/", views.pupil_attendance, name="pupil_attendance"),
    path("pupils/<uuid:uuid>/looked/", views.looked, name="looked"),
    path("pupils/<uuid:uuid>/history/", views.history, name="history"),
    path("what-i-have-looked-at/", views.my_looks, name="my_looks"),
]
