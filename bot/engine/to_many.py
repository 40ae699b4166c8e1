"""The errands of a sending to many: bring it, edit it where it stands, take it back."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

from bot.engine.call import (
    GONE,
    NOT_MODIFIED,
    NOT_THERE,
    OTHER_KIND,
    Call,
    Drawn,
    Keep,
    Outcome,
    edit_method,
    nothing,
    skip,
)
from bot.engine.transport import ApiError, Transport
from storage import outbox, sendings
from storage.sendings import Delivery, Sending

Draw = Callable[[int, bytes], Drawn]
Send = Callable[[int, Drawn], Awaitable[tuple[int, Keep]]]
Put = Callable[[int, int, Drawn], Awaitable[Keep]]
# What Telegram takes of words under a file, in UTF-16 units.
LONGEST_CAPTION = 1024


class ToMany:
    """`draw`, `send` and `put` are those of `Calls`. What stands in a chat is read when its errand is, so
    that a change of the sending holds for all that is not sent yet.
    """

    def __init__(
        self,
        reader: sqlite3.Connection,
        transport: Transport,
        draw: Draw,
        send: Send,
        put: Put,
        hushed: Callable[[int], bool],
    ) -> None:
        self._reader = reader
        self._transport = transport
        self._draw = draw
        self._send = send
        self._put = put
        self._hushed = hushed
        self._refused: set[int] = set()  # files that Telegram does not take

    def _find(self, sending: int, chat: int) -> tuple[Sending, Delivery] | None:
        found, there = sendings.get(self._reader, sending), sendings.delivery(self._reader, sending, chat)
        return None if found is None or there is None else (found, there)

    def deliver(self, chat: int, errand: outbox.Deliver) -> Call:
        found = self._find(errand.sending, chat)
        if found is None:
            return Call(skip, counts=False)
        sending, there = found
        if errand.under:
            if there.state != "sent" or there.under_id is not None or sending.under is None:
                return Call(skip, counts=False)
            below = sending.under
            return Call(lambda: self._under(chat, sending, below), counts=True, given_up=_nothing_more)
        if there.state != "queued":
            return Call(skip, counts=False)
        if sending.stopped:
            return Call(lambda: _left_out(sending.id, chat), counts=False)
        return Call(
            lambda: self._deliver(chat, sending),
            counts=True,
            given_up=lambda db: sendings.was_not(db, sending.id, chat, "failed"),
        )

    async def _deliver(self, chat: int, sending: Sending) -> Outcome:
        drawn = self._draw(chat, sending.message.encode())
        if not drawn.fields:
            return await _left_out(sending.id, chat)
        if sending.silent or self._hushed(sending.id):
            drawn.fields["disable_notification"] = True
        if sending.reply_to is not None:
            above = sendings.delivery(self._reader, sending.reply_to, chat)
            if above is not None and above.message_id is not None:
                drawn.fields["reply_parameters"] = {
                    "message_id": above.message_id,
                    "allow_sending_without_reply": True,
                }
        plain = drawn.file in self._refused
        try:
            sent, keep_file = await self._send(chat, _without_file(drawn) if plain else drawn)
        except ApiError as error:
            if error.code not in (400, 413) or drawn.file is None or plain:
                raise
            # The words matter more than the picture: who can be written to gets them without it.
            sent, keep_file = await self._send(chat, _without_file(drawn))
            self._refused.add(drawn.file)
            plain = True

        def keep(db: sqlite3.Connection, now: float) -> None:
            keep_file(db, now)
            file = None if plain else drawn.file
            sendings.was_delivered(db, sending.id, chat, sent, sending.version, plain, now, file)

        return Outcome(keep)

    async def _under(self, chat: int, sending: Sending, below: str) -> Outcome:
        drawn = self._draw(chat, below.encode())
        if not drawn.fields and drawn.file is None:
            return Outcome(called=False)
        if self._hushed(sending.id):
            drawn.fields["disable_notification"] = True
        sent, keep_file = await self._send(chat, drawn)

        def keep(db: sqlite3.Connection, now: float) -> None:
            keep_file(db, now)
            sendings.has_under(db, sending.id, chat, sent, drawn.file)

        return Outcome(keep)

    def redraw(self, row: outbox.Row, errand: outbox.Redraw) -> Call:
        found = self._find(errand.sending, row.chat)
        if found is None or found[1].message_id is None:
            return Call(skip, counts=False)
        sending, there = found
        if there.version == sending.version and sending.under is None and there.under_id is None:
            return Call(skip, counts=False)
        return Call(lambda: self._redraw(row, errand, sending, there), counts=True, given_up=_nothing_more)

    async def _redraw(
        self, row: outbox.Row, errand: outbox.Redraw, sending: Sending, there: Delivery
    ) -> Outcome:
        """Makes what stands in the chat, and what stands below it, say what holds now."""
        keeps: list[Keep] = []
        anew = False
        if there.version != sending.version:
            drawn = self._draw(there.chat, sending.message.encode())
            message_id, file, keep_file = await self._become(there, drawn)
            anew = message_id != there.message_id  # then what stands below it comes after it again
            keeps.append(keep_file)
            keeps.append(
                lambda db, now: sendings.was_edited(db, there, message_id, sending.version, file, now)
            )
            if errand.news:
                told = [(there.chat, True)]
                keeps.append(lambda db, now: sendings.queue(db, errand.news, told, row.priority, now))
        below = self._draw(there.chat, sending.under.encode()).file if sending.under is not None else None
        if anew or below != there.under_file or (below is None and there.under_id is not None):
            if there.under_id is not None:
                await self._if_it_can("deleteMessage", {"chat_id": there.chat, "message_id": there.under_id})
            keeps.append(lambda db, now: sendings.has_under(db, sending.id, there.chat, None))
            if below is not None:
                again = outbox.Deliver(sending.id, under=True)
                keeps.append(lambda db, now: outbox.add(db, [(there.chat, row.priority, again)], now))

        def keep(db: sqlite3.Connection, now: float) -> None:
            for each in keeps:
                each(db, now)

        return Outcome(keep, called=bool(keeps))

    async def _become(self, there: Delivery, drawn: Drawn) -> tuple[int, int | None, Keep]:
        """Edits the message to what is drawn; what no edit can do is sent anew, and the old one deleted.
        Returns the id of the message that stands now, its file, and what is to be kept of an upload.
        """
        assert there.message_id is not None
        if drawn.file in self._refused:
            drawn = _without_file(drawn)
        try:
            if drawn.file is not None and drawn.file != there.file:
                return there.message_id, drawn.file, await self._put(there.chat, there.message_id, drawn)
            if drawn.file == there.file:
                fields = {"chat_id": there.chat, "message_id": there.message_id, **drawn.fields}
                await self._transport.call(edit_method(fields), fields)
                return there.message_id, drawn.file, nothing
        except ApiError as error:
            if error.code not in (400, 413):
                raise
            if any(text in error.description for text in (*NOT_THERE, NOT_MODIFIED)):
                return there.message_id, drawn.file, nothing  # hers to delete; or as it should be
            refused = not any(text in error.description for text in OTHER_KIND)
            if refused and drawn.file is not None and drawn.file != there.file:
                self._refused.add(drawn.file)
                return await self._become(there, drawn)
        old = {"chat_id": there.chat, "message_id": there.message_id}
        try:  # as much as goes under the old picture, should it be too old to be deleted
            await self._transport.call("editMessageCaption", {**old, "caption": _cut(drawn)})
        except ApiError as error:
            if error.code != 400:
                raise
            if any(text in error.description for text in NOT_THERE):
                return there.message_id, drawn.file, nothing
        # The new one first: killed between the two, she has it twice and not never.
        sent, keep_file = await self._send(there.chat, drawn)
        await self._if_it_can("deleteMessage", old)
        return sent, drawn.file, keep_file

    async def _say(self, there: Delivery, drawn: Drawn) -> None:
        """Puts other words where the message can be neither deleted nor changed otherwise."""
        here = {"chat_id": there.chat, "message_id": there.message_id}
        for each in (drawn, _as_caption(drawn)):
            fields = {**here, **each.fields}
            try:
                await self._transport.call(edit_method(fields), fields)
            except ApiError as error:
                if error.code != 400 or not any(t in error.description for t in (*GONE, NOT_MODIFIED)):
                    raise
                if any(text in error.description for text in OTHER_KIND):
                    continue
            return

    def recall(self, chat: int, errand: outbox.Recall) -> Call:
        found = self._find(errand.sending, chat)
        if found is None or found[1].message_id is None:
            return Call(skip, counts=False)
        sending, there = found
        return Call(lambda: self._recall(sending, there), counts=True, given_up=_nothing_more)

    async def _recall(self, sending: Sending, there: Delivery) -> Outcome:
        for message_id in (there.under_id, there.message_id):
            if message_id is None:
                continue
            here = {"chat_id": there.chat, "message_id": message_id}
            gone = await self._if_it_can("deleteMessage", here)
            if not gone and message_id == there.message_id:
                await self._say(there, self._draw(there.chat, sending.message.encode()))
        return Outcome(lambda db, now: sendings.was_taken_back(db, sending.id, there.chat))

    async def _if_it_can(self, method: str, fields: dict[str, Any]) -> bool:
        try:
            await self._transport.call(method, fields)
        except ApiError as error:
            if error.code != 400:
                raise
            return False
        return True


async def _left_out(sending: int, chat: int) -> Outcome:
    return Outcome(lambda db, now: sendings.was_not(db, sending, chat, "left_out"), called=False)


def _nothing_more(db: sqlite3.Connection) -> None:
    """An edit that did not come about is no task: the new message below says what holds."""


def _without_file(drawn: Drawn) -> Drawn:
    """The same as words alone."""
    names = {"caption": "text", "caption_entities": "entities"}
    fields = {names.get(name, name): value for name, value in drawn.fields.items()}
    return Drawn({**fields, "link_preview_options": {"is_disabled": True}})


def _as_caption(drawn: Drawn) -> Drawn:
    """The same as the words under a file."""
    names = {"text": "caption", "entities": "caption_entities"}
    fields = {names.get(name, name): value for name, value in drawn.fields.items()}
    fields.pop("link_preview_options", None)
    return Drawn(fields)


def _cut(drawn: Drawn) -> str:
    """As much of the words as goes under a file."""
    words = str(drawn.fields.get("caption") or drawn.fields.get("text") or "").encode("utf-16-le")
    if len(words) <= 2 * LONGEST_CAPTION:
        return words.decode("utf-16-le")
    return words[: 2 * (LONGEST_CAPTION - 1)].decode("utf-16-le", "ignore") + "…"
