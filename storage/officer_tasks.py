"""What a person of the unit is to do about a household: a call that no message replaces.

A task belongs to the household, so that it goes with it to the officer who takes it over.
"""

import sqlite3
from collections.abc import Iterable

import msgspec

from storage import households
from storage.people import NotAllowed, Person

# What it is about; those in SETTLES are done of themselves once the offer has moved on.
KINDS = (
    "silent", "differ", "call", "unreached", "declined", "accepted", "left", "void", "ended", "registered",
    "conversion_call",
)  # fmt: skip
SETTLES = frozenset({"silent", "differ", "unreached", "declined", "accepted", "left"})


class Task(msgspec.Struct, frozen=True):
    """`offer` is None where it is about none."""

    id: int
    household: int
    offer: int | None
    kind: str
    at: float


_TASK = "SELECT officer_tasks.id, officer_tasks.household, offer, kind, officer_tasks.at FROM officer_tasks"


def add(db: sqlite3.Connection, household: int, offer: int | None, kind: str, now: float) -> bool:
    """Returns whether it is new; one that is open already stays as it is."""
    is_open = db.execute(
        "SELECT 1 FROM officer_tasks WHERE household = ? AND offer IS ? AND kind = ? AND done IS NULL",
        (household, offer, kind),
    ).fetchone()
    if is_open or households.get(db, household) is None:
        return False
    db.execute(
        "INSERT INTO officer_tasks (household, offer, kind, at) VALUES (?, ?, ?, ?)",
        (household, offer, kind, now),
    )
    return True


def open_for(db: sqlite3.Connection, officer: Person) -> list[Task]:
    """What this officer is to do, the oldest first."""
    rows = db.execute(
        f"{_TASK} JOIN cases USING (household) WHERE done IS NULL AND officer = ? AND closed IS NULL"
        " ORDER BY officer_tasks.at, officer_tasks.id",
        (officer.id,),
    )
    return [task for task in (Task(*row) for row in rows) if task.household != officer.household]


def is_open(db: sqlite3.Connection, offer: int, kind: str) -> bool:
    """Whether a task of this kind about an offer is not done."""
    return (
        db.execute(
            "SELECT 1 FROM officer_tasks WHERE offer = ? AND kind = ? AND done IS NULL", (offer, kind)
        ).fetchone()
        is not None
    )


def of_household(db: sqlite3.Connection, household: int) -> list[Task]:
    """What is to be done about a household, the oldest first."""
    rows = db.execute(f"{_TASK} WHERE household = ? AND done IS NULL ORDER BY at, id", (household,))
    return [Task(*row) for row in rows]


def get(db: sqlite3.Connection, task: int) -> Task | None:
    """One that is not done."""
    row = db.execute(f"{_TASK} WHERE officer_tasks.id = ? AND done IS NULL", (task,)).fetchone()
    return Task(*row) if row else None


def finish(db: sqlite3.Connection, task: Task, by: Person, now: float) -> None:
    """The officer has done it. Raises NotAllowed."""
    case = households.get(db, task.household)
    if case is None or not households.may(case, by):
        raise NotAllowed(task.id)
    db.execute("UPDATE officer_tasks SET done = ?, doer = ? WHERE id = ?", (now, by.id, task.id))


def settle_kind(db: sqlite3.Connection, household: int, kind: str, now: float) -> None:
    """What was to be done about a household, and about no offer, is done."""
    db.execute(
        "UPDATE officer_tasks SET done = ?"
        " WHERE household = ? AND kind = ? AND offer IS NULL AND done IS NULL",
        (now, household, kind),
    )


def settle(
    db: sqlite3.Connection, offer: int, now: float, kinds: Iterable[str] = tuple(sorted(SETTLES))
) -> None:
    """The offer has moved on: what was to be done about its answer is done. A wish to be called stays."""
    db.executemany(
        "UPDATE officer_tasks SET done = ? WHERE offer = ? AND kind = ? AND done IS NULL",
        [(now, offer, kind) for kind in kinds],
    )
