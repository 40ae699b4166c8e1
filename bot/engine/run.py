"""The engine: intake, turns, courier and clock side by side until it is told to end."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec
from telegram import User
from telegram.ext import BaseHandler

from bot.engine.call import Render
from bot.engine.calls import MakeDocument, heard_always, no_documents, no_lesson
from bot.engine.clock import Alarm, Clock, tick
from bot.engine.courier import Courier
from bot.engine.intake import Intake, until_answered
from bot.engine.profile import Wanted, keep_profile
from bot.engine.transport import Transport
from bot.engine.turn import Turn, Watch, unseen
from bot.engine.turns import Turns, build_application
from bot.engine.webhook import Hook, listen
from storage import facts
from storage.database import Database

log = logging.getLogger(__name__)

# With the wait for a locked database (3 s) less than the 10 s in which the program must end.
LAST_SECONDS = 6.0


class Wiring(msgspec.Struct):
    """All that the engine is handed of the house it serves."""

    handlers: Callable[[], list[BaseHandler[Any, Turn, None]]]
    alarms: Sequence[Alarm]
    render: Render
    prepare: Callable[[str, bytes], Awaitable[bytes]]
    apologise: Callable[[Turn], None]
    from_memory: Callable[[bytes], list[tuple[str, dict[str, Any]]]]
    profile: Sequence[Wanted]
    company: Any
    make: MakeDocument = no_documents
    answers: Any = None
    # Is told of all that a turn shows.
    watch: Watch = unseen
    learn: Callable[[], Awaitable[None]] = no_lesson
    # Whether a sending to many makes no sound at a moment: (its id, epoch seconds).
    hushed: Callable[[int, float], bool] = heard_always
    # Runs beside the rest until it is told to end, begun when the bot listens: what takes long to get ready.
    beside: Callable[[asyncio.Event], Awaitable[None]] | None = None


async def run_engine(
    database: Database,
    transport: Transport,
    clock: Clock,
    rate: float | None,
    wiring: Wiring,
    bot_id: str,
    stop: asyncio.Event,
    hook: Hook | None = None,
) -> None:
    """Runs until `stop` is set or a part fails; then the batch and the calls under way are finished. Updates
    come by `hook`, or by polling without one.

    Raises TokenRefused, CannotListen, or what a part failed with.
    """
    me = await _me(database, transport, bot_id, stop)
    if me is None:
        return
    application = build_application(wiring.handlers(), me)
    courier = Courier(
        database,
        transport,
        clock,
        wiring.render,
        rate,
        wiring.prepare,
        wiring.make,
        wiring.learn,
        wiring.hushed,
    )
    turns = Turns(
        database,
        application,
        courier,
        clock,
        wiring.company,
        wiring.apologise,
        wiring.answers,
        wiring.watch,
    )
    intake = Intake(database, transport, clock, turns.wake, wiring.from_memory)

    def wake() -> None:
        turns.wake()
        courier.wake()

    parts = [
        asyncio.create_task(part, name=name)
        for name, part in {
            "intake": intake.poll(stop) if hook is None else listen(intake, transport, hook, stop),
            "turns": turns.run(stop),
            "courier": courier.run(stop),
            "clock": tick(database, clock, wiring.alarms, wake, stop),
        }.items()
    ]
    others = [asyncio.create_task(keep_profile(transport, wiring.profile))]
    if wiring.beside is not None:
        others.append(asyncio.create_task(_once_listening(intake, wiring.beside, stop)))
    try:
        await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stop.set()
        wake()
        for other in others:
            other.cancel()
        await asyncio.wait(parts, timeout=LAST_SECONDS)
        for part in parts:
            part.cancel()  # one that waits for a locked database; what it had begun is rolled back
        await asyncio.gather(*parts, *others, return_exceptions=True)
    for part in parts:
        if not part.cancelled():
            part.result()


async def _once_listening(
    intake: Intake, beside: Callable[[asyncio.Event], Awaitable[None]], stop: asyncio.Event
) -> None:
    await intake.listening.wait()
    try:
        await beside(stop)
    except Exception as error:  # the bot works without it
        log.error("what runs beside the bot ended: %s", type(error).__name__)


async def _me(database: Database, transport: Transport, bot_id: str, stop: asyncio.Event) -> User | None:
    """Who the bot is: as kept from an earlier start, else asked."""
    kept = facts.get(database.reader, f"me.{bot_id}")
    if kept is None:
        me = await until_answered(transport, "getMe", stop)
        if me is None:
            return None
        kept = bytes(me).decode()
        try:
            async with database.transaction() as db:
                facts.put(db, f"me.{bot_id}", kept)
        except sqlite3.Error as error:  # asked again at the next start
            log.error("who the bot is could not be kept: %s", error)
    return User.de_json(msgspec.json.decode(kept), None)
