"""What the office has made of the answers' texts. Append-only: every version stays.

The versions of a topic are counted over all its languages, and version 0 is what was shipped, so a topic and
a version say once and for all what stands in each language.

A change begins a new *round* of its topic: the other languages are old until they are changed or confirmed. A
change in a language that is old follows the round that another one began, and makes no other old.
"""

import sqlite3
from typing import Literal

import msgspec

from storage.people import Person

Act = Literal["write", "restore", "confirm"]


class Version(msgspec.Struct, frozen=True):
    """From this version on a language has this text; None is the shipped one."""

    topic: str
    version: int
    locale: str
    text: str | None
    round: int
    act: Act
    person: int | None
    at: float


class NotAllowed(Exception):
    """Only the desk changes answers; nothing was changed."""


_COLUMNS = ", ".join(Version.__struct_fields__)


def latest(db: sqlite3.Connection, topic: str) -> int:
    """The present version of a topic; 0 while it is as it was shipped."""
    found = db.execute("SELECT coalesce(max(version), 0) FROM answer_texts WHERE topic = ?", (topic,))
    return int(found.fetchone()[0])


def in_force(db: sqlite3.Connection, topic: str, locale: str, version: int) -> Version | None:
    """What holds for a language at a version of its topic; None: what was shipped, never touched."""
    row = db.execute(
        f"SELECT {_COLUMNS} FROM answer_texts WHERE topic = ? AND locale = ? AND version <= ?"
        " ORDER BY version DESC LIMIT 1",
        (topic, locale, version),
    ).fetchone()
    return Version(*row) if row else None


def versions(db: sqlite3.Connection, topic: str, locale: str) -> list[Version]:
    """All texts that the office has given to a language, the latest first; confirming gave none."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM answer_texts WHERE topic = ? AND locale = ? AND act != 'confirm'"
        " ORDER BY version DESC",
        (topic, locale),
    )
    return [Version(*row) for row in rows]


def touched(db: sqlite3.Connection) -> list[str]:
    """The topics of which the office has changed anything, ever."""
    return [topic for (topic,) in db.execute("SELECT DISTINCT topic FROM answer_texts ORDER BY topic")]


def is_old(db: sqlite3.Connection, topic: str, locale: str, version: int) -> bool:
    """Whether the text of a language has, at this version, not followed the last change of its topic. None is
    old while every language has its shipped text.
    """
    found = [in_force(db, topic, each, version) for each in _locales(db, topic)]
    there = [each for each in found if each is not None]
    follows = max((each.round for each in there if each.locale == locale), default=0)
    newest = max((each.round for each in there), default=0)
    return follows < newest and any(each.text is not None for each in there)


def write(db: sqlite3.Connection, topic: str, locale: str, text: str, person: Person, now: float) -> Version:
    """Publishes a text. Raises NotAllowed."""
    return _put(db, topic, locale, text, "write", person, now)


def restore(
    db: sqlite3.Connection, topic: str, locale: str, version: int, person: Person, now: float
) -> Version:
    """Back to the text that this language had at a version; 0: the shipped one. Raises NotAllowed."""
    then = in_force(db, topic, locale, version)
    return _put(db, topic, locale, then.text if then else None, "restore", person, now)


def confirm(db: sqlite3.Connection, topic: str, locale: str, person: Person, now: float) -> Version:
    """The text of this language is still right, whatever has changed in the others. Raises NotAllowed."""
    present = in_force(db, topic, locale, latest(db, topic))
    return _put(db, topic, locale, present.text if present else None, "confirm", person, now)


def _put(
    db: sqlite3.Connection, topic: str, locale: str, text: str | None, act: Act, person: Person, now: float
) -> Version:
    if "staff" not in person.work:
        raise NotAllowed(person.id)
    before = latest(db, topic)
    found = db.execute("SELECT coalesce(max(round), 0) FROM answer_texts WHERE topic = ?", (topic,))
    newest = int(found.fetchone()[0])
    follows = act == "confirm" or is_old(db, topic, locale, before)
    new = Version(topic, before + 1, locale, text, newest if follows else newest + 1, act, person.id, now)
    db.execute("INSERT INTO answer_texts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", msgspec.structs.astuple(new))
    return new


def _locales(db: sqlite3.Connection, topic: str) -> list[str]:
    """The languages of a topic that were ever touched."""
    rows = db.execute("SELECT DISTINCT locale FROM answer_texts WHERE topic = ? ORDER BY locale", (topic,))
    return [locale for (locale,) in rows]


class Changed:
    """The same, for whoever shows answers: read through one connection, and kept in memory, since what stands
    at a version never changes.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._there: dict[tuple[str, int, str], tuple[str | None, bool]] = {}

    def latest(self, topic: str) -> int:
        """The present version of a topic; 0 while it is as it was shipped."""
        return latest(self._db, topic)

    def text(self, topic: str, version: int, locale: str) -> str | None:
        """What the office has written in a language up to a version; None: the shipped text."""
        return self._at(topic, version, locale)[0]

    def is_old(self, topic: str, version: int, locale: str) -> bool:
        """Whether another language was changed since, and this one has not followed."""
        return self._at(topic, version, locale)[1]

    def _at(self, topic: str, version: int, locale: str) -> tuple[str | None, bool]:
        key = (topic, version, locale)
        if key in self._there:
            return self._there[key]
        found = in_force(self._db, topic, locale, version)
        there = found.text if found else None, is_old(self._db, topic, locale, version)
        if version <= latest(self._db, topic):  # what is not committed yet is not kept
            self._there[key] = there
        return there
