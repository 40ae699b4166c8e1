"""A phone on the page as the one who holds it uses it: what she sees, presses, writes and sends.

She reads her own language: a sentence of the bot is given in English, as in the source, and looked for in
hers. What is no sentence of the bot (an address, what a person wrote) is looked for as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, expect

from bot.messages.faults import STATES
from bot.speech import NAMES, isolated, locale_of, words
from tests.browser.camera import Camera
from tests.browser.looks import box, from_left

_BUTTONS = ".inline, .key, .big"


def by_text(css: str, text: str, whole: bool = False) -> str:
    """A selector for what says this."""
    said = json.dumps({"css": css, "text": text, "whole": whole}, ensure_ascii=False)
    return f"by_text={said}"


class Bubble:
    """A message in the chat. It stays the same one when it is edited."""

    def __init__(self, row: Locator, phone: Phone) -> None:
        self.row = row
        self._phone = phone

    def says(self, text: str, **values: object) -> None:
        expect(self.row.locator(by_text(".text", self._phone.word(text, **values)))).to_have_count(1)

    def says_with_something(self, text: str, place: str) -> None:
        """It says this, whatever stands in the place."""
        for part in filter(None, self._phone.word(text, **{place: "\0"}).split(isolated("\0"))):
            expect(self.row.locator(by_text(".text", part))).to_have_count(1)

    def comes_after(self, other: Bubble) -> bool:
        """Whether it stands below the other one in the same chat."""
        below = other.row.locator("xpath=following-sibling::*[@data-id]")
        own = self.row.get_attribute("data-id")
        return own in [each.get_attribute("data-id") for each in below.all()]

    def is_edited(self) -> None:
        expect(self.row.locator(".stamp > span:not(.hush)")).to_be_visible()

    def press(self, label: str, **values: object) -> None:
        """Presses the button under it with this on it."""
        self.row.locator(by_text(".inline", self._phone.word(label, **values), whole=True)).click()
        self._phone.is_answered()

    def has_button(self, label: str) -> None:
        expect(self.row.locator(by_text(".inline", self._phone.word(label), whole=True))).to_be_visible()

    def has_no_button(self, label: str) -> None:
        expect(self.row.locator(by_text(".inline", self._phone.word(label), whole=True))).to_have_count(0)

    def buttons(self) -> list[list[str]]:
        """The buttons under it, row by row, from the left as they stand on the glass."""
        return [from_left(row.locator(".inline")) for row in self.row.locator(".inline-row").all()]


class Phone:
    """One phone. `glass` is what is inside its case."""

    def __init__(self, node: Locator, camera: Camera) -> None:
        self.node = node
        self.glass = node.locator(".glass")
        self._camera = camera
        expect(self.glass).to_be_visible()
        self.language = locale_of(self.glass.get_attribute("lang")) or "en"

    def word(self, text: str, **values: object) -> str:
        """A sentence of the bot in the language that she reads now."""
        return words(self.language)(text, **values)

    def reads(self, locale: str) -> None:
        """From now on she reads this language."""
        self.language = locale

    # -- Sees ----------------------------------------------------------------------------------

    def sees(self, text: str, **values: object) -> None:
        """It stands on her phone somewhere."""
        expect(self.node.locator(by_text(".glass", self.word(text, **values)))).to_have_count(1)

    def does_not_see(self, text: str, **values: object) -> None:
        expect(self.node.locator(by_text(".glass", self.word(text, **values)))).to_have_count(0)

    def bubble(self, text: str, **values: object) -> Bubble:
        """The newest message with this in it."""
        said = self.glass.locator(by_text(".row .text", self.word(text, **values))).last
        return self._kept(said.locator("xpath=ancestor::*[@data-id][1]"))

    def answer(self) -> Bubble:
        """The newest message that came after what she wrote last."""
        return self._kept(self.glass.locator(".row.me:not(:has(~ .row.me)) ~ .row.bot").last)

    def _kept(self, row: Locator) -> Bubble:
        number = row.get_attribute("data-id")
        return Bubble(self.glass.locator(f'.row[data-id="{number}"]'), self)

    def has_pinned(self, text: str) -> None:
        expect(self.glass.locator(by_text(".pinned", self.word(text)))).to_be_visible()

    def sees_a_picture(self) -> None:
        """A photo stands in the chat, and it could be loaded."""
        photo = self.glass.locator(".photo img").last
        expect(photo).to_be_visible()
        photo.evaluate("(photo) => photo.decode()")

    def keyboard(self) -> list[list[str]]:
        """The words under the writing field, row by row, from the left as they stand on the glass."""
        return [from_left(row.locator(".key")) for row in self.glass.locator(".keys-row").all()]

    def has_on_the_keyboard(self, word: str) -> None:
        expect(self.glass.locator(by_text(".key", self.word(word), whole=True))).to_be_visible()

    def commands(self) -> dict[str, str]:
        """The commands of the menu and what it says of each, as they are shown on a press."""
        button = self.glass.locator(".slash")
        button.click()
        shown = self.commands_shown()
        button.click()
        return shown

    def commands_shown(self) -> dict[str, str]:
        """The commands that are shown now."""
        shown = [each.inner_text().partition("\n") for each in self.glass.locator(".command").all()]
        return {command: description for command, _, description in shown}

    def side_of(self, part: str, within: str = ".glass") -> str:
        """Whether the first such part stands to the left or to the right in what is around it."""
        found = self.glass.locator(part).first
        around = found.locator(f"xpath=ancestor::*[contains(@class, '{within.lstrip('.')}')][1]")
        inner, outer = box(found), box(around)
        left = inner["x"] - outer["x"]
        return "left" if left < outer["width"] - left - inner["width"] else "right"

    # -- Does ----------------------------------------------------------------------------------

    def opens_with_her_code(self) -> None:
        """Presses the paper with the code, as if it were written."""
        self.glass.locator(".slip").click()

    def starts(self) -> None:
        """Presses the big button under a chat that is new to her."""
        self.glass.locator(".big:visible").click()
        self.is_answered()

    def reads_a_code(self) -> str:
        """The code that stands in words under the newest picture of one."""
        said = self.glass.locator(".row:has(.photo) .text").last.inner_text()
        found = re.search(r"\b[A-Z2-9]{10}\b", said)
        assert found is not None, said
        return found[0]

    def comes_in(self) -> None:
        """Shows the bot her code, chooses her language and agrees."""
        self.opens_with_her_code()
        self.press(NAMES[self.language])
        self.press("I have understood, go on")
        self.has_pinned("Emergency: call, do not write")

    def press(self, label: str, **values: object) -> None:
        """Presses the newest button with this on it, under a message or under the writing field."""
        button = self.glass.locator(by_text(_BUTTONS, self.word(label, **values), whole=True)).last
        if button.get_attribute("class") == "key":
            with self.sending():
                button.click()
        else:
            button.click()
            self.is_answered()

    def press_with(self, part: str) -> None:
        """Presses the newest button under a message with this among its words."""
        self.glass.locator(by_text(".inline", self.word(part))).last.click()
        self.is_answered()

    @contextmanager
    def sending(self) -> Iterator[None]:
        """What she does in the block stands in the chat as her own message."""
        own = self.glass.locator(".row.me")
        before = own.count()
        yield
        expect(own).to_have_count(before + 1)

    def is_answered(self) -> None:
        """No press of hers is still waiting."""
        expect(self.glass.locator(".waiting")).to_have_count(0)

    def reports(self, item: str) -> None:
        """Reports one of the commonest faults of a flat, with nothing to add and nobody let in."""
        for label in ("Report a fault", item, "Go on without", "No, only when I am at home", "Send"):
            self.press(label)
        self.sees(STATES["received"])

    def field(self) -> Locator:
        return self.glass.locator("textarea")

    def types(self, text: str) -> None:
        """Writes and sends."""
        self.field().fill(text)
        with self.sending():
            self.field().press("Enter")

    def tabs_to(self, wanted: Locator, at_most: int = 40) -> None:
        """Presses Tab, or Shift and Tab where it lies before, until it has the focus."""
        expect(wanted).to_be_visible()
        for _ in range(at_most + 1):
            way = wanted.evaluate("(node) => look.wayTo(node)")
            if way == "here":
                return
            self.node.page.keyboard.press("Tab" if way == "on" else "Shift+Tab")
        raise AssertionError(f"{at_most} presses of Tab did not reach {wanted}")

    def tabs_to_button(self, label: str, at_most: int = 40) -> None:
        """Presses Tab until the newest button with this on it has the focus."""
        self.tabs_to(self.glass.locator(by_text(_BUTTONS, self.word(label), whole=True)).last, at_most)

    def attaches(self, what: str) -> None:
        """Chooses from the menu of the paper clip: "Sample photo"."""
        self.glass.locator(".icon-button:has(.icon-clip)").click()
        self.glass.get_by_role("menuitem", name=what).click()

    def speaks(self) -> None:
        """Sends a short voice message."""
        self.glass.locator(".mic").click()

    def opens_the_menu(self) -> None:
        self.glass.locator(".head .icon-button").click()

    def chooses(self, what: str) -> None:
        """Chooses from the menu in the phone's head: "Block the bot"."""
        self.opens_the_menu()
        self.glass.get_by_role("menuitem", name=what).click()

    def copies(self, found: Locator) -> str:
        """Marks it and copies it. Returns what was copied."""
        page = self.node.page
        found.evaluate("(node) => getSelection().selectAllChildren(node)")
        page.keyboard.press("Control+c")
        return str(page.evaluate("() => navigator.clipboard.readText()"))

    # -- Feels ---------------------------------------------------------------------------------

    @contextmanager
    def feels(self, pushes: int) -> Iterator[None]:
        """So many pushes come to it in the block, and no more."""
        before = self._pushes("glow")
        yield
        self.node.page.wait_for_function(
            "([id, wanted]) => (pushes.glow[id] || 0) >= wanted",
            arg=[self.node.get_attribute("data-id"), before + pushes],
        )
        assert self._pushes("glow") - before == pushes

    @contextmanager
    def shakes(self) -> Iterator[None]:
        """It shakes once in the block, for somebody who wants things to move."""
        self.node.page.emulate_media(reduced_motion="no-preference")
        before = self._pushes("shake")
        with self.feels(pushes=1):
            yield
        assert self._pushes("shake") - before == 1
        self.node.page.emulate_media(reduced_motion="reduce")

    def _pushes(self, how: str) -> int:
        self.node.page.evaluate("() => look.twoFrames()")
        return int(self.node.evaluate("(phone, how) => pushes[how][phone.dataset.id] || 0", how))

    # -- Pictures ------------------------------------------------------------------------------

    def shot(self, what: str) -> None:
        """A picture of this phone alone."""
        self._camera.take(self.node, what)


class Group(Phone):
    """A group as all of its members see it; one of them writes and presses."""

    def acts_as(self, name: str) -> None:
        """From now on this member writes and presses."""
        self.node.get_by_label("Write and press as").select_option(label=name)
