"""What the desk does with a notice to quit: register, exclude, confirm in batches, withdraw, and the override
by two people. Only the desk may, and nobody on a flat they live in: it is checked here.
"""

import datetime
import re
import sqlite3

from storage import contract_ends, contracts, ledger, vacancy_leases
from storage.contracts import Contract
from storage.homes import Home
from storage.ledger import Book, Policy
from storage.people import Person
from storage.vacancies import (
    NotAllowed,
    NotNow,
    Vacancy,
    at_desk,
    check_desk,
    check_now,
    drafts,
    get,
    home_of,
    noted,
    write,
)
from storage.vacancy_leases import Tied, day_of

# Why a notice does not count (domain facts 1.5): no flat gets free, or it is not an ordinary one.
EXCLUDED = (
    "exchange", "takeover", "conversion", "block_return", "special_housing", "premises", "leaving_stock",
    "new_production",
)  # fmt: skip
# Why an entry is void: the tenant stays, or it should never have been registered.
WITHDRAWN = ("stays", "mistake")


class Known(Exception):
    """This notice is registered already, or the flat has one that is in force; nothing was changed."""

    def __init__(self, vacancy: "Vacancy") -> None:
        super().__init__(vacancy.id)
        self.vacancy = vacancy


class RuleChanged(Exception):
    """Flats were numbered by this version of the rule when it said something else; nothing was changed."""


# -- Registering -------------------------------------------------------------------------------------


def is_persons(number: str) -> bool:
    """Whether it looks like the number of a person, which is never kept."""
    match = re.fullmatch(r"(?:19|20)?\d\d(\d\d)(\d\d)[-+ ]?\d{4}", number)
    if match is None:
        return False
    month, day = int(match[1]), int(match[2])
    return 1 <= month <= 12 and (1 <= day <= 31 or 61 <= day <= 91)  # 60 more in a samordningsnummer


def register(
    db: sqlite3.Connection,
    home: Home,
    contract: str,
    notice: str,
    last_day: datetime.date,
    excluded: str,
    by: Person | None,
    now: float,
) -> Vacancy:
    """A notice to quit, not numbered yet. `excluded` is one of EXCLUDED, "" if it counts; what the home is
    goes before it. `by` is None for a file of the company's system.

    The contract that ends by it is put on notice. Raises NotAllowed; Known; Tied; ValueError for a reason or
    a number that cannot be, or days that are no days or in the wrong order.
    """
    check_desk(db, by, home.id)
    number = " ".join(contract.split())
    arrived = datetime.date.fromisoformat(notice[:10])
    if not number or is_persons(number) or (excluded and excluded not in EXCLUDED) or last_day < arrived:
        raise ValueError(f"{number!r}, {notice}, {last_day}, {excluded!r}")
    known = find(db, home.id, number, arrived, last_day)
    if known is not None:
        raise Known(known)
    excluded = _excluded(vacancy_leases.exclusion_of(db, home, arrived), excluded)
    mistake = _mistake(db, home.id, number, arrived, last_day, excluded) if by is None else None
    if mistake is not None:
        raise Known(mistake)
    ends = vacancy_leases.ends_by(db, home.id, arrived, last_day, excluded, by, day_of(now))
    row = db.execute(
        "INSERT INTO vacancies (home, contract, notice, last_day, at) VALUES (?, ?, ?, ?, ?) RETURNING id",
        (home.id, number, notice, last_day.isoformat(), now),
    ).fetchone()
    made = write(db, int(row[0]), "registered", by, now, excluded)
    if ends is not None:
        vacancy_leases.put_on_notice(db, ends, made, by, now)
    return made


def _excluded(own: str, said: str) -> str:
    """What the home is goes before what is said; but no flat comes back that its household keeps."""
    return said if own == "block_return" and said == "conversion" else own or said


def find(
    db: sqlite3.Connection, home: int, contract: str, arrived: datetime.date, last_day: datetime.date
) -> Vacancy | None:
    """The same notice as it was registered before: of this contract on this day, whatever became of it but a
    mistake; else one on this home that is in force on a day on which this one would be.
    """
    for same in _of_contract(db, contract, arrived):
        if not _is_mistake(same):
            return same
    others = db.execute("SELECT id FROM vacancies WHERE home = ? ORDER BY id DESC", (home,)).fetchall()
    found = (get(db, other) for (other,) in others)
    in_force = (each for each in found if each is not None and each.state != "void")
    return next((each for each in in_force if each.last_day >= arrived and each.arrived <= last_day), None)


def _of_contract(db: sqlite3.Connection, contract: str, arrived: datetime.date) -> list[Vacancy]:
    rows = db.execute(
        "SELECT id FROM vacancies WHERE contract = ? AND substr(notice, 1, 10) = ? ORDER BY id",
        (contract, arrived.isoformat()),
    ).fetchall()
    return [found for (each,) in rows if (found := get(db, each)) is not None]


def _is_mistake(vacancy: Vacancy) -> bool:
    return vacancy.state == "void" and vacancy.reason == "mistake"


def _mistake(
    db: sqlite3.Connection,
    home: int,
    contract: str,
    arrived: datetime.date,
    last_day: datetime.date,
    excluded: str,
) -> Vacancy | None:
    """The very same as it was registered once and found to be a mistake. A file that still says it is not
    believed; a person is.
    """
    for each in _of_contract(db, contract, arrived):
        said = db.execute(
            "SELECT home, last_day, reason FROM vacancies JOIN ledger ON vacancy = vacancies.id"
            " WHERE vacancies.id = ? AND act = 'registered'",
            (each.id,),
        ).fetchone()
        if _is_mistake(each) and said == (home, last_day.isoformat(), excluded):
            return each
    return None


def exclude(db: sqlite3.Connection, vacancy: int, reason: str, by: Person, now: float) -> Vacancy:
    """Before it is confirmed: it does not count, for this reason, or counts after all ("").

    Whether its contract ends by it follows. Raises NotAllowed, NotNow, Tied, LookupError.
    """
    found = at_desk(db, vacancy, by)
    own = vacancy_leases.exclusion_of(db, home_of(db, found.home), found.arrived)
    if (reason and reason not in EXCLUDED) or reason != _excluded(own, reason):
        raise NotAllowed(reason)
    if reason == found.excluded:
        return found
    check_now(found, "excluded" if reason else "counted")
    ends = vacancy_leases.ends_by(db, found.home, found.arrived, found.last_day, reason, by, day_of(now))
    if ends is None:
        vacancy_leases.goes_on(db, found, by, now)
    after = write(db, vacancy, "excluded" if reason else "counted", by, now, reason)
    if ends is not None:
        vacancy_leases.put_on_notice(db, ends, after, by, now)
    return after


def set_last_day(
    db: sqlite3.Connection, vacancy: int, day: datetime.date, by: Person | None, now: float
) -> Vacancy:
    """The lease ends on another day, and the next one begins on another. Raises NotAllowed, NotNow, Tied (it
    has begun), LookupError, ValueError before the notice.
    """
    found = at_desk(db, vacancy, by)
    check_now(found, "dated")
    if day < found.arrived:
        raise ValueError(day.isoformat())
    if day == found.last_day:
        return found
    vacancy_leases.ends_on(db, found, day, by, now)
    return write(db, vacancy, "dated", by, now, day.isoformat())


def confirm(
    db: sqlite3.Connection, batch: list[int], policy: Policy, by: Person | None, now: float
) -> list[Vacancy]:
    """Everything registered is settled together: what counts gets its number, in order, and where it goes.

    `batch` is what the person has looked at, in any order. Raises NotAllowed, also where one of the flats is
    her own; LookupError if something else is registered now; RuleChanged where the lines would not
    follow from one rule.
    """
    waiting = drafts(db)
    if not waiting or {each.id for each in waiting} != set(batch):
        raise LookupError("batch")
    for each in waiting:
        check_desk(db, by, each.home)
    if ledger.is_changed(db, policy):
        raise RuleChanged(policy.begins)
    book = ledger.book(db)
    return [_settle(db, each, book, policy, by, now) for each in waiting]


def _settle(
    db: sqlite3.Connection, draft: Vacancy, book: Book, policy: Policy, by: Person | None, now: float
) -> Vacancy:
    if draft.excluded:
        return write(db, draft.id, "confirmed", by, now, draft.excluded)
    ledger.write_number(db, draft.id, book, policy, by.id if by else None, now)
    return noted(db, draft.id, "numbered", by, now)


def withdraw(db: sqlite3.Connection, vacancy: int, reason: str, by: Person | None, now: float) -> Vacancy:
    """The notice no longer holds: the entry stays, void. `reason` is one of WITHDRAWN. Its contract goes on;
    one on which the flat was let next is cancelled.

    Raises NotAllowed, NotNow, Tied (that one's lease has begun), LookupError.
    """
    found = at_desk(db, vacancy, by)
    if reason not in WITHDRAWN:
        raise NotAllowed(reason)
    check_now(found, "withdrawn")
    vacancy_leases.goes_on(db, found, by, now)
    return write(db, vacancy, "withdrawn", by, now, reason)


def take_back(db: sqlite3.Connection, contract: Contract, by: Person, now: float) -> None:
    """Both sides agree that a contract goes on: the entry of its flat is void with it, if there is one.
    Raises as `contract_ends.withdraw_notice`.
    """
    rows = db.execute("SELECT id FROM vacancies WHERE home = ?", (contract.home,)).fetchall()
    entries = (get(db, each) for (each,) in rows)
    for entry in entries:
        if entry is not None and entry.state != "void" and vacancy_leases.ends(db, entry, contract.id):
            try:
                withdraw(db, entry.id, "stays", by, now)
            except NotAllowed as error:
                raise contracts.NotAllowed("withdraw") from error
            except Tied as error:
                raise contracts.NotNow(error.why) from error
            return
    contract_ends.withdraw_notice(db, contract.id, by, now, day_of(now))


# -- Against the rule --------------------------------------------------------------------------------


def ask_override(
    db: sqlite3.Connection, vacancy: int, goes: str, reason: str, by: Person, now: float
) -> Vacancy:
    """One of two: this flat is to go elsewhere than the rule says, to "unit" or "queue", and why in writing.

    Raises NotAllowed, NotNow, LookupError, ValueError without a reason.
    """
    found = at_desk(db, vacancy, by)
    check_now(found, "asked")
    if found.asked is not None or goes not in ("unit", "queue") or goes == found.state:
        raise NotNow(found)
    if not reason.strip():
        raise ValueError("reason")
    return write(db, vacancy, "asked", by, now, reason.strip(), goes)


def answer_override(
    db: sqlite3.Connection, vacancy: int, asked: int, agrees: bool, by: Person, now: float
) -> Vacancy:
    """The second of two agrees or refuses; who asked may only take it back. `asked` is the line that is
    answered.

    Raises NotAllowed, NotNow, LookupError.
    """
    found = at_desk(db, vacancy, by)
    if found.asked is None or found.asked != asked:
        raise NotNow(found)
    if agrees and found.asked_by == by.id:
        raise NotAllowed("second")
    act = "agreed" if agrees else "refused"
    return write(db, vacancy, act, by, now, found.why, found.override if agrees else "")
