from django.urls import path

from partnerships.register_pages import views

app_name = "schools_register"
urlpatterns = [
    path("", views.uploads, name="list"),
    path("upload/", views.upload, name="upload"),
    path("<uuid:uuid>/", views.outcome, name="outcome"),
    path("<uuid:uuid>/refused/", views.refused, name="refused"),
]
