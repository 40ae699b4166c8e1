"""What a household says after the work: one mark out of three, and a thank-you for who did it.

Only for what the household itself has said is fixed: nobody is thanked for a thing that is not.
"""

import sqlite3

from storage import faults
from storage.faults import Fault
from storage.people import Person

MARKS = ("good", "fair", "bad")


def mark(db: sqlite3.Connection, fault: Fault, person: Person, value: str, now: float) -> bool:
    """Keeps the household's mark; the first counts. Returns whether it is kept. Raises NotAllowed, NotNow."""
    if value not in MARKS:
        raise faults.NotNow(fault)
    return _once(db, fault, person, "mark", value, now)


def thank(db: sqlite3.Connection, fault: Fault, person: Person, now: float) -> bool:
    """Keeps a thank-you to who did the work; the first counts. Raises NotAllowed, NotNow."""
    if fault.holder is None:
        raise faults.NotNow(fault)
    return _once(db, fault, person, "thanks", "", now)


def _once(db: sqlite3.Connection, fault: Fault, person: Person, act: str, note: str, now: float) -> bool:
    if "household" not in faults.standing(db, fault, person):
        raise faults.NotAllowed(act)
    way = [step.act for step in faults.way(db, fault.id)]
    if fault.state != "closed" or not said_fixed(way):
        raise faults.NotNow(fault)
    since = len(way) - 1 - way[::-1].index("fixed")
    if act in way[since:]:
        return False
    faults.happened(db, fault.id, act, person.id, note, now)
    return True


def said_fixed(way: list[str]) -> bool:
    """Whether the household has said that it is fixed, and it has not been opened again since."""
    ends = [act for act in way if act in ("fixed", "silence", "close", "reopen", "merge", "withdraw")]
    return bool(ends) and ends[-1] == "fixed"
