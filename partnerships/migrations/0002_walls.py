"""Histories may only be added to."""

from django.db import migrations

from kit.rls import append_only


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]
    operations = [append_only("partnerships_partnershipschoolevent")]
