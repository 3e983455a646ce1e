import datetime as dt

from django.urls import path, register_converter

from attendance import views

app_name = "attendance"


class RegisterDay:
    """A date in an address: 2026-05-12. An impossible one is no page."""

    regex = r"\d{4}-\d{2}-\d{2}"
    to_python = staticmethod(dt.date.fromisoformat)
    to_url = staticmethod(str)


class HalfDay:
    """Morning or afternoon in an address: AM or PM."""

    regex = "AM|PM"
    to_python = to_url = staticmethod(str)


register_converter(RegisterDay, "register_day")
register_converter(HalfDay, "half_day")

urlpatterns = [
    path("", views.registers_page, name="registers"),
    path("week/", views.this_week, name="this_week"),
    path("week/<register_day:monday>/", views.week, name="week"),
    path("week/<register_day:monday>/<uuid:site>/", views.week, name="week"),
    path("settle/<uuid:pupil>/<register_day:day>/<half_day:session>/", views.settle, name="settle"),
    path("<register_day:day>/<half_day:session>/<uuid:site>/", views.session, name="session"),
]
