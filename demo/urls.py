from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [
    path("day/", views.day, name="day"),
    path("components/", views.components, name="components"),
]
