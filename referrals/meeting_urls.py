"""Addresses of panel meetings, their cases and decisions."""

from django.urls import path

from referrals.views import cases, decisions, panels

app_name = "meetings"
urlpatterns = [
    path("", panels.meetings, name="list"),
    path("arrange/", panels.arrange, name="arrange"),
    path("<uuid:uuid>/", panels.meeting, name="meeting"),
    path("<uuid:uuid>/attendance/", panels.attendance, name="attendance"),
    path("<uuid:uuid>/list/", panels.list_case, name="list_case"),
    path("<uuid:uuid>/order/", panels.order, name="order"),
    path("<uuid:uuid>/pack/", cases.pack_page, name="pack"),
    path("<uuid:uuid>/minutes/", cases.minutes, name="minutes"),
    path("<uuid:uuid>/close/", panels.close, name="close"),
    path("cases/<uuid:uuid>/", cases.case, name="case"),
    path("cases/<uuid:uuid>/remove/", cases.unlist, name="unlist_case"),
    path("cases/<uuid:uuid>/interest/", cases.interest, name="interest"),
    path("cases/<uuid:uuid>/decide/", decisions.decide, name="decide"),
    path("cases/<uuid:uuid>/check/", decisions.check, name="check"),
    path("cases/<uuid:uuid>/approve/", decisions.approve, name="approve"),
]
