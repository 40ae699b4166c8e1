"""Which reports there are: for a worker, a household, the clock."""

import sqlite3

from storage.faults import COLUMNS, Fault, of_row


def open_in(db: sqlite3.Connection, areas: frozenset[str], holder: int = 0) -> list[Fault]:
    """What is not done in these areas, or is in the holder's hands wherever it is: the most urgent first,
    then the oldest.
    """
    marks = ", ".join("?" * len(areas))
    rows = db.execute(
        f"SELECT {', '.join('faults.' + name for name in Fault.__struct_fields__)} FROM faults"
        f" JOIN houses ON houses.id = faults.house WHERE (area IN ({marks}) OR holder = ?)"
        " AND state NOT IN ('done', 'closed') ORDER BY urgency, faults.id",
        [*sorted(areas), holder],
    )
    return [of_row(row) for row in rows]


def held_by(db: sqlite3.Connection, person: int) -> list[Fault]:
    """What this person has taken and is not done."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM faults WHERE holder = ? AND state IN ('taken', 'started', 'waiting')"
        " ORDER BY id",
        (person,),
    )
    return [of_row(row) for row in rows]


def open_of(db: sqlite3.Connection, household: int) -> list[Fault]:
    """What a household has reported and is not closed, the latest first."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM faults WHERE household = ? AND state != 'closed' ORDER BY id DESC",
        (household,),
    )
    return [of_row(row) for row in rows]


def reported_by(db: sqlite3.Connection, person: int) -> list[Fault]:
    """What this person has reported and is not closed."""
    rows = db.execute(f"SELECT {COLUMNS} FROM faults WHERE reporter = ? AND state != 'closed'", (person,))
    return [of_row(row) for row in rows]


def silent(db: sqlite3.Connection, before: float) -> list[int]:
    """Reports that were set done before `before` and to which nobody has said whether they are fixed."""
    rows = db.execute("SELECT id FROM faults WHERE state = 'done' AND changed < ?", (before,))
    return [i for (i,) in rows]


def to_remind(db: sqlite3.Connection, now: float, desk_after: float) -> list[int]:
    """Reports of which somebody is to be reminded: half of the time is gone, it is due, or it has been due
    for `desk_after` seconds.
    """
    rows = db.execute(
        "SELECT id FROM faults WHERE state NOT IN ('done', 'closed') AND stopped IS NULL AND"
        " (reminded < 1 AND half <= ?1 OR reminded < 2 AND due <= ?1 OR reminded < 3 AND due <= ?1 - ?2)",
        (now, desk_after),
    )
    return [i for (i,) in rows]


def closed_of(db: sqlite3.Connection, household: int, since: float) -> list[Fault]:
    """What a household has reported and was closed since a moment, the latest first."""
    rows = db.execute(
        f"SELECT {COLUMNS} FROM faults WHERE household = ? AND state = 'closed' AND changed >= ?"
        " ORDER BY changed DESC",
        (household, since),
    )
    return [of_row(row) for row in rows]
