"""The whole engine at work for a house of a few rooms: it says what it is told."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, MessageHandler, TypeHandler, filters

from bot.engine.clock import Alarm, Clock
from bot.engine.profile import Wanted
from bot.engine.run import Wiring, run_engine
from bot.engine.turn import Event, OnEvent, Turn, press
from bot.engine.webhook import Hook
from bot.sandbox.server import Telegram
from storage import facts
from storage.database import Database
from tests.engine.conftest import Hasty, Words, make, prepare, render
from tests.store import open_store

DESK = 555
Does = Callable[[Turn], None]


class Engine:
    """`does` says what a text does, by its first word; any other is kept as a fact and said back."""

    def __init__(self, telegram: Telegram, database: Database, transport: Hasty, clock_file: Path) -> None:
        self.telegram = telegram
        self.database = database
        self.transport = transport
        self.clock_file = clock_file
        self.clock = Clock(clock_file)
        self.does: dict[str, Does] = {}
        self.presses: Does | None = None
        self.heard: list[str] = []
        self.events: list[Event] = []
        self.alarms: list[Alarm] = []
        self.profile: list[Wanted] = []
        self.apology: Does = self._apologise
        self.beside: Callable[[asyncio.Event], Awaitable[None]] | None = None
        self.desk = telegram.phone("sv", "Desk", chat_id=DESK)
        self.desk.chat.started = True
        self.stop = asyncio.Event()
        self.running: asyncio.Task[None] | None = None

    def start(self, hook: Hook | None = None) -> None:
        """By polling, or by the webhook."""
        self.stop = asyncio.Event()
        wiring = Wiring(
            self._handlers, self.alarms, render, prepare, self._sorry, from_memory,
            self.profile, company=None, make=make, beside=self.beside,
        )  # fmt: skip
        bot_id = self.telegram.token.partition(":")[0]
        self.running = asyncio.create_task(
            run_engine(self.database, self.transport, self.clock, None, wiring, bot_id, self.stop, hook)
        )

    async def end(self) -> None:
        self.stop.set()
        if self.running is not None:
            await asyncio.wait_for(self.running, 10)
            self.running = None

    def _handlers(self) -> list[BaseHandler[Any, Turn, None]]:
        return [
            press("a.press", self._pressed),
            MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT, self._text),
            OnEvent("due", self._due),
            OnEvent("chat.asked", self._due),
            TypeHandler(object, _nothing),
        ]

    async def _pressed(self, update: Update, turn: Turn) -> None:
        turn.toast(Words(f"pressed {turn.value} on {turn.pressed_message}"))
        if self.presses is not None:
            self.presses(turn)

    async def _text(self, update: Update, turn: Turn) -> None:
        assert update.message is not None and update.message.text is not None
        text = update.message.text
        self.heard.append(text)
        act = self.does.get(text.partition(" ")[0])
        if act is not None:
            act(turn)
            return
        facts.put(turn.db, f"heard.{text}", "yes")
        turn.say(Words(text))

    async def _due(self, event: Event, turn: Turn) -> None:
        self.events.append(event)

    def _sorry(self, turn: Turn) -> None:
        self.apology(turn)

    @staticmethod
    def _apologise(turn: Turn) -> None:
        if turn.chat:
            turn.say(Words("sorry"))
        turn.say(Words("a turn failed"), to=DESK)

    def count(self, table: str) -> int:
        return int(self.database.reader.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def kept(self, text: str) -> bool:
        return facts.get(self.database.reader, f"heard.{text}") is not None

    async def until(self, wanted: Callable[[], object]) -> None:
        async with asyncio.timeout(8):
            while not wanted():  # noqa: ASYNC110  (the store tells nobody)
                await asyncio.sleep(0.005)

    async def quiet(self) -> None:
        """Waits until every update has had its turn and every errand is carried out."""
        await self.until(
            lambda: not (self.telegram.world.updates or self.count("inbox") or self.count("outbox"))
        )

    def later(self, seconds: float) -> None:
        self.clock_file.write_text(str(seconds))


async def _nothing(update: Any, turn: Turn) -> None:
    return


def from_memory(raw: bytes) -> list[tuple[str, dict[str, Any]]]:
    asked = b'"/emergency"' in raw or b'"emergency.show:"' in raw or "Nödläge".encode() in raw
    found = re.search(rb'"chat":\{"id":(\d+)', raw)
    if not asked or found is None:
        return []
    return [("sendMessage", {"chat_id": int(found[1]), "text": "112"})]


@asynccontextmanager
async def open_engine(folder: Path) -> AsyncIterator[Engine]:
    clock_file = folder / "clock"
    clock_file.write_text("0")
    async with (
        Telegram() as telegram,
        open_store(folder / "helavagen.sqlite3") as database,
        Hasty(telegram.token, telegram.url) as transport,
    ):
        engine = Engine(telegram, database, transport, clock_file)
        try:
            yield engine
        finally:
            await engine.end()
