from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "partnerships"

    def ready(self):
        from partnerships import deputies  # noqa: F401  (says what goes with an officer's role)
