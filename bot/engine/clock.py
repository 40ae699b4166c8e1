"""The time, and what is due: reminders are found when due, never kept as messages dated ahead."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from storage import inbox, outbox
from storage.database import Database

log = logging.getLogger(__name__)

TICK_SECONDS = 1.0
SWEEP_SECONDS = 3600.0
# An errand that could not be done for this long becomes a task for a person.
OLDEST = 3 * 24 * 3600.0


class Clock:
    """Epoch seconds, moved forward by the number in `offset_file` (a demo or a test), never back."""

    def __init__(self, offset_file: Path | None = None) -> None:
        self._file = offset_file
        self._offset = 0.0
        self.refresh()

    def now(self) -> float:
        return time.time() + self._offset

    def refresh(self) -> None:
        """Reads the offset anew. A file that is missing or not yet whole changes nothing."""
        if self._file is None:
            return
        try:
            self._offset = max(self._offset, float(self._file.read_text().strip() or 0))
        except (OSError, ValueError):
            return


class Alarm(msgspec.Struct, frozen=True):
    """Something that falls due. `find` reads the ids that are due now; each becomes the event `name`
    with that id, once, and its turn must make `find` not name it again.
    """

    name: str
    find: Callable[[sqlite3.Connection, float], Sequence[int]]


async def tick(
    database: Database, clock: Clock, alarms: Sequence[Alarm], wake: Callable[[], None], stop: asyncio.Event
) -> None:
    """Until `stop`: each second looks for what is due and for what other processes have committed."""
    version = 0
    swept = 0.0
    while not stop.is_set():
        try:
            clock.refresh()
            now = clock.now()
            await _find_due(database, alarms, now)
            if now - swept > SWEEP_SECONDS:
                await _sweep(database, now)
                swept = now
            if version != (version := database.version()):
                wake()
        except Exception as error:  # a reminder that cannot be found must not stop the bot
            log.error("the clock could not do its round: %s", type(error).__name__)
        await _sleep(TICK_SECONDS, stop)


async def _find_due(database: Database, alarms: Sequence[Alarm], now: float) -> None:
    due = [(alarm.name, i) for alarm in alarms for i in alarm.find(database.reader, now)]
    if not due:
        return
    async with database.transaction() as db:
        for name, i in due:
            event = msgspec.json.encode({"event": name, "id": i}).decode()
            inbox.add_event(db, f"{name}.{i}", event, now)


async def _sweep(database: Database, now: float) -> None:
    """Forgets what was kept long enough, and gives up what waits too long for people who cannot be
    reached: one task a person.
    """
    async with database.transaction() as db:
        inbox.sweep(db, now)
        for row in outbox.parked_before(db, now - OLDEST):
            outbox.give_up(db, row, "too old: the person cannot be reached", now)
            event = {"event": "errand.undelivered", "id": row.id, "chat": row.chat}
            inbox.add_event(db, f"errand.parked.{row.chat}", msgspec.json.encode(event).decode(), now)


async def _sleep(seconds: float, stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
