"""Answers that a person has read out: one voice note an answer and language, for those who read slowly.

A recording belongs to the text that was read. When the text changes it is no longer offered, so that nobody
hears what no longer holds.
"""

import hashlib
import sqlite3

from storage import files


def mark_of(text: str) -> str:
    """A short mark that differs for every text: what a recording says."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def put(db: sqlite3.Connection, topic: str, locale: str, says: str, file: int, now: float) -> None:
    """Keeps a voice note (id in `files`) as the recording of an answer whose text has the mark `says`. One
    that was there before goes, with its file.
    """
    before = _file(db, topic, locale)
    db.execute(
        "INSERT OR REPLACE INTO recordings (topic, locale, says, file, at) VALUES (?, ?, ?, ?, ?)",
        (topic, locale, says, file, now),
    )
    if before is not None and before != file:
        files.erase(db, [before])


def of(db: sqlite3.Connection, topic: str, locale: str, says: str) -> int | None:
    """The voice note (id in `files`) in which this very text is read out; None if there is none."""
    row = db.execute(
        "SELECT file FROM recordings WHERE topic = ? AND locale = ? AND says = ?", (topic, locale, says)
    ).fetchone()
    return int(row[0]) if row else None


def remove(db: sqlite3.Connection, topic: str, locale: str) -> None:
    """Takes a recording back, with its file."""
    file = _file(db, topic, locale)
    db.execute("DELETE FROM recordings WHERE topic = ? AND locale = ?", (topic, locale))
    if file is not None:
        files.erase(db, [file])


def stale(db: sqlite3.Connection, topic: str, locale: str, says: str) -> bool:
    """Whether there is a recording, but of an earlier text than the one with this mark."""
    return _file(db, topic, locale) is not None and of(db, topic, locale, says) is None


def _file(db: sqlite3.Connection, topic: str, locale: str) -> int | None:
    row = db.execute("SELECT file FROM recordings WHERE topic = ? AND locale = ?", (topic, locale)).fetchone()
    return int(row[0]) if row else None
