"""Pages of the passport and of the panel."""
