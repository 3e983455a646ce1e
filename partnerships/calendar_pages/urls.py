from django.urls import path

from partnerships.calendar_pages import import_views, views

app_name = "calendars"
urlpatterns = [
    path("", views.calendar_list, name="list"),
    path("<uuid:uuid>/", views.calendar, name="calendar"),
    path("<uuid:uuid>/own/", views.start_own, name="start_own"),
    path("<uuid:uuid>/half-terms/add/", views.add_half_term, name="add_half_term"),
    path("<uuid:uuid>/half-terms/<int:year>/<int:number>/change/", views.change_half_term, name="change_half_term"),
    path("<uuid:uuid>/half-terms/<int:year>/<int:number>/remove/", views.remove_half_term, name="remove_half_term"),
    path("<uuid:uuid>/closures/add/", views.add_closure, name="add_closure"),
    path("<uuid:uuid>/closures/<str:day>/remove/", views.remove_closure, name="remove_closure"),
    path("<uuid:uuid>/import/", import_views.upload, name="upload"),
    path("<uuid:uuid>/import/<uuid:run>/", import_views.check, name="check"),
]
