"""Fault reports and their life. A report and its work order are one record with one number."""

import sqlite3
from typing import Literal

import msgspec

from storage import people
from storage.fault_items import ITEMS
from storage.people import Person

State = Literal["received", "taken", "started", "waiting", "returned", "done", "closed"]
Standing = Literal["household", "caretaker", "holder", "staff", "clock"]
OPEN: tuple[State, ...] = ("received", "taken", "started", "waiting", "returned", "done")
DAY = 24 * 3600.0


class Transition(msgspec.Struct, frozen=True):
    """From which states, to which, by whom."""

    sources: frozenset[str]
    target: State
    by: frozenset[str]


def _transition(sources: str, target: State, by: str) -> Transition:
    return Transition(frozenset(sources.split()), target, frozenset(by.split()))


# Every state has a way out: `closed` by reopening, the others by several. The states are those of a
# real municipal company's order system, folded to what a phone needs (domain facts 2.1 and 2.4).
TRANSITIONS: dict[str, Transition] = {
    "take": _transition("received", "taken", "caretaker"),
    "assign": _transition("received returned taken started waiting", "taken", "staff"),
    "start": _transition("taken waiting", "started", "holder"),
    "parts": _transition("taken started", "waiting", "holder"),
    "done": _transition("taken started waiting", "done", "holder"),
    "return": _transition("taken started waiting", "returned", "holder"),
    "decline": _transition("received", "returned", "caretaker"),
    "close": _transition("received returned taken started waiting done", "closed", "staff"),
    "fixed": _transition("done", "closed", "household"),
    "silence": _transition("done", "closed", "clock"),
    "reopen": _transition("done closed", "received", "household"),
}


class Fault(msgspec.Struct, frozen=True):
    """A report. `home` is None for a shared place, `reporter` once her phone is unlinked. `locale` is the
    reporter's. `time` is any, morning or afternoon. `at` and `changed` are epoch seconds.
    """

    id: int
    state: State
    item: str
    urgency: str
    place: Literal["home", "shared"]
    house: int
    home: int | None
    household: int
    reporter: int | None
    locale: str
    words: str
    master_key: bool
    pet: bool
    call_first: bool
    time: str
    holder: int | None
    earlier: int | None
    at: float
    changed: float


class NewFault(msgspec.Struct, frozen=True):
    """What a report starts with; the fields as in Fault."""

    item: str
    urgency: str
    place: Literal["home", "shared"]
    house: int
    home: int | None
    household: int
    reporter: int
    locale: str
    words: str = ""
    master_key: bool = False
    pet: bool = False
    call_first: bool = False
    time: str = "any"
    earlier: int | None = None


class Happened(msgspec.Struct, frozen=True):
    """One step of a report's way: `act` is `report`, `note` or a transition's name."""

    act: str
    person: int | None
    note: str
    at: float


class NotAllowed(Exception):
    """This person may not do this to this report; nothing was changed."""


class NotNow(Exception):
    """The report is in a state from which this cannot be done; nothing was changed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.state)
        self.fault = fault


_COLUMNS = ", ".join(Fault.__struct_fields__)


def _fault(row: tuple[object, ...]) -> Fault:
    return msgspec.convert(dict(zip(Fault.__struct_fields__, row, strict=True)), Fault, strict=False)


def add(db: sqlite3.Connection, new: NewFault, files: list[int], now: float) -> Fault:
    """Keeps a report with its files."""
    values = {name: getattr(new, name) for name in NewFault.__struct_fields__}
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    row = db.execute(
        f"INSERT INTO faults (state, at, changed, {names}) VALUES ('received', ?, ?, {marks})"
        f" RETURNING {_COLUMNS}",
        (now, now, *values.values()),
    ).fetchone()
    fault = _fault(row)
    for file in files:
        attach(db, fault.id, file)
    _note(db, fault.id, "report", new.reporter, "", now)
    return fault


def get(db: sqlite3.Connection, fault_id: int) -> Fault | None:
    row = db.execute(f"SELECT {_COLUMNS} FROM faults WHERE id = ?", (fault_id,)).fetchone()
    return _fault(row) if row else None


def standing(fault: Fault, person: Person, area: str) -> frozenset[str]:
    """What this person is to this report, `area` being where it is. Nobody works on the case of their own
    household: there they are a tenant only. What only the desk reads, no caretaker sees.
    """
    if person.household == fault.household:
        return frozenset({"household"}) if person.adult or person.id == fault.reporter else frozenset()
    kinds = set()
    if area in person.areas and ITEMS[fault.item].kind != "desk":
        kinds.add("caretaker")
    if fault.holder == person.id and may_hold(fault, person):
        kinds.add("holder")
    if "staff" in person.work:
        kinds.add("staff")
    return frozenset(kinds)


def may_hold(fault: Fault, person: Person) -> bool:
    """Whether an order can be given to this person: a caretaker, not of the household it is about."""
    return (
        "caretaker" in person.work
        and person.household != fault.household
        and ITEMS[fault.item].kind != "desk"
    )


def move(
    db: sqlite3.Connection,
    fault_id: int,
    act: str,
    person: Person | None,
    now: float,
    note: str = "",
    holder: int | None = None,
) -> Fault:
    """Does `act` to a report, by `person` (None: the clock), and returns it as it is now. `holder` is who
    gets it, for assign.

    Raises NotAllowed, NotNow; LookupError if there is no such report.
    """
    fault = get(db, fault_id)
    if fault is None:
        raise LookupError(fault_id)
    rule = TRANSITIONS[act]
    kinds = frozenset({"clock"}) if person is None else standing(fault, person, area_of(db, fault))
    if not kinds & rule.by:
        # A caretaker of the area sees the order, so is told what is true of it.
        raise NotNow(fault) if "caretaker" in kinds else NotAllowed(act)
    if fault.state not in rule.sources:
        raise NotNow(fault)
    if act == "assign":
        colleague = people.get(db, holder) if holder is not None else None
        if colleague is None or not may_hold(fault, colleague):
            raise NotAllowed(act)
    if act == "take" and person is not None:
        holder = person.id
    elif act != "assign":
        holder = None if rule.target in ("received", "returned") else fault.holder
    db.execute(
        "UPDATE faults SET state = ?, holder = ?, changed = ? WHERE id = ?",
        (rule.target, holder, now, fault_id),
    )
    _note(db, fault_id, act, person.id if person else None, note, now)
    return msgspec.structs.replace(fault, state=rule.target, holder=holder, changed=now)


def area_of(db: sqlite3.Connection, fault: Fault) -> str:
    return str(db.execute("SELECT area FROM houses WHERE id = ?", (fault.house,)).fetchone()[0])


def attach(db: sqlite3.Connection, fault_id: int, file: int) -> None:
    """Files a photo, voice or video with a report."""
    db.execute("INSERT OR IGNORE INTO fault_files VALUES (?, ?)", (fault_id, file))


def files_of(db: sqlite3.Connection, fault_id: int) -> list[int]:
    """Ids of the files of a report, in the order in which they came."""
    return [
        i for (i,) in db.execute("SELECT file FROM fault_files WHERE fault = ? ORDER BY file", (fault_id,))
    ]


def of_file(db: sqlite3.Connection, file: int) -> int | None:
    """The report that a file belongs to."""
    row = db.execute("SELECT fault FROM fault_files WHERE file = ?", (file,)).fetchone()
    return int(row[0]) if row else None


def add_note(db: sqlite3.Connection, fault_id: int, person: int, note: str, now: float) -> None:
    """A word of who worked on it, after the work."""
    _note(db, fault_id, "note", person, note, now)


def way(db: sqlite3.Connection, fault_id: int) -> list[Happened]:
    """All that has happened to a report, oldest first."""
    rows = db.execute(
        "SELECT act, person, note, at FROM fault_events WHERE fault = ? ORDER BY id", (fault_id,)
    )
    return [Happened(*row) for row in rows]


def _note(db: sqlite3.Connection, fault_id: int, act: str, person: int | None, note: str, now: float) -> None:
    db.execute(
        "INSERT INTO fault_events (fault, act, person, note, at) VALUES (?, ?, ?, ?, ?)",
        (fault_id, act, person, note, now),
    )


def open_in(db: sqlite3.Connection, areas: frozenset[str], holder: int = 0) -> list[Fault]:
    """What is not done in these areas, or is in the holder's hands wherever it is: the most urgent first,
    then the oldest.
    """
    marks = ", ".join("?" * len(areas))
    rows = db.execute(
        f"SELECT {', '.join('faults.' + name for name in Fault.__struct_fields__)} FROM faults"
        f" JOIN houses ON houses.id = faults.house WHERE (area IN ({marks}) OR holder = ?)"
        " AND state NOT IN ('done', 'closed') ORDER BY urgency, faults.id",
        [*sorted(areas), holder],
    )
    return [_fault(row) for row in rows]


def open_of(db: sqlite3.Connection, household: int) -> list[Fault]:
    """What a household has reported and is not closed, the latest first."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM faults WHERE household = ? AND state != 'closed' ORDER BY id DESC",
        (household,),
    )
    return [_fault(row) for row in rows]


def reported_by(db: sqlite3.Connection, person: int) -> list[Fault]:
    """What this person has reported and is not closed."""
    rows = db.execute(f"SELECT {_COLUMNS} FROM faults WHERE reporter = ? AND state != 'closed'", (person,))
    return [_fault(row) for row in rows]


def silent(db: sqlite3.Connection, before: float) -> list[int]:
    """Reports that were set done before `before` and to which nobody has said whether they are fixed."""
    rows = db.execute("SELECT id FROM faults WHERE state = 'done' AND changed < ?", (before,))
    return [i for (i,) in rows]
