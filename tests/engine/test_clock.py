"""Time goes forward only, and what falls due happens once."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.engine import clock as clocks
from bot.engine.clock import OLDEST, Alarm, Clock, tick
from storage import chats, inbox, outbox
from storage.database import Database
from storage.outbox import NOTIFICATION, Pin
from tests.store import open_store

HOUR = 3600.0


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_store(tmp_path / "helavagen.sqlite3") as opened:
        yield opened


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


class Ticking:
    """A clock that ticks until the block ends, and counts how often it woke the others."""

    def __init__(self, database: Database, clock: Clock, *alarms: Alarm) -> None:
        self.woken = 0
        self._stop = asyncio.Event()
        self._work = tick(database, clock, alarms, self._wake, self._stop)

    def _wake(self) -> None:
        self.woken += 1

    async def __aenter__(self) -> Ticking:
        self._task = asyncio.create_task(self._work)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stop.set()
        await asyncio.wait_for(self._task, 2)


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "TICK_SECONDS", 0.02)


def test_without_a_file_it_is_the_time_of_day() -> None:
    clock = Clock()
    clock.refresh()
    assert abs(clock.now() - time.time()) < 1


def test_time_goes_forward_only(tmp_path: Path) -> None:
    file = write(tmp_path / "clock", "100")
    clock = Clock(file)
    for text, offset in (
        ("7200", 7200),
        ("50", 7200),
        ("", 7200),
        ("words", 7200),
        ("-9", 7200),
        ("7300.5", 7300.5),
    ):
        write(file, text)
        clock.refresh()
        assert abs(clock.now() - time.time() - offset) < 1
    file.unlink()
    clock.refresh()
    assert clock.now() > time.time() + 7000


async def test_what_falls_due_happens_once_until_it_is_done(tmp_path: Path, database: Database) -> None:
    file = write(tmp_path / "clock", "0")
    start = time.time()
    alarm = Alarm("due", lambda db, now: [7, 8] if now > start + HOUR else [])
    async with Ticking(database, Clock(file), alarm) as ticking:
        await asyncio.sleep(0.1)
        assert inbox.waiting(database.reader, 9) == []
        write(file, "4000")
        await asyncio.sleep(0.2)
        assert [row.raw for row in inbox.waiting(database.reader, 9)] == [
            '{"event":"due","id":7}', '{"event":"due","id":8}',
        ]  # fmt: skip
        assert ticking.woken


async def test_a_commit_of_another_process_wakes_the_others(tmp_path: Path, database: Database) -> None:
    script = (
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]);"
        "db.execute(\"INSERT INTO facts VALUES ('invite', 'x')\"); db.commit()"
    )
    async with Ticking(database, Clock()) as ticking:
        await asyncio.sleep(0.1)
        before = ticking.woken
        await asyncio.sleep(0.1)
        assert ticking.woken == before
        await asyncio.to_thread(
            subprocess.run, [sys.executable, "-c", script, str(database.path)], check=True
        )
        await asyncio.sleep(0.1)
        assert ticking.woken > before


@pytest.mark.parametrize("error", [sqlite3.OperationalError("disk I/O error"), KeyError("a bug")])
async def test_a_reminder_that_cannot_be_found_does_not_stop_the_clock(
    database: Database, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    failed: list[bool] = []

    def find(db: sqlite3.Connection, now: float) -> list[int]:
        if not failed:
            failed.append(True)
            raise error
        return [1]

    async with Ticking(database, Clock(), Alarm("due", find)):
        await asyncio.sleep(0.2)
    assert len(inbox.waiting(database.reader, 9)) == 1
    assert type(error).__name__ in caplog.text


async def test_once_an_hour_what_was_kept_long_enough_is_forgotten(
    tmp_path: Path, database: Database
) -> None:
    file = write(tmp_path / "clock", "0")
    async with database.transaction() as db:
        inbox.keep(db, [(1, "{}")], time.time())
        inbox.done(db, inbox.waiting(db, 1)[0], time.time())
    async with Ticking(database, Clock(file)):
        await asyncio.sleep(0.1)
        assert database.reader.execute("SELECT count(*) FROM received").fetchone() == (1,)
        write(file, str(49 * HOUR))
        await asyncio.sleep(0.15)
        assert database.reader.execute("SELECT count(*) FROM received").fetchone() == (0,)


async def test_what_waits_too_long_for_who_cannot_be_reached_becomes_one_task_a_person(
    tmp_path: Path, database: Database
) -> None:
    now = time.time()
    async with database.transaction() as db:
        for chat in (1, 2, 3):
            chats.set_locale(db, chat, "ar")
            chats.set_reachable(db, chat, chat == 3)
        outbox.add(db, [(chat, NOTIFICATION, Pin("k")) for chat in (1, 1, 2, 3)], now)
        outbox.add(db, [(1, NOTIFICATION, Pin("new"))], now + OLDEST)
    file = write(tmp_path / "clock", str(OLDEST + HOUR))
    async with Ticking(database, Clock(file)):
        await asyncio.sleep(0.1)
    reader = database.reader
    assert reader.execute("SELECT chat FROM undelivered ORDER BY id").fetchall() == [(1,), (1,), (2,)]
    assert reader.execute("SELECT chat FROM outbox ORDER BY id").fetchall() == [(3,), (1,)]
    assert [row.raw for row in inbox.waiting(reader, 9)] == [
        '{"event":"errand.undelivered","id":1,"chat":1}', '{"event":"errand.undelivered","id":3,"chat":2}',
    ]  # fmt: skip
