"""What an errand of any kind becomes before it is carried out, and what is kept of the answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

NOT_MODIFIED = "message is not modified"
# What cannot be edited: it is gone or not ours; or a picture where words are wanted, and the other way.
NOT_THERE = ("message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID")
OTHER_KIND = (
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
    "there is no media in the message to edit",
)
GONE = (*NOT_THERE, *OTHER_KIND)


class Drawn(msgspec.Struct):
    """A message in its reader's language: Telegram's fields without the chat, and a kept file or none."""

    fields: dict[str, Any]
    file: int | None = None


# What is kept with the receipt.
Keep = Callable[[sqlite3.Connection, float], None]
# Message JSON and the reader's locale (None: never chosen) -> Drawn. Handed in by app.py.
Render = Callable[[bytes, str | None], Drawn]


def nothing(db: sqlite3.Connection, now: float) -> None:
    """Keeps nothing."""


class Outcome(msgspec.Struct):
    """What is written with the receipt; `called` is False where Telegram was not asked."""

    keep: Keep = nothing
    called: bool = True


class Call(msgspec.Struct):
    """An errand about to be carried out; `counts` against Telegram's limits for messages."""

    make: Callable[[], Awaitable[Outcome]]
    counts: bool
    # What is kept when the errand is given up, where that is no task for a person of its own.
    given_up: Callable[[sqlite3.Connection], None] | None = None


def edit_method(fields: dict[str, Any]) -> str:
    """The method that edits a message to these fields: the words, or those under a picture."""
    return "editMessageCaption" if "caption" in fields else "editMessageText"


def raiser(error: Exception) -> Callable[[], Awaitable[Outcome]]:
    """A call that fails with this error."""

    async def make() -> Outcome:
        raise error

    return make


async def skip() -> Outcome:
    """A call that has become needless."""
    return Outcome(called=False)
