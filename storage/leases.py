"""Leases: the papers that a contract rests on, each of one kind from its first day to its last.

The database itself refuses two that hold for one home on the same day.
"""

import calendar
import itertools
import sqlite3
from datetime import date, timedelta
from typing import Literal

import msgspec

Kind = Literal["first_hand", "second_hand"]
EVER = "9999-12-31"


class Lease(msgspec.Struct, frozen=True):
    """One paper: its first and last day. A void one never held."""

    id: int
    contract: int
    kind: Kind
    begins: date
    ends: date | None
    number: str | None
    void: bool


def add(
    db: sqlite3.Connection, contract: int, home: int, kind: Kind, begins: date, number: str | None
) -> None:
    """Keeps a paper, until further notice. Raises sqlite3.IntegrityError if the home is let then."""
    db.execute(
        "INSERT INTO leases (contract, home, kind, begins, number) VALUES (?, ?, ?, ?, ?)",
        (contract, home, kind, begins.isoformat(), number),
    )


def of(db: sqlite3.Connection, contract: int) -> list[Lease]:
    """The papers of a contract, in the order of their making."""
    rows = db.execute(
        "SELECT id, contract, kind, begins, ends, number, void FROM leases WHERE contract = ? ORDER BY id",
        (contract,),
    )
    return [
        msgspec.convert(dict(zip(Lease.__struct_fields__, row, strict=True)), Lease, strict=False)
        for row in rows.fetchall()
    ]


def end(db: sqlite3.Connection, contract: int, begins: date, ends: date | None) -> None:
    """The paper that began on a day holds until `ends`, that day included; None: until further notice."""
    db.execute(
        "UPDATE leases SET ends = ? WHERE contract = ? AND begins = ? AND NOT void",
        (ends and ends.isoformat(), contract, begins.isoformat()),
    )


def begin(db: sqlite3.Connection, lease: int, begins: date) -> None:
    """It holds from another day on. Raises sqlite3.IntegrityError if the home is let then."""
    db.execute("UPDATE leases SET begins = ? WHERE id = ?", (begins.isoformat(), lease))


def make_void(db: sqlite3.Connection, lease: int) -> None:
    """It never held. It is kept, since it was signed."""
    db.execute("UPDATE leases SET void = 1 WHERE id = ?", (lease,))


def assert_seamless(db: sqlite3.Connection, contract: int) -> None:
    """Each paper begins the day after the one before it ended; only the last may be without an end."""
    for before, after in itertools.pairwise(each for each in of(db, contract) if not each.void):
        assert before.ends is not None and after.begins == before.ends + timedelta(days=1), contract


def notice_ends(arrived: date, months: int) -> date:
    """The last day of a lease on which notice was given: so many calendar months from the end of the month in
    which it arrived, so that 3 and 31 January both give 30 April (domain facts 1.4).
    """
    last = add_months(arrived.replace(day=1), months)
    return last.replace(day=calendar.monthrange(last.year, last.month)[1])


def is_death_notice(arrived: date, died: date) -> bool:
    """Whether the shorter notice after a death holds: it came within a month of it (domain facts 1.4)."""
    return died <= arrived <= add_months(died, 1)


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
