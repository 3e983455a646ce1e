from django.urls import path

from attendance import urls as _converters  # noqa: F401  (makes the register_day converter known)
from providers import register_views as views

app_name = "provider_register"

urlpatterns = [
    path("", views.today, name="today"),
    path("<register_day:day>/", views.today, name="on"),
    path("<register_day:day>/save/", views.save, name="save"),
]
