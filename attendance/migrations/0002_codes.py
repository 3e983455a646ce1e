"""The register codes in force and withdrawn, as dated data (`attendance/codes.csv` names each source)."""

import csv
import datetime as dt
from pathlib import Path

from django.db import migrations

from kit.periods import from_to

FILE = Path(__file__).resolve().parent.parent / "codes.csv"


def load(apps, schema_editor):
    code = apps.get_model("attendance", "AttendanceCode")
    with FILE.open(newline="") as lines:
        code.objects.bulk_create(code(**fields(row)) for row in csv.DictReader(lines))


def fields(row: dict) -> dict:
    last = row["valid_to"]
    return {
        "code": row["code"],
        "name": row["name"],
        "category": row["category"],
        "counts_as_present": row["counts_as_present"] == "Y",
        "counts_in_possible": row["counts_in_possible"] == "Y",
        "during": from_to(dt.date.fromisoformat(row["valid_from"]), dt.date.fromisoformat(last) if last else None),
        "source": row["source"],
    }


class Migration(migrations.Migration):
    dependencies = [("attendance", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
