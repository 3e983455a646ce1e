"""Forms of the passport and of the panel."""
