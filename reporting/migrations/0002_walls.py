"""Histories may only be added to."""

from django.db import migrations

from kit.rls import append_only


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]
    operations = [append_only("reporting_reportevent", "reporting_commentaryevent", "reporting_recipientevent")]
