"""Somebody at a browser: signs in, clicks, fills in, and is shown nothing that axe or the console objects to."""

import os
import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = (Path(__file__).parent / "axe.min.js").read_text()
# Where pictures go when somebody wants to look at them: SCREENSHOTS=folder.
PICTURES = os.environ.get("SCREENSHOTS", "")
SIZES = {"desktop": (1280, 900), "phone": (375, 812)}


class Visitor:
    """One person, one browser window. `shot` names each picture in the order of the journey."""

    shots = 0

    def __init__(
        self, browser: Browser, base: str, *, size: str = "desktop", javascript: bool = True, keyboard: bool = False
    ):
        width, height = SIZES[size]
        self.size, self.base = size, base
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=javascript, locale="en-GB"
        )
        self.page: Page = self.context.new_page()
        self.keyboard, self.javascript = keyboard, javascript
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def close(self) -> None:
        self.context.close()
        assert self.complaints == [], self.complaints

    def _use(self, locator, key: str) -> None:
        """Click it; or, with the keyboard alone, give it the focus and press the key."""
        if not self.keyboard:
            locator.click()
            return
        locator.focus()
        assert locator.evaluate("e => e === document.activeElement"), "cannot take the focus"
        self.page.keyboard.press(key)

    def tick(self, locator) -> None:
        """Choose a radio button or tick a box that is not ticked."""
        if not locator.is_checked():
            self._use(locator, "Space") if self.keyboard else locator.check()
        assert locator.is_checked()

    def go(self, address: str) -> None:
        self.page.goto(self.base + address)

    def sign_in(self, email: str, password: str) -> None:
        """By the sign-in page, with the keyboard."""
        self.go("/sign-in/")
        self.page.get_by_label("E-mail address").focus()
        self.page.keyboard.type(email)
        self.page.get_by_label("Password", exact=True).focus()
        self.page.keyboard.type(password)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()

    def follow(self, name: str | re.Pattern) -> None:
        """Click the first link with these words, also where it is drawn as a button."""
        with self.page.expect_navigation():
            self._use(self.page.locator("main a", has_text=name).first, "Enter")

    def press(self, name: str | re.Pattern) -> None:
        """Press the button with these words, and wait for the page it leads to."""
        with self.page.expect_navigation():
            self._use(self.page.get_by_role("button", name=name).first, "Enter")

    def send(self) -> None:
        """Press the page's own button: the first green one of the form."""
        with self.page.expect_navigation():
            self._use(self.page.locator("main form button.govuk-button:not(.govuk-button--secondary)").first, "Enter")

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)

    def fill(self, **fields: str) -> None:
        """Type into inputs by their name on the form."""
        for name, value in fields.items():
            self.page.locator(f'[name="{name}"]').first.fill(value)

    def answer(self, answers: dict) -> None:
        """Fill in a form by the names of its fields: text, choices, ticks and lists alike."""
        for name, value in answers.items():
            for one in value if isinstance(value, list) else [value]:
                self._answer(name, str(one))

    def _answer(self, name: str, value: str) -> None:
        field = self.page.locator(f'[name="{name}"]')
        kind = field.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
        if kind == "select":
            field.first.select_option(value)
        elif kind in ("radio", "checkbox"):
            self.tick(self.page.locator(f'[name="{name}"][value="{value}"]'))
        else:
            field.first.fill(value)

    def date(self, name: str, day) -> None:
        """The three boxes of a date."""
        for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
            self.page.locator(f'[name="{name}_{part}"]').fill(str(value))

    def is_sound(self, name: str) -> None:
        """The page is styled, fits its width, axe finds nothing; and a picture of it is kept."""
        self.page.wait_for_load_state("load")
        if self.javascript:  # without it a promise never settles
            self.page.evaluate("document.fonts.ready")
        self._picture(name)
        styled = self.page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
        assert "Atkinson" in styled, styled
        spill = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert spill <= 0, f"{name}: {spill}px wider than the window"
        if self.javascript:  # axe answers by a promise too; the other ways have held each page against it
            assert self._axe() == [], name

    def _axe(self) -> list[str]:
        self.page.evaluate(AXE)
        found = self.page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})"
        )
        return [
            f"{problem['id']}: {problem['help']}: {node['html'][:200]}"
            for problem in found["violations"]
            for node in problem["nodes"]
        ]

    def _picture(self, name: str) -> None:
        if not PICTURES:
            return
        Visitor.shots += 1
        folder = Path(PICTURES) / self.size
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(folder / f"{Visitor.shots:02}-{name}.png"), full_page=True)
