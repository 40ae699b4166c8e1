"""One message to many chats: what is to be said, and what became of it in each. The counts are kept with
every change of a delivery, so that progress is one row to read however many chats there are.
"""

import sqlite3

import msgspec

# What becomes of a delivery that does not arrive, and how its sending counts it.
COUNTS = {
    "blocked": "blocked = blocked + 1",
    "failed": "failed = failed + 1",
    "left_out": "left_out = left_out + 1",
}


class Sending(msgspec.Struct, frozen=True):
    """`message` and `under` are JSON of message structs. `left` is how many chats it is still to reach."""

    id: int
    message: str
    under: str | None
    version: int
    reply_to: int | None
    stopped: int
    queued: int
    sent: int
    blocked: int
    failed: int
    left_out: int
    plain: int
    silent: int = 0

    @property
    def left(self) -> int:
        return self.queued - self.sent - self.blocked - self.failed - self.left_out


class Delivery(msgspec.Struct, frozen=True):
    """`version` is that of the message that stands in the chat, 0 before there is one, and `file` the id of
    the kept file that it has, None for words alone. `under_id` is the message below it, with `under_file`.
    """

    sending: int
    chat: int
    state: str
    message_id: int | None
    under_id: int | None
    version: int
    at: float
    file: int | None = None
    under_file: int | None = None


_DELIVERY = f"SELECT {', '.join(Delivery.__struct_fields__)} FROM deliveries"


def add(
    db: sqlite3.Connection,
    message: str,
    under: str | None = None,
    reply_to: int | None = None,
    *,
    silent: bool = False,
) -> int:
    """Returns the id of a new sending, which is for nobody yet. A `silent` one makes no sound."""
    found = db.execute(
        "INSERT INTO sendings (message, under, reply_to, silent) VALUES (?, ?, ?, ?) RETURNING id",
        (message, under, reply_to, silent),
    )
    return int(found.fetchone()[0])


def get(db: sqlite3.Connection, sending: int) -> Sending | None:
    row = db.execute(
        f"SELECT {', '.join(Sending.__struct_fields__)} FROM sendings WHERE id = ?", (sending,)
    ).fetchone()
    return Sending(*row) if row else None


def delivery(db: sqlite3.Connection, sending: int, chat: int) -> Delivery | None:
    row = db.execute(f"{_DELIVERY} WHERE sending = ? AND chat = ?", (sending, chat)).fetchone()
    return Delivery(*row) if row else None


def change(db: sqlite3.Connection, sending: int, message: str, under: str | None) -> None:
    """What is to be said from now on; where the old version stands it is for an errand to edit it."""
    db.execute(
        "UPDATE sendings SET message = ?, under = ?, version = version + 1 WHERE id = ?",
        (message, under, sending),
    )


def stop(db: sqlite3.Connection, sending: int) -> None:
    """Nothing more of it is sent. What waits in the outbox is passed over when its turn comes."""
    db.execute("UPDATE sendings SET stopped = 1 WHERE id = ?", (sending,))


def was_delivered(
    db: sqlite3.Connection,
    sending: int,
    chat: int,
    message_id: int,
    version: int,
    plain: bool,
    now: float,
    file: int | None = None,
) -> None:
    """The message stands in the chat, with a file or as words. `plain`: without the file it was to have."""
    found = db.execute(
        "UPDATE deliveries SET state = 'sent', message_id = ?, version = ?, at = ?, file = ?"
        " WHERE sending = ? AND chat = ? AND state = 'queued'",
        (message_id, version, now, file, sending, chat),
    )
    if found.rowcount:
        db.execute(
            "UPDATE sendings SET sent = sent + 1, plain = plain + ? WHERE id = ?", (int(plain), sending)
        )


def was_not(db: sqlite3.Connection, sending: int, chat: int, state: str) -> None:
    """It did not reach the chat: `state` is blocked, failed or left_out."""
    found = db.execute(
        "UPDATE deliveries SET state = ? WHERE sending = ? AND chat = ? AND state = 'queued'",
        (state, sending, chat),
    )
    if found.rowcount:
        db.execute(f"UPDATE sendings SET {COUNTS[state]} WHERE id = ?", (sending,))


def was_edited(
    db: sqlite3.Connection, there: Delivery, message_id: int, version: int, file: int | None, now: float
) -> None:
    """What stands in the chat was edited, or sent anew as another message."""
    at = there.at if message_id == there.message_id else now
    db.execute(
        "UPDATE deliveries SET message_id = ?, version = ?, file = ?, at = ? WHERE sending = ? AND chat = ?",
        (message_id, version, file, at, there.sending, there.chat),
    )


def was_taken_back(db: sqlite3.Connection, sending: int, chat: int) -> None:
    """The message no longer stands in the chat. It was sent, and stays counted so."""
    db.execute(
        "UPDATE deliveries SET state = 'taken_back', message_id = NULL WHERE sending = ? AND chat = ?",
        (sending, chat),
    )


def is_blocked(db: sqlite3.Connection, chat: int) -> None:
    """Somebody has blocked the bot: what was for many is not kept for her, it is found among what did not
    arrive.
    """
    waiting = db.execute("SELECT sending FROM deliveries WHERE chat = ? AND state = 'queued'", (chat,))
    for (sending,) in waiting.fetchall():
        was_not(db, sending, chat, "blocked")
    db.execute(
        "DELETE FROM outbox WHERE chat = ?"
        " AND json_extract(errand, '$.type') IN ('deliver', 'redraw', 'recall')",
        (chat,),
    )


def has_under(
    db: sqlite3.Connection, sending: int, chat: int, message_id: int | None, file: int | None = None
) -> None:
    """The message below it stands in the chat, with this file; None: no longer."""
    db.execute(
        "UPDATE deliveries SET under_id = ?, under_file = ? WHERE sending = ? AND chat = ?",
        (message_id, file, sending, chat),
    )


def queue(
    db: sqlite3.Connection, sending: int, chats: list[tuple[int, bool]], priority: int, now: float
) -> None:
    """Puts the sending to some more chats into the outbox: (chat, whether it can be reached). Nobody is
    queued twice, and whoever cannot be reached is only counted.
    """
    under = db.execute("SELECT under IS NOT NULL FROM sendings WHERE id = ?", (sending,)).fetchone()[0]
    there = {chat for (chat,) in db.execute(
        "SELECT chat FROM deliveries WHERE sending = ? AND chat BETWEEN ? AND ?",
        (sending, min(chats)[0], max(chats)[0]),
    )} if chats else set()  # fmt: skip
    new = [each for each in chats if each[0] not in there]
    db.executemany(
        "INSERT INTO deliveries (sending, chat, state) VALUES (?, ?, ?)",
        [(sending, chat, "queued" if reachable else "blocked") for chat, reachable in new],
    )
    away = sum(1 for _, reachable in new if not reachable)
    db.execute(
        "UPDATE sendings SET queued = queued + ?, blocked = blocked + ? WHERE id = ?",
        (len(new), away, sending),
    )
    errand = f'{{"type":"deliver","sending":{sending}}}'
    below = f'{{"type":"deliver","sending":{sending},"under":true}}'
    db.executemany(
        "INSERT INTO outbox (chat, priority, errand, since) VALUES (?, ?, ?, ?)",
        [
            (chat, priority, part, now)
            for chat, reachable in new
            if reachable
            for part in ((errand, below) if under else (errand,))
        ],
    )


def stands_in(db: sqlite3.Connection, sending: int, after: int, limit: int) -> list[Delivery]:
    """Deliveries to chats with an id over `after` where the message stands or is about to, in order."""
    rows = db.execute(
        f"{_DELIVERY} WHERE sending = ? AND chat > ? AND state IN ('sent', 'queued') ORDER BY chat LIMIT ?",
        (sending, after, limit),
    )
    return [Delivery(*row) for row in rows]


def not_reached(db: sqlite3.Connection, sending: int, limit: int) -> list[Delivery]:
    """Where it did not arrive: blocked and failed."""
    rows = db.execute(
        f"{_DELIVERY} WHERE sending = ? AND state IN ('blocked', 'failed') ORDER BY chat LIMIT ?",
        (sending, limit),
    )
    return [Delivery(*row) for row in rows]
