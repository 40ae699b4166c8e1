"""Questions to a person at the office: a thread of messages between one chat and whoever answers."""

import sqlite3
from typing import Literal

import msgspec

from storage import cards, files, people
from storage.people import Person

State = Literal["open", "claimed", "answered", "closed"]
Kind = Literal["words", "answer", "phrase", "file"]
DAY = 24 * 3600.0


class Transition(msgspec.Struct, frozen=True):
    """From which state to which, and by whom."""

    to: dict[State, State]
    by: frozenset[str]


def _transition(to: dict[State, State], by: str) -> Transition:
    return Transition(to, frozenset(by.split()))


# `open` waits for anybody, `claimed` for its owner, `answered` for her who asks.
TRANSITIONS: dict[str, Transition] = {
    "take": _transition({"open": "claimed", "answered": "answered"}, "staff"),
    "hand_over": _transition({"open": "claimed", "claimed": "claimed", "answered": "answered"}, "staff"),
    # Back to the others, also when its owner has left.
    "give_back": _transition({"claimed": "open", "answered": "answered"}, "owner clock"),
    "answer": _transition({"claimed": "answered", "answered": "answered"}, "owner"),
    # A word to her before the answer: it is still to come.
    "hold": _transition({"claimed": "claimed", "answered": "claimed"}, "owner"),
    "write": _transition({"open": "open", "claimed": "claimed", "answered": "claimed"}, "asker"),
    "close": _transition({"open": "closed", "claimed": "closed", "answered": "closed"}, "asker owner"),
    "silence": _transition({"answered": "closed"}, "clock"),
}


class Thread(msgspec.Struct, frozen=True):
    """`chat` is hers who asks, `locale` her language when she asked, `topic` the answer she had before her
    ("" for none), `near` the nearest topics. `owner` is the person of the office who has it. `due` is until
    when she shall have an answer, `reminded` whether the office was reminded of it. Times in epoch seconds.
    """

    id: int
    state: State
    chat: int
    locale: str
    topic: str
    near: tuple[str, ...]
    owner: int | None
    due: float
    reminded: bool
    at: float
    changed: float


class Said(msgspec.Struct, frozen=True):
    """One message of a thread. `person` is who of the office said it, None for her who asks. `content` is
    words as they were written, the id of a topic (`answer`) or of a phrase, or what kind of `file` it is.
    """

    person: int | None
    kind: Kind
    content: str
    locale: str
    file: int | None
    at: float


class NotAllowed(Exception):
    """This chat may not do this to this thread; nothing was changed."""


class NotNow(Exception):
    """The thread is in a state, or in hands, in which this cannot be done; nothing was changed."""

    def __init__(self, thread: Thread) -> None:
        super().__init__(thread.state)
        self.thread = thread


COLUMNS = ", ".join(Thread.__struct_fields__)


def _of_row(row: tuple[object, ...]) -> Thread:
    values = dict(zip(Thread.__struct_fields__, row, strict=True))
    values["near"] = tuple(topic for topic in str(values["near"]).split(",") if topic)
    return msgspec.convert(values, Thread, strict=False)


def add(
    db: sqlite3.Connection, chat: int, locale: str, topic: str, near: list[str], due: float, now: float
) -> Thread:
    """Opens a thread; what she asks is written to it afterwards."""
    row = db.execute(
        "INSERT INTO threads (state, chat, locale, topic, near, due, at, changed)"
        f" VALUES ('open', ?, ?, ?, ?, ?, ?, ?) RETURNING {COLUMNS}",
        (chat, locale, topic, ",".join(near), due, now, now),
    ).fetchone()
    return _of_row(row)


def get(db: sqlite3.Connection, thread_id: int) -> Thread | None:
    row = db.execute(f"SELECT {COLUMNS} FROM threads WHERE id = ?", (thread_id,)).fetchone()
    return _of_row(row) if row else None


def standing(db: sqlite3.Connection, thread: Thread, chat: int) -> frozenset[str]:
    """What this chat is to this thread. Only the desk reads them, and nobody that of their own household."""
    if chat == thread.chat:
        return frozenset({"asker"})
    person = people.by_chat(db, chat)
    if person is None or not may_own(db, thread, person):
        return frozenset()
    return frozenset({"staff", "owner"} if thread.owner == person.id else {"staff"})


def may_own(db: sqlite3.Connection, thread: Thread, person: Person) -> bool:
    """Whether this person may read a thread and answer it: of the desk, and not of her household."""
    if "staff" not in person.work or person.chat == thread.chat:
        return False
    asker = people.by_chat(db, thread.chat)
    return asker is None or asker.household is None or asker.household != person.household


def move(
    db: sqlite3.Connection, thread_id: int, act: str, chat: int | None, now: float, owner: int | None = None
) -> Thread:
    """Does `act` to a thread, by the person at `chat` (None: the clock), and returns it as it is now. `owner`
    is who gets it, for hand_over.

    Raises NotAllowed, NotNow; LookupError if there is no such thread.
    """
    thread = get(db, thread_id)
    if thread is None:
        raise LookupError(thread_id)
    rule = TRANSITIONS[act]
    kinds = frozenset({"clock"}) if chat is None else standing(db, thread, chat)
    if not kinds & rule.by:
        # Who may read it is told what is true of it.
        raise NotNow(thread) if "staff" in kinds else NotAllowed(act)
    if thread.state not in rule.to or (act == "take" and thread.owner is not None):
        raise NotNow(thread)
    target = rule.to[thread.state]
    holder = _owner_after(db, thread, act, chat, owner)
    if target == "claimed" and holder is None:
        target = "open"
    db.execute(
        "UPDATE threads SET state = ?, owner = ?, changed = ? WHERE id = ?", (target, holder, now, thread_id)
    )
    return msgspec.structs.replace(thread, state=target, owner=holder, changed=now)


def _owner_after(
    db: sqlite3.Connection, thread: Thread, act: str, chat: int | None, owner: int | None
) -> int | None:
    match act:
        case "take" if chat is not None:
            taker = people.by_chat(db, chat)
            return taker.id if taker else None
        case "hand_over":
            colleague = people.get(db, owner) if owner is not None else None
            if colleague is None or not may_own(db, thread, colleague):
                raise NotAllowed(act)
            return colleague.id
        case "give_back":
            return None
    return thread.owner


def write(
    db: sqlite3.Connection,
    thread_id: int,
    chat: int,
    kind: Kind,
    content: str,
    locale: str,
    now: float,
    *,
    file: int | None = None,
    due: float | None = None,
    holds: bool = False,
) -> Thread:
    """A message of hers who asks, or of the office to her; one that `holds` is not the answer yet. `due` is
    the new moment until when she shall have an answer, where what is written promises one anew.

    Raises NotAllowed, NotNow, LookupError as `move` does.
    """
    before = get(db, thread_id)
    asks = before is not None and before.chat == chat
    act = "write" if asks else "hold" if holds else "answer"
    thread = move(db, thread_id, act, chat, now)
    person = None if asks else people.by_chat(db, chat)
    db.execute(
        "INSERT INTO thread_messages (thread, person, kind, content, locale, file, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (thread_id, person.id if person else None, kind, content, locale, file, now),
    )
    if act != "answer" and due is not None and before is not None and before.state == "answered":
        db.execute("UPDATE threads SET due = ?, reminded = 0 WHERE id = ?", (due, thread_id))
        return msgspec.structs.replace(thread, due=due, reminded=False)
    return thread


def said_in(db: sqlite3.Connection, thread_id: int) -> list[Said]:
    """All messages of a thread, the oldest first."""
    rows = db.execute(
        "SELECT person, kind, content, locale, file, at FROM thread_messages WHERE thread = ? ORDER BY id",
        (thread_id,),
    )
    return [Said(*row) for row in rows]


# -- Which there are -----------------------------------------------------------------------------------


def of_chat(db: sqlite3.Connection, chat: int) -> list[Thread]:
    """What this chat has asked and is not closed, the latest first."""
    return _all(db, "chat = ? AND state != 'closed' ORDER BY id DESC", chat)


def held_by(db: sqlite3.Connection, person: int) -> list[Thread]:
    """What this person of the office has and is not closed."""
    return _all(db, "owner = ? AND state != 'closed' ORDER BY id", person)


def waiting(db: sqlite3.Connection, reader: Person) -> list[Thread]:
    """What waits for an answer and this reader may answer: what nobody has first, then the soonest due."""
    found = _all(db, "state IN ('open', 'claimed') ORDER BY owner IS NOT NULL, due, id")
    return [thread for thread in found if may_own(db, thread, reader)]


def overdue(db: sqlite3.Connection, now: float, reader: Person | None = None) -> list[Thread]:
    """What should have had an answer by now, the longest overdue first; for a reader what she may answer."""
    found = _all(db, "state IN ('open', 'claimed') AND due <= ? ORDER BY due, id", now)
    return [thread for thread in found if reader is None or may_own(db, thread, reader)]


def to_remind(db: sqlite3.Connection, now: float) -> list[int]:
    """Overdue ones of which the office has not been reminded yet."""
    return [thread.id for thread in overdue(db, now) if not thread.reminded]


def remind(db: sqlite3.Connection, thread_id: int) -> None:
    """Notes that the office has been reminded."""
    db.execute("UPDATE threads SET reminded = 1 WHERE id = ?", (thread_id,))


def silent(db: sqlite3.Connection, before: float) -> list[int]:
    """Answered ones of which nothing has been heard since `before`."""
    rows = db.execute("SELECT id FROM threads WHERE state = 'answered' AND changed < ?", (before,))
    return [i for (i,) in rows]


def count(db: sqlite3.Connection, since: float, until: float) -> dict[str, int]:
    """How many were asked in a period, by the state in which they are now."""
    rows = db.execute(
        "SELECT state, count(*) FROM threads WHERE at >= ? AND at < ? GROUP BY state", (since, until)
    )
    return dict(rows.fetchall())


def _all(db: sqlite3.Connection, condition: str, *values: object) -> list[Thread]:
    rows = db.execute(f"SELECT {COLUMNS} FROM threads WHERE {condition}", values).fetchall()
    return [_of_row(row) for row in rows]


# -- Going ---------------------------------------------------------------------------------------------


def card_key(thread_id: int) -> str:
    """The key of its card, in her chat and at the office."""
    return f"thread.{thread_id}"


def erase_of(db: sqlite3.Connection, chat: int) -> list[int]:
    """Erases all that a chat has asked, its files and what the cards of it hold. Returns their ids."""
    ids = [i for (i,) in db.execute("SELECT id FROM threads WHERE chat = ?", (chat,)).fetchall()]
    for thread in ids:
        sent = [said.file for said in said_in(db, thread) if said.file is not None]
        db.execute("DELETE FROM thread_messages WHERE thread = ?", (thread,))
        files.erase(db, sent)
        for reader in cards.chats_with(db, card_key(thread)):
            cards.drop(db, reader, card_key(thread))
        db.execute("DELETE FROM first_offers WHERE record = 'thread' AND id = ?", (thread,))
        db.execute("DELETE FROM threads WHERE id = ?", (thread,))
    return ids
