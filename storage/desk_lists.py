"""What needs a person at the desk: groups of reports, each a condition, and what the machine gave up on."""

import sqlite3
from typing import Any

import msgspec

from storage import people
from storage.faults import Fault, of_row
from storage.people import Person

_OPEN = "state NOT IN ('done', 'closed')"
_NOT_YET = "state IN ('received', 'returned')"

# Group -> which reports are in it, and how they are ordered behind their urgency. A report may be in several.
GROUPS: dict[str, tuple[str, str]] = {
    # Nobody has seen what is most urgent.
    "unseen": (f"urgency IN ('E0', 'E1') AND seen IS NULL AND {_OPEN}", "id"),
    # Urgent ones wait for no half time.
    "nobody": ("state = 'received' AND (urgency IN ('E0', 'E1', 'E2') OR half < :now)", "id"),
    # A clock that stands still is not late, nor is what is planned for a day to come.
    "overdue": (
        f"due < :now AND stopped IS NULL AND (planned IS NULL OR planned < :today) AND {_OPEN}",
        "due",
    ),
    "returned": ("state = 'returned'", "changed"),
    "reopened": (
        f"{_NOT_YET} AND EXISTS (SELECT 1 FROM fault_events WHERE fault = faults.id AND act = 'reopen')",
        "changed",
    ),
    # The tenant has not answered: the day has passed, or the report came back for it.
    "unanswered": (
        f"{_OPEN} AND EXISTS (SELECT 1 FROM fault_questions WHERE fault = faults.id"
        " AND answered IS NULL AND answer_by < :now)"
        " OR state = 'returned' AND 'unanswered' = (SELECT act FROM fault_events WHERE fault = faults.id"
        " AND act IN ('return', 'decline', 'unanswered', 'reopen') ORDER BY id DESC LIMIT 1)",
        "changed",
    ),
    # She does not get what is sent to her: somebody calls.
    "unreached": (
        "state != 'closed' AND EXISTS (SELECT 1 FROM people JOIN chats ON chats.id = people.chat"
        " WHERE people.id = faults.reporter AND NOT reachable)",
        "id",
    ),
    # The desk reported for her, so the desk asks her whether it is fixed.
    "to_call": ("state = 'done' AND reporter IS NULL", "changed"),
}
# Nobody works on the case of their own household (faults.concerns, as a condition).
_NOT_ONES_OWN = "NOT (CASE WHEN home IS NULL THEN household IS :own_household ELSE home IS :own_home END)"


class GivenUp(msgspec.Struct, frozen=True):
    """A message that was not delivered. `why` is Telegram's word or our own, never what was to be said."""

    id: int
    chat: int
    why: str
    at: float


class SetAside(msgspec.Struct, frozen=True):
    """An update that could not be handled: when, and the kind of error; its content is for no list."""

    error: str
    at: float


def count(db: sqlite3.Connection, group: str, reader: Person, now: float, today: str) -> int:
    """How many reports are in a group, for this reader. `today` is an ISO day."""
    condition, _ = GROUPS[group]
    found = db.execute(
        f"SELECT count(*) FROM faults WHERE ({condition}) AND {_NOT_ONES_OWN}", _about(db, reader, now, today)
    )
    return int(found.fetchone()[0])


def page(
    db: sqlite3.Connection, group: str, reader: Person, now: float, today: str, first: int, most: int
) -> list[Fault]:
    """At most `most` reports of a group from the one numbered `first` (from 0), the most urgent before."""
    condition, order = GROUPS[group]
    names = ", ".join(Fault.__struct_fields__)
    rows = db.execute(
        f"SELECT {names} FROM faults WHERE ({condition}) AND {_NOT_ONES_OWN}"
        f" ORDER BY urgency, {order}, id LIMIT :most OFFSET :first",
        {**_about(db, reader, now, today), "most": most, "first": first},
    )
    return [of_row(row) for row in rows]


def _about(db: sqlite3.Connection, reader: Person, now: float, today: str) -> dict[str, Any]:
    lives = people.household(db, reader.household) if reader.household is not None else None
    return {
        "now": now,
        "today": today,
        "own_household": reader.household,
        "own_home": lives.home if lives else None,
    }


def undelivered(db: sqlite3.Connection, most: int) -> list[GivenUp]:
    """Messages that were given up, the latest first."""
    rows = db.execute("SELECT id, chat, why, at FROM undelivered ORDER BY id DESC LIMIT ?", (most,))
    return [GivenUp(*row) for row in rows]


def count_undelivered(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(*) FROM undelivered").fetchone()[0])


def settle(db: sqlite3.Connection, up_to: int, person: Person) -> None:
    """The desk has dealt with what was not delivered, up to this id. Raises people.NotAllowed."""
    if "staff" not in person.work:
        raise people.NotAllowed(person.id)
    db.execute("DELETE FROM undelivered WHERE id <= ?", (up_to,))


def set_aside(db: sqlite3.Connection, most: int) -> list[SetAside]:
    """What could not be handled, the latest first; each goes 14 days after it came."""
    rows = db.execute("SELECT error, at FROM set_aside ORDER BY id DESC LIMIT ?", (most,))
    # The first line is the kind of error; the rest is where in the program it was.
    return [SetAside(str(error).split("\n", 1)[0], at) for error, at in rows]


def count_set_aside(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(*) FROM set_aside").fetchone()[0])
