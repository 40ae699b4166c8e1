"""Who read which record and who did what: lines that are only added, each chained to the one before.

The database refuses to change or delete a line. Whoever gets round that breaks the chain, and `broken` finds
where.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence

import msgspec

START = "0" * 64


class Audited(msgspec.Struct, frozen=True):
    """`person` is None for the clock and the command line. `act` is "read" or what was done, `what` the kind
    of record and `whose` which of them; never what stands in it.
    """

    line: int
    person: int | None
    act: str
    what: str
    whose: str
    at: float
    hash: str


_COLUMNS = ", ".join(Audited.__struct_fields__)


def read(db: sqlite3.Connection, who: int | None, what: str, whose: int | str, now: float) -> None:
    """One who works here has read a record of somebody's: `who` is the reader's id in `people`."""
    add(db, who, "read", what, whose, now)


def add(db: sqlite3.Connection, who: int | None, act: str, what: str, whose: int | str, now: float) -> None:
    """One more line: somebody has done something to a record."""
    add_all(db, who, [(act, what, whose)], now)


def add_all(
    db: sqlite3.Connection, who: int | None, records: Sequence[tuple[str, str, int | str]], now: float
) -> None:
    """One more line for each of these: what was done, the kind of the record, and which of them."""
    latest = db.execute("SELECT line, hash FROM audit ORDER BY line DESC LIMIT 1").fetchone()
    line, before = latest if latest else (0, START)
    for act, what, whose in records:
        line += 1
        values = (line, who, act, what, str(whose), float(now))
        before = _hash(before, values)
        db.execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)", (*values, before))


def _hash(before: str, values: tuple[object, ...]) -> str:
    return hashlib.sha256(before.encode() + msgspec.json.encode(values)).hexdigest()


def lines(db: sqlite3.Connection) -> Iterator[Audited]:
    """Every line, the oldest first."""
    rows = db.execute(f"SELECT {_COLUMNS} FROM audit ORDER BY line")
    return (Audited(*row) for row in rows)


def of_record(db: sqlite3.Connection, what: str, whose: int | str) -> list[Audited]:
    """Who has read a record, or done something to it, the oldest first."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM audit WHERE what = ? AND whose = ? ORDER BY line",
        (what, str(whose)),
    )
    return [Audited(*row) for row in rows]


def count(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(*) FROM audit").fetchone()[0])


def broken(db: sqlite3.Connection) -> int | None:
    """The first line that is not as it was written, is missing or was put in between; None for a whole chain.

    What was cut off at the end is missed too: SQLite remembers the last line there was.
    """
    expected, before = 1, START
    for each in lines(db):
        values = (each.line, each.person, each.act, each.what, each.whose, each.at)
        if each.line != expected or each.hash != _hash(before, values):
            return expected
        expected, before = expected + 1, each.hash
    last = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'audit'").fetchone()
    return expected if last is not None and last[0] != expected - 1 else None
