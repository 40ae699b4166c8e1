"""The languages that those who work here speak, and what is offered to them first because of it."""

import sqlite3
from typing import Literal

from storage.people import Person

Record = Literal["thread", "fault"]


class NotAllowed(Exception):
    """Only those who look after homes or sit at the desk mark what they speak; nothing was changed."""


def of(db: sqlite3.Connection, person: int) -> frozenset[str]:
    """The languages this person has marked."""
    return frozenset(i for (i,) in db.execute("SELECT locale FROM spoken WHERE person = ?", (person,)))


def speakers(db: sqlite3.Connection, locale: str) -> frozenset[int]:
    """The people who have marked a language."""
    return frozenset(i for (i,) in db.execute("SELECT person FROM spoken WHERE locale = ?", (locale,)))


def switch(db: sqlite3.Connection, person: Person, locale: str) -> None:
    """Marks a language, or takes the mark away. Raises NotAllowed."""
    if not person.work & {"caretaker", "staff"}:
        raise NotAllowed(person.id)
    gone = db.execute("DELETE FROM spoken WHERE person = ? AND locale = ?", (person.id, locale))
    if gone.rowcount == 0:
        db.execute("INSERT INTO spoken VALUES (?, ?)", (person.id, locale))


def offer_first(db: sqlite3.Connection, record: Record, record_id: int, until: float) -> None:
    """Until a moment it is offered to those who speak the language; then everybody is called."""
    db.execute("INSERT OR REPLACE INTO first_offers VALUES (?, ?, ?)", (record, record_id, until))


def offers_over(db: sqlite3.Connection, record: Record, now: float) -> list[int]:
    """What has waited long enough for those who speak the language."""
    rows = db.execute(
        "SELECT id FROM first_offers WHERE record = ? AND until <= ? ORDER BY until, id", (record, now)
    )
    return [i for (i,) in rows]


def end_offer(db: sqlite3.Connection, record: Record, record_id: int) -> bool:
    """It is everybody's from now on, or somebody has it. Returns whether it was offered to some first."""
    found = db.execute("DELETE FROM first_offers WHERE record = ? AND id = ?", (record, record_id))
    return found.rowcount == 1
