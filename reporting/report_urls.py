from django.urls import path

from reporting import report_views as views

app_name = "reports"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<uuid:uuid>/", views.report, name="report"),
    path("<uuid:uuid>/figures-again/", views.refresh, name="refresh"),
    path("<uuid:uuid>/words/<slug:section>/", views.comment, name="comment"),
    path("<uuid:uuid>/sign-off/", views.sign_off, name="sign_off"),
    path("<uuid:uuid>/pdf/", views.pdf, name="pdf"),
]
