"""The chain of seals over the audit trail. The application adds to it and reads it, nothing else."""

from django.db import migrations, models

from kit.rls import append_only


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_access_by_pupil")]
    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(unique=True)),
                ("made_at", models.DateTimeField(help_text="The database's own clock")),
                (
                    "cluster",
                    models.CharField(
                        help_text="The server's identifier: transaction numbers count within it", max_length=60
                    ),
                ),
                ("before_xid", models.BigIntegerField(help_text="Every transaction below this number had ended")),
                (
                    "next_xid",
                    models.BigIntegerField(help_text="Every transaction begun by then has a number below this one"),
                ),
                (
                    "settled",
                    models.BigIntegerField(
                        help_text="Up to the reach of the seal of this number, no row can still arrive"
                    ),
                ),
                ("reached", models.JSONField(default=dict, help_text="The highest id sealed, by table")),
                (
                    "parts",
                    models.JSONField(default=list, help_text="By table: ids from and to, number of rows, digest"),
                ),
                (
                    "forms",
                    models.JSONField(
                        default=dict, help_text="The columns that are hashed, by table and version, from here on"
                    ),
                ),
                (
                    "guards",
                    models.JSONField(
                        help_text="Triggers, functions, policies and grants, when written down anew", null=True
                    ),
                ),
                ("previous", models.CharField(max_length=64, unique=True)),
                ("digest", models.CharField(max_length=64, unique=True)),
            ],
            options={"ordering": ["number"]},
        ),
        append_only("accounts_seal"),
    ]
