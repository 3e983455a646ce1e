"""Wiring. The Celery app is made here, so that the web too knows which broker to ring."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
