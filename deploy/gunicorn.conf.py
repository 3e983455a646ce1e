"""How the web is served. Nothing of Django is loaded here: each worker loads the application after its own fork."""

import os
from pathlib import Path

from config.logging import configuration

bind = os.environ.get("WEB_BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = 4
timeout = 30
graceful_timeout = 20
keepalive = 20  # longer than the proxy keeps its connections idle
max_requests = 5000
max_requests_jitter = 500
preload_app = False  # the PDF and chart libraries do not survive a fork
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 (a heartbeat, not a file of ours)

# Method, path without its query, status, bytes, milliseconds. No address and no browser: the audit trail has who.
accesslog = "-"
access_log_format = "%(m)s %(U)s %(s)s %(B)s %(M)s"
logconfig_dict = configuration(structured=True)


def post_worker_init(worker) -> None:
    """Load every page's code before the first visitor comes: what cannot be loaded must not look ready."""
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018
