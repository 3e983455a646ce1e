from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "kit"

    def ready(self) -> None:
        """Every new connection is asked whether its database waits to be opened after a restore."""
        from kit import quarantine  # noqa: F401
