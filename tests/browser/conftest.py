"""A real browser against the product as it runs."""

import os

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.visitor import FLAGS, Visitor

# Playwright runs an event loop in this thread; the tests still arrange rows in plain Django.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, live_server):
    """`visitor = visit(size="phone")`; closed at the end, when nothing may have complained."""
    visitors = []

    def open_window(**choices) -> Visitor:
        visitor = Visitor(chromium, live_server.url, **choices)
        visitors.append(visitor)
        return visitor

    yield open_window
    for visitor in visitors:
        visitor.close()
