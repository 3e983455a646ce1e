from django.urls import path

from accounts import health_views, views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("acting-as/", views.acting_as, name="acting_as"),
    path("what-each-role-may-do/", views.powers, name="powers"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("health/", health_views.health, name="health"),
]
