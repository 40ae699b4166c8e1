"""Contracts that fall due or take too long, and what is exported of conversions."""

import sqlite3
from collections.abc import Callable
from datetime import date, datetime, timedelta

import msgspec

from storage import contracts, conversions, facts, leases, people, proofs
from storage.leases import add_months
from storage.ledger import SWEDEN
from storage.people import Person


def due(db: sqlite3.Connection, day: date, has_keys: Callable[[date], bool]) -> dict[int, str]:
    """What the clock does to which contract on a day. `has_keys` is whether the keys of a lease that begins
    on a day have been handed over by now.
    """
    found = {}
    for contract in contracts.in_states(db, frozenset({"signed2", "convert", "notice"}), day):
        if contract.state == "signed2" and contract.begins <= day and has_keys(contract.begins):
            found[contract.id] = "access"
        elif contract.state == "convert" and contract.kind == "first_hand" and contract.begins <= day:
            found[contract.id] = "become"
        elif contract.state == "notice" and contract.ends is not None and contract.ends < day:
            found[contract.id] = "end"
    return found


# What a household and its officer are told of. What happens before the keys is told with the offer.
TOLD = ("notice", "ends", "withdraw")
# For so long a household reads that a notice was taken back.
STANDS_FOR = timedelta(days=30)
_CURSOR = "contract.told"


def untold(db: sqlite3.Connection) -> list[int]:
    """What has happened about the end of a contract, by whomever, and nobody was told of."""
    rows = db.execute(
        "SELECT id FROM contract_events WHERE id > ? AND act IN (SELECT value FROM json_each(?)) ORDER BY id",
        (int(facts.get(db, _CURSOR) or 0), msgspec.json.encode(TOLD).decode()),
    )
    return [event for (event,) in rows]


def tell(db: sqlite3.Connection, event: int, day: date) -> contracts.Contract | None:
    """They are told of it now: the contract that it is about, as it is on a day."""
    facts.put(db, _CURSOR, str(event))
    row = db.execute("SELECT contract FROM contract_events WHERE id = ?", (event,)).fetchone()
    return contracts.get(db, row[0], day) if row else None


def taken_back(db: sqlite3.Connection, contract: int, day: date) -> bool:
    """Whether a notice was taken back lately, and none was given since."""
    told = [each for each in contracts.story(db, contract) if each.act in TOLD]
    if not told or told[-1].act != "withdraw":
        return False
    return day - datetime.fromtimestamp(told[-1].at, SWEDEN).date() <= STANDS_FOR


def new_homes(db: sqlite3.Connection, since: date) -> dict[int, date]:
    """Contracts whose household has its keys and whose first lease began on a day or later, and that day."""
    rows = db.execute(
        "SELECT contracts.id, min(begins) FROM contracts JOIN leases ON contract = contracts.id"
        " WHERE state IN ('second', 'convert', 'first') GROUP BY contracts.id HAVING min(begins) >= ?",
        (since.isoformat(),),
    )
    return {contract: date.fromisoformat(begins) for contract, begins in rows.fetchall()}


def first_day(db: sqlite3.Connection, contract: int) -> date:
    """The first day of the first lease of a contract."""
    return leases.of(db, contract)[0].begins


def too_long(db: sqlite3.Connection, day: date, months: tuple[int, ...]) -> dict[int, int]:
    """Contracts that have been second-hand for one of so many months, of which nobody was told: the months,
    by contract. They count from the first second-hand lease, since the right to stay does (domain facts 1.4).
    """
    found = {}
    for contract, begins in db.execute(
        "SELECT contracts.id, min(begins) FROM contracts JOIN leases ON contract = contracts.id"
        " WHERE state IN ('second', 'convert') AND NOT void GROUP BY contracts.id HAVING min(begins) <= ?",
        # Three days more, since months are not of one length.
        ((add_months(day, -min(months, default=0)) + timedelta(days=3)).isoformat(),),
    ).fetchall():
        come = [n for n in months if add_months(date.fromisoformat(begins), n) <= day]
        if come and not _is_told(db, contract, max(come)):
            found[contract] = max(come)
    return found


def _is_told(db: sqlite3.Connection, contract: int, months: int) -> bool:
    row = db.execute(
        "SELECT 1 FROM contract_alarms WHERE contract = ? AND months >= ?", (contract, months)
    ).fetchone()
    return row is not None


def told_too_long(db: sqlite3.Connection, contract: int, months: int, now: float) -> None:
    db.execute(
        "INSERT OR IGNORE INTO contract_alarms (contract, months, at) VALUES (?, ?, ?)",
        (contract, months, now),
    )


def alarm_of(db: sqlite3.Connection, contract: int) -> int:
    """For how many months a contract has been second-hand, where nobody has looked at that yet; else 0."""
    row = db.execute(
        "SELECT max(months) FROM contract_alarms WHERE contract = ? AND settled IS NULL", (contract,)
    ).fetchone()
    return row[0] or 0


def settle_alarm(db: sqlite3.Connection, contract: int, by: Person) -> None:
    """Somebody of the unit or the office has looked at it. Raises proofs.NotAllowed."""
    proofs.side_of(db, contract, by, *proofs.SIDES)
    db.execute(
        "UPDATE contract_alarms SET settled = ? WHERE contract = ? AND settled IS NULL", (by.id, contract)
    )


class ConversionRow(msgspec.Struct, frozen=True):
    """A conversion as it is exported. `seen` is the day on the latest proof, `seen_by` who saw it."""

    id: int
    object: str
    state: str
    ground: str
    seen: date | None
    seen_by: str
    number: str
    effective: date | None
    approved_by: tuple[str, ...]
    undone_by: tuple[str, ...]
    why: str


def conversion_rows(db: sqlite3.Connection) -> list[ConversionRow]:
    """Every conversion, the oldest first; nothing of it says who lives there."""
    found = []
    for number, object_number in db.execute(
        "SELECT conversions.id, object FROM conversions JOIN contracts ON contracts.id = contract"
        " JOIN homes ON homes.id = home ORDER BY conversions.id"
    ).fetchall():
        each = conversions.get(db, number)
        assert each is not None
        proof = db.execute(
            "SELECT ground, day, seen_by FROM proofs WHERE contract = ? AND at <= ("
            "SELECT at FROM conversions WHERE id = ?) ORDER BY id DESC LIMIT 1",
            (each.contract, number),
        ).fetchone()
        found.append(
            ConversionRow(
                id=number,
                object=object_number,
                state=each.state,
                ground=proof[0] if proof else "",
                seen=date.fromisoformat(proof[1]) if proof else None,
                seen_by=_name(db, proof[2]) if proof else "",
                number=each.number,
                effective=each.effective,
                approved_by=tuple(_name(db, person) for person in each.votes.values()),
                undone_by=tuple(_name(db, person) for person in each.undo_votes.values()),
                why=each.why,
            )
        )
    return found


def _name(db: sqlite3.Connection, person: int) -> str:
    found = people.get(db, person)
    return found.called if found is not None else f"#{person}"
