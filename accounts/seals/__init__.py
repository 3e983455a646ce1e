"""The seal over the audit trail: made each minute, checked by `manage.py audit verify`."""
