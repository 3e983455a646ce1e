"""The database's own check of a UPN (rule and source: `prus.upn`)."""

from django.db import migrations

FUNCTION = r"""
CREATE OR REPLACE FUNCTION upn_is_valid(upn text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT upn ~ '^[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]$' AND substr(upn, 1, 1) = substr(
    'ABCDEFGHJKLMNPQRTUVWXYZ',
    1 + (SELECT sum(place * CASE WHEN substr(upn, place, 1) ~ '[0-9]' THEN substr(upn, place, 1)::int
                                 ELSE strpos('ABCDEFGHJKLMNPQRTUVWXYZ', substr(upn, place, 1)) - 1 END) % 23
         FROM generate_series(2, 13) AS place)::int, 1)
$$;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("kit", "0001_ground")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION upn_is_valid(text)")]
