from django.urls import path

from accounts.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="list"),
    path("give/", views.give, name="give"),
    path("give/<uuid:uuid>/", views.give_in, name="give_in"),
    path("deputy/", views.deputy, name="deputy"),
    path("roles/<uuid:uuid>/", views.role, name="role"),
    path("roles/<uuid:uuid>/end/", views.end, name="end"),
    path("invitations/<uuid:uuid>/", views.invitation, name="invitation"),
]
