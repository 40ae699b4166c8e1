"""Households that an officer of the unit looks after: what is needed to find them a home, and no more.

The label is the officer's own word for a household; no name, no number of a person or a case is kept.
"""

import re
import sqlite3

import msgspec

from storage import codes, people
from storage.people import NotAllowed, Person

LONGEST_LABEL = 20
MOST_PERSONS = 20
# Where a household lives now: an evacuation place, an asylum seekers' flat, a place of its own, with others,
# somewhere else; `home` is a home with a contract of its own.
LIVES = ("evacuation", "asylum", "own", "with_others", "elsewhere", "home")
# A number of a person or a case must not be kept, also not by mistake.
_NUMBER = re.compile(r"\d[\d\s-]{4,}\d")


class Case(msgspec.Struct, frozen=True):
    """`officer` is None once who looked after it has left. `low`: it needs a lift or the ground floor.
    `waits` is whether it waits for a home.
    """

    household: int
    officer: int | None
    label: str
    persons: int
    low: bool
    lives: str
    waits: bool
    closed: float | None
    at: float


class Event(msgspec.Struct, frozen=True):
    """`person` is who did it; `note` what it was: a number of persons, a word of LIVES."""

    act: str
    person: int | None
    note: str
    at: float


_CASE = "SELECT household, officer, label, persons, low, lives, waits, closed, at FROM cases"


def wrong_label(label: str) -> str:
    """Why a label cannot be kept: empty, long or number; "" if it can."""
    if not label.strip():
        return "empty"
    if len(label.strip()) > LONGEST_LABEL:
        return "long"
    return "number" if _NUMBER.search(label) else ""


def add(
    db: sqlite3.Connection,
    by: Person,
    label: str,
    persons: int,
    low: bool,
    lives: str,
    home: int | None,
    now: float,
) -> Case:
    """A household that waits for a home; `home` is where it lives meanwhile, if that is one of ours.

    Raises NotAllowed; ValueError for what cannot be kept.
    """
    if "officer" not in by.work:
        raise NotAllowed(by.id)
    if wrong_label(label) or not 1 <= persons <= MOST_PERSONS or lives not in LIVES:
        raise ValueError("a household that cannot be kept")
    return follow(db, people.add_household(db, home, now), by, label, persons, low, lives, now)


def follow(
    db: sqlite3.Connection,
    household: int,
    by: Person,
    label: str,
    persons: int,
    low: bool,
    lives: str,
    now: float,
) -> Case:
    """An officer looks after a household that is there already, and that waits unless it has a home."""
    db.execute(
        "INSERT INTO cases (household, officer, label, persons, low, lives, waits, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (household, by.id, label.strip(), persons, low, lives, lives != "home", now),
    )
    _happened(db, household, "added", by.id, lives, now)
    found = get(db, household)
    assert found is not None
    return found


def get(db: sqlite3.Connection, household: int) -> Case | None:
    return next(iter(_cases(db, "household = ?", household)), None)


def of_officer(db: sqlite3.Connection, officer: int) -> list[Case]:
    """Those she looks after: the ones that wait first, the longest first."""
    return _cases(db, "officer = ? AND closed IS NULL ORDER BY waits DESC, at, household", officer)


def without_officer(db: sqlite3.Connection) -> list[Case]:
    """Those whose officer has left."""
    return _cases(db, "officer IS NULL AND closed IS NULL ORDER BY at, household")


def may(case: Case, person: Person) -> bool:
    """Whether this is the officer of this household. Nobody works on the case of their own."""
    mine = case.officer == person.id and "officer" in person.work
    return mine and person.household != case.household and case.closed is None


def take(db: sqlite3.Connection, household: int, by: Person, now: float) -> Case:
    """An officer takes over a household whose officer has left. Raises NotAllowed, also if it has one."""
    case = get(db, household)
    free = case is not None and case.officer is None and case.closed is None
    if not free or "officer" not in by.work or by.household == household:
        raise NotAllowed(household)
    db.execute("UPDATE cases SET officer = ? WHERE household = ?", (by.id, household))
    _happened(db, household, "taken", by.id, "", now)
    return _mine(db, household, by)


def take_all(db: sqlite3.Connection, by: Person, now: float) -> int:
    """The only officer there is looks after all households that have none. Returns how many they are."""
    free = [case for case in without_officer(db) if case.household != by.household]
    if [each.id for each in people.with_work(db, "officer")] != [by.id]:
        return 0
    for case in free:
        take(db, case.household, by, now)
    return len(free)


def let_go(db: sqlite3.Connection, officer: int, now: float) -> int:
    """The officer has left: her households have none. Returns how many they are."""
    left = of_officer(db, officer)
    db.execute("UPDATE cases SET officer = NULL WHERE officer = ?", (officer,))
    for case in left:
        _happened(db, case.household, "officer_left", officer, "", now)
    return len(left)


def resize(db: sqlite3.Connection, household: int, persons: int, by: Person, now: float) -> Case:
    """A child was born, or a relative came or went. Raises NotAllowed, ValueError."""
    _mine(db, household, by)
    if not 1 <= persons <= MOST_PERSONS:
        raise ValueError(f"{persons} persons")
    db.execute("UPDATE cases SET persons = ? WHERE household = ?", (persons, household))
    _happened(db, household, "persons", by.id, str(persons), now)
    return _mine(db, household, by)


def move(
    db: sqlite3.Connection, household: int, lives: str, home: int | None, by: Person, now: float
) -> Case:
    """It lives elsewhere from now on; `home` is None where that is not one of ours. Who had a home and has
    none any more waits again. Raises NotAllowed, ValueError.
    """
    case = _mine(db, household, by)
    if lives not in LIVES or (lives == "home" and home is None):
        raise ValueError(lives)
    waits = lives != "home" and (case.waits or case.lives == "home")
    people.move(db, household, home)
    db.execute("UPDATE cases SET lives = ?, waits = ? WHERE household = ?", (lives, waits, household))
    _happened(db, household, "moved", by.id, lives, now)
    return _mine(db, household, by)


def separate(db: sqlite3.Connection, household: int, person: int, by: Person, now: float) -> Person:
    """One of them no longer belongs to it: the phone's access ends at once, that of the others stays, and
    codes that were not used yet are good for nothing.
    Returns who it was. Raises NotAllowed; LookupError if that phone is none of this household.
    """
    _mine(db, household, by)
    leaver = people.get(db, person)
    if leaver is None or leaver.household != household:
        raise LookupError(person)
    people.leave(db, person)
    codes.revoke(db, household)
    _happened(db, household, "separated", by.id, "", now)
    return leaver


def close(db: sqlite3.Connection, household: int, by: Person, now: float) -> list[Person]:
    """It has left: nobody looks after it any more, and its phones have no access. Returns whose they were.
    Raises NotAllowed.
    """
    _mine(db, household, by)
    leavers = people.of_household(db, household)
    for person in leavers:
        people.leave(db, person.id)
    codes.revoke(db, household)
    db.execute("UPDATE cases SET closed = ?, waits = 0 WHERE household = ?", (now, household))
    _happened(db, household, "closed", by.id, "", now)
    return leavers


def has_home(db: sqlite3.Connection, household: int, by: int, now: float) -> None:
    """A contract is signed: it waits no longer."""
    db.execute("UPDATE cases SET waits = 0 WHERE household = ?", (household,))
    _happened(db, household, "signed", by, "", now)


def moved_in(db: sqlite3.Connection, household: int, now: float) -> None:
    """It has the keys to a home with a contract of its own: it lives there, and waits no longer."""
    changed = db.execute(
        "UPDATE cases SET lives = 'home', waits = 0 WHERE household = ? AND closed IS NULL", (household,)
    )
    if changed.rowcount:
        _happened(db, household, "moved", None, "home", now)


def moved_out(db: sqlite3.Connection, household: int, now: float) -> None:
    """Its contract has ended, or its home is another household's now. Where it lives is for its officer to
    ask; also whether it waits.
    """
    changed = db.execute(
        "UPDATE cases SET lives = 'elsewhere' WHERE household = ? AND lives = 'home' AND closed IS NULL",
        (household,),
    )
    if changed.rowcount:
        _happened(db, household, "moved", None, "elsewhere", now)


def stays(db: sqlite3.Connection, household: int, by: int | None, now: float) -> None:
    """Its home stays its home after all, so it does not wait for another."""
    if db.execute("UPDATE cases SET waits = 0 WHERE household = ? AND waits", (household,)).rowcount:
        _happened(db, household, "stays", by, "", now)


def wait(db: sqlite3.Connection, household: int, by: Person, now: float) -> Case:
    """Its officer puts it back among those that wait, with the place that it had. Raises NotAllowed."""
    _mine(db, household, by)
    wait_again(db, household, by.id, now)
    return _mine(db, household, by)


def wait_again(db: sqlite3.Connection, household: int, by: int | None, now: float) -> None:
    """It has no home after all, and waits again: since when it waits stays as it was. `by` is None for what
    happens of itself.
    """
    changed = db.execute(
        "UPDATE cases SET waits = 1 WHERE household = ? AND NOT waits AND closed IS NULL", (household,)
    )
    if changed.rowcount:
        _happened(db, household, "waits", by, "", now)


def way(db: sqlite3.Connection, household: int) -> list[Event]:
    """What has happened to it, in order."""
    rows = db.execute(
        "SELECT act, person, note, at FROM case_events WHERE household = ? ORDER BY id", (household,)
    )
    return [Event(*row) for row in rows]


def _mine(db: sqlite3.Connection, household: int, by: Person) -> Case:
    case = get(db, household)
    if case is None or not may(case, by):
        raise NotAllowed(household)
    return case


def _happened(
    db: sqlite3.Connection, household: int, act: str, person: int | None, note: str, now: float
) -> None:
    db.execute(
        "INSERT INTO case_events (household, act, person, note, at) VALUES (?, ?, ?, ?, ?)",
        (household, act, person, note, now),
    )


def _cases(db: sqlite3.Connection, condition: str, *values: object) -> list[Case]:
    rows = db.execute(f"{_CASE} WHERE {condition}", values).fetchall()
    named = (dict(zip(Case.__struct_fields__, row, strict=True)) for row in rows)
    return [msgspec.convert(each, Case, strict=False) for each in named]
