from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "attendance"

    def ready(self):
        from attendance import closing  # noqa: F401  (asks about marks before a day is closed)
