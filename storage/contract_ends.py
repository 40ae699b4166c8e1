"""How a contract ends, or does not come: written notice and its withdrawal, and before the keys another first
day, or none.
"""

import sqlite3
from datetime import date

from storage import households, leases
from storage.contracts import Contract, NotNow, after, get, happened, move
from storage.leases import EVER
from storage.people import Person

# -- Notice --------------------------------------------------------------------------------------


def give_notice(
    db: sqlite3.Connection,
    contract: int,
    ends: date,
    by: Person | None,
    now: float,
    day: date,
    arrived: date | None = None,
) -> Contract:
    """Written notice has arrived: the lease holds until `ends`. `by` is None for a file of the company's
    system; `arrived` is kept where no entry of the ledger says it. Raises as `move`; NotNow too for a day
    before the lease begins.
    """
    found = get(db, contract, day)
    if found is not None and ends < found.begins:
        raise NotNow("the lease begins later")
    moved = move(db, contract, "notice", by, now, day, ends.isoformat())
    leases.end(db, contract, moved.begins, ends)
    if arrived is not None:
        happened(db, contract, "arrived", by, arrived.isoformat(), now)
    return after(db, contract, day)


def arrived_on(db: sqlite3.Connection, contract: int) -> date | None:
    """When the latest notice that was noted on the contract itself arrived."""
    row = db.execute(
        "SELECT note FROM contract_events WHERE contract = ? AND act = 'arrived' ORDER BY id DESC LIMIT 1",
        (contract,),
    ).fetchone()
    return date.fromisoformat(row[0]) if row else None


def end_on(
    db: sqlite3.Connection, contract: int, ends: date, by: Person | None, now: float, day: date
) -> Contract:
    """The notice holds until another day. Raises as `give_notice`; NotNow too if the home is let then."""
    found = get(db, contract, day)
    if found is not None and (ends < found.begins or _is_let_after(db, found, ends)):
        raise NotNow("the lease begins later, or the home is let from then on")
    if found is not None and found.state == "notice" and found.ends == ends:
        return found
    moved = move(db, contract, "ends", by, now, day, ends.isoformat())
    leases.end(db, contract, moved.begins, ends)
    return after(db, contract, day)


def withdraw_notice(
    db: sqlite3.Connection, contract: int, by: Person | None, now: float, day: date
) -> Contract:
    """Both sides agree that the lease goes on. Raises as `move`; NotNow too if its last day is over, or the
    home is let again.
    """
    found = get(db, contract, day)
    if found is not None and found.ends is not None and (found.ends < day or _is_let_after(db, found)):
        raise NotNow("the home is let from then on")
    moved = move(db, contract, "withdraw", by, now, day)
    leases.end(db, contract, moved.begins, None)
    return after(db, contract, day)


def _is_let_after(db: sqlite3.Connection, contract: Contract, until: date | None = None) -> bool:
    """Whether another contract has the home after this one; with `until`, before or on that day."""
    later = (
        "SELECT 1 FROM leases WHERE home = ? AND contract <> ? AND begins > ? AND begins <= ? AND NOT void"
    )
    last = until.isoformat() if until is not None else EVER
    found = db.execute(later, (contract.home, contract.id, contract.begins.isoformat(), last))
    return found.fetchone() is not None


# -- Before the keys ---------------------------------------------------------------------------------


def begin_on(
    db: sqlite3.Connection, contract: int, begins: date, by: Person | None, now: float, day: date
) -> Contract:
    """The home becomes free on another day, and the lease begins then; it has not begun. Raises as `move`;
    NotNow too for a day that is past.
    """
    found = get(db, contract, day)
    if begins < day:
        raise NotNow("the day has gone by")
    if found is not None and found.state == "signed2" and found.begins == begins:
        return found
    move(db, contract, "begins", by, now, day, begins.isoformat())
    (paper,) = leases.of(db, contract)
    leases.begin(db, paper.id, begins)
    return after(db, contract, day)


def cancel(db: sqlite3.Connection, contract: int, by: Person | None, now: float, day: date) -> Contract:
    """What was signed does not come: its lease never holds, and the household waits for a home again, with
    the place in time that it had. Raises as `move`; NotNow once the lease has begun.
    """
    cancelled = move(db, contract, "cancel", by, now, day)
    for paper in leases.of(db, contract):
        leases.make_void(db, paper.id)
    households.wait_again(db, cancelled.household, by.id if by is not None else None, now)
    return after(db, contract, day)
