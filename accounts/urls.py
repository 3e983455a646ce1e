from django.urls import path

from accounts import health_views, views
from accounts.people import own_views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("invitation/<str:token>/", own_views.invitation, name="invitation"),
    path("forgotten-password/", own_views.forgotten, name="forgotten"),
    path("forgotten-password/<str:token>/", own_views.reset, name="reset"),
    path("change-password/", own_views.change_password, name="change_password"),
    path("your-sign-in/", own_views.your_sign_in, name="sessions"),
    path("acting-as/", views.acting_as, name="acting_as"),
    path("what-each-role-may-do/", views.powers, name="powers"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("health/", health_views.health, name="health"),
]
