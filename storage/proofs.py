"""What opens a conversion: what an adult says, and the proof that somebody saw.

Of a proof only its day and who saw it are kept, never the document. It is registration with
Arbetsförmedlingen, or another ground that the unit has decided on in writing.
"""

import sqlite3
from datetime import date
from typing import Literal, TypeVar

import msgspec

from storage import contracts, households, people
from storage.contracts import Contract
from storage.people import Person

T = TypeVar("T", bound=msgspec.Struct)
Ground = Literal["registered", "decision"]
SIDES = ("officer", "staff")


class Registration(msgspec.Struct, frozen=True):
    """An adult's word that she is registered; `check_by` is the day until which the unit looks at it."""

    id: int
    contract: int
    person: int
    check_by: date
    settled: str
    at: float


class Proof(msgspec.Struct, frozen=True):
    """`person` is None for an adult without a phone here, and where the ground is for the whole household."""

    ground: Ground
    day: date
    seen_by: int
    person: int | None
    at: float


class NotAllowed(Exception):
    """This person may not do this; nothing was changed."""


class NotNow(Exception):
    """It cannot be done now; the text is a key that says why. Nothing was changed."""


def sides(db: sqlite3.Connection, household: int, person: Person) -> frozenset[str]:
    """For whom this person may act on a household's contract: "officer" for the unit, "staff" for the
    company. An officer acts for the households that are hers: one whose officer has left is taken over first.
    Nobody acts for their own.
    """
    if person.household == household:
        return frozenset()
    found = person.work & set(SIDES)
    case = households.get(db, household)
    if case is None or not households.may(case, person):
        found -= {"officer"}
    return frozenset(found)


def side_of(db: sqlite3.Connection, contract: int, by: Person, *needs: str) -> Contract:
    """The contract, if this person may act on it for one of the sides."""
    row = db.execute("SELECT at FROM contracts WHERE id = ?", (contract,)).fetchone()
    found = contracts.get(db, contract, date.max) if row else None
    if found is None:
        raise LookupError(contract)
    if not sides(db, found.household, by) & set(needs):
        raise NotAllowed(contract)
    return found


def say_registered(
    db: sqlite3.Connection, person: Person, check_by: date, now: float, day: date
) -> Registration:
    """An adult who rents second-hand says that she is registered. Raises NotAllowed, NotNow."""
    if person.household is None or not person.adult:
        raise NotAllowed("adult")
    contract = contracts.of_household(db, person.household, day)
    if contract is None or contract.state != "second":
        raise NotNow("contract")
    if said_by(db, contract.id, person.id) is not None:
        raise NotNow("said")
    db.execute(
        "INSERT INTO registrations (contract, person, check_by, at) VALUES (?, ?, ?, ?)",
        (contract.id, person.id, check_by.isoformat(), now),
    )
    found = said_by(db, contract.id, person.id)
    assert found is not None
    return found


def said_by(db: sqlite3.Connection, contract: int, person: int) -> Registration | None:
    """What an adult has said and nobody has looked at yet."""
    return next(iter(said(db, "contract = ? AND person = ? AND settled = ''", contract, person)), None)


def waiting(db: sqlite3.Connection, contract: int | None = None) -> list[Registration]:
    """What was said and nobody has looked at yet, the oldest first; of one contract or of all."""
    return said(db, "settled = '' AND (?1 IS NULL OR contract = ?1)", contract)


def said(db: sqlite3.Connection, condition: str, *values: object) -> list[Registration]:
    """The registrations that fit a condition, the oldest first."""
    rows = db.execute(
        "SELECT id, contract, person, check_by, settled, at FROM registrations"
        f" WHERE {condition} ORDER BY id",
        values,
    )
    return [_struct(Registration, row) for row in rows.fetchall()]


def settle(
    db: sqlite3.Connection,
    contract: int,
    how: Literal["recorded", "not_yet"],
    by: Person,
    whose: int | None = None,
) -> list[Registration]:
    """The unit has looked at what was said, by all or by one. Returns what that was. Raises NotAllowed."""
    side_of(db, contract, by, "officer")
    found = [each for each in waiting(db, contract) if whose is None or each.person == whose]
    db.executemany(
        "UPDATE registrations SET settled = ?, settler = ? WHERE id = ?",
        [(how, by.id, each.id) for each in found],
    )
    return found


def record(
    db: sqlite3.Connection,
    contract: int,
    ground: Ground,
    day: date,
    seen_by: Person,
    by: Person,
    now: float,
    today: date,
    whose: int | None = None,
) -> None:
    """The officer notes the day on a proof and who saw it. What adults have said is settled with it; where it
    is known to be the registration of one adult, `whose`, only what she said.

    Raises NotAllowed (also where who saw it is not of the unit, or that adult not of the household), NotNow.
    """
    found = side_of(db, contract, by, "officer")
    if "officer" not in seen_by.work or seen_by.household == found.household:
        raise NotAllowed("seen_by")
    if whose is not None and whose not in adults(db, found.household):
        raise NotAllowed("whose")
    if found.state != "second":
        raise NotNow("contract")
    if day > today:
        raise NotNow("day")
    said: list[int | None] = [each.person for each in settle(db, contract, "recorded", by, whose)]
    if whose is not None:
        said = [whose]
    for person in (said if ground == "registered" else []) or [None]:
        db.execute(
            "INSERT INTO proofs (contract, person, ground, day, seen_by, noted_by, at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (contract, person, ground, day.isoformat(), seen_by.id, by.id, now),
        )


def proofs(db: sqlite3.Connection, contract: int) -> list[Proof]:
    """What was noted for a contract since it last became second-hand, the oldest first."""
    rows = db.execute(
        "SELECT ground, day, seen_by, person, at FROM proofs WHERE contract = ?1 AND at > coalesce("
        "(SELECT max(changed) FROM conversions WHERE contract = ?1 AND state IN ('refused', 'undone')), 0)"
        " ORDER BY id",
        (contract,),
    )
    return [_struct(Proof, row) for row in rows.fetchall()]


def is_enough(db: sqlite3.Connection, contract: Contract, whose: Literal["one", "all"]) -> bool:
    """Whether what was seen opens a conversion: one adult's registration, or that of every adult, as the
    policy says, each counted once; a written decision is for the whole household.
    """
    seen = proofs(db, contract.id)
    if whose == "one" or any(proof.ground == "decision" for proof in seen):
        return bool(seen)
    all_of_them = adults(db, contract.household)
    return bool(seen) and (len(all_of_them) < 2 or all_of_them <= {proof.person for proof in seen})


def adults(db: sqlite3.Connection, household: int) -> set[int]:
    """The adults of a household who have come in here."""
    return {person.id for person in people.of_household(db, household) if person.adult}


def _struct(kind: type[T], row: tuple[object, ...]) -> T:
    return msgspec.convert(dict(zip(kind.__struct_fields__, row, strict=True)), kind, strict=False)
