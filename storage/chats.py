"""What the engine knows of a chat: its language, and whether it can be reached."""

import sqlite3

import msgspec


class Chat(msgspec.Struct, frozen=True):
    """`locale` is None until the person has chosen."""

    id: int
    locale: str | None = None
    reachable: bool = True


def get(db: sqlite3.Connection, chat: int) -> Chat:
    """The chat, with defaults if nothing is kept of it."""
    row = db.execute("SELECT id, locale, reachable FROM chats WHERE id = ?", (chat,)).fetchone()
    return Chat(row[0], row[1], bool(row[2])) if row else Chat(chat)


def set_locale(db: sqlite3.Connection, chat: int, locale: str) -> None:
    db.execute(
        "INSERT INTO chats (id, locale) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET locale = ?2",
        (chat, locale),
    )


def unreachable(db: sqlite3.Connection, first: int, last: int) -> set[int]:
    """The chats with ids from `first` to `last` that have blocked the bot."""
    found = db.execute("SELECT id FROM chats WHERE id BETWEEN ? AND ? AND NOT reachable", (first, last))
    return {chat for (chat,) in found}


def set_reachable(db: sqlite3.Connection, chat: int, reachable: bool) -> bool:
    """Returns whether the chat is known. An unknown one stays so: nothing is kept of it before its
    language is chosen.
    """
    return db.execute("UPDATE chats SET reachable = ? WHERE id = ?", (reachable, chat)).rowcount == 1
