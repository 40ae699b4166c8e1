"""The getUpdates loop: an update is in the inbox before Telegram is told that it was received."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec

from bot.engine.clock import Clock
from bot.engine.transport import ApiError, NoAnswer, Transport
from storage import inbox
from storage.database import Database

log = logging.getLogger(__name__)

POLL_SECONDS = 50
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
UNKEPT_PAUSE = 1.0
FROM_MEMORY_SECONDS = 5.0
# What the bot reads. Whatever is not named here Telegram does not send.
ALLOWED = ["message", "edited_message", "channel_post", "callback_query", "my_chat_member"]


class _UpdateId(msgspec.Struct):
    update_id: int


class Intake:
    """`from_memory` gives the calls (method, fields) that must be made even when the inbox cannot be
    written: the emergency card. It gets the update's raw JSON.
    """

    def __init__(
        self,
        database: Database,
        transport: Transport,
        clock: Clock,
        wake: Callable[[], None],
        from_memory: Callable[[bytes], list[tuple[str, dict[str, Any]]]],
    ) -> None:
        self._database = database
        self._transport = transport
        self._clock = clock
        self._wake = wake
        self._from_memory = from_memory
        self.listening = asyncio.Event()  # set when the first updates are asked for
        self._answered: set[int] = set()
        self._many = msgspec.json.Decoder(list[msgspec.Raw])
        self._id = msgspec.json.Decoder(_UpdateId)

    async def poll(self, stop: asyncio.Event) -> None:
        """Until `stop`. Raises TokenRefused."""
        await until_answered(self._transport, "deleteWebhook", stop)
        self.listening.set()
        offset = 0
        pause = FIRST_PAUSE
        while not stop.is_set():
            fields = {"timeout": POLL_SECONDS, "limit": 100, "allowed_updates": ALLOWED}
            if offset:
                fields["offset"] = offset
            try:
                raw = await _or_stop(
                    self._transport.call("getUpdates", fields, seconds=POLL_SECONDS + 10), stop
                )
                if raw is None:
                    return
                updates = [(self._id.decode(each).update_id, bytes(each)) for each in self._many.decode(raw)]
            except (ApiError, NoAnswer, msgspec.MsgspecError) as error:
                wait = pause
                if isinstance(error, ApiError):
                    wait = max(wait, error.retry_after)
                if isinstance(error, ApiError) and error.code == 409:
                    log.warning("another program polls with this bot's token; waiting for it to end")
                else:
                    log.info("getUpdates failed, trying again: %s", error)
                await _pause(wait, stop)
                pause = min(LONGEST_PAUSE, pause * 2)
                continue
            pause = FIRST_PAUSE
            if updates and await self.keep(updates):
                # The last one received, not the largest: ids start again after an idle week.
                offset = updates[-1][0] + 1
            elif updates:
                await _pause(UNKEPT_PAUSE, stop)

    async def keep(self, updates: list[tuple[int, bytes]]) -> bool:
        """Puts updates into the inbox and returns True once they are committed. If they cannot be, what
        must be said all the same is said from memory, and Telegram keeps the updates.
        """
        try:
            async with self._database.transaction() as db:
                inbox.keep(db, [(i, raw.decode(errors="replace")) for i, raw in updates], self._clock.now())
        except sqlite3.Error as error:
            log.error("the inbox cannot be written: %s", error)
            await self._answer_from_memory(updates)
            return False
        self._answered.clear()
        self._wake()
        return True

    async def _answer_from_memory(self, updates: list[tuple[int, bytes]]) -> None:
        for update_id, raw in updates:
            if update_id in self._answered:
                continue
            self._answered.add(update_id)
            for method, fields in self._from_memory(raw):
                try:
                    await self._transport.call(method, fields, seconds=FROM_MEMORY_SECONDS)
                except (ApiError, NoAnswer) as error:
                    log.error("the emergency card was not sent from memory: %s", type(error).__name__)


async def until_answered(transport: Transport, method: str, stop: asyncio.Event) -> msgspec.Raw | None:
    """Calls a method until Telegram answers, and returns the result; None if the program is to end first.

    Raises TokenRefused.
    """
    pause = FIRST_PAUSE
    while not stop.is_set():
        try:
            return await _or_stop(transport.call(method, {}), stop)
        except (ApiError, NoAnswer) as error:
            log.warning("%s failed, trying again: %s", method, error)
        await _pause(pause, stop)
        pause = min(LONGEST_PAUSE, pause * 2)
    return None


async def _or_stop(call: Coroutine[Any, Any, msgspec.Raw], stop: asyncio.Event) -> msgspec.Raw | None:
    """The call's result, or None if the program is to end first."""
    calling = asyncio.create_task(call)
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({calling, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return calling.result() if calling.done() else None
    finally:
        stopping.cancel()
        calling.cancel()
        await asyncio.gather(calling, stopping, return_exceptions=True)


async def _pause(seconds: float, stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
