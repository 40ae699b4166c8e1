"""Single facts the program keeps about itself, by name."""

import sqlite3

import msgspec


def get(db: sqlite3.Connection, name: str) -> str | None:
    row = db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else None


def put(db: sqlite3.Connection, name: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))


def bot_name(db: sqlite3.Connection) -> str | None:
    """The bot's username as its first `run` kept it; None if none is kept, or several bots' are."""
    kept = db.execute("SELECT value FROM facts WHERE name GLOB 'me.*'").fetchall()
    return str(msgspec.json.decode(kept[0][0])["username"]) if len(kept) == 1 else None
