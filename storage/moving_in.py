"""Moving in: what a household was told after its keys and has done, and its yearly smoke alarm."""

import sqlite3
from datetime import date
from typing import Literal

import msgspec


class Step(msgspec.Struct, frozen=True):
    """What was sent `day` days after the keys; `done` is when an adult said so."""

    contract: int
    day: int
    at: float
    done: float | None


def steps(db: sqlite3.Connection, contract: int) -> dict[int, Step]:
    """What was sent to the household of a contract, by days after the keys."""
    rows = db.execute("SELECT contract, day, at, done FROM moving_in WHERE contract = ?", (contract,))
    return {row[1]: Step(*row) for row in rows.fetchall()}


def sent(db: sqlite3.Connection, contract: int, day: int, now: float) -> None:
    db.execute("INSERT OR IGNORE INTO moving_in (contract, day, at) VALUES (?, ?, ?)", (contract, day, now))


def do(db: sqlite3.Connection, contract: int, day: int, now: float) -> bool:
    """An adult says that it is done. Returns whether it was open."""
    found = db.execute(
        "UPDATE moving_in SET done = ? WHERE contract = ? AND day = ? AND done IS NULL", (now, contract, day)
    )
    return found.rowcount == 1


def to_ask_about_alarm(db: sqlite3.Connection, before: float) -> list[int]:
    """Households with a home and a phone that were asked, or came into the bot, before a moment: the longest
    first.
    """
    rows = db.execute(
        "SELECT households.id FROM households LEFT JOIN smoke_alarms ON household = households.id"
        " WHERE home IS NOT NULL AND coalesce(asked, at) <= ?"
        " AND EXISTS (SELECT 1 FROM residents WHERE residents.household = households.id)"
        " ORDER BY coalesce(asked, at) LIMIT 100",
        (before,),
    )
    return [household for (household,) in rows.fetchall()]


def ask_about_alarm(db: sqlite3.Connection, household: int, now: float) -> None:
    db.execute("INSERT OR REPLACE INTO smoke_alarms (household, asked) VALUES (?, ?)", (household, now))


def alarm(db: sqlite3.Connection, household: int) -> str | None:
    """What the household said of its smoke alarm this year: "" for nothing yet; None if it was not asked."""
    row = db.execute("SELECT answer FROM smoke_alarms WHERE household = ?", (household,)).fetchone()
    return row[0] if row else None


def answer_about_alarm(db: sqlite3.Connection, household: int, says: Literal["sounds", "silent"]) -> None:
    db.execute("UPDATE smoke_alarms SET answer = ? WHERE household = ?", (says, household))


def due(keys: date, days: list[int], told: dict[int, Step], today: date) -> int | None:
    """The step whose day has come and that was not sent: the latest, since what is older has passed."""
    come = [day for day in days if (today - keys).days >= day]
    return max(come) if come and max(come) not in told else None
