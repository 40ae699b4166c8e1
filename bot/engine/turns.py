"""Turns, one after another, many to a commit; a failing one is tried again, then set aside."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import sqlite3
import traceback
from collections.abc import Callable
from typing import Any

from telegram import Bot, CallbackQuery, Chat, InaccessibleMessage, Update, User
from telegram.ext import Application, ApplicationBuilder, BaseHandler, ContextTypes
from telegram.request import BaseRequest

from bot.engine.clock import Clock
from bot.engine.courier import Courier
from bot.engine.turn import Event, Turn, Watch, unseen
from storage import chats, inbox, outbox
from storage.database import Database, is_storage_fault

log = logging.getLogger(__name__)

BATCH = 100
TRIES = 3


class _NoRequest(BaseRequest):
    """Handlers have no way to the network: their Bot has no request to make."""

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        return

    async def shutdown(self) -> None:
        return

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        raise RuntimeError("a handler tried to use the network; it says messages instead")


class _TurnApplication(Application[Any, Turn, Any, Any, Any, Any]):
    """PTB's routing without its updater. An exception leaves `process_update`, so that the turn it came
    from is rolled back (as it comes, PTB returns normally and the turn would be committed).
    """

    turn: Turn

    async def process_error(self, update: object, error: Exception, *args: Any, **kwargs: Any) -> bool:
        raise error


def build_application(handlers: list[BaseHandler[Any, Turn, None]], me: User) -> _TurnApplication:
    """The application that routes updates to `handlers`, in their order, as the bot `me`."""
    bot = Bot("0:turns", request=_NoRequest(), get_updates_request=_NoRequest())
    bot._bot_user = me  # what getMe answered: commands are addressed with the bot's name
    builder = ApplicationBuilder().bot(bot).updater(None).application_class(_TurnApplication)
    application = builder.context_types(ContextTypes(context=Turn)).build()
    assert isinstance(application, _TurnApplication)
    application._initialized = True  # initialize() would ask Telegram who we are
    application.add_handlers(handlers)
    return application


class Turns:
    """`apologise` is called in a turn of its own for an update that failed every try."""

    def __init__(
        self,
        database: Database,
        application: _TurnApplication,
        courier: Courier,
        clock: Clock,
        company: Any,
        apologise: Callable[[Turn], None],
        answers: Any = None,
        watch: Watch = unseen,
    ) -> None:
        self._database = database
        self._application = application
        self._courier = courier
        self._clock = clock
        self._company = company
        self._apologise = apologise
        self._answers = answers
        self._watch = watch
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """There is something new in the inbox."""
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop`; the batch under way is committed first."""
        singly, pause = 0, 0.2  # how many turns are to be committed one by one
        while not stop.is_set():
            self._wake.clear()
            try:
                worked = await self._batch(1 if singly else BATCH)
            except Exception as error:
                # A storage fault, or one that took the whole transaction with it: nobody's try is
                # counted, and the batch is run again one turn a commit.
                log.error("a batch could not be kept: %s", type(error).__name__)
                singly = BATCH
                await asyncio.sleep(pause)
                pause = min(5.0, pause * 2)
                continue
            if worked:
                singly, pause = max(0, singly - 1), 0.2
                continue
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), 1.0)

    async def _batch(self, size: int) -> bool:
        """Runs up to `size` turns in one transaction. Returns whether there was any."""
        answers: list[tuple[str, bytes, str | None]] = []
        if not inbox.waiting(self._database.reader, 1):
            return False
        async with self._database.transaction() as db:
            arrived = inbox.waiting(db, size)
            for row in arrived:
                db.execute("SAVEPOINT turn")
                try:
                    turn = await self._turn(db, row)
                except Exception as error:
                    if is_storage_fault(error) or not db.in_transaction:
                        raise
                    db.execute("ROLLBACK TO turn")
                    db.execute("RELEASE turn")
                    await self._failed(db, row, error)
                    break  # its next try comes first in the next batch
                db.execute("RELEASE turn")
                if turn.press_id:
                    locale = chats.get(db, turn.user).locale if turn.toasted else None
                    answers.append((turn.press_id, turn.toasted, locale))
        self._courier.wake()
        for answer in answers:
            self._courier.answer(*answer)
        return bool(arrived)

    async def _turn(self, db: sqlite3.Connection, row: inbox.Arrived) -> Turn:
        raw = json.loads(row.raw)
        if row.update_id is None:
            event = Event(raw["event"], raw["id"], raw.get("chat", 0), raw.get("data", {}))
            turn = self._begin(db, 0, 0, event)
            await self._application.process_update(event)
        else:
            update = _update(raw, self._application.bot)
            chat = _chat_of(raw)
            turn = self._begin(db, chat, _user_of(raw) or chat, None)
            if update.callback_query is not None:
                turn.press_id = update.callback_query.id
                message = update.callback_query.message
                turn.pressed_message = message.message_id if message else 0
                turn.value = (update.callback_query.data or "").partition(":")[2]
                turn.pressed_markup = (raw["callback_query"].get("message") or {}).get("reply_markup")
            self._welcome_back(turn, update)
            await self._application.process_update(update)
        turn.flush()
        inbox.done(db, row, self._clock.now())
        return turn

    def _begin(self, db: sqlite3.Connection, chat: int, user: int, event: Event | None) -> Turn:
        turn = Turn(self._application)
        turn.begin(db, self._clock.now(), chat, user, event, self._company, self._answers, self._watch)
        self._application.turn = turn
        return turn

    def _welcome_back(self, turn: Turn, update: Update) -> None:
        """Any update but that of being blocked shows that a chat can be reached again. That it cannot is
        noted by the courier alone, when no call to the chat is under way: else what it carries would be
        parked too, and come twice.
        """
        change = update.my_chat_member
        blocked = change is not None and change.new_chat_member.status in ("kicked", "left")
        if turn.known.reachable or blocked:
            return
        chats.set_reachable(turn.db, turn.chat, True)
        outbox.unpark(turn.db, turn.chat)
        turn.refresh_cards()

    async def _failed(self, db: sqlite3.Connection, row: inbox.Arrived, error: Exception) -> None:
        inbox.count_try(db, row)
        if row.tries + 1 < TRIES:
            log.warning("update %s failed and is tried again: %s", row.update_id, type(error).__name__)
            return
        log.error("update %s is set aside: %s", row.update_id, _where(error))
        inbox.set_aside(db, row, type(error).__name__, self._clock.now())
        db.execute("SAVEPOINT apology")
        try:
            chat = _chat_of(json.loads(row.raw)) if row.update_id is not None else 0
            turn = self._begin(db, chat, chat, None)
            self._apologise(turn)
            turn.flush()
        except Exception as second:
            if is_storage_fault(second) or not db.in_transaction:
                raise
            db.execute("ROLLBACK TO apology")
            log.error("the apology failed too: %s", _where(second))
        db.execute("RELEASE apology")


def _where(error: Exception) -> str:
    """The error for the log: its kind and where it was, not its text, which may hold a person's words."""
    return type(error).__name__ + "\n" + "".join(traceback.format_tb(error.__traceback__))


def _update(raw: dict[str, Any], bot: Bot) -> Update:
    """An update as PTB's types. Of the message under a pressed button a turn reads only where it stands: to
    parse the rest, which PTB does even for a message that is not accessible, costs as much as the turn.
    """
    query = raw.get("callback_query")
    message = query.get("message") if isinstance(query, dict) else None
    if not isinstance(query, dict) or not isinstance(message, dict):
        return Update.de_json(raw, bot)
    press = CallbackQuery(
        id=query["id"],
        from_user=User.de_json(query["from"], bot),
        chat_instance=query.get("chat_instance", ""),
        message=InaccessibleMessage(Chat.de_json(message["chat"], bot), message["message_id"]),
        data=query.get("data"),
    )
    return Update(raw["update_id"], callback_query=press)


def _user_of(raw: dict[str, Any]) -> int:
    """Who sent an update (as JSON); 0 if it cannot be told, as in a channel."""
    senders = (part.get("from") for part in raw.values() if isinstance(part, dict))
    return next((int(s["id"]) for s in senders if isinstance(s, dict) and isinstance(s.get("id"), int)), 0)


def _chat_of(raw: dict[str, Any]) -> int:
    """The chat an update (as JSON) came from; 0 if it cannot be told."""
    for part in raw.values():
        if not isinstance(part, dict):
            continue
        message = part.get("message")
        for chat in (
            part.get("chat"),
            message.get("chat") if isinstance(message, dict) else 0,
            part.get("from"),
        ):
            if isinstance(chat, dict) and isinstance(chat.get("id"), int):
                return int(chat["id"])
    return 0
