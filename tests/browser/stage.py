"""The page of phones as a person uses it: the bar over the stage, and what stands on it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.camera import Camera
from tests.browser.phone import Group, Phone


class Stage:
    """The page, opened. Everything here waits for what it says, and fails after the page's patience."""

    def __init__(self, page: Page, address: str, camera: Camera) -> None:
        self.page = page
        self._camera = camera
        self.may_be_refused: list[str] = []
        page.goto(address)
        self.bot_runs()

    def bot_runs(self) -> None:
        expect(self._bar("The bot's process")).to_contain_text("Bot running")

    # -- Phones --------------------------------------------------------------------------------

    def phone(self, title: str) -> Phone:
        """The phone with that title under it: "A newcomer", "The caretaker"."""
        found = self.page.get_by_role("region", name=re.compile(f"^{re.escape(title)}: "))
        return Phone(found, self._camera)

    def add_phone(self, role: str, language: str, name: str) -> Phone:
        """Adds a phone by the page's dialog; `role` as it can be chosen there, `language` in English."""
        self.page.get_by_role("button", name="Add a phone").click()
        dialog = self.page.get_by_role("dialog", name="Add a phone")
        choice = dialog.get_by_label("The phone's language")
        named = choice.locator("option").filter(has_text=language).inner_text()
        choice.select_option(label=named)
        dialog.get_by_label("Role").select_option(label=role)
        dialog.get_by_label("Name").fill(name)
        dialog.get_by_role("button", name="Add the phone").click()
        expect(dialog).to_be_hidden()
        found = self.page.get_by_role("region", name=re.compile(f": {re.escape(name)}, "))
        return Phone(found, self._camera)

    def add_group(self) -> Group:
        """Adds a group, in which everybody on the page is."""
        self.page.get_by_role("button", name="Add a group").click()
        return self.group()

    def group(self) -> Group:
        """The group on the page. It reads Swedish."""
        found = Group(self.page.get_by_role("region", name=re.compile("^Team: ")), self._camera)
        found.reads("sv")
        return found

    # -- The bar -------------------------------------------------------------------------------

    def let_pass(self, step: str) -> None:
        """Moves the sandbox's clock on by one of the page's steps: "1 hour", "1 day", "1 week"."""
        ahead = self._bar("Sandbox clock").locator(".small")
        before = ahead.inner_text()
        self.page.get_by_role("button", name=f"{step} later").click()
        expect(ahead).not_to_have_text(before)

    def pull_the_plug(self) -> None:
        """Kills the bot, and waits until it runs again."""
        restarts = self._bar("The bot's process").get_by_text(re.compile(r"restart"))
        before = int(restarts.inner_text().split()[0])
        self.page.get_by_role("button", name="Pull the plug").click()
        expect(restarts).to_have_text(re.compile(rf"^{before + 1} restart"))
        self.bot_runs()

    def refused(self) -> list[str]:
        """The lines of the drawer for refused requests, but those with a text that `may_be_refused`."""
        listed = self.page.locator(".refusals li").all_text_contents()
        return [line for line in listed if not any(each in line for each in self.may_be_refused)]

    def _bar(self, name: str) -> Locator:
        return self.page.get_by_role("group", name=name)

    # -- Pictures ------------------------------------------------------------------------------

    def shot(self, what: str) -> None:
        """A picture of the whole page."""
        self._camera.take(self.page, what)
