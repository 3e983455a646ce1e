from django.urls import path

from reporting import views

app_name = "reporting"
urlpatterns = [
    path("", views.home, name="home"),
    path("pupils/", views.pupils, name="pupils"),
    path("pupils/<uuid:uuid>/", views.pupil, name="pupil"),
    path("pupils/<uuid:uuid>/attendance/", views.pupil_attendance, name="pupil_attendance"),
]
