"""Ways to ask that the office has added to the shipped ones: the finder learns them with the others."""

import sqlite3

import msgspec

from storage.people import Person

NOT_OURS = ""


class Phrasing(msgspec.Struct, frozen=True):
    """`topic` is NOT_OURS for what no answer is for."""

    locale: str
    words: str
    topic: str


class NotAllowed(Exception):
    """Only the desk adds ways to ask; nothing was changed."""


def add(
    db: sqlite3.Connection, locale: str, words: list[str], topic: str, person: Person, now: float
) -> None:
    """These words in this language ask for this topic from now on, whatever they were before.

    Raises NotAllowed.
    """
    if "staff" not in person.work:
        raise NotAllowed(person.id)
    db.executemany(
        "INSERT OR REPLACE INTO phrasings VALUES (?, ?, ?, ?, ?)",
        [(locale, each, topic, person.id, now) for each in words],
    )


def everything(db: sqlite3.Connection) -> list[Phrasing]:
    """All of them, in one order."""
    rows = db.execute("SELECT locale, words, topic FROM phrasings ORDER BY locale, topic, words")
    return [Phrasing(*row) for row in rows]


def by_topic(db: sqlite3.Connection) -> dict[str, dict[str, list[str]]]:
    """Language -> topic -> what was added to it, in one order: what is learnt beside the shipped ways."""
    found: dict[str, dict[str, list[str]]] = {}
    for each in everything(db):
        found.setdefault(each.locale, {}).setdefault(each.topic, []).append(each.words)
    return found


def of_topic(db: sqlite3.Connection, topic: str) -> list[Phrasing]:
    """What was added to a topic, the latest first."""
    rows = db.execute(
        "SELECT locale, words, topic FROM phrasings WHERE topic = ? ORDER BY at DESC, words", (topic,)
    )
    return [Phrasing(*row) for row in rows]


def take_out(db: sqlite3.Connection, locale: str, words: str, person: Person) -> None:
    """These words are no way to ask any more. Raises NotAllowed."""
    if "staff" not in person.work:
        raise NotAllowed(person.id)
    db.execute("DELETE FROM phrasings WHERE locale = ? AND words = ?", (locale, words))
