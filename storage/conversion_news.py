"""The good news of a conversion: which adult has opened it, understood it, or wants to be called."""

import sqlite3
from typing import Literal

import msgspec

from storage.people import Person


class Reader(msgspec.Struct, frozen=True):
    """What an adult did with the news: `answer` is "", understood or call."""

    person: int
    opened: float | None
    answer: str
    called: float | None


def readers(db: sqlite3.Connection, conversion: int) -> dict[int, Reader]:
    """What each adult did with it, by person."""
    rows = db.execute(
        "SELECT person, opened, answer, called FROM conversion_readers WHERE conversion = ?", (conversion,)
    )
    return {row[0]: Reader(*row) for row in rows.fetchall()}


def open_by(db: sqlite3.Connection, conversion: int, person: Person, now: float) -> None:
    """An adult has opened it."""
    db.execute(
        "INSERT INTO conversion_readers (conversion, person, opened) VALUES (?, ?, ?)"
        " ON CONFLICT (conversion, person) DO UPDATE SET opened = coalesce(opened, excluded.opened)",
        (conversion, person.id, now),
    )


def answer(
    db: sqlite3.Connection, conversion: int, person: Person, says: Literal["understood", "call"], now: float
) -> None:
    """She has understood it, or wants to be called; the latest counts."""
    open_by(db, conversion, person, now)
    db.execute(
        "UPDATE conversion_readers SET answer = ?, called = NULL WHERE conversion = ? AND person = ?",
        (says, conversion, person.id),
    )


def call_all(db: sqlite3.Connection, conversion: int, now: float) -> None:
    """Those who wanted to be called have been."""
    db.execute(
        "UPDATE conversion_readers SET called = ?"
        " WHERE conversion = ? AND answer = 'call' AND called IS NULL",
        (now, conversion),
    )


def wants_call(db: sqlite3.Connection) -> list[int]:
    """The conversions about which somebody waits for a call."""
    rows = db.execute(
        "SELECT DISTINCT conversion FROM conversion_readers"
        " WHERE answer = 'call' AND called IS NULL ORDER BY 1"
    )
    return [conversion for (conversion,) in rows.fetchall()]
