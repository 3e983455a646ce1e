"""The national register of schools by upload."""
