"""What every outgoing message is: a small frozen struct, kept as JSON under a stable name (its tag)."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec

from bot.settings import Company
from bot.speech import RECORD, Copied, Rendered, Words, left_to_right, wire, words
from storage.small_numbers import FEWEST_SHOWN, shown

T = TypeVar("T")
LONGEST_LABEL = 40  # what a phone shows of a button


class AnswerText(msgspec.Struct, frozen=True):
    """An answer in one language, its {placeholders} still open. `reviewed` is the native reader who has been
    through it, "" if nobody has; `old` is whether it was changed in another language since. `first_hand` and
    `second_hand` are the wordings where the contract matters.
    """

    title: str
    text: str
    reviewed: str = ""
    old: bool = False
    first_hand: str = ""
    second_hand: str = ""

    def worded(self, kind: str) -> str:
        """The text for one who has such a contract, "" for none that is known."""
        return {"first_hand": self.first_hand, "second_hand": self.second_hand}.get(kind) or self.text


# The version that is in force when a message is shown, for titles on buttons.
NEWEST = -1
# Topic, version (0: as shipped) and locale -> the text of that answer, None if there is none. Handed in by
# app.py.
Texts = Callable[[str, int, str], AnswerText | None]


def no_texts(topic: str, version: int, locale: str) -> AnswerText | None:
    """For messages that show no answers."""
    return None


# Notice and version -> what it says, as JSON, None if there is none. Handed in by app.py.
Contents = Callable[[int, int], bytes | None]


def no_contents(notice: int, version: int) -> bytes | None:
    """For messages that show no notices."""
    return None


class Message(msgspec.Struct, frozen=True, tag_field="message"):
    """A message as data: what happened, to what. `render` says it in the reader's words.

    Its tag and fields outlive releases: unknown keys are ignored and a new field has a default.
    """

    def render(self, _: Words, company: Company) -> Rendered:
        """What the reader sees. Every kind of message has its own."""
        return Rendered()

    def shown(self, _: Words, company: Company, texts: Texts) -> Rendered:
        """The same for a message that shows answers or their titles."""
        return self.render(_, company)

    def draw(
        self, _: Words, company: Company, texts: Texts = no_texts, contents: Contents = no_contents
    ) -> tuple[dict[str, Any], int | None]:
        """Telegram's fields without the chat, and the kept file that goes with them."""
        rendered = self.shown(_, company, texts)
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


def people_shown(n: int | None, _: Words) -> str:
    """A number of people, never one that is too small (or None, where it has been left out already)."""
    number = shown(n) if n is not None else None
    return str(number) if number is not None else _("fewer than {n}", n=FEWEST_SHOWN)


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
