"""Messages that are kept true by editing: what is wanted, and what was last shown."""

import sqlite3

import msgspec


class CardRow(msgspec.Struct, frozen=True):
    """`wanted` and `shown` are JSON of message structs; `message_id` is None until it was sent."""

    chat: int
    key: str
    message_id: int | None
    wanted: str
    shown: str | None


def want(db: sqlite3.Connection, chat: int, key: str, wanted: str, final: bool = False) -> None:
    """What the card shall show, replacing what was not sent yet. A `final` one is kept until it is shown:
    the message stays in the chat as it is, and is not shown anew when its reader's language changes.
    """
    db.execute(
        "INSERT INTO cards (chat, key, wanted, final) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (chat, key) DO UPDATE SET wanted = ?3, final = ?4",
        (chat, key, wanted, final),
    )


def get(db: sqlite3.Connection, chat: int, key: str) -> CardRow | None:
    row = db.execute(
        "SELECT chat, key, message_id, wanted, shown FROM cards WHERE chat = ? AND key = ?", (chat, key)
    ).fetchone()
    return CardRow(*row) if row else None


def of_chat(db: sqlite3.Connection, chat: int) -> list[CardRow]:
    rows = db.execute("SELECT chat, key, message_id, wanted, shown FROM cards WHERE chat = ?", (chat,))
    return [CardRow(*row) for row in rows]


def chats_with(db: sqlite3.Connection, key: str) -> list[int]:
    """The chats where a card with this key stands."""
    return [chat for (chat,) in db.execute("SELECT chat FROM cards WHERE key = ?", (key,))]


def move(db: sqlite3.Connection, chat: int, key: str, message_id: int | None) -> int | None:
    """Lets the card stand on another message (None: a new one is sent). Returns the message it left. A
    card that stood there has gone: a message shows one thing.
    """
    db.execute("DELETE FROM cards WHERE chat = ? AND message_id = ? AND key != ?", (chat, message_id, key))
    card = get(db, chat, key)
    if card is None or card.message_id == message_id:
        return None
    db.execute(
        "UPDATE cards SET message_id = ?, shown = NULL WHERE chat = ? AND key = ?", (message_id, chat, key)
    )
    return card.message_id


def was_sent(db: sqlite3.Connection, chat: int, key: str, message_id: int, shown: str) -> bool:
    """Notes the message a card was sent as. False if the card has gone or moved meanwhile."""
    found = db.execute(
        "UPDATE cards SET message_id = ?, shown = ? WHERE chat = ? AND key = ? AND message_id IS NULL",
        (message_id, shown, chat, key),
    )
    _let_go(db, chat, key)
    return found.rowcount == 1


def stands_on(db: sqlite3.Connection, chat: int, key: str, message_id: int, shown: str) -> None:
    """What was sent without a card, such as a picture, is one from now on."""
    db.execute(
        "INSERT OR REPLACE INTO cards (chat, key, message_id, wanted, shown) VALUES (?1, ?2, ?3, ?4, ?4)",
        (chat, key, message_id, shown),
    )


def was_edited(db: sqlite3.Connection, chat: int, key: str, message_id: int, shown: str) -> None:
    db.execute(
        "UPDATE cards SET shown = ? WHERE chat = ? AND key = ? AND message_id = ?",
        (shown, chat, key, message_id),
    )
    _let_go(db, chat, key)


def _let_go(db: sqlite3.Connection, chat: int, key: str) -> None:
    db.execute("DELETE FROM cards WHERE chat = ? AND key = ? AND final AND shown = wanted", (chat, key))


def was_lost(db: sqlite3.Connection, chat: int, key: str, message_id: int) -> None:
    """The message no longer exists at Telegram: the card is to be sent anew."""
    db.execute(
        "UPDATE cards SET message_id = NULL, shown = NULL WHERE chat = ? AND key = ? AND message_id = ?",
        (chat, key, message_id),
    )


def forget_shown(db: sqlite3.Connection, chat: int) -> list[str]:
    """Marks every card of a chat as not shown (its language changed, or it was away). Returns the keys."""
    db.execute("UPDATE cards SET shown = NULL WHERE chat = ?", (chat,))
    return [key for (key,) in db.execute("SELECT key FROM cards WHERE chat = ? ORDER BY key", (chat,))]


def drop(db: sqlite3.Connection, chat: int, key: str) -> int | None:
    """Stops keeping a card. Returns the message it stood on, which stays in the chat."""
    card = get(db, chat, key)
    db.execute("DELETE FROM cards WHERE chat = ? AND key = ?", (chat, key))
    return card.message_id if card else None
