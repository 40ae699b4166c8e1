"""Fault reports and their life. A report and its work order are one record with one number."""

import sqlite3
from typing import Literal

import msgspec

from storage import absences, people
from storage.fault_items import ITEMS
from storage.people import Person

State = Literal["received", "taken", "started", "waiting", "outside", "returned", "done", "closed"]
Standing = Literal["household", "follower", "caretaker", "holder", "staff", "speaker", "clock"]
OPEN: tuple[State, ...] = ("received", "taken", "started", "waiting", "outside", "returned", "done")
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
    "assign": _transition("received returned taken started waiting outside", "taken", "staff clock"),
    "start": _transition("taken waiting", "started", "holder"),
    "parts": _transition("taken started", "waiting", "holder"),
    "done": _transition("taken started waiting", "done", "holder"),
    "return": _transition("taken started waiting", "returned", "holder"),
    "decline": _transition("received", "returned", "caretaker"),
    # Back to the pool: its holder is away, or has left.
    "release": _transition("taken started waiting", "received", "holder staff clock"),
    # A question to the reporter that nobody answered: a person looks at it, it never closes by itself.
    "unanswered": _transition("received taken started waiting outside", "returned", "clock"),
    "firm": _transition("received returned taken started waiting outside", "outside", "staff"),
    "firm_done": _transition("outside", "done", "staff"),
    "merge": _transition("received returned taken started waiting outside", "closed", "staff caretaker"),
    "close": _transition("received returned taken started waiting outside done", "closed", "staff"),
    "withdraw": _transition("received returned taken started waiting outside", "closed", "household"),
    "fixed": _transition("done", "closed", "household speaker"),
    "silence": _transition("done", "closed", "clock"),
    "reopen": _transition("done closed", "received", "household follower speaker"),
}
# What was not fixed twice is looked at by the office before anybody is sent again.
REOPENED_TO_DESK = 2


class Fault(msgspec.Struct, frozen=True):
    """A report. `home` is None for a shared place, `reporter` once her phone is unlinked or where the desk
    reports for a household. `locale` is the reporter's. `time` is any, morning or afternoon. `at`, `changed`,
    `half`, `due`, `stopped` and `seen` are epoch seconds, `planned` is an ISO day. `known` is one fault for
    its whole house, `merged` the report that this one became part of.
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
    half: float | None = None
    due: float | None = None
    reminded: int = 0
    stopped: float | None = None
    planned: str | None = None
    firm: str = ""
    firm_reference: str = ""
    seen: float | None = None
    key_changed: bool = False
    known: bool = False
    merged: int | None = None


class NewFault(msgspec.Struct, frozen=True):
    """What a report starts with; the fields as in Fault."""

    item: str
    urgency: str
    place: Literal["home", "shared"]
    house: int
    home: int | None
    household: int
    reporter: int | None
    locale: str
    words: str = ""
    master_key: bool = False
    pet: bool = False
    call_first: bool = False
    time: str = "any"
    earlier: int | None = None
    half: float | None = None
    due: float | None = None


class Happened(msgspec.Struct, frozen=True):
    """One step of a report's way: `act` is a transition's name or one of report, note, plan, unplan,
    reclass, key, acknowledge, ask, answer, call (the office is asked to), called, wrote, added, follow, mark,
    thanks. `locale` is the note's, where it was not written in Swedish.
    """

    act: str
    person: int | None
    note: str
    at: float
    locale: str = ""


class NotAllowed(Exception):
    """This person may not do this to this report; nothing was changed."""


class NotAcknowledged(Exception):
    """The tenant has changed whether the master key may be used: who goes there says first that he has read
    it. A changed permission that went unseen is a real cause of accidents (domain facts 2.1).
    """

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.id)
        self.fault = fault


class NotNow(Exception):
    """The report is in a state from which this cannot be done; nothing was changed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.state)
        self.fault = fault


COLUMNS = ", ".join(Fault.__struct_fields__)


def of_row(row: tuple[object, ...]) -> Fault:
    """A row of COLUMNS as a struct."""
    return msgspec.convert(dict(zip(Fault.__struct_fields__, row, strict=True)), Fault, strict=False)


def add(
    db: sqlite3.Connection, new: NewFault, files: list[int], now: float, desk: int | None = None
) -> Fault:
    """Keeps a report with its files. `desk` is who of the desk made it for a household without Telegram."""
    values = {name: getattr(new, name) for name in NewFault.__struct_fields__}
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    row = db.execute(
        f"INSERT INTO faults (state, at, changed, {names}) VALUES ('received', ?, ?, {marks})"
        f" RETURNING {COLUMNS}",
        (now, now, *values.values()),
    ).fetchone()
    fault = of_row(row)
    for file in files:
        attach(db, fault.id, file)
    happened(db, fault.id, "report", new.reporter or desk, "", now)
    return fault


def get(db: sqlite3.Connection, fault_id: int) -> Fault | None:
    row = db.execute(f"SELECT {COLUMNS} FROM faults WHERE id = ?", (fault_id,)).fetchone()
    return of_row(row) if row else None


def standing(db: sqlite3.Connection, fault: Fault, person: Person) -> frozenset[str]:
    """What this person is to this report. Nobody works on the case of their own household: there they are a
    tenant only. What only the desk reads, no caretaker sees. One on duty who was called may act as a
    caretaker of that place, and so may who stands in for one who is away. A "speaker" is the desk where it
    speaks for a household that reported by phone, and where it takes apart what it has put together.
    """
    if person.household is not None and concerns(db, fault, person.household):
        return frozenset({"household"}) if person.adult or person.id == fault.reporter else frozenset()
    kinds = set()
    if _has(db, "fault_followers", fault, person):
        kinds.add("follower")
    if may_hold(fault, person) and (
        looks_after(db, fault, person) or _has(db, "fault_alerts", fault, person)
    ):
        kinds.add("caretaker")
    if fault.holder == person.id and may_hold(fault, person):
        kinds.add("holder")
    if "staff" in person.work:
        kinds.add("staff")
        if fault.reporter is None or fault.merged is not None:
            kinds.add("speaker")
    return frozenset(kinds)


def concerns(db: sqlite3.Connection, fault: Fault, household: int) -> bool:
    """Whether a report is this household's: it made it, and still lives there if it is about a home; or it
    lives now in the home that the report is about. What is broken stays with the home.
    """
    if fault.home is None:
        return household == fault.household
    lives = people.household(db, household)
    return lives is not None and lives.home == fault.home


def _has(db: sqlite3.Connection, table: str, fault: Fault, person: Person) -> bool:
    found = db.execute(f"SELECT 1 FROM {table} WHERE fault = ? AND person = ?", (fault.id, person.id))
    return found.fetchone() is not None


def looks_after(db: sqlite3.Connection, fault: Fault, person: Person) -> bool:
    """Whether the report lies in an area of this person, or of one who is away and for whom she stands in."""
    area = area_of(db, fault)
    return area in person.areas or area in absences.areas_covered(db, person.id)


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

    Raises NotAllowed, NotNow, NotAcknowledged; LookupError if there is no such report.
    """
    fault = get(db, fault_id)
    if fault is None:
        raise LookupError(fault_id)
    rule = TRANSITIONS[act]
    kinds = frozenset({"clock"}) if person is None else standing(db, fault, person)
    if not kinds & rule.by:
        # A caretaker of the area sees the order, so is told what is true of it.
        raise NotNow(fault) if "caretaker" in kinds else NotAllowed(act)
    if fault.state not in rule.sources:
        raise NotNow(fault)
    if act == "start" and fault.key_changed:
        raise NotAcknowledged(fault)
    if act == "assign":
        colleague = people.get(db, holder) if holder is not None else None
        if colleague is None or not may_hold(fault, colleague):
            raise NotAllowed(act)
    if act == "take" and person is not None:
        holder = person.id
    elif act != "assign":
        holder = None if rule.target in ("received", "returned", "outside") else fault.holder
    target = rule.target
    if act == "reopen" and fault.merged is not None:
        fault = _apart(db, fault)
    if act == "reopen" and _times(db, fault_id, "reopen") + 1 >= REOPENED_TO_DESK:
        target = "returned"
    # Whoever gets it now reads the answer about the key as it is.
    key_changed = fault.key_changed and holder == fault.holder
    db.execute(
        "UPDATE faults SET state = ?, holder = ?, changed = ?, key_changed = ? WHERE id = ?",
        (target, holder, now, key_changed, fault_id),
    )
    if target in ("done", "closed"):
        _ask_no_more(db, fault_id, now)
    elif act == "reopen":
        plan(db, fault_id, None)
    happened(db, fault_id, act, person.id if person else None, note, now)
    if target == "closed" and act != "merge":
        _forget_phones(db, fault_id)
    moved = get(db, fault_id)
    assert moved is not None
    return moved


def _ask_no_more(db: sqlite3.Connection, fault_id: int, now: float) -> None:
    """It has come to its end: nobody needs to answer any more, and no clock stands still for it."""
    db.execute(
        "UPDATE fault_questions SET answered = ? WHERE fault = ? AND answered IS NULL", (now, fault_id)
    )
    stop_clock(db, fault_id, None)


def _apart(db: sqlite3.Connection, fault: Fault) -> Fault:
    """A report that is open again is one of its own: who made it no longer follows the other."""
    db.execute("DELETE FROM fault_followers WHERE fault = ? AND person = ?", (fault.merged, fault.reporter))
    db.execute("UPDATE faults SET merged = NULL WHERE id = ?", (fault.id,))
    return msgspec.structs.replace(fault, merged=None)


def _forget_phones(db: sqlite3.Connection, fault_id: int) -> None:
    """The numbers that were kept for a case, and for what had become part of it, go when it is closed."""
    theirs = "fault = ?1 OR fault IN (SELECT id FROM faults WHERE merged = ?1)"
    db.execute(f"DELETE FROM fault_phones WHERE {theirs}", (fault_id,))


def _times(db: sqlite3.Connection, fault_id: int, act: str) -> int:
    """How often this has happened to a report."""
    found = db.execute("SELECT count(*) FROM fault_events WHERE fault = ? AND act = ?", (fault_id, act))
    return int(found.fetchone()[0])


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


def way(db: sqlite3.Connection, fault_id: int) -> list[Happened]:
    """All that has happened to a report, oldest first."""
    rows = db.execute(
        "SELECT act, person, note, at, locale FROM fault_events WHERE fault = ? ORDER BY id", (fault_id,)
    )
    return [Happened(*row) for row in rows]


def happened(
    db: sqlite3.Connection,
    fault_id: int,
    act: str,
    person: int | None,
    note: str,
    now: float,
    locale: str = "",
) -> None:
    """Adds a step to a report's way: what is no change of state is kept here too. `locale` is that of a note
    which is not in Swedish, the language of the record.
    """
    db.execute(
        "INSERT INTO fault_events (fault, act, person, note, at, locale) VALUES (?, ?, ?, ?, ?, ?)",
        (fault_id, act, person, note, now, locale),
    )


def see(db: sqlite3.Connection, fault_id: int, now: float) -> bool:
    """Notes that somebody who works here has looked at a report. Returns whether it is the first time."""
    found = db.execute("UPDATE faults SET seen = ? WHERE id = ? AND seen IS NULL", (now, fault_id))
    return found.rowcount == 1


def promise(db: sqlite3.Connection, fault_id: int, half: float | None, due: float | None) -> None:
    """Until when it shall be done from now on; its reminders begin anew. None: nothing is promised."""
    db.execute("UPDATE faults SET half = ?, due = ?, reminded = 0 WHERE id = ?", (half, due, fault_id))


def stop_clock(db: sqlite3.Connection, fault_id: int, since: float | None) -> None:
    """The promised time stands still since a moment; None: it runs again."""
    db.execute("UPDATE faults SET stopped = ? WHERE id = ?", (since, fault_id))


def plan(db: sqlite3.Connection, fault_id: int, day: str | None) -> None:
    """The day on which the work is planned, ISO."""
    db.execute("UPDATE faults SET planned = ? WHERE id = ?", (day, fault_id))


def reclass(db: sqlite3.Connection, fault_id: int, urgency: str) -> None:
    """Another class of urgency, as the desk sees it."""
    db.execute("UPDATE faults SET urgency = ? WHERE id = ?", (urgency, fault_id))


def remind(db: sqlite3.Connection, fault_id: int, stage: int) -> None:
    """Notes how far its reminders have come: 1 at half of the time, 2 when due, 3 the desk."""
    db.execute("UPDATE faults SET reminded = ? WHERE id = ?", (stage, fault_id))
