"""Tests that drive a real browser run where Chromium is found, and the summary says so where it is not."""

import os
import shutil

import pytest

NAMES = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
MISSING = "no Chromium found: install it, or say in CHROMIUM where it is"


def find_chromium() -> str:
    """The browser to use, or nothing."""
    named = os.environ.get("CHROMIUM")
    candidates = (named,) if named else NAMES
    return next((found for name in candidates if (found := shutil.which(name))), "")


def is_required() -> bool:
    """Whether going without a browser counts as a failure."""
    return os.environ.get("REQUIRE_BROWSER", "") not in ("", "0")


class BrowserPlugin:
    """Skips the browser tests or counts them."""

    def __init__(self) -> None:
        """Look once; the tests find the browser in the same variable that a person may set."""
        self.chromium = find_chromium()
        self.ran = 0
        self.skipped = 0
        if self.chromium:
            os.environ["CHROMIUM"] = self.chromium

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Without a browser there is nothing to drive."""
        if self.chromium:
            return
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=MISSING))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count; under xdist the reports of all workers come by here."""
        if "browser" in report.keywords:
            self.ran += report.when == "call" and not report.skipped
            self.skipped += report.skipped

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Where browser tests are required, a run without one has not passed."""
        if is_required() and not self.ran and exitstatus == pytest.ExitCode.OK and not is_worker():
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say plainly whether the pages were seen in a browser."""
        terminalreporter.line(f"Browser tests: {self.verdict()}")

    def verdict(self) -> str:
        """What became of the browser tests."""
        required = " — and REQUIRE_BROWSER asks for them, so this run has failed" if is_required() else ""
        if self.ran:
            return f"{self.ran} ran in {self.chromium}"
        if self.skipped and not self.chromium:
            return f"{self.skipped} SKIPPED, {MISSING}{required}"
        return f"none were chosen{required}"


def is_worker() -> bool:
    """Whether this process only works for another."""
    return "PYTEST_XDIST_WORKER" in os.environ


def pytest_configure(config: pytest.Config) -> None:
    """Refuse at once, rather than after a quarter of an hour."""
    plugin = BrowserPlugin()
    if is_required() and not plugin.chromium:
        raise pytest.UsageError(f"REQUIRE_BROWSER is set, and {MISSING}")
    config.pluginmanager.register(plugin, "casebook-browser")
