"""People who report and work, each at her own pace: they press what they see, and nothing twice."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable

from bot.sandbox.phones import Phone
from bot.sandbox.seen import Msg
from bot.sandbox.server import Telegram
from bot.sandbox.world import Event
from bot.speech import words

ITEM = "heating.radiator_cold"
STEPS = (
    f"fault.item:{ITEM}",
    "fault.own:still_broken",
    "fault.more:skip",
    "fault.enter:yes",
    "fault.send:yes",
)
# All that happens to a report in these walks, in order.
WAY = ["report", "take", "start", "done", "reopen", "take", "start", "done", "fixed"]
REOPENED = words("sv")("Open again: the tenant says that it is not fixed.")
WORK = ("take", "start", "done") * 2


class Walker:
    """`updates` are the ids of all that she has sent."""

    def __init__(self, telegram: Telegram, phone: Phone) -> None:
        self.phone = phone
        self.updates: list[int] = []
        self._changed = asyncio.Event()
        telegram.world.watchers.append(self._told)

    def _told(self, event: Event) -> None:
        if event.chat_id == self.phone.chat_id:
            self._changed.set()

    async def see(self, wanted: Callable[[], bool]) -> None:
        """Waits until it is so."""
        while not wanted():
            await self._changed.wait()
            self._changed.clear()

    def press(self, data: str, message: Msg | None = None) -> None:
        self.updates.append(self.phone.press(data, message.message_id if message else None))

    def says(self, number: int, words: str) -> bool:
        """Whether a card of this report or order holds these words."""
        titles = (f"Report {number}:", f"{number} · ")
        return any(each.text.startswith(titles) and words in each.text for each in self.phone.messages)

    def cards(self, title: str) -> dict[int, Msg]:
        """The newest message with such a title, by the number in it."""
        found = {}
        for message in self.phone.messages:
            match = re.match(title, message.text) if message.sender == "bot" else None
            if match:
                found[int(match[1])] = message
        return found


class Tenant(Walker):
    """Reports a cold radiator, says once that it is not fixed and then that it is; again and again."""

    def __init__(self, telegram: Telegram, phone: Phone, household: int) -> None:
        super().__init__(telegram, phone)
        self.household = household
        self.reported: list[int] = []

    async def walk(self, go_on: Callable[[], bool]) -> None:
        while go_on():
            await self.round()

    async def round(self) -> None:
        self.updates.append(self.phone.type("/report"))
        for step in STEPS:
            await self.see(lambda step=step: self.phone.shown(step))  # type: ignore[misc]
            self.press(step)
        await self.see(lambda: bool(self._mine().keys() - set(self.reported)))
        number = max(self._mine())
        self.reported.append(number)
        await self.see(lambda: self._shows(number, "fixed", "reopen"))
        self.press(f"fault.reopen:{number}", self._mine()[number])
        await self.see(lambda: self._shows(number))
        await self.see(lambda: self._shows(number, "fixed", "reopen"))
        self.press(f"fault.fixed:{number}", self._mine()[number])
        await self.see(lambda: self._shows(number, "reopen"))

    def _mine(self) -> dict[int, Msg]:
        return self.cards(r"Report (\d+):")

    def _shows(self, number: int, *acts: str) -> bool:
        """Whether of these two buttons the report's card shows these, and no other."""
        data = self._mine()[number].data
        return {act for act in ("fixed", "reopen") if f"fault.{act}:{number}" in data} == set(acts)


class Caretaker(Walker):
    """Takes, starts and ends every order that comes; when asked for a word, has nothing to add."""

    def __init__(self, telegram: Telegram, phone: Phone) -> None:
        super().__init__(telegram, phone)
        self._done: dict[int, int] = {}
        self._asked: set[tuple[int, int]] = set()

    async def walk(self) -> None:
        """Until cancelled."""
        while True:
            for message in reversed(self.phone.messages):
                self._act(message)
            await self._changed.wait()
            self._changed.clear()

    def _act(self, message: Msg) -> None:
        """What the message lets her do next; one that was doubled has the buttons of an earlier step."""
        title = re.match(r"(\d+) · ", message.text)
        if title is None:
            return
        number = int(title[1])
        step = self._done.setdefault(number, 0)
        again = REOPENED in message.text or step < 3
        if step < len(WORK) and again and f"order.{WORK[step]}:{number}" in message.data:
            self.press(f"order.{WORK[step]}:{number}", message)
            self._done[number] += 1
        elif f"order.note:{number}" in message.data and (number, step) not in self._asked:
            self.press(f"order.note:{number}", message)
            self._asked.add((number, step))
