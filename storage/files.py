"""Photos, voice notes and documents: Telegram's id for them, and their bytes once fetched."""

import sqlite3

import msgspec


class File(msgspec.Struct, frozen=True):
    """`kind` is photo, voice, video or document; `content` is None until fetched (a video's stays at
    Telegram). `name` is that of a document.
    """

    id: int
    kind: str
    telegram_id: str
    content: bytes | None
    name: str = ""


def add(db: sqlite3.Connection, kind: str, telegram_id: str, now: float, name: str = "") -> int:
    """Notes a file that a person sent. Returns its id."""
    found = db.execute(
        "INSERT INTO files (kind, telegram_id, at, name) VALUES (?, ?, ?, ?) RETURNING id",
        (kind, telegram_id, now, name),
    )
    return int(found.fetchone()[0])


def get(db: sqlite3.Connection, file: int) -> File | None:
    row = db.execute(
        "SELECT id, kind, telegram_id, content, name FROM files WHERE id = ?", (file,)
    ).fetchone()
    return File(*row) if row else None


def put_content(db: sqlite3.Connection, file: int, content: bytes) -> None:
    """Keeps our own copy; Telegram's id of the sender's original is forgotten."""
    db.execute("UPDATE files SET content = ?, telegram_id = '' WHERE id = ?", (content, file))


def was_sent_as(db: sqlite3.Connection, file: int, telegram_id: str) -> None:
    """Telegram's id of our own copy: the next send needs no upload."""
    db.execute("UPDATE files SET telegram_id = ? WHERE id = ?", (telegram_id, file))


def erase(db: sqlite3.Connection, ids: list[int]) -> None:
    db.executemany("DELETE FROM files WHERE id = ?", [(i,) for i in ids])
