"""From second-hand to first-hand: the checklist, two who approve, and undoing a wrong one.

One of the unit and one of the company approve: two people, and neither of the household. A wrong one is
undone by two in the same way, with one more event.
"""

import sqlite3
from datetime import date
from typing import Literal

import msgspec

from storage import contracts
from storage.people import Person
from storage.proofs import SIDES, NotAllowed, NotNow, side_of, sides

__all__ = ["NotAllowed", "NotNow"]

# The points of the checklist (domain facts 1.4), and who sees to each.
POINTS: dict[str, str] = {
    "identity": "unit",
    "registration": "unit",
    "rent_paid": "unit",
    "insurance_told": "unit",
    "signed": "unit",
    "number_exists": "company",
    "no_open_case": "company",
    "size_fits": "company",
    "lease_made": "company",
    "old_lease_ends": "company",
    "allowance": "household",
    "name_on_door": "household",
    "electricity": "household",
    "insurance": "household",
}
REFUSED = ("not_registered", "rent_unpaid", "size", "other")
UNDONE = ("wrong_proof", "wrong_home", "wrong_day")
LONGEST_NUMBER = 20


class Conversion(msgspec.Struct, frozen=True):
    """`required` are the points that had to be ticked when it was opened, `ticked` those that are; `votes` is
    who approved, by side. `effective` is the first day of the first-hand lease.
    """

    id: int
    contract: int
    state: Literal["open", "approved", "refused", "undone"]
    required: tuple[str, ...]
    ticked: tuple[str, ...]
    number: str
    effective: date | None
    why: str
    votes: dict[str, int]
    undo_votes: dict[str, int]
    changed: float

    @property
    def missing(self) -> list[str]:
        """The points that are still to be ticked before it can be approved."""
        return [point for point in self.required if point not in self.ticked]


# -- The checklist --------------------------------------------------------------------------------------


def open_for(
    db: sqlite3.Connection, contract: int, required: list[str], by: Person, now: float, today: date
) -> Conversion:
    """Opens the checklist; the proof itself is ticked. Raises NotAllowed, NotNow."""
    side_of(db, contract, by, *SIDES)
    _moved(db, contract, "open", by, now, today)
    row = db.execute(
        "INSERT INTO conversions (contract, state, required, at, changed) VALUES (?, 'open', ?, ?, ?)"
        " RETURNING id",
        (contract, " ".join(required), now, now),
    ).fetchone()
    _happened(db, row[0], "open", by, "", now)
    return tick(db, row[0], ["registration"], by, now)


def get(db: sqlite3.Connection, conversion: int) -> Conversion | None:
    row = db.execute(
        "SELECT id, contract, state, required, number, effective, why, changed FROM conversions WHERE id = ?",
        (conversion,),
    ).fetchone()
    if row is None:
        return None
    ticked = db.execute("SELECT point FROM conversion_ticks WHERE conversion = ?", (conversion,)).fetchall()
    votes: dict[str, dict[str, int]] = {"approve": {}, "undo": {}}
    for about, side, person in db.execute(
        "SELECT about, side, person FROM conversion_votes WHERE conversion = ?", (conversion,)
    ):
        votes[about][side] = person
    return Conversion(
        id=row[0],
        contract=row[1],
        state=row[2],
        required=tuple(row[3].split()),
        ticked=tuple(point for (point,) in ticked),
        number=row[4],
        effective=date.fromisoformat(row[5]) if row[5] else None,
        why=row[6],
        votes=votes["approve"],
        undo_votes=votes["undo"],
        changed=row[7],
    )


def of_contract(db: sqlite3.Connection, contract: int) -> Conversion | None:
    """The latest conversion of a contract."""
    row = db.execute("SELECT max(id) FROM conversions WHERE contract = ?", (contract,)).fetchone()
    return get(db, row[0]) if row[0] is not None else None


def tick(db: sqlite3.Connection, conversion: int, points: list[str], by: Person, now: float) -> Conversion:
    """Ticks points that are seen to. Raises NotAllowed, NotNow; KeyError for a point that there is not."""
    _open(db, conversion, by)
    for point in points:
        POINTS[point]
        db.execute(
            "INSERT OR IGNORE INTO conversion_ticks VALUES (?, ?, ?, ?)", (conversion, point, by.id, now)
        )
        _happened(db, conversion, "tick", by, point, now)
    return _after(db, conversion)


def untick(db: sqlite3.Connection, conversion: int, point: str, by: Person, now: float) -> Conversion:
    """It is not seen to after all: whoever approved does so anew. Raises NotAllowed, NotNow."""
    _open(db, conversion, by)
    db.execute("DELETE FROM conversion_ticks WHERE conversion = ? AND point = ?", (conversion, point))
    _take_back_votes(db, conversion)
    _happened(db, conversion, "untick", by, point, now)
    return _after(db, conversion)


def set_number(db: sqlite3.Connection, conversion: int, number: str, by: Person, now: float) -> Conversion:
    """The new contract's number in the property system; that it was made is ticked. Raises NotAllowed,
    NotNow.
    """
    _open(db, conversion, by)
    if not 1 <= len(number) <= LONGEST_NUMBER:
        raise NotNow("number")
    db.execute("UPDATE conversions SET number = ? WHERE id = ?", (number, conversion))
    _take_back_votes(db, conversion)
    _happened(db, conversion, "number", by, number, now)
    return tick(db, conversion, ["lease_made"], by, now)


def set_effective(
    db: sqlite3.Connection, conversion: int, effective: date, by: Person, now: float, today: date
) -> Conversion:
    """From which first of a month. Raises NotAllowed, NotNow."""
    found = _open(db, conversion, by)
    contract = contracts.get(db, found.contract, today)
    if effective.day != 1 or effective < today or contract is None or effective <= contract.begins:
        raise NotNow("effective")
    db.execute("UPDATE conversions SET effective = ? WHERE id = ?", (effective.isoformat(), conversion))
    _take_back_votes(db, conversion)
    _happened(db, conversion, "effective", by, effective.isoformat(), now)
    return _after(db, conversion)


def approve(db: sqlite3.Connection, conversion: int, by: Person, now: float, today: date) -> Conversion:
    """One side approves; with both, the first-hand lease is there. Raises NotAllowed, NotNow (points are
    missing, no number or day, the day has gone by, or this person has approved already).
    """
    found = _open(db, conversion, by)
    if found.missing or not found.number or found.effective is None:
        raise NotNow("missing")
    if found.effective < today:
        raise NotNow("effective")
    side = _free_side(db, found, found.votes, by)
    if found.votes:
        contracts.convert(db, found.contract, found.effective, found.number, by, now, today)
    _vote(db, found, "approve", side, by, now)
    return _become(db, conversion, "approved", "", by, now) if found.votes else _after(db, conversion)


def refuse(
    db: sqlite3.Connection, conversion: int, why: str, by: Person, now: float, today: date
) -> Conversion:
    """It does not become first-hand now; `why` is one of REFUSED. Raises NotAllowed, NotNow."""
    found = _open(db, conversion, by)
    if why not in REFUSED:
        raise NotNow("why")
    _moved(db, found.contract, "refuse", by, now, today)
    return _become(db, conversion, "refused", why, by, now)


def undo(
    db: sqlite3.Connection, conversion: int, why: str, by: Person, now: float, today: date
) -> Conversion:
    """It was wrong: one side says so, and with the other the household rents second-hand again. The reason is
    that of the first, one of UNDONE. Raises NotAllowed, NotNow.
    """
    found = get(db, conversion)
    if found is None:
        raise LookupError(conversion)
    side_of(db, found.contract, by, *SIDES)
    why = found.why or why
    if found.state != "approved" or why not in UNDONE:
        raise NotNow("state")
    side = _free_side(db, found, found.undo_votes, by)
    if found.undo_votes:
        try:
            contracts.undo(db, found.contract, why, by, now, today)
        except contracts.NotNow as late:
            raise NotNow("state") from late
    _vote(db, found, "undo", side, by, now)
    if found.undo_votes:
        return _become(db, conversion, "undone", why, by, now)
    db.execute("UPDATE conversions SET why = ? WHERE id = ?", (why, conversion))
    return _after(db, conversion)


def keep(db: sqlite3.Connection, conversion: int, by: Person, now: float) -> Conversion:
    """It is not undone after all: who said so takes it back, or the other side does not agree. Raises
    NotAllowed, NotNow.
    """
    found = get(db, conversion)
    if found is None:
        raise LookupError(conversion)
    side_of(db, found.contract, by, *SIDES)
    if found.state != "approved" or not found.undo_votes:
        raise NotNow("state")
    db.execute("DELETE FROM conversion_votes WHERE conversion = ? AND about = 'undo'", (conversion,))
    db.execute("UPDATE conversions SET why = '' WHERE id = ?", (conversion,))
    _happened(db, conversion, "keep", by, found.why, now)
    return _after(db, conversion)


def _free_side(db: sqlite3.Connection, found: Conversion, votes: dict[str, int], by: Person) -> str:
    """The side for which this person can say yes. Raises NotNow if she has, or if it is the other's turn."""
    if by.id in votes.values():
        raise NotNow("voted")
    contract = contracts.get(db, found.contract, date.max)
    assert contract is not None
    for side in SIDES:
        if side not in votes and side in sides(db, contract.household, by):
            return side
    raise NotNow("other_side")


def _vote(db: sqlite3.Connection, found: Conversion, about: str, side: str, by: Person, now: float) -> None:
    db.execute("INSERT INTO conversion_votes VALUES (?, ?, ?, ?, ?)", (found.id, about, side, by.id, now))
    _happened(db, found.id, about, by, side, now)


def _take_back_votes(db: sqlite3.Connection, conversion: int) -> None:
    db.execute("DELETE FROM conversion_votes WHERE conversion = ? AND about = 'approve'", (conversion,))


def _become(
    db: sqlite3.Connection, conversion: int, state: str, why: str, by: Person, now: float
) -> Conversion:
    db.execute(
        "UPDATE conversions SET state = ?, why = ?, changed = ? WHERE id = ?", (state, why, now, conversion)
    )
    _happened(db, conversion, state, by, why, now)
    return _after(db, conversion)


def _open(db: sqlite3.Connection, conversion: int, by: Person) -> Conversion:
    found = get(db, conversion)
    if found is None:
        raise LookupError(conversion)
    side_of(db, found.contract, by, *SIDES)
    if found.state != "open":
        raise NotNow("state")
    return found


def _moved(db: sqlite3.Connection, contract: int, act: str, by: Person, now: float, today: date) -> None:
    try:
        contracts.move(db, contract, act, by, now, today)
    except contracts.NotNow as late:
        raise NotNow("contract") from late


def _after(db: sqlite3.Connection, conversion: int) -> Conversion:
    found = get(db, conversion)
    assert found is not None
    return found


def _happened(
    db: sqlite3.Connection, conversion: int, act: str, by: Person | None, note: str, now: float
) -> None:
    db.execute(
        "INSERT INTO conversion_events (conversion, act, person, note, at) VALUES (?, ?, ?, ?, ?)",
        (conversion, act, by.id if by else None, note, now),
    )
