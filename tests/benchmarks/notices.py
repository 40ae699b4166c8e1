"""A notice at Telegram's pace, and how many can be queued.

At the pace: a notice to 600 chats and replies beside it, against a server that allows 30 messages in any
second, strictly; then the replies alone, at the same rate and with the same limiter; python-telegram-bot's
AIORateLimiter with the same notice and the same replies. Then recipients queued by the program's own turns,
and what is queued sent with no limit to a server that answers at once.

`python -m tests.benchmarks.notices` runs it alone; `... queue N` is what it runs in a process of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict, deque
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table

from bot import app
from bot.engine.clock import Clock
from bot.engine.courier import Courier
from bot.engine.transport import Transport
from bot.engine.turns import Turns, build_application
from bot.messages.notice_texts import Content
from bot.sandbox.limits import Limits
from bot.sandbox.phones import Phone
from bot.sandbox.server import Telegram
from bot.sandbox.world import Event
from bot.settings import read_company
from bot.speech import LOCALES
from storage import chats, homes, inbox, notices, people
from storage.audiences import Audience
from storage.database import open_database
from tests.benchmarks.report import Budget

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
LIMITER = ROOT / "build" / "bench" / "lib"
CHATS = int(os.environ.get("BENCH_CHATS", "600"))
REPLIES_A_SECOND = 5.0
IDLE_SECONDS = CHATS / 29.0
PRESS = "emergency.called:yes"
QUEUED = tuple(map(int, os.environ.get("BENCH_QUEUED", "1000,100000,1000000").split(",")))
# A million would be drained for a quarter of an hour: the rate is the same.
DRAINED_AT_MOST = int(os.environ.get("BENCH_DRAINED", "100000"))
RATE, OVER_IDLE = 29.0, 0.060


class Counting(Limits):
    """Telegram's limits, which count whom they refuse."""

    refused = 0

    def check(self, method: str, chat_id: int) -> None:
        try:
            super().check(method, chat_id)
        except Exception:
            self.refused += 1
            raise


class Beside(msgspec.Struct):
    """What came of a notice with replies beside it: messages a second, refusals, failures, seconds from press
    to reply.
    """

    rate: float
    refused: int
    failed: int
    took: list[float]


class Crowd:
    """People who press at random moments, and when each was answered."""

    def __init__(self, telegram: Telegram, phones: list[Phone]) -> None:
        self.telegram = telegram
        self.phones = phones
        self._chats = {phone.chat_id for phone in phones}
        self.took: list[float] = []
        self.arrived: list[float] = []
        self.of_notice: list[float] = []
        self._pressed: dict[int, deque[float]] = defaultdict(deque)
        telegram.world.watchers.append(self.told)

    def told(self, event: Event) -> None:
        """Notes what arrives at a phone."""
        if event.kind != "message" or event.chat_id not in self._chats:
            return
        post = self.telegram.world.chats[event.chat_id].posts[event.message_id]
        if post.sender != "bot":
            return
        now = time.monotonic()
        self.arrived.append(now)
        if not is_reply(post.body):
            self.of_notice.append(now)
        elif self._pressed[event.chat_id]:
            self.took.append(now - self._pressed[event.chat_id].popleft())

    async def press(self, rng: random.Random, until: asyncio.Event) -> None:
        """Presses at random moments until it is time, then waits for the last answers."""
        while not until.is_set():
            await asyncio.sleep(rng.expovariate(REPLIES_A_SECOND))
            phone = rng.choice(self.phones)
            self._pressed[phone.chat_id].append(time.monotonic())
            phone.press(PRESS, forge=True)
        async with asyncio.timeout(30):
            while any(self._pressed.values()):  # noqa: ASYNC110
                await asyncio.sleep(0.01)


def is_reply(body: dict[str, Any]) -> bool:
    """Whether a message answers the press: it has the button that the notice has not."""
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    return any("fault." in key.get("callback_data", "") for row in rows for key in row)


def p99(took: list[float]) -> float:
    return sorted(took)[len(took) * 99 // 100] if took else 0.0


async def enrol(database: Path, telegram: Telegram, count: int) -> list[Phone]:
    """People of one house, each language a quarter, and one of the desk."""
    now = time.time()
    phones = [telegram.phone() for _ in range(count)]
    async with open_database(database) as opened, opened.transaction() as db:
        homes.add_area(db, "norr", "Norr")
        house = homes.add_house(db, "norr", "Norra vägen 1, Testby")
        desk = telegram.phone()
        desk.chat.started = True
        people.give_work(db, people.add(db, desk.chat_id, now), "staff")
        for number, phone in enumerate(phones):
            phone.chat.started = True
            home = homes.add_home(db, f"01-{number:06}", house, f"{1000 + number}", 1, 3)
            person = people.add(db, phone.chat_id, now)
            people.join(db, person, people.add_household(db, home, now), True, now)
            chats.set_locale(db, phone.chat_id, LOCALES[number % len(LOCALES)])
    return phones


def announce(db: sqlite3.Connection) -> None:
    """The water will be off: to everybody, now."""
    now = time.time()
    content = Content("planned", "water_off", starts=now + 3600, ends=now + 4 * 3600)
    raw = msgspec.json.encode(content).decode()
    writer = people.with_work(db, "staff")[0]
    new = notices.New("planned", "water_off", Audience("all"), raw, now)
    notices.add(db, new, "due", writer, now)


async def ours(idle: list[float]) -> Beside:
    """The bot itself: first replies alone (into `idle`), then with the notice."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "bench.sqlite3"
        async with Telegram(limits=True) as telegram:
            telegram.limits = limits = Counting()
            phones = await enrol(database, telegram, CHATS)
            bot = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"), cwd=ROOT, env=_environment(telegram, database)
            )
            try:
                async with asyncio.timeout(30):
                    while not telegram.sent("getUpdates"):  # noqa: ASYNC110
                        await asyncio.sleep(0.05)
                alone = Crowd(telegram, phones)
                until = asyncio.Event()
                asyncio.get_running_loop().call_later(IDLE_SECONDS, until.set)
                await alone.press(random.Random(1), until)
                idle += alone.took
                telegram.world.watchers.remove(alone.told)
                async with open_database(database) as opened, opened.transaction() as db:
                    announce(db)
                crowd, until = Crowd(telegram, phones), asyncio.Event()
                pressing = asyncio.create_task(crowd.press(random.Random(2), until))
                store = sqlite3.connect(database)
                sent = await _until_sent(store)
                until.set()
                await pressing
                store.close()
            finally:
                bot.send_signal(signal.SIGTERM)
                await asyncio.wait_for(bot.wait(), 15)
            return Beside(_rate(crowd), limits.refused, CHATS - sent, crowd.took)


async def _until_sent(store: sqlite3.Connection) -> int:
    """Waits until nothing is left of the notice. Returns how many it has reached."""
    async with asyncio.timeout(CHATS / 10 + 30):
        while True:
            row = store.execute("SELECT queued, sent, blocked + failed + left_out FROM sendings").fetchone()
            if row is not None and row[0] == CHATS and row[1] + row[2] == CHATS:
                return int(row[1])
            await asyncio.sleep(0.05)


def _rate(crowd: Crowd) -> float:
    """Messages a second, from the first of the notice to the last."""
    begun, ended = crowd.of_notice[0], crowd.of_notice[CHATS - 1 if len(crowd.of_notice) >= CHATS else -1]
    return (sum(1 for at in crowd.arrived if begun <= at <= ended) - 1) / (ended - begun)


def _environment(telegram: Telegram, database: Path) -> dict[str, str]:
    return {
        **os.environ,
        "HELAVAGEN_TOKEN": telegram.token,
        "HELAVAGEN_API_URL": telegram.url,
        "HELAVAGEN_DATABASE": str(database),
        "HELAVAGEN_COMPANY": str(ROOT / "company.toml"),
        "HELAVAGEN_RATE": "30",
    }


async def theirs() -> Beside | None:
    """AIORateLimiter with the same; None where `make bench` has not made its environment."""
    found = sorted(LIMITER.glob("python*/site-packages/aiolimiter"))
    if not found:
        return None
    async with Telegram(limits=True, token="42:bench") as telegram:
        telegram.limits = limits = Counting()
        phones = [telegram.phone() for _ in range(CHATS)]
        for phone in phones:
            phone.chat.started = True
        first = str(phones[0].chat_id)
        command = [
            sys.executable,
            str(HERE / "ptb_notice.py"),
            telegram.url,
            first,
            str(CHATS),
            str(found[0].parent),
        ]
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        try:
            assert process.stdout is not None
            await process.stdout.readline()
            crowd, until = Crowd(telegram, phones), asyncio.Event()
            pressing = asyncio.create_task(crowd.press(random.Random(2), until))
            done = json.loads(await asyncio.wait_for(process.stdout.readline(), CHATS / 5 + 60))
            until.set()
            rate = _rate(crowd)
            with contextlib.suppress(TimeoutError):  # those whose reply was refused wait in vain
                await pressing
            return Beside(rate, limits.refused, done["failed"], crowd.took)
        finally:
            process.terminate()
            await process.wait()


# -- Queueing ----------------------------------------------------------------------------------


class Queued(msgspec.Struct):
    """Recipients, seconds until they were queued, the longest pause of the loop in seconds, bytes resident at
    most, and messages a second when drained (0: not drained).
    """

    recipients: int
    seconds: float
    pause: float
    memory: float
    drained: int
    drain_rate: float


class Sink(asyncio.Protocol):
    """Answers every call at once."""

    SENT = b'{"ok":true,"result":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"}}}'
    REPLY = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
        len(SENT),
        SENT,
    )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._line, self._read = transport, b""

    def data_received(self, data: bytes) -> None:
        self._read += data
        while (end := self._read.find(b"\r\n\r\n")) >= 0:
            head = self._read[:end].lower()
            length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0] or 0)
            if len(self._read) < end + 4 + length:
                return
            self._read = self._read[end + 4 + length :]
            self._line.write(self.REPLY)


async def queue(recipients: int, address: str) -> Queued:
    """Queues a notice to so many people by real turns, in this process; then drains it to `address`."""
    company = read_company(ROOT / "company.toml")
    with tempfile.TemporaryDirectory() as folder:
        async with open_database(Path(folder) / "bench.sqlite3") as database:
            async with database.transaction() as db:
                _fill(db, recipients)
                announce(db)
            wired = app.wiring(company, database)
            clock = Clock()
            async with Transport("42:bench", address) as transport:
                courier = Courier(database, transport, clock, wired.render, None, wired.prepare, wired.make)
                application = build_application(wired.handlers(), _me())
                turns = Turns(database, application, courier, clock, company, wired.apologise, wired.answers)
                async with database.transaction() as db:
                    inbox.add_event(db, "notice.begin.1", '{"event":"notice.begin","id":1}', time.time())
                pauses: list[float] = []
                watching = asyncio.create_task(_watch(pauses))
                started = time.monotonic()
                while await turns._batch(100):  # noqa: ASYNC110
                    await asyncio.sleep(0)
                seconds = time.monotonic() - started
                watching.cancel()
                count = database.reader.execute("SELECT queued FROM sendings").fetchone()[0]
                assert count == recipients, count
                memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0
                drained = min(recipients, DRAINED_AT_MOST)
                rate = await _drain(database.reader, courier, drained)
                return Queued(recipients, seconds, max(pauses, default=0.0), memory, drained, rate)


def _me() -> Any:
    from telegram import User  # noqa: PLC0415

    return User(42, "Bench", True, username="bench_bot")


def _fill(db: sqlite3.Connection, count: int) -> None:
    """So many people of one house, in SQL: this is not what is measured."""
    homes.add_area(db, "norr", "Norr")
    homes.add_house(db, "norr", "Norra vägen 1, Testby")
    people.give_work(db, people.add(db, 1, 1.0), "staff")
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
    db.execute(f"{numbers} INSERT INTO homes (object, house, flat) SELECT 'o' || i, 1, '1001' FROM n")
    db.execute(f"{numbers} INSERT INTO households (home, at) SELECT i, 1.0 FROM n")
    db.execute(f"{numbers} INSERT INTO people (chat, at) SELECT 1000 + i, 1.0 FROM n")
    db.execute(
        f"{numbers} INSERT INTO residents (person, household, adult, at) SELECT 1 + i, i, 1, 1.0 FROM n"
    )
    db.execute(
        f"{numbers} INSERT INTO chats (id, locale) SELECT 1000 + i,"
        " CASE i % 4 WHEN 0 THEN 'sv' WHEN 1 THEN 'ar' WHEN 2 THEN 'fa_AF' ELSE 'en' END FROM n"
    )


async def _watch(pauses: list[float]) -> None:
    """Notes for how long the loop did nothing else."""
    last = time.monotonic()
    while True:
        await asyncio.sleep(0)
        now = time.monotonic()
        pauses.append(now - last)
        last = now
        if len(pauses) > 1000:
            pauses[:] = [max(pauses)]


async def _drain(reader: sqlite3.Connection, courier: Courier, count: int) -> float:
    """Sends until `count` have been sent. Returns messages a second."""
    stop = asyncio.Event()
    started = time.monotonic()
    running = asyncio.create_task(courier.run(stop))
    while reader.execute("SELECT sent FROM sendings").fetchone()[0] < count:  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    seconds = time.monotonic() - started
    stop.set()
    courier.wake()
    await running
    return count / seconds


def _queue_main(recipients: int) -> None:
    # The server has a loop of its own, so that its work is no pause of the bot's.
    ready: list[int] = []
    started = threading.Event()

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
        ready.append(server.sockets[0].getsockname()[1])
        started.set()
        await server.serve_forever()

    threading.Thread(target=lambda: asyncio.run(serve()), daemon=True).start()
    started.wait()
    print(json.dumps(msgspec.to_builtins(asyncio.run(queue(recipients, f"http://127.0.0.1:{ready[0]}")))))


def measure(console: Console) -> list[Budget]:
    """Runs all of it and prints the tables. Returns what was promised."""
    idle: list[float] = []
    console.print(f"[dim]a notice to {CHATS} chats beside {REPLIES_A_SECOND:.0f} replies/s …[/]")
    own = asyncio.run(ours(idle))
    other = asyncio.run(theirs())
    table = Table(title="A notice at 30/s, replies beside it", title_justify="left")
    for column in ("", "msg/s", "429", "failed", "reply p50 ms", "reply p99 ms"):
        table.add_column(column, justify="right" if column else "left")
    for name, each in (("Hela vägen", own), ("PTB, AIORateLimiter", other)):
        if each is not None:
            half = sorted(each.took)[len(each.took) // 2] if each.took else 0.0
            table.add_row(
                name,
                f"{each.rate:.1f}",
                str(each.refused),
                str(each.failed),
                f"{half * 1000:.0f}",
                f"{p99(each.took) * 1000:.0f}",
            )
    console.print(table)
    console.print(
        f"Hela vägen without the notice: reply p99 {p99(idle) * 1000:.0f} ms, {len(idle)} replies; "
        f"with it {len(own.took)}."
    )
    if other is None:
        console.print("AIORateLimiter takes no part: `make bench` makes its environment")
    _measure_queues(console)
    return [
        Budget("a notice and the replies beside it, msg/s", own.rate, RATE),
        Budget("refused with 429 meanwhile", own.refused, 0, False),
        Budget("of the notice not arrived", own.failed, 0, False),
        Budget("reply p99 over idle, ms", (p99(own.took) - p99(idle)) * 1000, OVER_IDLE * 1000, False),
    ]


def _measure_queues(console: Console) -> None:
    table = Table(title="Recipients queued by turns, then sent with no limit", title_justify="left")
    for column in ("recipients", "seconds", "longest pause ms", "MB resident", "sent", "msg/s"):
        table.add_column(column, justify="right")
    for recipients in QUEUED:
        console.print(f"[dim]{recipients} recipients …[/]")
        command = [sys.executable, "-m", "tests.benchmarks.notices", "queue", str(recipients)]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        each = msgspec.json.decode(done.stdout.splitlines()[-1], type=Queued)
        table.add_row(
            f"{each.recipients:,}",
            f"{each.seconds:.2f}",
            f"{each.pause * 1000:.0f}",
            f"{each.memory / 1e6:.0f}",
            f"{each.drained:,}",
            f"{each.drain_rate:.0f}",
        )
    console.print(table)


if __name__ == "__main__":
    if sys.argv[1:2] == ["queue"]:
        _queue_main(int(sys.argv[2]))
    else:
        from tests.benchmarks.report import judge

        out = Console(width=120)
        sys.exit(0 if judge(out, measure(out)) else 1)
