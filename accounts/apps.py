from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        from accounts import checks  # noqa: F401  (registers the checks)
        from accounts.seals import signals

        post_migrate.connect(signals.after_migration, sender=self)
