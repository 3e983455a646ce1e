from django.urls import path

from providers import views

app_name = "providers"
urlpatterns = [
    path("", views.provider_list, name="list"),
    path("<uuid:uuid>/", views.provider_page, name="provider"),
    path("<uuid:uuid>/checks/add/", views.add_check, name="check"),
    path("<uuid:uuid>/courses/add/", views.add_course, name="course"),
]
