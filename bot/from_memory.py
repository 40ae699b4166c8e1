"""What must be said even when the store cannot be written: the emergency card, and the one of violence at
home with its hiding. It is read from an update's JSON alone.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from bot.answering import Emergency
from bot.messages.base import Message
from bot.messages.emergency import EmergencyCard, ViolenceCard
from bot.messages.menu import word_meant
from bot.settings import Company
from bot.speech import RECORD, locale_of, words


class _Who(msgspec.Struct):
    id: int = 0
    language_code: str | None = None
    type: str = "private"


class _Words(msgspec.Struct):
    message_id: int = 0
    chat: _Who = msgspec.field(default_factory=_Who)
    from_: _Who = msgspec.field(default_factory=_Who, name="from")
    text: str = ""
    caption: str = ""


class _Pressed(msgspec.Struct):
    message_id: int = 0


class _Press(msgspec.Struct):
    id: str = ""
    data: str = ""
    from_: _Who = msgspec.field(default_factory=_Who, name="from")
    message: _Pressed | None = None


class _Update(msgspec.Struct):
    message: _Words | None = None
    callback_query: _Press | None = None


def emergency_from_memory(
    raw: bytes, company: Company, told: Callable[[str], Emergency | None]
) -> list[tuple[str, dict[str, Any]]]:
    """The calls for an update that asks for the emergency card, tells of an emergency or hides the card of
    violence, without the store: the language is the phone's. `told` looks for an emergency in words.
    """
    try:
        update = msgspec.json.decode(raw, type=_Update)
    except msgspec.MsgspecError:
        return []
    sent, press = update.message, update.callback_query
    if sent is not None and sent.chat.type == "private" and sent.chat.id:
        asked = sent.text.split("@")[0].strip()
        shows = asked == "/emergency" or word_meant(asked) == "emergency"
        found = Emergency("danger") if shows else told(sent.text or sent.caption)
        if found is None:
            return []
        card = ViolenceCard(sent.message_id) if found.kind == "violence" else EmergencyCard()
        return [_from_memory(card, sent.from_, sent.chat.id, company)]
    if press is not None and press.from_.id:
        name, _, value = press.data.partition(":")
        if name == "emergency.show":
            return [_from_memory(EmergencyCard(), press.from_, press.from_.id, company)]
        if name == "emergency.hide":
            gone = [press.message.message_id if press.message else 0, _number(value)]
            return [("deleteMessage", {"chat_id": press.from_.id, "message_id": i}) for i in gone if i]
    return []


def _from_memory(card: Message, who: _Who, chat: int, company: Company) -> tuple[str, dict[str, Any]]:
    fields, _ = card.draw(words(locale_of(who.language_code) or RECORD), company)
    return "sendMessage", {"chat_id": chat, **fields}


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 16 else 0
