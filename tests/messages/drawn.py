"""An example as it stands on a phone: its text and its keys, for the tests of all messages."""

from collections.abc import Iterator
from typing import Any

import msgspec

from bot.answering import Answering
from bot.messages.base import Message
from bot.settings import Company
from bot.speech import words

Json = dict[str, Any]


class Drawn(msgspec.Struct):
    """`rows` are the rows of buttons or of keyboard words, as Telegram is sent them."""

    text: str
    rows: list[list[Json]]
    fields: Json
    file: int | None

    @property
    def keys(self) -> list[Json]:
        return [key for row in self.rows for key in row]


def drawn(message: Message, locale: str, company: Company) -> Drawn:
    fields, file = message.draw(words(locale), company, Answering(company).text)
    said = fields.get("text", fields.get("caption", ""))
    listed = [each["description"] for each in fields.get("commands", [])]
    markup = fields.get("reply_markup", {})
    rows = markup.get("inline_keyboard") or markup.get("keyboard") or []
    return Drawn("\n".join([said, *listed]).strip(), rows, fields, file)


def strings(value: object) -> Iterator[str]:
    """Every text in a message's data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from strings(each)
