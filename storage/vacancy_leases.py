"""What a notice to quit does to the contracts on its home: to the one that it ends, and to the one on which
the home was let next. How the company lets a home says which flats come back from a block; a contract that
stands there says it better.
"""

import datetime
import sqlite3

from storage import contract_ends, contracts
from storage.contracts import Contract
from storage.homes import Home
from storage.ledger import SWEDEN
from storage.people import Person
from storage.vacancies import NotAllowed, Vacancy

# Reasons with which whoever lives there goes on doing so: nothing happens to the contract.
STAYS = frozenset({"takeover", "conversion", "premises"})


class Tied(Exception):
    """A contract on the home does not let this be; nothing was changed. `why`: begun (the lease of the next
    household has begun), changing (the contract is not lived on yet, or becomes first-hand just now) or over
    (its last day is past).
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def day_of(now: float) -> datetime.date:
    """The day in Sweden."""
    return datetime.datetime.fromtimestamp(now, SWEDEN).date()


def exclusion_of(db: sqlite3.Connection, home: Home, arrived: datetime.date) -> str:
    """Why a notice that arrived on a day does not count, whoever gave it; "" if it may. Where the contract is
    second-hand, it is a flat let to the municipality that comes back (domain facts 1.5).
    """
    if home.special:
        return "special_housing"
    if home.ready is not None:
        return "new_production"
    stands = contracts.of_home(db, home.id, arrived)
    block = home.letting not in ("ordinary", "empty") if stands is None else stands.kind == "second_hand"
    return "block_return" if block else ""


def ends_by(
    db: sqlite3.Connection,
    home: int,
    arrived: datetime.date,
    last_day: datetime.date,
    excluded: str,
    by: Person | None,
    today: datetime.date,
) -> Contract | None:
    """The contract that ends by a notice; None where there is none, or it goes on. Raises Tied; NotAllowed
    for one of its household.
    """
    stood = contracts.of_home(db, home, arrived)
    found = contracts.get(db, stood.id, today) if stood is not None and excluded not in STAYS else None
    if found is None or found.state == "ended":
        return None
    if found.state not in ("second", "first", "notice") or found.begins > last_day:
        raise Tied("changing")
    _not_own(found, by)
    return found


def _not_own(contract: Contract, by: Person | None) -> None:
    if by is not None and by.household == contract.household:
        raise NotAllowed(by.id)


def put_on_notice(
    db: sqlite3.Connection, contract: Contract, vacancy: Vacancy, by: Person | None, now: float
) -> None:
    """The contract ends with the last day of the notice."""
    if contract.state == "notice":
        contract_ends.end_on(db, contract.id, vacancy.last_day, by, now, day_of(now))
    else:
        contract_ends.give_notice(db, contract.id, vacancy.last_day, by, now, day_of(now))


def ends(db: sqlite3.Connection, vacancy: Vacancy, contract: int) -> bool:
    """Whether this notice is on that contract, and ends it."""
    stood = contracts.of_home(db, vacancy.home, vacancy.arrived)
    return stood is not None and stood.id == contract and vacancy.excluded not in STAYS


def not_registered(db: sqlite3.Connection, today: datetime.date) -> list[Contract]:
    """Contracts on notice whose home has no entry for it, the oldest first: the desk noted
    the notice on the contract, and is to register the flat.
    """
    return [
        each for each in contracts.in_states(db, frozenset({"notice"}), today) if not _has_entry(db, each)
    ]


def _has_entry(db: sqlite3.Connection, contract: Contract) -> bool:
    """Whether a notice that was not withdrawn has come while this contract held."""
    for (arrived,) in db.execute(
        "SELECT substr(notice, 1, 10) FROM vacancies WHERE home = ? AND NOT EXISTS"
        " (SELECT 1 FROM ledger WHERE vacancy = vacancies.id AND act = 'withdrawn')",
        (contract.home,),
    ).fetchall():
        stood = contracts.of_home(db, contract.home, datetime.date.fromisoformat(arrived))
        if stood is not None and stood.id == contract.id:
            return True
    return False


def on_notice(
    db: sqlite3.Connection, vacancy: Vacancy, by: Person | None, today: datetime.date
) -> Contract | None:
    """The contract that ends by this notice, while it has not ended. Raises NotAllowed for one of its
    household; Tied once its last day is past.
    """
    stood = contracts.of_home(db, vacancy.home, vacancy.arrived)
    found = contracts.get(db, stood.id, today) if stood is not None else None
    if found is None or not ends(db, vacancy, found.id) or found.state != "notice":
        return None
    _not_own(found, by)
    if found.ends is not None and found.ends < today:
        raise Tied("over")
    return found


def has_begun(db: sqlite3.Connection, vacancy: Vacancy, today: datetime.date) -> bool:
    """Whether the lease on which this flat was let has begun."""
    found = contracts.of_vacancy(db, vacancy.id, today) if vacancy.state == "let" else None
    return found is not None and (found.state != "signed2" or found.begins <= today)


def let_on(
    db: sqlite3.Connection, vacancy: Vacancy, by: Person | None, today: datetime.date
) -> Contract | None:
    """The contract on which this flat was let, whose lease is still to begin. Raises Tied once it has begun;
    NotAllowed for one of that household.
    """
    if vacancy.state != "let":
        return None
    found = contracts.of_vacancy(db, vacancy.id, today)
    if found is None:
        return None
    _not_own(found, by)
    if has_begun(db, vacancy, today):
        raise Tied("begun")
    return found


def goes_on(db: sqlite3.Connection, vacancy: Vacancy, by: Person | None, now: float) -> None:
    """The notice was withdrawn: the contract that was signed for the home does not come, and that of whoever
    lives there goes on. Raises Tied, NotAllowed, before anything is changed.
    """
    today = day_of(now)
    signed, stands = let_on(db, vacancy, by, today), on_notice(db, vacancy, by, today)
    if signed is not None:
        contract_ends.cancel(db, signed.id, by, now, today)
    if stands is not None:
        contract_ends.withdraw_notice(db, stands.id, by, now, today)


def ends_on(
    db: sqlite3.Connection, vacancy: Vacancy, last_day: datetime.date, by: Person | None, now: float
) -> None:
    """The last day is another: the contract that ends, and the one that begins after it, move with it; that
    one never begins in the past. Raises Tied, NotAllowed, before anything is changed.
    """
    today = day_of(now)
    signed, stands = let_on(db, vacancy, by, today), on_notice(db, vacancy, by, today)
    if stands is not None and stands.begins > last_day:
        raise Tied("changing")
    begins = max(last_day + datetime.timedelta(days=1), today)
    later = signed is not None and begins > signed.begins
    if signed is not None and later:
        contract_ends.begin_on(db, signed.id, begins, by, now, today)
    if stands is not None:
        contract_ends.end_on(db, stands.id, last_day, by, now, today)
    if signed is not None and not later:
        contract_ends.begin_on(db, signed.id, begins, by, now, today)
