"""Where a chat stands in a conversation, and its draft: survives a restart."""

import sqlite3

import msgspec


class Conversation(msgspec.Struct, frozen=True):
    """`data` is JSON of the conversation's own draft struct; `at` is when it last moved, epoch seconds."""

    chat: int
    name: str
    step: str
    data: str
    at: float


def get(db: sqlite3.Connection, chat: int) -> Conversation | None:
    row = db.execute(
        "SELECT chat, name, step, data, at FROM conversations WHERE chat = ?", (chat,)
    ).fetchone()
    return Conversation(*row) if row else None


def put(db: sqlite3.Connection, conversation: Conversation) -> None:
    """One conversation a chat: this one replaces any other."""
    db.execute(
        "INSERT OR REPLACE INTO conversations VALUES (?, ?, ?, ?, ?)",
        (conversation.chat, conversation.name, conversation.step, conversation.data, conversation.at),
    )


def end(db: sqlite3.Connection, chat: int) -> None:
    db.execute("DELETE FROM conversations WHERE chat = ?", (chat,))


def older_than(db: sqlite3.Connection, before: float) -> list[Conversation]:
    """Conversations that have not moved since `before`."""
    rows = db.execute("SELECT chat, name, step, data, at FROM conversations WHERE at < ?", (before,))
    return [Conversation(*row) for row in rows]
