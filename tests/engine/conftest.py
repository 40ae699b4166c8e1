"""The engine without a house: messages of plain words, and a courier at work against the stand-in."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.engine import courier as couriers
from bot.engine import intake as intakes
from bot.engine.call import Drawn
from bot.engine.clock import Clock
from bot.engine.courier import Courier
from bot.engine.transport import ApiError, Transport, Upload
from bot.sandbox.phones import Phone
from bot.sandbox.server import Telegram
from storage import chats, outbox
from storage.database import Database
from storage.outbox import NOTIFICATION, Send
from tests.store import open_store

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (100).to_bytes(4, "big") + (50).to_bytes(4, "big") + b"\0" * 9


class Words(msgspec.Struct, frozen=True, tag="words"):
    """A message: its text followed by the reader's language, buttons with these data, a kept file."""

    text: str
    buttons: tuple[str, ...] = ()
    file: int | None = None


class Commands(msgspec.Struct, frozen=True, tag="commands"):
    name: str


class Caption(msgspec.Struct, frozen=True, tag="caption"):
    """The words under a document."""

    text: str


def render(raw: bytes, locale: str | None) -> Drawn:
    message = msgspec.json.decode(raw, type=Words | Commands | Caption)
    if isinstance(message, Caption):
        return Drawn({"caption": f"{message.text} {locale}"})
    if isinstance(message, Commands):
        return Drawn({"commands": [{"command": message.name, "description": locale or "?"}]})
    text = f"{message.text} {locale}" if locale else message.text
    fields: dict[str, Any] = {"text" if message.file is None else "caption": text}
    if message.buttons:
        rows = [[{"text": data, "callback_data": data}] for data in message.buttons]
        fields["reply_markup"] = {"inline_keyboard": rows}
    return Drawn(fields, message.file)


async def prepare(kind: str, content: bytes) -> bytes:
    return b"ready:" + content


async def make(chat: int, name: str) -> bytes:
    if name == "none.csv":
        raise ApiError(400, "there is no such document")
    return f"{name} for {chat}".encode()


def raw(text: str, **more: Any) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(Words(text, **more)))


def send(text: str, *, silent: bool = False, reply_to: str = "", **more: Any) -> Send:
    return Send(raw(text, **more), silent, reply_to)


def wanted(text: str, **more: Any) -> str:
    return bytes(raw(text, **more)).decode()


class Hasty(Transport):
    """A transport that waits for half a second only, and counts the calls under way."""

    def __init__(self, token: str, api_url: str) -> None:
        super().__init__(token, api_url)
        self.under_way: Counter[int] = Counter()
        self.most = 0
        self.most_of_one_chat = 0
        self.slow: dict[int, float] = {}

    async def __aenter__(self) -> Hasty:
        await super().__aenter__()
        return self

    async def call(
        self, method: str, fields: dict[str, Any], upload: Upload | None = None, seconds: float = 0.5
    ) -> msgspec.Raw:
        if method == "getUpdates":
            return await super().call(method, fields, upload, seconds)
        chat = fields.get("chat_id", 0)
        self.under_way[chat] += 1
        self.most = max(self.most, self.under_way.total())
        self.most_of_one_chat = max(self.most_of_one_chat, self.under_way[chat])
        try:
            await asyncio.sleep(self.slow.get(chat, 0))
            return await super().call(method, fields, upload, 0.5)
        finally:
            self.under_way[chat] -= 1


class Post:
    """A courier, its outbox, and people with phones who have written to the bot."""

    def __init__(
        self, telegram: Telegram, database: Database, transport: Hasty, courier: Courier, clock_file: Path
    ) -> None:
        self.telegram = telegram
        self.database = database
        self.transport = transport
        self.courier = courier
        self.clock_file = clock_file
        self.stop = asyncio.Event()
        self.running: asyncio.Task[None] | None = None

    def start(self) -> None:
        self.running = asyncio.create_task(self.courier.run(self.stop))

    async def end(self) -> None:
        self.stop.set()
        self.courier.wake()
        if self.running is not None:
            await asyncio.wait_for(self.running, 5)

    def phone(self) -> Phone:
        phone = self.telegram.phone()
        phone.chat.started = True
        return phone

    async def known(self, locale: str = "sv") -> Phone:
        """A phone whose language is chosen."""
        phone = self.phone()
        async with self.database.transaction() as db:
            chats.set_locale(db, phone.chat_id, locale)
        return phone

    async def put(self, phone: Phone, *errands: outbox.Errand, priority: int = NOTIFICATION) -> None:
        async with self.database.transaction() as db:
            outbox.add(db, [(phone.chat_id, priority, errand) for errand in errands], self.now())
        self.courier.wake()

    def now(self) -> float:
        clock = Clock(self.clock_file)
        return clock.now()

    def count(self, table: str) -> int:
        return int(self.database.reader.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def events(self) -> list[dict[str, Any]]:
        found = self.database.reader.execute("SELECT raw FROM inbox WHERE update_id IS NULL ORDER BY id")
        return [msgspec.json.decode(event) for (event,) in found]

    async def until(self, wanted: Any) -> None:
        async with asyncio.timeout(5):
            while not wanted():  # noqa: ASYNC110  (the store tells nobody)
                await asyncio.sleep(0.005)

    async def empty(self) -> None:
        """Waits until every errand has been carried out or given up."""
        await self.until(lambda: not self.count("outbox"))


def texts(phone: Phone) -> list[str]:
    return [message.text for message in phone.messages if message.sender == "bot"]


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses after a failure are short."""
    monkeypatch.setattr(couriers, "back_off", lambda tries: 0.05)
    monkeypatch.setattr(couriers, "LAST_CALLS_SECONDS", 0.3)
    monkeypatch.setattr(couriers, "LONGEST_REST", 0.1)
    monkeypatch.setattr(intakes, "FIRST_PAUSE", 0.02)
    monkeypatch.setattr(intakes, "UNKEPT_PAUSE", 0.05)


@asynccontextmanager
async def open_post(folder: Path, rate: float | None = None, *, limits: bool = False) -> AsyncIterator[Post]:
    clock_file = folder / "clock"
    clock_file.write_text("0")
    async with (
        Telegram(limits=limits) as telegram,
        open_store(folder / "helavagen.sqlite3") as database,
        Hasty(telegram.token, telegram.url) as transport,
    ):
        clock = Clock(clock_file)
        courier = Courier(database, transport, clock, render, rate, prepare, make)
        post = Post(telegram, database, transport, courier, clock_file)
        try:
            yield post
        finally:
            await post.end()


@pytest.fixture
async def post(tmp_path: Path) -> AsyncIterator[Post]:
    """A courier at work, without limits."""
    async with open_post(tmp_path) as opened:
        opened.start()
        yield opened
