"""Whether the master key may be used for a report: asked once, for this report only, and hers to change.

A changed answer that went unseen is a real cause of accidents (domain facts 2.1), so who holds the order
says that he has read it before he starts.
"""

import sqlite3

from storage import faults
from storage.fault_items import ITEMS
from storage.faults import Fault, Happened
from storage.people import Person


def has_key(fault: Fault) -> bool:
    """Whether there is a key to ask for: not in a shared place, nor for what only the office reads."""
    return fault.home is not None and ITEMS[fault.item].kind == "order"


def may_change(fault: Fault) -> bool:
    """Whether the answer can still be changed: somebody may yet come."""
    return has_key(fault) and fault.state not in ("done", "closed")


def change(db: sqlite3.Connection, fault_id: int, person: Person, yes: bool, now: float) -> Fault:
    """An adult of the household or who reported gives another answer, or the desk where nobody of them is
    here and they have called. The same once more changes nothing.

    Raises NotAllowed, NotNow; LookupError if there is no such report.
    """
    fault = _existing(db, fault_id)
    may = {"household", "staff"} if fault.reporter is None else {"household"}
    if not faults.standing(db, fault, person) & may:
        raise faults.NotAllowed("key")
    if not may_change(fault):
        raise faults.NotNow(fault)
    if yes != fault.master_key:
        db.execute(
            "UPDATE faults SET master_key = ?, key_changed = holder IS NOT NULL WHERE id = ?", (yes, fault_id)
        )
        faults.happened(db, fault_id, "key", person.id, "yes" if yes else "no", now)
    return _existing(db, fault_id)


def acknowledge(db: sqlite3.Connection, fault_id: int, person: Person, read: bool, now: float) -> Fault:
    """The holder has read the changed answer, which was `read`. Where it has changed again since, he reads
    it again: the report is returned as it is.

    Raises NotAllowed; LookupError if there is no such report.
    """
    fault = _existing(db, fault_id)
    if "holder" not in faults.standing(db, fault, person):
        raise faults.NotAllowed("acknowledge")
    if fault.key_changed and read == fault.master_key:
        db.execute("UPDATE faults SET key_changed = 0 WHERE id = ?", (fault_id,))
        faults.happened(db, fault_id, "acknowledge", person.id, "yes" if read else "no", now)
    return _existing(db, fault_id)


def answered_at(fault: Fault, way: list[Happened]) -> float:
    """When the answer that holds was given, epoch seconds: with the report, or when it was changed last."""
    return next((step.at for step in reversed(way) if step.act == "key"), fault.at)


def _existing(db: sqlite3.Connection, fault_id: int) -> Fault:
    fault = faults.get(db, fault_id)
    if fault is None:
        raise LookupError(fault_id)
    return fault
