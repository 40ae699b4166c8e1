"""Errands that a turn has decided on and the courier has not yet carried out."""

import sqlite3
from collections.abc import Sequence

import msgspec

EMERGENCY, ANSWER, NOTIFICATION, NOTICE = range(4)
PRIORITIES = (EMERGENCY, ANSWER, NOTIFICATION, NOTICE)


class Send(msgspec.Struct, frozen=True, tag="send"):
    """Send a message (JSON of a message struct). `reply_to` is the key of a card it points at."""

    message: msgspec.Raw
    silent: bool = False
    reply_to: str = ""


class Card(msgspec.Struct, frozen=True, tag="card"):
    """Bring a card to what is wanted."""

    key: str
    silent: bool = False


class Delete(msgspec.Struct, frozen=True, tag="delete"):
    message_id: int


class Pin(msgspec.Struct, frozen=True, tag="pin"):
    """Pin a card, without a sound."""

    key: str


class Fetch(msgspec.Struct, frozen=True, tag="fetch"):
    """Fetch a file (id in `files`) from Telegram."""

    file: int


class Menu(msgspec.Struct, frozen=True, tag="menu"):
    """Set the chat's command menu, rendered from a message struct as words are."""

    message: msgspec.Raw


class Ask(msgspec.Struct, frozen=True, tag="ask"):
    """Ask what the bot may do in the chat. The answer comes back as an event, with `note` (JSON) in it."""

    note: msgspec.Raw


class Document(msgspec.Struct, frozen=True, tag="document"):
    """Make the document that is called so and send it, with a message under it. It is made when it is sent,
    from what is true then, and kept nowhere. With a `key` it is known as a card where it stands.
    """

    name: str
    message: msgspec.Raw
    key: str = ""


class Learn(msgspec.Struct, frozen=True, tag="learn"):
    """Learn anew how people ask, in a worker: what is to be learnt has changed."""


class Deliver(msgspec.Struct, frozen=True, tag="deliver"):
    """Bring a sending to this chat, as it is then; `under`: the message below it."""

    sending: int
    under: bool = False


class Redraw(msgspec.Struct, frozen=True, tag="redraw"):
    """Edit what stands in this chat of a sending, if it has changed since. `news` is the sending that tells
    of the change, 0 for none: where the old words were just arriving when the others were told, it comes now.
    """

    sending: int
    news: int = 0


class Recall(msgspec.Struct, frozen=True, tag="recall"):
    """Delete what stands in this chat of a sending; where Telegram no longer lets us, edit it."""

    sending: int


Errand = Send | Card | Delete | Pin | Fetch | Menu | Ask | Document | Learn | Deliver | Redraw | Recall


class Row(msgspec.Struct, frozen=True):
    """A row of the outbox; `errand` is still JSON, since a row that cannot be read is set aside alone."""

    id: int
    chat: int
    priority: int
    errand: str
    tries: int
    due: float
    since: float


def add(db: sqlite3.Connection, errands: Sequence[tuple[int, int, Errand]], now: float) -> None:
    """Adds errands as (chat, priority, errand), in order."""
    db.executemany(
        "INSERT INTO outbox (chat, priority, errand, since) VALUES (?, ?, ?, ?)",
        [(chat, priority, msgspec.json.encode(errand).decode(), now) for chat, priority, errand in errands],
    )


def page(db: sqlite3.Connection, priority: int, after: int, limit: int) -> list[Row]:
    """Rows of one priority with id > `after`, oldest first; those of unreachable chats stay parked."""
    rows = db.execute(
        "SELECT id, chat, priority, errand, tries, due, since FROM outbox"
        " WHERE priority = ? AND id > ?"
        " AND NOT EXISTS (SELECT 1 FROM chats WHERE chats.id = outbox.chat AND NOT reachable)"
        " ORDER BY id LIMIT ?",
        (priority, after, limit),
    )
    return [Row(*row) for row in rows]


def of_chat(db: sqlite3.Connection, chat: int) -> list[Row]:
    """All rows of a chat, oldest first."""
    rows = db.execute(
        "SELECT id, chat, priority, errand, tries, due, since FROM outbox WHERE chat = ? ORDER BY id", (chat,)
    )
    return [Row(*row) for row in rows]


def waits(db: sqlite3.Connection, row_id: int) -> bool:
    """Whether an errand is still to be carried out: it may have been erased, or have a new id."""
    return db.execute("SELECT 1 FROM outbox WHERE id = ?", (row_id,)).fetchone() is not None


def done(db: sqlite3.Connection, row_id: int) -> None:
    db.execute("DELETE FROM outbox WHERE id = ?", (row_id,))


def retry(db: sqlite3.Connection, row_id: int, due: float) -> None:
    db.execute("UPDATE outbox SET tries = tries + 1, due = ? WHERE id = ?", (due, row_id))


def give_up(db: sqlite3.Connection, row: Row, why: str, now: float) -> None:
    """Moves an errand to `undelivered`, under the same id, where it is a task for a person."""
    db.execute(
        "INSERT INTO undelivered (id, chat, errand, why, at) VALUES (?, ?, ?, ?, ?)",
        (row.id, row.chat, row.errand, why, now),
    )
    done(db, row.id)


def was_fetch(db: sqlite3.Connection, row_id: int) -> bool:
    """Whether the errand that was given up under this id was to fetch a file that a person had sent."""
    row = db.execute("SELECT errand FROM undelivered WHERE id = ?", (row_id,)).fetchone()
    return row is not None and msgspec.json.decode(row[0], type=_Tag).type == "fetch"


class _Tag(msgspec.Struct):
    type: str = ""


def unpark(db: sqlite3.Connection, chat: int) -> None:
    """Gives a chat's rows new ids, in order, so that the courier meets them again."""
    rows = of_chat(db, chat)
    drop_chat(db, chat)
    db.executemany(
        "INSERT INTO outbox (chat, priority, errand, since) VALUES (?, ?, ?, ?)",
        [(row.chat, row.priority, row.errand, row.since) for row in rows],
    )


def drop_chat(db: sqlite3.Connection, chat: int) -> None:
    db.execute("DELETE FROM outbox WHERE chat = ?", (chat,))


def parked_before(db: sqlite3.Connection, before: float) -> list[Row]:
    """Rows of unreachable chats that are older than `before`, at most 500, oldest first."""
    rows = db.execute(
        "SELECT outbox.id, chat, priority, errand, tries, due, since FROM outbox"
        " JOIN chats ON chats.id = outbox.chat WHERE NOT reachable AND since < ?"
        " ORDER BY outbox.id LIMIT 500",
        (before,),
    )
    return [Row(*row) for row in rows]
