"""The same house without a network: real turns, real calls, and the stand-in's phones, one after another.

What takes the running bot a poll, a courier's pace and a connection takes a few milliseconds here, so that a
test can walk every way through a conversation.
"""

from __future__ import annotations

import datetime
import io
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image
from telegram import User

from bot import app, photos
from bot.engine.call import Drawn
from bot.engine.calls import Calls, chat_has_moved
from bot.engine.clock import Clock
from bot.engine.transport import ApiError
from bot.engine.transport import Upload as Sent
from bot.engine.turns import Turns, build_application
from bot.exports import documents, notice_papers
from bot.sandbox import methods
from bot.sandbox.errors import RefusedError
from bot.sandbox.fields import Upload, check
from bot.sandbox.media import LARGEST_DOWN
from bot.sandbox.phones import Phone
from bot.sandbox.server import Telegram
from bot.settings import Company
from storage import chats, conversations, faults, homes, inbox, outbox, people, sendings
from storage.answer_texts import Changed
from storage.conversations import Conversation
from storage.database import Database
from storage.faults import Fault
from tests.asking import Scripted, scripted
from tests.house import AREAS, House
from tests.store import open_store

DAY = 24 * 3600.0
# For a test that must hold whether the company has opened its rooms or not.
BOTH_WAYS = pytest.mark.parametrize("talk", ["open", "closed"], indirect=True)
# A Tuesday morning, when the office is open: what is said depends on the hour.
MORNING = datetime.datetime(2027, 2, 2, 10, 0, tzinfo=datetime.UTC).timestamp()


class Straight:
    """A transport that calls the stand-in's methods, which check every request as Telegram does."""

    def __init__(self, telegram: Telegram) -> None:
        self._world = telegram.world

    async def call(self, method: str, fields: dict[str, Any], upload: Sent | None = None) -> bytes:
        given = {upload.field: Upload(upload.name, "image/jpeg", upload.content)} if upload else {}
        try:
            params = check(method, msgspec.json.decode(msgspec.json.encode(fields)), given)
            return msgspec.json.encode(methods.METHODS[method](self._world, params))
        except RefusedError as refused:
            moved_to = (refused.parameters or {}).get("migrate_to_chat_id", 0)
            raise ApiError(refused.code, refused.description, moved_to=moved_to) from refused

    async def download(self, path: str) -> bytes:
        found = next(file for file in self._world.files.values() if file.path == path)
        if found.size > LARGEST_DOWN:
            raise ApiError(413, "the file is too large")
        return bytes(found.data)


class _Courier:
    """Answers to presses only: errands are carried out by `quiet`."""

    def wake(self) -> None:
        return

    def __init__(self) -> None:
        self.answered: list[str] = []
        self.toasts: list[dict[str, Any]] = []  # what they were answered with, {} for nothing

    def answer(self, press_id: str, message: bytes, locale: str | None) -> None:
        self.answered.append(press_id)
        self.toasts.append(msgspec.json.decode(message) if message else {})


class _Moved(Clock):
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = MORNING
        super().__init__()

    def now(self) -> float:
        return self.at


class _Calls(Calls):
    """Calls that note what was said to whom: (chat, message as JSON)."""

    def _draw(self, chat: int, message: bytes) -> Drawn:
        self.said.append((chat, msgspec.json.decode(message)))
        return super()._draw(chat, message)

    said: list[tuple[int, dict[str, Any]]]


async def _prepare(kind: str, content: bytes) -> bytes:
    if kind != "photo":
        return content
    try:
        return photos.redrawn(content)
    except (OSError, ValueError) as error:
        raise ApiError(400, "this is no picture") from error


class Talk(House):
    """A house whose bot runs when it is asked to."""

    def __init__(self, telegram: Telegram, database: Database, company: Company, folder: Path) -> None:
        super().__init__(telegram, database, company, folder / "no-clock")
        self.clock = _Moved()
        self.courier = _Courier()
        self.fails = False  # a test that lets a turn fail says so
        self.said: list[tuple[int, dict[str, Any]]] = []
        self.finder = Scripted()
        self.learnt = 0  # how often it has learnt anew how people ask
        self.start_again()

    def start_again(self, company: Company | None = None) -> None:
        """Forgets all that is not in the database, as a new process does."""
        self.company = company or self.company
        self.answering = scripted(self.company, self.finder, Changed(self.database.reader))
        wired = app.wiring(self.company, self.database, self.answering)
        me = User.de_json(self.telegram.world.bot, None)
        assert me is not None
        application = build_application(wired.handlers(), me)
        self.turns = Turns(
            self.database,
            application,
            self.courier,  # type: ignore[arg-type]
            self.clock,
            self.company,
            wired.apologise,
            wired.answers,
            wired.watch,
        )
        transport: Any = Straight(self.telegram)
        self._calls = _Calls(
            self.database.reader,
            transport,
            wired.render,
            _prepare,
            self._make,
            self._learn,
            lambda sending: wired.hushed(sending, self.clock.now()),
        )
        self._calls.said = self.said
        self._alarms = wired.alarms

    async def _learn(self) -> None:
        self.learnt += 1

    async def _make(self, chat: int, name: str) -> bytes:
        try:
            if notice_papers.makes(name):
                return notice_papers.made(self.database.path, self.company, chat, name)
            return documents.made(self.database.path, self.company.name, chat, name)
        except LookupError as error:
            raise ApiError(400, str(error)) from error

    # -- Time and turns ------------------------------------------------------------------------

    async def quiet(self) -> None:
        """Runs every turn and errand that waits, and those that follow."""
        while True:
            await self._take_in()
            while await self.turns._batch(100):
                pass
            if not await self._carry_out():
                return

    async def _take_in(self) -> None:
        waiting, self.telegram.world.updates = self.telegram.world.updates, []
        if not waiting:
            return
        async with self.database.transaction() as db:
            raw = [(each["update_id"], msgspec.json.encode(each).decode()) for each in waiting]
            inbox.keep(db, raw, self.clock.now())

    async def _carry_out(self) -> bool:
        rows = [row for each in outbox.PRIORITIES for row in outbox.page(self.database.reader, each, 0, 500)]
        for row in rows:
            keep, why = None, ""
            call = self._calls.read(row)
            try:
                keep = (await call.make()).keep
            except ApiError as error:
                why, to = f"{error.code} {error.description}", error.moved_to
                keep = partial(chat_has_moved, row=row, to=to) if to else None
            async with self.database.transaction() as db:
                if call.given_up is not None and why.startswith("403"):
                    chats.set_reachable(db, row.chat, False)
                    sendings.is_blocked(db, row.chat)
                elif call.given_up is not None and keep is None:
                    outbox.done(db, row.id)
                    call.given_up(db)
                elif keep is not None:
                    keep(db, now=self.clock.now())
                    outbox.done(db, row.id)
                else:
                    self._give_up(db, row, why)
        return bool(rows)

    def _give_up(self, db: sqlite3.Connection, row: outbox.Row, why: str) -> None:
        outbox.give_up(db, row, why, self.clock.now())
        event = {"event": "errand.undelivered", "id": row.id, "chat": row.chat}
        inbox.add_event(
            db, f"errand.undelivered.{row.id}", msgspec.json.encode(event).decode(), self.clock.now()
        )

    async def later(self, seconds: float) -> None:
        """Lets time pass, and what falls due happen."""
        self.clock.at += seconds
        self.telegram.forward(seconds)
        async with self.database.transaction() as db:
            for alarm in self._alarms:
                for due in alarm.find(db, self.clock.now()):
                    event = msgspec.json.encode({"event": alarm.name, "id": due}).decode()
                    inbox.add_event(db, f"{alarm.name}.{due}", event, self.clock.now())
        await self.quiet()

    # -- What people do ------------------------------------------------------------------------

    async def forge(self, phone: Phone, *data: str) -> list[str]:
        """Sends presses that no button shows. Returns what was said after the last, as `heard`."""
        heard: list[str] = []
        for each in data:
            phone.press(each, forge=True)
            heard = await self.heard(phone)
        return heard

    async def answers(self, phone: Phone, text: str) -> list[str]:
        """Writes a text. Returns what was said after it, as `heard`."""
        phone.type(text)
        return await self.heard(phone)

    async def heard(self, phone: Phone) -> list[str]:
        """Runs what waits. Returns the messages it brought this phone: each its kind, and why if it says."""
        before = len(self.said)
        await self.quiet()
        said = [message for chat, message in self.said[before:] if chat == phone.chat_id]
        return [f"{m['message']}:{m['why']}" if "why" in m else m["message"] for m in said]

    # -- What is true --------------------------------------------------------------------------

    def saw(self, phone: Phone, kind: str) -> list[dict[str, Any]]:
        """All messages of a kind that were said to this phone, oldest first."""
        return [m for chat, m in self.said if chat == phone.chat_id and m["message"] == kind]

    def standing(self, phone: Phone) -> Conversation | None:
        return conversations.get(self.database.reader, phone.chat_id)

    def step(self, phone: Phone) -> str:
        """`conversation.step` where the chat stands, "" for nowhere."""
        found = self.standing(phone)
        return f"{found.name}.{found.step}" if found else ""

    def draft(self, phone: Phone) -> dict[str, Any]:
        found = self.standing(phone)
        assert found is not None
        draft: dict[str, Any] = msgspec.json.decode(found.data)
        return draft

    def fault(self, number: int) -> Fault:
        found = faults.get(self.database.reader, number)
        assert found is not None
        return found

    def person(self, phone: Phone) -> people.Person:
        found = people.by_chat(self.database.reader, phone.chat_id)
        assert found is not None
        return found

    def count(self, table: str, where: str = "1") -> int:
        found = self.database.reader.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()
        return int(found[0])

    def facts(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table but those that only say how messages travel, and who has read what."""
        reader = self.database.reader
        names = [n for (n,) in reader.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        travel = {"inbox", "received", "outbox", "cards", "facts", "sqlite_sequence", "audit"}
        return {n: reader.execute(f"SELECT * FROM {n}").fetchall() for n in names if n not in travel}

    def stranger(self, language_code: str = "sv") -> Phone:
        """A phone that has not written yet."""
        return self.telegram.phone(language_code=language_code)


def picture(side: int = 8, exif: Image.Exif | None = None) -> bytes:
    """A photo as a phone makes it: a square JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), "red").save(out, "JPEG", exif=exif or Image.Exif())
    return out.getvalue()


@asynccontextmanager
async def open_talk(folder: Path, company: Company) -> AsyncIterator[Talk]:
    """A house with two areas and nobody in it yet."""
    async with open_store(folder / "helavagen.sqlite3") as database:
        database.writer.execute("PRAGMA synchronous = OFF")  # durability is tested elsewhere
        talk = Talk(Telegram(), database, company, folder)
        async with database.transaction() as db:
            for area, address in AREAS:
                homes.add_area(db, area, area.capitalize())
                homes.add_house(db, area, address)
        yield talk
