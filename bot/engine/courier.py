"""Carries errands from the outbox to Telegram, at Telegram's pace, and commits the receipts.

A message can be doubled only if its call had begun and its receipt was not yet committed: at most
`window` of them at a kill.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import sqlite3
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import msgspec

from bot.engine.call import Call, Outcome, Render, raiser
from bot.engine.calls import Calls, MakeDocument, chat_has_moved, heard_always, no_documents, no_lesson
from bot.engine.clock import OLDEST, Clock
from bot.engine.lanes import Lanes
from bot.engine.pace import Pace
from bot.engine.transport import ApiError, NoAnswer, TokenRefused, Transport
from storage import inbox, outbox, sendings
from storage.chats import set_reachable
from storage.database import Database, is_storage_fault

log = logging.getLogger(__name__)

WINDOW = 32
# Without a limiter (a benchmark, a server of one's own) the window is what the latency asks for: at 50 ms,
# 64 calls at once wait for answers (540 updates/s where 128 make 775), and 256 are no faster, only later.
WIDE_WINDOW = 128
PAGE = 500
LONGEST_BACK_OFF = 300.0
FORGET_SECONDS = 60.0
LONGEST_REST = 1.0
# How long the calls under way have when the program is to end.
LAST_CALLS_SECONDS = 4.0
ANSWERS_AT_ONCE = 256
# A press can be answered for a minute at most; what is more is not worth keeping.
MOST_ANSWERS = 2000
ANSWER_PRESS_SECONDS = 10.0


class Receipt(msgspec.Struct):
    """What came of a row: `outcome.keep` is written to the store; `again` is the delay in seconds of
    another try, None when the row is finished; `parked` when the person blocked the bot; `counted` when
    the call counts against Telegram's limits. `given_up` is what is kept of one that is given up and is
    no task for a person.
    """

    row: outbox.Row
    outcome: Outcome
    again: float | None = None
    parked: bool = False
    why: str = ""
    counted: bool = False
    given_up: Callable[[sqlite3.Connection], None] | None = None


class Courier:
    def __init__(
        self,
        database: Database,
        transport: Transport,
        clock: Clock,
        render: Render,
        rate: float | None,
        prepare: Callable[[str, bytes], Awaitable[bytes]],
        make: MakeDocument = no_documents,
        learn: Callable[[], Awaitable[None]] = no_lesson,
        hushed: Callable[[int, float], bool] = heard_always,
    ) -> None:
        self._database = database
        self._transport = transport
        self._clock = clock
        self._calls = Calls(
            database.reader,
            transport,
            render,
            prepare,
            make,
            learn,
            lambda sending: hushed(sending, clock.now()),
        )
        self._lanes = Lanes(limited=rate is not None)
        self._pace = Pace(rate)
        self._window = WINDOW if rate else WIDE_WINDOW
        self._under_way = 0
        self._receipts: list[Receipt] = []
        self._wake = asyncio.Event()
        self._settle = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._answers = asyncio.Semaphore(ANSWERS_AT_ONCE)
        self._ending = False
        self._last_429: tuple[int, float] = (0, 0.0)
        self._forgot = 0.0
        self.token_refused: TokenRefused | None = None

    def wake(self) -> None:
        """There is something new in the outbox."""
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; then what is under way is finished and its receipts committed.

        Raises TokenRefused.
        """
        settling = asyncio.create_task(self._settle_receipts())
        try:
            while not (stop.is_set() or self.token_refused or settling.done()):
                self._wake.clear()
                try:
                    self._load()
                    seconds = self._start_what_may()
                except sqlite3.Error as error:
                    log.error("the outbox cannot be read: %s", error)
                    seconds = LONGEST_REST
                await self._rest(seconds)
        finally:
            if self._tasks:
                _, hanging = await asyncio.wait(self._tasks, timeout=LAST_CALLS_SECONDS)
                for task in hanging:
                    task.cancel()  # whether it was carried out is unknown: its row stays
            self._ending = True
            self._settle.set()
            await settling
        if self.token_refused is not None:
            raise self.token_refused

    def answer(self, callback_id: str, message: bytes = b"", locale: str | None = None) -> None:
        """Answers a press from memory, without retry: nothing anybody needs is only a toast. `message` is the
        JSON of what the toast says, empty for none.
        """
        if len(self._tasks) < MOST_ANSWERS:
            self._start(self._answer(callback_id, self._toast(message, locale) if message else ""))

    def _toast(self, message: bytes, locale: str | None) -> str:
        try:
            return self._calls.toast(message, locale)
        except Exception as error:  # the press is answered all the same
            log.error("a toast could not be said: %s", type(error).__name__)
            return ""

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, callback_id: str, text: str) -> None:
        fields: dict[str, Any] = {"callback_query_id": callback_id}
        if text:
            fields["text"] = text
        async with self._answers:
            try:
                await self._transport.call("answerCallbackQuery", fields, seconds=ANSWER_PRESS_SECONDS)
            except (ApiError, NoAnswer, TokenRefused) as error:
                log.info("a press was not answered: %s", type(error).__name__)

    def _load(self) -> None:
        for priority in outbox.PRIORITIES:
            while self._lanes.has_room(priority):
                rows = outbox.page(self._database.reader, priority, self._lanes.seen[priority], PAGE)
                for row in rows:
                    delay = max(0.0, row.due - self._clock.now())
                    self._lanes.add(row, time.monotonic() + delay if delay else 0.0)
                if len(rows) < PAGE:
                    break

    def _start_what_may(self) -> float:
        """Starts calls until something has to be waited for. Returns for how many seconds."""
        while self._under_way < self._window:
            now = time.monotonic()
            wait = self._pace.wait(now)
            if wait > 0:
                return wait
            row = self._lanes.next(now)
            if row is None:
                timed = self._lanes.next_time()
                return LONGEST_REST if timed is None else min(LONGEST_REST, timed - now)
            self._under_way += 1
            call = self._read(row)
            start = None
            if call.counts:
                start = now
                self._pace.take(now)
                self._lanes.took(row.chat, now)
            self._start(self._carry(row, call, start))
        return LONGEST_REST

    def _read(self, row: outbox.Row) -> Call:
        try:
            return self._calls.read(row)
        except sqlite3.Error as error:
            return Call(raiser(error), counts=False)

    async def _rest(self, seconds: float) -> None:
        now = time.monotonic()
        if now - self._forgot > FORGET_SECONDS:
            self._lanes.forget_idle(now)
            self._forgot = now
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), seconds)

    async def _carry(self, row: outbox.Row, call: Call, start: float | None) -> None:
        receipt = await self._receipt(row, call)
        if start is not None:
            self._pace.answered(start, time.monotonic())
        receipt.counted = call.counts and receipt.outcome.called
        receipt.given_up = call.given_up
        # Not in one line: the list is another one after each commit.
        self._receipts.append(receipt)
        self._settle.set()

    async def _receipt(self, row: outbox.Row, call: Call) -> Receipt:
        try:
            return Receipt(row, await call.make())
        except ApiError as error:
            return self._refused(row, error)
        except NoAnswer as error:
            return self._later(row, back_off(row.tries), str(error))
        except TokenRefused as error:
            self.token_refused = error
            return self._later(row, back_off(row.tries), "token refused")
        except Exception as error:  # a message that cannot be rendered must not stop the others
            if is_storage_fault(error):
                return self._later(row, back_off(row.tries), "the store could not be read")
            log.error("errand %d could not be carried out: %s", row.id, type(error).__name__)
            return Receipt(row, Outcome(), why=f"{type(error).__name__}")

    def _refused(self, row: outbox.Row, error: ApiError) -> Receipt:
        if error.moved_to:
            return Receipt(row, Outcome(lambda db, now: chat_has_moved(db, row, error.moved_to, now)))
        if error.code == 403:
            return Receipt(row, Outcome(), parked=True, why=error.description)
        if error.code == 429:
            self._slow_down(row.chat, error.retry_after)
            return self._later(row, error.retry_after + 0.1, error.description)
        if error.code in (400, 413):
            return Receipt(row, Outcome(), why=error.description)
        return self._later(row, back_off(row.tries), error.description)

    def _slow_down(self, chat: int, seconds: float) -> None:
        # Telegram does not say which limit it was: two chats within the wait means the overall one.
        now = time.monotonic()
        other, until = self._last_429
        if other != chat and now < until:
            self._pace.pause(now + seconds)
        self._last_429 = (chat, now + seconds)

    def _later(self, row: outbox.Row, seconds: float, why: str) -> Receipt:
        if self._clock.now() - row.since > OLDEST:
            return Receipt(row, Outcome(), why=f"too old: {why}")
        return Receipt(row, Outcome(), again=seconds, why=why)

    async def _settle_receipts(self) -> None:
        """Commits receipts as they come, many at once, until the courier ends."""
        pause = 0.2
        while not (self._ending and not self._receipts):
            await self._settle.wait()
            self._settle.clear()
            receipts, self._receipts = self._receipts, []
            if not receipts:
                continue
            try:
                async with self._database.transaction() as db:
                    for receipt in receipts:
                        self._keep(db, receipt)
            except Exception as error:  # the store failed: what was sent stays in memory, not sent again
                log.error("receipts could not be kept: %s", type(error).__name__)
                if self._ending:
                    return
                self._receipts = receipts + self._receipts
                await asyncio.sleep(pause)
                pause = min(5.0, pause * 2)
                self._settle.set()
                continue
            pause = 0.2
            self._settled(receipts, time.monotonic())
            self.wake()

    def _settled(self, receipts: list[Receipt], now: float) -> None:
        for receipt in receipts:
            self._under_way -= 1
            if receipt.parked:
                self._lanes.park(receipt.row.chat)
                continue
            again = None if receipt.again is None else now + receipt.again
            self._lanes.settled(receipt.row, now, receipt.counted, again)

    def _keep(self, db: sqlite3.Connection, receipt: Receipt) -> None:
        row = receipt.row
        now = self._clock.now()
        if receipt.parked:
            sendings.is_blocked(db, row.chat)
            if not set_reachable(db, row.chat, False):
                outbox.drop_chat(db, row.chat)  # she never chose a language: nothing is kept for her
                return
            event = msgspec.json.encode({"event": "chat.unreachable", "id": row.chat}).decode()
            inbox.add_event(db, f"chat.unreachable.{row.chat}", event, now)
        elif receipt.again is not None:
            outbox.retry(db, row.id, now + receipt.again)
        elif receipt.why and receipt.given_up is not None:
            log.warning("errand %d to many given up: %s", row.id, receipt.why)
            outbox.done(db, row.id)
            receipt.given_up(db)
        elif receipt.why:
            log.warning("errand %d given up: %s", row.id, receipt.why)
            outbox.give_up(db, row, receipt.why, now)
            event = msgspec.json.encode(
                {"event": "errand.undelivered", "id": row.id, "chat": row.chat}
            ).decode()
            inbox.add_event(db, f"errand.undelivered.{row.id}", event, now)
        else:
            outbox.done(db, row.id)
            receipt.outcome.keep(db, now)


def back_off(tries: int) -> float:
    """Seconds until the next try: doubled each time, at most five minutes, a little uneven."""
    return min(LONGEST_BACK_OFF, 2.0 ** min(tries, 9)) * random.uniform(0.8, 1.2)
