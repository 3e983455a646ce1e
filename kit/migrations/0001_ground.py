"""Before any table: what PostgreSQL needs, and the role that web and worker act in."""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

from kit.rls import application_role


class Migration(migrations.Migration):
    initial = True
    dependencies: list = []
    operations = [BtreeGistExtension(), application_role()]
