"""Updates and events that have arrived: kept until their turn is committed, then only their ids."""

import sqlite3
from collections.abc import Iterable

import msgspec

HOURS_48 = 48 * 3600
DAYS_14 = 14 * 24 * 3600


class Arrived(msgspec.Struct, frozen=True):
    """One row of the inbox. `update_id` is None for an event of our own; `raw` is its JSON."""

    id: int
    update_id: int | None
    key: str | None
    raw: str
    tries: int


def keep(db: sqlite3.Connection, updates: Iterable[tuple[int, str]], now: float) -> None:
    """Keeps updates (id, raw JSON) in order of arrival; those already known are passed over."""
    db.executemany(
        "INSERT INTO inbox (update_id, raw, at) SELECT ?1, ?2, ?3"
        " WHERE NOT EXISTS (SELECT 1 FROM received WHERE update_id = ?1)"
        " ON CONFLICT (update_id) DO NOTHING",
        [(update_id, raw, now) for update_id, raw in updates],
    )


def add_event(db: sqlite3.Connection, key: str, event: str, now: float) -> None:
    """Keeps an event of our own (JSON), unless one with this key waits or has been set aside."""
    db.execute(
        "INSERT INTO inbox (key, raw, at) SELECT ?1, ?2, ?3"
        " WHERE NOT EXISTS (SELECT 1 FROM set_aside WHERE key = ?1)"
        " ON CONFLICT (key) DO NOTHING",
        (key, event, now),
    )


def waiting(db: sqlite3.Connection, limit: int) -> list[Arrived]:
    """The oldest rows whose turn has not come, in order of arrival."""
    rows = db.execute("SELECT id, update_id, key, raw, tries FROM inbox ORDER BY id LIMIT ?", (limit,))
    return [Arrived(*row) for row in rows]


def done(db: sqlite3.Connection, arrived: Arrived, now: float) -> None:
    """The turn is done: the update's content goes, its id stays against repeats."""
    db.execute("DELETE FROM inbox WHERE id = ?", (arrived.id,))
    if arrived.update_id is not None:
        db.execute("INSERT OR REPLACE INTO received VALUES (?, ?)", (arrived.update_id, now))


def count_try(db: sqlite3.Connection, arrived: Arrived) -> None:
    db.execute("UPDATE inbox SET tries = tries + 1 WHERE id = ?", (arrived.id,))


def set_aside(db: sqlite3.Connection, arrived: Arrived, error: str, now: float) -> None:
    """Takes a row that failed every try out of the way, kept raw for a person to look at."""
    db.execute(
        "INSERT INTO set_aside (update_id, key, raw, error, at) VALUES (?, ?, ?, ?, ?)",
        (arrived.update_id, arrived.key, arrived.raw, error, now),
    )
    done(db, arrived, now)


def sweep(db: sqlite3.Connection, now: float) -> None:
    """Forgets ids after 48 h and what was set aside after 14 days."""
    db.execute("DELETE FROM received WHERE at < ?", (now - HOURS_48,))
    db.execute("DELETE FROM set_aside WHERE at < ?", (now - DAYS_14,))
