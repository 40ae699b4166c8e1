"""A household's way with one home, from the contract signed to the last day, and the leases it rests on.

A contract is the way, a lease is a paper: which kind holds from which day to which. Second-hand the
municipality is the tenant of the company and the household that of the municipality; first-hand the household
is the company's own tenant. What comes before a contract (waiting, an offer) is not kept here.
"""

import sqlite3
from datetime import date, timedelta
from typing import Literal

import msgspec

from storage import households, leases, people
from storage.leases import EVER, Kind
from storage.people import Person

State = Literal["signed2", "second", "convert", "first", "notice", "ended", "cancelled"]


class Transition(msgspec.Struct, frozen=True):
    """From which states, to which (None: back to what the lease is), by whom."""

    sources: frozenset[str]
    target: State | None
    by: frozenset[str]


def _transition(sources: str, target: State | None, by: str) -> Transition:
    return Transition(frozenset(sources.split()), target, frozenset(by.split()))


# Domain facts 1.2, track B, from the first signature on. A conversion that is refused goes back to
# second-hand, and so does, by "undo", one that was wrong. `cancelled` was signed and did not come: whoever
# lived there stays.
TRANSITIONS: dict[str, Transition] = {
    "access": _transition("signed2", "second", "clock"),
    "open": _transition("second", "convert", "officer staff"),
    "refuse": _transition("convert", "second", "officer staff"),
    "become": _transition("convert", "first", "clock"),
    "undo": _transition("convert first", "second", "officer staff"),
    # Also where a file of the company's system says so, which is no person.
    "notice": _transition("second first", "notice", "staff clock"),
    "withdraw": _transition("notice", None, "staff clock"),
    "ends": _transition("notice", "notice", "staff clock"),
    "begins": _transition("signed2", "signed2", "staff clock"),
    "cancel": _transition("signed2", "cancelled", "staff clock"),
    "end": _transition("notice", "ended", "clock"),
}
LIVES_THERE: frozenset[str] = frozenset({"second", "convert", "first", "notice"})
_STATE_OF: dict[Kind, State] = {"second_hand": "second", "first_hand": "first"}


class Contract(msgspec.Struct, frozen=True):
    """A household's contract as it is on a day: `kind`, `begins`, `ends` (its last day; None: until further
    notice) and `number` are those of the lease that holds on that day, else of the next, else of the last.
    `vacancy` is the flat of the ledger that it came from. `at` and `changed` are epoch seconds.
    """

    id: int
    household: int
    home: int
    state: State
    vacancy: int | None
    at: float
    changed: float
    kind: Kind
    begins: date
    ends: date | None
    number: str | None

    def holds(self, day: date) -> bool:
        """Whether the lease holds on a day."""
        return self.begins <= day and (self.ends is None or day <= self.ends)


class Happened(msgspec.Struct, frozen=True):
    """One step: `act` is sign, convert or the name of a transition; `person` is None for the clock."""

    act: str
    person: int | None
    note: str
    at: float


class NotAllowed(Exception):
    """This person may not do this to this contract; nothing was changed."""


class NotNow(Exception):
    """The contract or the home is in a state in which this cannot be done; nothing was changed."""


# -- Signing -------------------------------------------------------------------------------------


def sign_second_hand(
    db: sqlite3.Connection,
    household: int,
    home: int,
    start: date,
    vacancy: int | None,
    by: Person,
    now: float,
) -> int:
    """Both papers are signed: the household rents from the municipality from `start` on. Returns the
    contract's id.

    Raises NotAllowed (an officer or the desk, never for their own household), NotNow (the home has a lease on
    that day or later, or the household has signed for another one).
    """
    if not by.work & {"officer", "staff"} or by.household == household:
        raise NotAllowed("sign")
    taken = db.execute(
        "SELECT 1 FROM leases JOIN contracts ON contracts.id = contract WHERE NOT void"
        " AND ((leases.home = ?1 AND coalesce(ends, ?2) >= ?3) OR (household = ?4 AND state = 'signed2'))",
        (home, EVER, start.isoformat(), household),
    )
    if taken.fetchone():
        raise NotNow("the home has a lease then, or the household has signed already")
    row = db.execute(
        "INSERT INTO contracts (household, home, state, vacancy, at, changed)"
        " VALUES (?, ?, 'signed2', ?, ?, ?) RETURNING id",
        (household, home, vacancy, now, now),
    ).fetchone()
    contract = int(row[0])
    leases.add(db, contract, home, "second_hand", start, None)
    happened(db, contract, "sign", by, "", now)
    return contract


# -- Reading -------------------------------------------------------------------------------------


def get(db: sqlite3.Connection, contract: int, day: date) -> Contract | None:
    """A contract as it is on a day."""
    row = db.execute(
        "SELECT id, household, home, state, vacancy, at, changed FROM contracts WHERE id = ?", (contract,)
    ).fetchone()
    return _as_on(db, row, day) if row else None


def of_household(db: sqlite3.Connection, household: int, day: date) -> Contract | None:
    """The contract whose lease holds for a household on a day; the younger of two, while it moves."""
    return _holding(db, "household", household, day)


def of_home(db: sqlite3.Connection, home: int, day: date) -> Contract | None:
    """The contract whose lease holds for a home on a day."""
    return _holding(db, "contracts.home", home, day)


def to_come(db: sqlite3.Connection, household: int, day: date) -> Contract | None:
    """A contract that is signed and whose lease begins after a day."""
    row = db.execute(
        "SELECT contracts.id FROM contracts JOIN leases ON contract = contracts.id"
        " WHERE household = ? AND NOT void AND state = 'signed2' AND begins > ? ORDER BY begins",
        (household, day.isoformat()),
    ).fetchone()
    return get(db, row[0], day) if row else None


def of_vacancy(db: sqlite3.Connection, vacancy: int, day: date) -> Contract | None:
    """The contract on which a flat of the ledger was let, unless it was cancelled."""
    row = db.execute(
        "SELECT id FROM contracts WHERE vacancy = ? AND state <> 'cancelled' ORDER BY id DESC", (vacancy,)
    ).fetchone()
    return get(db, row[0], day) if row else None


def keeps_home(db: sqlite3.Connection, household: int, day: date) -> bool:
    """Whether a household has a home for the time to come: a contract on which no notice was given, or one
    that is still to begin.
    """
    holds = of_household(db, household, day)
    return (holds is not None and holds.state != "notice") or to_come(db, household, day) is not None


def in_states(db: sqlite3.Connection, states: frozenset[str], day: date) -> list[Contract]:
    """Every contract in one of these states, as it is on a day, oldest first."""
    rows = db.execute(
        "SELECT id FROM contracts WHERE state IN (SELECT value FROM json_each(?)) ORDER BY id",
        (msgspec.json.encode(sorted(states)).decode(),),
    ).fetchall()
    return [found for (each,) in rows if (found := get(db, each, day)) is not None]


def story(db: sqlite3.Connection, contract: int) -> list[Happened]:
    """What has happened to a contract, in order."""
    rows = db.execute(
        "SELECT act, person, note, at FROM contract_events WHERE contract = ? ORDER BY id", (contract,)
    )
    return [Happened(*row) for row in rows.fetchall()]


def _holding(db: sqlite3.Connection, column: str, value: int, day: date) -> Contract | None:
    row = db.execute(
        "SELECT contracts.id FROM contracts JOIN leases ON contract = contracts.id"
        f" WHERE {column} = ?1 AND NOT void AND begins <= ?2 AND coalesce(ends, ?3) >= ?2"
        " ORDER BY begins DESC",
        (value, day.isoformat(), EVER),
    ).fetchone()
    return get(db, row[0], day) if row else None


def _as_on(db: sqlite3.Connection, row: tuple[object, ...], day: date) -> Contract:
    papers = leases.of(db, int(str(row[0])))
    held = [lease for lease in papers if not lease.void] or papers

    def nearness(lease: leases.Lease) -> tuple[int, int]:
        if lease.begins > day:
            return 1, (lease.begins - day).days
        if lease.ends is not None and lease.ends < day:
            return 2, (day - lease.ends).days
        return 0, 0

    lease = min(held, key=nearness)
    values = dict(zip(Contract.__struct_fields__, row, strict=False))
    return msgspec.convert(
        values | {"kind": lease.kind, "begins": lease.begins, "ends": lease.ends, "number": lease.number},
        Contract,
        strict=False,
    )


# -- Moving --------------------------------------------------------------------------------------


def move(
    db: sqlite3.Connection, contract: int, act: str, by: Person | None, now: float, day: date, note: str = ""
) -> Contract:
    """Does `act` to a contract on `day`, by a person (None: the clock), and returns it as it is now.

    Raises NotAllowed, NotNow; LookupError if there is no such contract.
    """
    found = get(db, contract, day)
    if found is None:
        raise LookupError(contract)
    rule = TRANSITIONS[act]
    kinds = frozenset({"clock"}) if by is None else by.work
    if not kinds & rule.by or (by is not None and by.household == found.household):
        raise NotAllowed(act)
    if found.state not in rule.sources or not _has_come(found, act, day):
        raise NotNow(found.state)
    target = rule.target or _STATE_OF[found.kind]
    db.execute("UPDATE contracts SET state = ?, changed = ? WHERE id = ?", (target, now, contract))
    happened(db, contract, act, by, note, now)
    if act == "access":
        for other in set(people.households_of_home(db, found.home)) - {found.household}:
            people.move(db, other, None)
            households.moved_out(db, other, now)
        people.move(db, found.household, found.home)
        households.moved_in(db, found.household, now)
    elif act == "end":
        household = people.household(db, found.household)
        if household is not None and household.home == found.home:
            people.move(db, found.household, None)
            households.moved_out(db, found.household, now)
    elif act == "withdraw":
        households.stays(db, found.household, by.id if by is not None else None, now)
    return after(db, contract, day)


def _has_come(contract: Contract, act: str, day: date) -> bool:
    """Whether the leases are such, and the day, that this can happen."""
    if act == "access":
        return contract.begins <= day
    if act in ("begins", "cancel"):
        return contract.begins > day
    if act == "become":
        return contract.kind == "first_hand" and contract.begins <= day
    if act == "end":
        return contract.ends is not None and contract.ends < day
    if act == "refuse":
        return contract.kind == "second_hand" and contract.ends is None
    return True


def after(db: sqlite3.Connection, contract: int, day: date) -> Contract:
    """A contract that is there, as it is once something was done to it."""
    found = get(db, contract, day)
    assert found is not None
    return found


def happened(
    db: sqlite3.Connection, contract: int, act: str, by: Person | None, note: str, now: float
) -> None:
    """What has happened to a contract is added to its story."""
    db.execute(
        "INSERT INTO contract_events (contract, act, person, note, at) VALUES (?, ?, ?, ?, ?)",
        (contract, act, by.id if by else None, note, now),
    )


# -- From second-hand to first-hand -------------------------------------------------------------------


def convert(
    db: sqlite3.Connection, contract: int, effective: date, number: str, by: Person, now: float, day: date
) -> Contract:
    """The household is the company's own tenant from `effective` on, a first of a month: the second-hand
    lease ends the day before, so that there is no day without a lease and none with two. `number` is the new
    contract's in the property system.

    Raises NotAllowed, NotNow (no conversion has been opened, it is approved already, or the day has gone by).
    """
    found = get(db, contract, day)
    if found is None:
        raise LookupError(contract)
    if not by.work & {"officer", "staff"} or by.household == found.household:
        raise NotAllowed("convert")
    if found.state != "convert" or found.ends is not None or effective.day != 1:
        raise NotNow(found.state)
    if effective < day or effective <= found.begins:
        raise NotNow("the day has gone by")
    leases.end(db, contract, found.begins, effective - timedelta(days=1))
    leases.add(db, contract, found.home, "first_hand", effective, number)
    happened(db, contract, "convert", by, effective.isoformat(), now)
    leases.assert_seamless(db, contract)
    return after(db, contract, day)


def undo(db: sqlite3.Connection, contract: int, why: str, by: Person, now: float, day: date) -> Contract:
    """The conversion was wrong: the household rents second-hand again, from `day` on if the first-hand lease
    has begun. Nothing is erased: a lease that never held stays as a void one. Raises as `move`; NotNow too
    where no first-hand lease came out of a conversion.
    """
    papers = [lease for lease in leases.of(db, contract) if not lease.void]
    if len(papers) < 2 or papers[-1].kind != "first_hand":
        raise NotNow("nothing has been converted")
    second, first = papers[-2], papers[-1]
    moved = move(db, contract, "undo", by, now, day, why)
    if first.begins >= day:
        leases.make_void(db, first.id)
        leases.end(db, contract, second.begins, None)
    else:
        leases.end(db, contract, first.begins, day - timedelta(days=1))
        leases.add(db, contract, moved.home, "second_hand", day, None)
    leases.assert_seamless(db, contract)
    return after(db, contract, day)
