"""The national register of schools: reading its published files, and keeping what they say.

`importing.import_file` does it all; the other modules each answer one question, in this order: `opening` (which
bytes, which letters), `reading` (which line, which cells), `layouts` (which file is it), `values` and `kinds` (what
does a cell mean), `rows` (what does a line say), `staging` and `merging` (what is new), `links`, `history`.
"""
