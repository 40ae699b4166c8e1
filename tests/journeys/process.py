"""The bot as a real `python -m bot run` child, and the points at which it is killed."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.engine.webhook import Hook
from bot.sandbox.errors import RefusedError
from bot.sandbox.server import Telegram

ROOT = Path(__file__).parents[2]
SENDS = frozenset({"sendMessage", "editMessageText"})
# The limit that is kept while it is killed: fast, but a limit, so that the courier's window is its usual.
PACE = "200"
PATIENCE = 6.0

BEFORE_BATCH = "before the commit of a batch"
AFTER_BATCH = "after the commit of a batch"
BEFORE_SEND = "before a send reached Telegram"
AFTER_SEND = "after a send reached Telegram and before its receipt is committed"
AFTER_RECEIPT = "after a receipt is committed"
ANY_TIME = "at any moment"
POINTS = (BEFORE_BATCH, AFTER_BATCH, BEFORE_SEND, AFTER_SEND, AFTER_RECEIPT, ANY_TIME)


class Bot:
    """One database, and the processes that work on it one after another. What they print is kept in `log`.
    With a `hook` they are brought their updates. `company` is another profile than the sample, `clock` the
    file that moves their time, `program` what Python is to run.
    """

    def __init__(
        self,
        telegram: Telegram,
        database: Path,
        hook: Hook | None = None,
        company: Path = ROOT / "company.toml",
        clock: Path | None = None,
        program: tuple[str, ...] = ("-m", "bot", "run"),
    ) -> None:
        self.program = program
        self.telegram = telegram
        self.database = database
        self.hook = hook
        self.company = company
        self.clock = clock
        self.log = database.with_name("output")
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, rate: str = PACE) -> None:
        """Starts a process; returns at once."""
        with self.log.open("ab") as out:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, *self.program),
                cwd=ROOT,
                env=self._environment(rate),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )

    def _environment(self, rate: str) -> dict[str, str]:
        webhook = {
            "HELAVAGEN_WEBHOOK_URL": self.hook.url,
            "HELAVAGEN_WEBHOOK_PORT": str(self.hook.port),
            "HELAVAGEN_WEBHOOK_SECRET": self.hook.secret,
        } if self.hook else {}  # fmt: skip
        clock = {"HELAVAGEN_CLOCK": str(self.clock)} if self.clock else {}
        return {
            **webhook,
            **clock,
            "PATH": os.environ["PATH"],
            "PYTHONWARNINGS": "error",
            "HELAVAGEN_TOKEN": self.telegram.token,
            "HELAVAGEN_API_URL": self.telegram.url,
            "HELAVAGEN_DATABASE": str(self.database),
            "HELAVAGEN_COMPANY": str(self.company),
            "HELAVAGEN_RATE": rate,
        }

    def signal(self, number: int) -> None:
        assert self._process is not None
        assert self._process.returncode is None, f"the bot ended by itself:\n{self.output()}"
        self._process.send_signal(number)

    async def ended(self) -> int:
        """The code it ended with, once it has."""
        assert self._process is not None
        return await self._process.wait()

    async def end(self) -> None:
        """Kills it if it runs."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def listens(self) -> None:
        """Waits until it asks Telegram for updates, or to bring them."""
        method = "setWebhook" if self.hook else "getUpdates"
        before = len(self.telegram.sent(method))
        async with asyncio.timeout(20):
            while len(self.telegram.sent(method)) == before:  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


async def kill_at(
    point: str, bot: Bot, store: sqlite3.Connection, rng: random.Random, *, patience: float = PATIENCE
) -> bool:
    """Kills the running bot at this point, and returns whether it was met there; after a while without it,
    the bot is killed all the same.
    """
    return await _killed(_Point(point, bot, store, rng.randrange(4), rng.uniform(0.0, 1.5)), patience)


async def kill_first(
    point: str, bot: Bot, store: sqlite3.Connection, rng: random.Random, *, patience: float = 1.0
) -> bool:
    """The same for a bot that waits for what is sent next: it is killed where it first meets the point."""
    return await _killed(_Point(point, bot, store, 0, rng.uniform(0.0, 0.3), waits=True), patience)


async def _killed(at: _Point, patience: float) -> bool:
    point, bot, store = at.point, at.bot, at.store
    bot.telegram.on_request, bot.telegram.on_acted = at.asked, at.acted
    try:
        try:
            async with asyncio.timeout(patience):
                await at.watch()
        except TimeoutError:
            at.kill(False)
        await bot.ended()
    finally:
        bot.telegram.on_request = bot.telegram.on_acted = None
    if point == BEFORE_BATCH:
        return _count(store, "inbox") > 0
    return at.met


class _Point:
    """Counts down the moments that are like the point; at the last one it kills."""

    def __init__(
        self,
        point: str,
        bot: Bot,
        store: sqlite3.Connection,
        passed_over: int,
        seconds: float,
        *,
        waits: bool = False,
    ) -> None:
        self.killed = False
        self.met = False
        self.point = point
        self.bot = bot
        self.store = store
        self._waits = waits
        self._left = passed_over
        self._seconds = seconds
        self._shot = asyncio.Event()

    def kill(self, met: bool) -> None:
        self.bot.signal(signal.SIGKILL)
        self.killed, self.met = True, met
        self._shot.set()

    def asked(self, method: str, params: dict[str, Any]) -> None:
        if self.killed:
            raise RefusedError(500, "the request never came")
        if self.point == BEFORE_SEND and method in SENDS and self._counted():
            self.kill(True)
            raise RefusedError(500, "the request never came")

    def acted(self, method: str, params: dict[str, Any]) -> None:
        if self.point == AFTER_SEND and method in SENDS and not self.killed and self._counted():
            self.kill(True)

    def _counted(self) -> bool:
        self._left -= 1
        return self._left < 0

    async def watch(self) -> None:
        if self.point == ANY_TIME:
            await asyncio.sleep(self._seconds)
            self.kill(True)
            return
        moments: dict[str, Callable[[], Callable[[], bool]]] = {
            BEFORE_BATCH: lambda: lambda: _count(self.store, "inbox") > 0,
            AFTER_BATCH: lambda: _grown(self.store),
            AFTER_RECEIPT: lambda: _shrunk(self.store),
        }
        if self.point not in moments:
            await self._shot.wait()
            return
        if not self._waits:
            await self.bot.listens()
        come = moments[self.point]()
        while not self.killed:
            if come() and self._counted():
                self.kill(True)
            await asyncio.sleep(0.0005)


def _count(store: sqlite3.Connection, table: str) -> int:
    return int(store.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _grown(store: sqlite3.Connection) -> Callable[[], bool]:
    """Whether more updates have had their turn: a batch was committed."""
    last = [_count(store, "received")]

    def grown() -> bool:
        before, last[0] = last[0], _count(store, "received")
        return last[0] > before

    return grown


def _shrunk(store: sqlite3.Connection) -> Callable[[], bool]:
    """Whether an errand that was in the outbox is no longer there: its receipt was committed."""
    last: list[set[int]] = [set()]

    def shrunk() -> bool:
        before, last[0] = last[0], {i for (i,) in store.execute("SELECT id FROM outbox")}
        return bool(before - last[0])

    return shrunk
