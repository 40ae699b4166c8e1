"""What the desk writes on a report, besides moving it along. Only the desk may: it is checked here."""

import sqlite3

import msgspec

from storage import faults, known_faults
from storage.fault_items import ITEMS
from storage.faults import OPEN, Fault, NotAllowed, NotNow, of_row
from storage.people import Person

# A report that waits only for the tenant's word is no longer planned or reclassed.
UNDER_WAY = tuple(state for state in OPEN if state != "done")
CLASSES = ("E1", "E2", "E3", "E4")


class NotTogether(Exception):
    """These two cannot be one report. `why` is unknown, same, other_house or closed; nothing was changed."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def reclass(db: sqlite3.Connection, fault_id: int, urgency: str, person: Person, now: float) -> Fault:
    """Another class of urgency, E1 to E4. Raises NotAllowed, NotNow, LookupError."""
    fault = _at_desk(db, fault_id, person)
    if urgency not in CLASSES:
        raise NotAllowed(urgency)
    faults.reclass(db, fault_id, urgency)
    faults.happened(db, fault_id, "reclass", person.id, urgency, now)
    return msgspec.structs.replace(fault, urgency=urgency)


def plan(db: sqlite3.Connection, fault_id: int, day: str | None, person: Person, now: float) -> Fault:
    """The day of the work, ISO; None: no day any more. Raises NotAllowed, NotNow, LookupError."""
    fault = _at_desk(db, fault_id, person)
    faults.plan(db, fault_id, day)
    faults.happened(db, fault_id, "plan", person.id, day or "", now)
    return msgspec.structs.replace(fault, planned=day)


def write(
    db: sqlite3.Connection, fault_id: int, locale: str, words: str, person: Person, now: float
) -> Fault:
    """Words of the office to whoever reported, as they were written, and their language.

    Raises NotAllowed, NotNow, LookupError.
    """
    fault = _at_desk(db, fault_id, person, OPEN)
    faults.happened(db, fault_id, "wrote", person.id, words, now, locale)
    return fault


def give_to_firm(
    db: sqlite3.Connection, fault_id: int, firm: str, reference: str, person: Person, now: float
) -> Fault:
    """An outside firm does the work; `reference` is its own number for it. Raises as faults.move does."""
    fault = faults.move(db, fault_id, "firm", person, now)
    db.execute("UPDATE faults SET firm = ?, firm_reference = ? WHERE id = ?", (firm, reference, fault_id))
    return msgspec.structs.replace(fault, firm=firm, firm_reference=reference)


def may_merge(fault: Fault) -> bool:
    """Whether a report may become part of another, or another part of it. A case that only the desk reads
    is nobody else's to follow.
    """
    return fault.state in UNDER_WAY and ITEMS[fault.item].kind == "order"


def others_in_house(db: sqlite3.Connection, fault: Fault) -> list[Fault]:
    """What else is open in its house and could be the same, its own item first, then the latest."""
    rows = db.execute(
        f"SELECT {faults.COLUMNS} FROM faults WHERE house = ? AND id != ? AND state != 'closed'"
        " ORDER BY item != ?, id DESC",
        (fault.house, fault.id, fault.item),
    )
    return [other for other in map(of_row, rows) if may_merge(other)]


def merge(db: sqlite3.Connection, fault_id: int, into: int, person: Person, now: float) -> Fault:
    """Makes a report part of another one of its house: it is closed, who made it follows the other, and so
    do those who followed it. Its words and files stay with it.

    Raises NotTogether; NotAllowed, NotNow, LookupError as faults.move does.
    """
    fault, other = faults.get(db, fault_id), faults.get(db, into)
    if fault is None:
        raise LookupError(fault_id)
    if other is None or "staff" not in faults.standing(db, other, person):
        raise NotTogether("unknown")
    if other.id == fault.id:
        raise NotTogether("same")
    if other.house != fault.house:
        raise NotTogether("other_house")
    if not may_merge(other):
        raise NotTogether("closed")
    if ITEMS[fault.item].kind != "order":
        raise NotAllowed("merge")
    merged = known_faults.merge(db, fault_id, into, person, now)
    # What had become part of this one goes on with it.
    db.execute("UPDATE faults SET merged = ? WHERE merged = ?", (into, fault_id))
    return merged


def merged_into(db: sqlite3.Connection, fault_id: int) -> list[int]:
    """The reports that have become part of this one."""
    return [i for (i,) in db.execute("SELECT id FROM faults WHERE merged = ? ORDER BY id", (fault_id,))]


# -- The number of a caller -------------------------------------------------------------------------


def keep_phone(db: sqlite3.Connection, fault_id: int, phone: str) -> None:
    """The number of a household that reported by phone and wants a call: it goes when the case is closed."""
    db.execute("INSERT OR REPLACE INTO fault_phones VALUES (?, ?)", (fault_id, phone))


def phone_of(db: sqlite3.Connection, fault_id: int) -> str:
    """The number that was kept with a case, "" for none."""
    row = db.execute("SELECT phone FROM fault_phones WHERE fault = ?", (fault_id,)).fetchone()
    return str(row[0]) if row else ""


def erase_phone(db: sqlite3.Connection, fault_id: int, person: Person) -> Fault:
    """Raises NotAllowed, LookupError."""
    fault = _at_desk(db, fault_id, person, (*OPEN, "closed"))
    db.execute("DELETE FROM fault_phones WHERE fault = ?", (fault_id,))
    return fault


def _at_desk(
    db: sqlite3.Connection, fault_id: int, person: Person, states: tuple[str, ...] = UNDER_WAY
) -> Fault:
    """The report, where this person may act on it as the desk now."""
    fault = faults.get(db, fault_id)
    if fault is None:
        raise LookupError(fault_id)
    if "staff" not in faults.standing(db, fault, person):
        raise NotAllowed(fault_id)
    if fault.state not in states:
        raise NotNow(fault)
    return fault
