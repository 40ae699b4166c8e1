"""What each kind of errand asks of Telegram, and what is kept of the answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from bot.engine.call import (
    GONE,
    NOT_MODIFIED,
    Call,
    Drawn,
    Keep,
    Outcome,
    Render,
    edit_method,
    nothing,
    raiser,
    skip,
)
from bot.engine.to_many import ToMany
from bot.engine.transport import ApiError, Transport, Upload
from storage import cards, chats, files, inbox, outbox

# What answerCallbackQuery takes, in characters.
LONGEST_TOAST = 200

# The chat a document is for, and its name -> its bytes. Handed in by app.py.
MakeDocument = Callable[[int, str], Awaitable[bytes]]


async def no_documents(chat: int, name: str) -> bytes:
    """Where no documents are made. Raises ApiError."""
    raise ApiError(400, f"there is no document {name}")


def heard_always(sending: int, now: float) -> bool:
    """No sending is without a sound, whatever the hour."""
    return False


async def no_lesson() -> None:
    """Where there is nothing to learn."""


class _Sent(msgspec.Struct):
    message_id: int
    photo: list[dict[str, Any]] = []
    voice: dict[str, Any] = {}
    video: dict[str, Any] = {}
    document: dict[str, Any] = {}


class _FilePath(msgspec.Struct):
    file_path: str


class _Me(msgspec.Struct):
    id: int
    can_read_all_group_messages: bool = False


class _Permissions(msgspec.Struct, frozen=True):
    can_send_messages: bool = False


class _Chat(msgspec.Struct):
    """What new members may do, where the chat is a group."""

    permissions: _Permissions = _Permissions(can_send_messages=True)


class _Member(msgspec.Struct):
    status: str
    can_send_messages: bool = False


class Calls:
    """Errands to calls. `prepare` readies a fetched file for keeping: (kind, bytes) -> bytes. `make` makes a
    document that is to be sent, `learn` learns in a worker how people ask, `hushed` is whether a sending
    makes no sound now.
    """

    def __init__(
        self,
        reader: sqlite3.Connection,
        transport: Transport,
        render: Render,
        prepare: Callable[[str, bytes], Awaitable[bytes]],
        make: MakeDocument = no_documents,
        learn: Callable[[], Awaitable[None]] = no_lesson,
        hushed: Callable[[int], bool] = lambda sending: False,
    ) -> None:
        self._reader = reader
        self._transport = transport
        self._render = render
        self._prepare = prepare
        self._make = make
        self._learn = learn
        self._decoder = msgspec.json.Decoder(outbox.Errand)
        self._to_many = ToMany(reader, transport, self._draw, self._send_drawn, self._put_file, hushed)

    def read(self, row: outbox.Row) -> Call:
        """The call a row asks for. A row that cannot be read becomes a call that says so.

        Raises sqlite3.Error.
        """
        if not outbox.waits(self._reader, row.id):
            return Call(skip, counts=False)
        try:
            errand = self._decoder.decode(row.errand)
        except msgspec.MsgspecError as error:
            return Call(raiser(ApiError(400, f"unreadable errand: {error}")), counts=False)
        match errand:
            case outbox.Send():
                return Call(lambda: self._send(row, errand), counts=True)
            case outbox.Card():
                card = cards.get(self._reader, row.chat, errand.key)
                if card is None or card.wanted == card.shown:
                    return Call(skip, counts=False)
                return Call(lambda: self._card(row, card, errand), counts=True)
            case outbox.Delete():
                return Call(lambda: self._delete(row, errand), counts=False)
            case outbox.Pin():
                return Call(lambda: self._pin(row, errand), counts=False)
            case outbox.Fetch():
                return Call(lambda: self._fetch(errand), counts=False)
            case outbox.Ask():
                return Call(lambda: self._ask(row, errand), counts=False)
            case outbox.Document():
                return Call(lambda: self._document(row, errand), counts=True)
            case outbox.Learn():
                return Call(self._learnt, counts=False)
            case outbox.Deliver():
                return self._to_many.deliver(row.chat, errand)
            case outbox.Redraw():
                return self._to_many.redraw(row, errand)
            case outbox.Recall():
                return self._to_many.recall(row.chat, errand)
            case _:
                return Call(lambda: self._menu(row, errand), counts=False)

    def _draw(self, chat: int, message: bytes) -> Drawn:
        return self._render(message, chats.get(self._reader, chat).locale)

    async def _send(self, row: outbox.Row, errand: outbox.Send) -> Outcome:
        drawn = self._draw(row.chat, bytes(errand.message))
        if errand.silent:
            drawn.fields["disable_notification"] = True
        target = cards.get(self._reader, row.chat, errand.reply_to) if errand.reply_to else None
        if target is not None and target.message_id is not None:
            drawn.fields["reply_parameters"] = {
                "message_id": target.message_id,
                "allow_sending_without_reply": True,
            }
        _, keep_file = await self._send_drawn(row.chat, drawn)
        return Outcome(keep_file)

    async def _send_drawn(self, chat: int, drawn: Drawn) -> tuple[int, Keep]:
        """Sends text, or a kept file with its caption. Returns the message's id and what is
        to be kept of a first upload.
        """
        fields = {"chat_id": chat, **drawn.fields}
        if drawn.file is None:
            sent = await self._transport.call("sendMessage", fields)
            return msgspec.json.decode(sent, type=_Sent).message_id, nothing
        file, upload = self._kept(drawn.file)
        if upload is None:
            fields[file.kind] = file.telegram_id
        sent = await self._transport.call(f"send{file.kind.capitalize()}", fields, upload)
        return msgspec.json.decode(sent, type=_Sent).message_id, _known_as(file, upload, sent)

    async def _put_file(self, chat: int, message_id: int, drawn: Drawn) -> Keep:
        """Edits a message to have a kept file with its caption, instead of what it had. Returns what is to be
        kept of a first upload.
        """
        assert drawn.file is not None
        file, upload = self._kept(drawn.file)
        media = {"type": file.kind, "media": f"attach://{upload.field}" if upload else file.telegram_id}
        media |= {name: value for name, value in drawn.fields.items() if name.startswith("caption")}
        others = {name: value for name, value in drawn.fields.items() if not name.startswith("caption")}
        fields = {"chat_id": chat, "message_id": message_id, "media": media, **others}
        return _known_as(file, upload, await self._transport.call("editMessageMedia", fields, upload))

    def _kept(self, number: int) -> tuple[files.File, Upload | None]:
        """A kept file, and its bytes where Telegram does not know them yet. Raises ApiError."""
        file = files.get(self._reader, number)
        if file is None:
            raise ApiError(400, "the file is no longer kept")
        if file.telegram_id:
            return file, None
        if file.content is None:
            raise ApiError(400, "the file was never fetched")
        return file, Upload(file.kind, file.name or FILE_NAMES[file.kind], file.content)

    async def _card(self, row: outbox.Row, card: cards.CardRow, errand: outbox.Card) -> Outcome:
        drawn = self._draw(card.chat, card.wanted.encode())
        if card.message_id is None:
            if errand.silent:
                drawn.fields["disable_notification"] = True
            sent, _ = await self._send_drawn(card.chat, drawn)
            return Outcome(lambda db, now: _card_was_sent(db, card, sent, now))
        message_id = card.message_id
        fields = {"chat_id": card.chat, "message_id": message_id, **drawn.fields}
        try:
            await self._transport.call(edit_method(fields), fields)
        except ApiError as error:
            if error.code == 400 and any(text in error.description for text in GONE):
                return Outcome(lambda db, now: _card_was_lost(db, card, message_id, row, errand, now))
            if NOT_MODIFIED not in error.description:
                raise
        return Outcome(lambda db, now: cards.was_edited(db, card.chat, card.key, message_id, card.wanted))

    async def _delete(self, row: outbox.Row, errand: outbox.Delete) -> Outcome:
        # Refused where it is gone already, or older than the 48 h in which a bot may delete.
        await self._if_it_is_there("deleteMessage", {"chat_id": row.chat, "message_id": errand.message_id})
        return Outcome()

    async def _if_it_is_there(self, method: str, fields: dict[str, Any]) -> None:
        try:
            await self._transport.call(method, fields)
        except ApiError as error:
            if error.code != 400:
                raise

    async def _pin(self, row: outbox.Row, errand: outbox.Pin) -> Outcome:
        card = cards.get(self._reader, row.chat, errand.key)
        if card is None or card.message_id is None:
            return Outcome(called=False)
        fields = {"chat_id": row.chat, "message_id": card.message_id, "disable_notification": True}
        await self._if_it_is_there("pinChatMessage", fields)
        return Outcome()

    async def _fetch(self, errand: outbox.Fetch) -> Outcome:
        file = files.get(self._reader, errand.file)
        if file is None or file.content is not None:
            return Outcome(called=False)
        found = await self._transport.call("getFile", {"file_id": file.telegram_id})
        path = msgspec.json.decode(found, type=_FilePath).file_path
        content = await self._prepare(file.kind, await self._transport.download(path))
        return Outcome(lambda db, now: _file_was_fetched(db, file.id, content, now))

    async def _ask(self, row: outbox.Row, errand: outbox.Ask) -> Outcome:
        # Not what was kept at the first start: group privacy may have been switched since.
        me = msgspec.json.decode(await self._transport.call("getMe", {}), type=_Me)
        here = {"chat_id": row.chat}
        found = await self._transport.call("getChatMember", {**here, "user_id": me.id})
        member = msgspec.json.decode(found, type=_Member)
        chat = msgspec.json.decode(await self._transport.call("getChat", here), type=_Chat)
        leads = member.status == "administrator"
        writes = {"member": chat.permissions.can_send_messages, "restricted": member.can_send_messages}
        told = {
            "note": errand.note,
            "reads": leads or (me.can_read_all_group_messages and member.status in writes),
            "writes": leads or writes.get(member.status, False),
        }
        return Outcome(lambda db, now: _chat_was_asked(db, row, told, now))

    def toast(self, message: bytes, locale: str | None) -> str:
        """A message as what is shown over the screen for a moment: its text, as long as Telegram takes it."""
        text = str(self._render(message, locale).fields["text"])
        return text if len(text) <= LONGEST_TOAST else text[: LONGEST_TOAST - 1] + "…"

    async def _document(self, row: outbox.Row, errand: outbox.Document) -> Outcome:
        drawn = self._draw(row.chat, bytes(errand.message))
        # A picture is to be looked at, not opened.
        kind = "photo" if errand.name.endswith(".png") else "document"
        upload = Upload(kind, errand.name, await self._make(row.chat, errand.name))
        fields = {"chat_id": row.chat, **drawn.fields}
        answer = await self._transport.call(f"send{kind.capitalize()}", fields, upload)
        if not errand.key:
            return Outcome()
        sent = msgspec.json.decode(answer, type=_Sent).message_id
        shown = bytes(errand.message).decode()
        return Outcome(lambda db, now: cards.stands_on(db, row.chat, errand.key, sent, shown))

    async def _learnt(self) -> Outcome:
        await self._learn()
        return Outcome(_was_learnt, called=False)

    async def _menu(self, row: outbox.Row, errand: outbox.Menu) -> Outcome:
        drawn = self._draw(row.chat, bytes(errand.message))
        # Without a language_code: the menu follows the person's choice, not her phone's language.
        await self._transport.call(
            "setMyCommands", {"scope": {"type": "chat", "chat_id": row.chat}, **drawn.fields}
        )
        return Outcome()


FILE_NAMES = {
    "photo": "photo.jpg",
    "voice": "voice.ogg",
    "video": "video.mp4",
    "document": "document.pdf",
}


def _known_as(file: files.File, upload: Upload | None, answer: msgspec.Raw) -> Keep:
    """Of a first upload, Telegram's id is kept: the next send needs none."""
    if upload is None:
        return nothing
    sent = msgspec.json.decode(answer, type=_Sent)
    got = sent.photo[-1] if sent.photo else (sent.voice or sent.video or sent.document)
    known_as = str(got.get("file_id", ""))
    return lambda db, now: files.was_sent_as(db, file.id, known_as)


def _card_was_sent(db: sqlite3.Connection, card: cards.CardRow, message_id: int, now: float) -> None:
    if not cards.was_sent(db, card.chat, card.key, message_id, card.wanted):
        # Dropped or moved while it was being sent: the message must not stay with old content.
        outbox.add(db, [(card.chat, outbox.NOTIFICATION, outbox.Delete(message_id))], now)


def _card_was_lost(
    db: sqlite3.Connection,
    card: cards.CardRow,
    message_id: int,
    row: outbox.Row,
    errand: outbox.Card,
    now: float,
) -> None:
    cards.was_lost(db, card.chat, card.key, message_id)
    outbox.add(db, [(card.chat, row.priority, errand)], now)


def chat_has_moved(db: sqlite3.Connection, row: outbox.Row, to: int, now: float) -> None:
    """The group of a row goes on as another chat: what was to be said or asked there is said here. What is
    about a message of the old one stays behind; its cards are for a turn to want anew.
    """
    errand = msgspec.json.decode(row.errand, type=outbox.Errand)
    if not isinstance(errand, outbox.Card | outbox.Delete | outbox.Pin):
        outbox.add(db, [(to, row.priority, errand)], now)
    event = msgspec.json.encode({"event": "chat.moved", "id": row.chat, "chat": to}).decode()
    inbox.add_event(db, f"chat.moved.{row.chat}", event, now)


def _chat_was_asked(db: sqlite3.Connection, row: outbox.Row, told: dict[str, Any], now: float) -> None:
    event = {"event": "chat.asked", "id": row.id, "chat": row.chat, "data": told}
    inbox.add_event(db, f"chat.asked.{row.id}", msgspec.json.encode(event).decode(), now)


def _was_learnt(db: sqlite3.Connection, now: float) -> None:
    inbox.add_event(db, "answers.learnt", '{"event": "answers.learnt", "id": 0}', now)


def _file_was_fetched(db: sqlite3.Connection, file: int, content: bytes, now: float) -> None:
    files.put_content(db, file, content)
    event = msgspec.json.encode({"event": "file.kept", "id": file}).decode()
    inbox.add_event(db, f"file.kept.{file}", event, now)
