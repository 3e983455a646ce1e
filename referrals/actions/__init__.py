"""Verbs of referrals: `passports` (start, write, send, withdraw) and `panels` (list, decide, approve)."""
