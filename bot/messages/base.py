"""What every outgoing message is: a small frozen struct, kept as JSON under a stable name (its tag)."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec

from bot.settings import Company
from bot.speech import RECORD, Copied, Rendered, Words, left_to_right, wire, words

T = TypeVar("T")
LONGEST_LABEL = 40  # what a phone shows of a button


class Message(msgspec.Struct, frozen=True, tag_field="message"):
    """A message as data: what happened, to what. `render` says it in the reader's words.

    Its tag and fields outlive releases: unknown keys are ignored and a new field has a default.
    """

    def render(self, _: Words, company: Company) -> Rendered:
        """What the reader sees. Every kind of message has its own."""
        return Rendered()

    def draw(self, _: Words, company: Company) -> tuple[dict[str, Any], int | None]:
        """Telegram's fields without the chat, and the kept file that goes with them."""
        rendered = self.render(_, company)
        return wire(rendered, _.locale), rendered.file


def lines(*parts: str) -> str:
    """Parts as lines; empty ones are left out."""
    return "\n".join(part for part in parts if part)


def paragraphs(*parts: str) -> str:
    """Parts with an empty line between; empty ones are left out."""
    return "\n\n".join(part for part in parts if part)


def in_swedish_too(_: Words, say: Callable[[Words], str]) -> str:
    """The same in Swedish, under a heading, for a reader of another language: what is valid, and what an
    unreviewed translation can be held against. Empty for who reads Swedish anyway.
    """
    if _.locale == RECORD:
        return ""
    swedish = ["Svenska:", *say(words(RECORD)).split("\n")]
    return "\n".join(left_to_right(line) if _.rtl and line else line for line in swedish)


def in_rows(buttons: Sequence[T], columns: int) -> list[list[T]]:
    """Buttons in rows of `columns`."""
    return [list(buttons[i : i + columns]) for i in range(0, len(buttons), columns)]


def phone_shown(number: str) -> Copied:
    """A number in international form with spaces, so that it can be read out and tapped: +46 980 319 200.

    It is read from left to right in every language: in an Arabic sentence its groups would change places.
    """
    return left_to_right(_spaced(number))


def _spaced(number: str) -> str:
    digits = number.removeprefix("+46")
    if digits == number:
        return number
    return "+46 " + " ".join([digits[:3], *(digits[i : i + 3] for i in range(3, len(digits), 3))])
