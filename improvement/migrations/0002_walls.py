"""Histories may only be added to."""

from django.db import migrations

from kit.rls import append_only


class Migration(migrations.Migration):
    dependencies = [("improvement", "0001_initial")]
    operations = [append_only("improvement_committeeseatevent")]
