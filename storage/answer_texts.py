"""What the office has made of the answers' texts. Append-only: every version stays, and the shipped text is
version 0 of each language.

A change begins a new *round* of its topic: the other languages are old until they are changed or confirmed. A
change in a language that is old follows the round that another one began, and makes no other old.
"""

import sqlite3

import msgspec

from storage.people import Person


class Version(msgspec.Struct, frozen=True):
    """`text` is None for the shipped one. `person` and `at` are None and 0 for version 0."""

    topic: str
    locale: str
    version: int
    text: str | None
    round: int
    person: int | None
    at: float


class NotAllowed(Exception):
    """Only the desk changes answers; nothing was changed."""


_COLUMNS = ", ".join(Version.__struct_fields__)


def present(db: sqlite3.Connection, topic: str, locale: str) -> Version:
    """The version that is read now."""
    row = db.execute(
        f"SELECT {_COLUMNS} FROM answer_texts WHERE topic = ? AND locale = ? ORDER BY version DESC LIMIT 1",
        (topic, locale),
    ).fetchone()
    return Version(*row) if row else Version(topic, locale, 0, None, 0, None, 0.0)


def versions(db: sqlite3.Connection, topic: str, locale: str) -> list[Version]:
    """All that the office has made of it, the latest first; the shipped text is not among them."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM answer_texts WHERE topic = ? AND locale = ? ORDER BY version DESC",
        (topic, locale),
    )
    return [Version(*row) for row in rows]


def get(db: sqlite3.Connection, topic: str, locale: str, version: int) -> Version | None:
    row = db.execute(
        f"SELECT {_COLUMNS} FROM answer_texts WHERE topic = ? AND locale = ? AND version = ?",
        (topic, locale, version),
    ).fetchone()
    return Version(*row) if row else None


def publish(
    db: sqlite3.Connection, topic: str, locale: str, text: str | None, person: Person, now: float
) -> Version:
    """Makes a text the one that is read; None: the shipped one again. Raises NotAllowed."""
    _at_desk(person)
    before = present(db, topic, locale)
    number = _round(db, topic) + (0 if is_old(db, topic, locale) else 1)
    new = Version(topic, locale, before.version + 1, text, number, person.id, now)
    db.execute("INSERT INTO answer_texts VALUES (?, ?, ?, ?, ?, ?, ?)", msgspec.structs.astuple(new))
    return new


def confirm(db: sqlite3.Connection, topic: str, locale: str, person: Person, now: float) -> None:
    """The text of this language is still right, whatever has changed in the others. Raises NotAllowed."""
    _at_desk(person)
    db.execute(
        "INSERT OR IGNORE INTO answer_confirmed VALUES (?, ?, ?, ?, ?)",
        (topic, locale, _round(db, topic), person.id, now),
    )


def is_old(db: sqlite3.Connection, topic: str, locale: str) -> bool:
    """Whether the text of this language has not followed the last change of its topic. None is old while
    every language has its shipped text.
    """
    return _followed(db, topic, locale) < _round(db, topic) and _is_changed(db, topic)


def touched(db: sqlite3.Connection) -> list[str]:
    """The topics of which the office has changed anything, ever."""
    return [topic for (topic,) in db.execute("SELECT DISTINCT topic FROM answer_texts ORDER BY topic")]


def _round(db: sqlite3.Connection, topic: str) -> int:
    """The last change of a topic's meaning: 0 as it was shipped."""
    found = db.execute("SELECT coalesce(max(round), 0) FROM answer_texts WHERE topic = ?", (topic,))
    return int(found.fetchone()[0])


def _followed(db: sqlite3.Connection, topic: str, locale: str) -> int:
    """The last change that the text of a language follows."""
    found = db.execute(
        "SELECT max("
        " coalesce((SELECT max(round) FROM answer_texts WHERE topic = ?1 AND locale = ?2), 0),"
        " coalesce((SELECT max(round) FROM answer_confirmed WHERE topic = ?1 AND locale = ?2), 0))",
        (topic, locale),
    )
    return int(found.fetchone()[0])


def _is_changed(db: sqlite3.Connection, topic: str) -> bool:
    """Whether any language has another text than the shipped one."""
    locales = db.execute("SELECT DISTINCT locale FROM answer_texts WHERE topic = ?", (topic,)).fetchall()
    return any(present(db, topic, locale).text is not None for (locale,) in locales)


def _at_desk(person: Person) -> None:
    if "staff" not in person.work:
        raise NotAllowed(person.id)
