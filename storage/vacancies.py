"""Flats given notice on: how each stands, which are owed to the integration unit, and what the unit made of
them.

What became of one is read from its lines in the ledger (`storage/ledger.py`, where the one-in-five rule is);
what the desk does stands in `storage/vacancy_acts.py`. Nobody acts on a flat they live in.
"""

import datetime
import re
import sqlite3

import msgspec

from storage import audit, homes, ledger, people
from storage.homes import Home
from storage.ledger import DECLINED, Line, Policy
from storage.people import Person

OUTCOMES = ("let", "declined", "expired")

# What may happen to a flat in which state, and the state it is in then; "" for where the line says it goes.
TRANSITIONS: dict[tuple[str, str], str] = {
    ("draft", "excluded"): "draft",
    ("draft", "counted"): "draft",
    ("draft", "confirmed"): "excluded",
    ("draft", "numbered"): "",
    ("draft", "withdrawn"): "void",
    ("excluded", "withdrawn"): "void",
    ("queue", "withdrawn"): "void",
    ("unit", "withdrawn"): "void",
    ("unit", "let"): "let",
    ("unit", "declined"): "declined",
    ("unit", "expired"): "expired",
    ("let", "withdrawn"): "void",
    ("declined", "withdrawn"): "void",
    ("expired", "withdrawn"): "void",
    ("queue", "asked"): "queue",
    ("queue", "refused"): "queue",
    ("queue", "agreed"): "",
    ("unit", "asked"): "unit",
    ("unit", "refused"): "unit",
    ("unit", "agreed"): "",
    # The last day of the lease is another: the reason is that day.
    **{
        (state, "dated"): state
        for state in ("draft", "excluded", "queue", "unit", "let", "declined", "expired")
    },
}


class NotAllowed(Exception):
    """This person may not do this; nothing was changed."""


class NotNow(Exception):
    """As things stand this cannot be done; nothing was changed. `vacancy` is how the flat stands."""

    def __init__(self, vacancy: "Vacancy") -> None:
        super().__init__(vacancy.state)
        self.vacancy = vacancy


class Vacancy(msgspec.Struct, frozen=True):
    """A flat given notice on, as it stands. `notice` is when the notice came, a day or a day and a time, ISO.

    `state` is draft, excluded, queue, unit, let, declined, expired or void. `excluded` is why it does not
    count, "" if it does. `number` is None until it has one; `policy`, `place` and `settles` are how it was
    decided. `override` is where two people have sent it against the rule, `asked` the line of one that waits
    for the second, `asked_by` who asked, and `why` the reason of either. `reason` is why the unit said no, or
    why void.
    """

    id: int
    home: int
    contract: str
    notice: str
    last_day: datetime.date
    at: float
    state: str = "draft"
    excluded: str = ""
    number: int | None = None
    policy: Policy | None = None
    place: int = 0
    settles: int | None = None
    goes: str = ""
    override: str = ""
    asked: int | None = None
    asked_by: int | None = None
    why: str = ""
    reason: str = ""

    @property
    def free_from(self) -> datetime.date:
        """The first day on which somebody else can have it."""
        return self.last_day + datetime.timedelta(days=1)

    @property
    def arrived(self) -> datetime.date:
        """The day of the notice."""
        return datetime.date.fromisoformat(self.notice[:10])


class Owed(msgspec.Struct, frozen=True):
    """A flat whose turn it is for the unit. `rent` is kronor a month, None where it is not known."""

    vacancy: int
    home: int
    free_from: datetime.date
    rent: int | None


# -- Reading -----------------------------------------------------------------------------------------

_COLUMNS = "id, home, contract, notice, last_day, at"


def get(db: sqlite3.Connection, vacancy: int) -> Vacancy | None:
    row = db.execute(f"SELECT {_COLUMNS} FROM vacancies WHERE id = ?", (vacancy,)).fetchone()
    return as_it_stands(row, ledger.of_vacancy(db, vacancy)) if row else None


def as_it_stands(row: tuple[object, ...], happened: list[Line]) -> Vacancy:
    """A row of `vacancies` with what its lines say of it."""
    fields = dict(zip(("id", "home", "contract", "notice", "last_day", "at"), row, strict=True))
    stands = msgspec.convert(fields, Vacancy, strict=False)
    for line in happened:
        stands = _after(stands, line)
    return stands


def _after(stands: Vacancy, line: Line) -> Vacancy:
    change = msgspec.structs.replace
    if line.act == "registered":
        return change(stands, excluded=line.reason)
    state = TRANSITIONS[stands.state, line.act] or line.goes
    match line.act:
        case "excluded" | "confirmed":
            return change(stands, state=state, excluded=line.reason)
        case "dated":
            return change(stands, last_day=datetime.date.fromisoformat(line.reason))
        case "counted":
            return change(stands, excluded="")
        case "numbered":
            return change(
                stands, state=state, number=line.number, policy=line.policy, place=line.place,
                settles=line.settles, goes=line.goes,
            )  # fmt: skip
        case "asked":
            return change(stands, override=line.goes, asked=line.line, asked_by=line.person, why=line.reason)
        case "agreed":
            return change(stands, state=state, override=line.goes, asked=None, asked_by=None)
        case _:
            # What had been agreed before it was asked again still holds.
            holds = stands.state if stands.state in ("unit", "queue") and stands.state != stands.goes else ""
            override = stands.override if stands.asked is None else holds
            reason = stands.reason if line.act == "refused" else line.reason
            return change(stands, state=state, override=override, asked=None, asked_by=None, reason=reason)


def drafts(db: sqlite3.Connection) -> list[Vacancy]:
    """What is registered and not confirmed, in the order in which it will be numbered: by the time of the
    notice; of one day those with a time come first, those without by object number. No choice of anybody's.
    """
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM vacancies WHERE NOT EXISTS (SELECT 1 FROM ledger"
        " WHERE vacancy = vacancies.id AND act IN ('numbered', 'confirmed', 'withdrawn'))"
    ).fetchall()
    found = [as_it_stands(row, ledger.of_vacancy(db, row[0])) for row in rows]
    return sorted(found, key=lambda each: _order(each, home_of(db, each.home).object))


def latest_line(db: sqlite3.Connection, flats: list[Vacancy]) -> int:
    """The last line of the ledger about any of these, 0 for none: it grows with whatever changes one."""
    return max((line.line for each in flats for line in ledger.of_vacancy(db, each.id)), default=0)


def _order(vacancy: Vacancy, object_number: str) -> tuple[object, ...]:
    return (vacancy.notice[:10], vacancy.notice[11:] or "~", natural(object_number), vacancy.id)


def natural(object_number: str) -> tuple[list[tuple[int, str]], str]:
    """An object number as people order it: 1002-3 before 1002-11. Digits by their value, the rest by its
    signs, what is alike so far by how it is written.
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", object_number.casefold())
    ordered = [(int(part), "") if part[0] in "0123456789" else (-1, part) for part in parts]
    return ordered, object_number


def is_void(db: sqlite3.Connection, vacancy: int) -> bool:
    """Whether the unit can no longer have this flat: its notice was withdrawn, or two people have sent it to
    the queue against the rule.
    """
    found = get(db, vacancy)
    return found is None or found.state in ("void", "queue")


def owed(db: sqlite3.Connection) -> list[Owed]:
    """The flats whose turn it is for the unit and for which nothing is settled, the oldest first."""
    rows = db.execute(
        "SELECT DISTINCT vacancies.id, home, coalesce((SELECT reason FROM ledger AS moved WHERE act = 'dated'"
        " AND moved.vacancy = vacancies.id ORDER BY line DESC LIMIT 1), last_day), rent FROM ledger"
        " JOIN vacancies ON vacancies.id = vacancy JOIN homes ON homes.id = home"
        " WHERE goes = 'unit' AND act IN ('numbered', 'agreed')"
        " AND NOT EXISTS (SELECT 1 FROM ledger AS later WHERE later.vacancy = ledger.vacancy"
        " AND (later.act IN ('withdrawn', 'let', 'declined', 'expired')"
        " OR later.act = 'agreed' AND later.goes = 'queue' AND later.line > ledger.line))"
        " ORDER BY vacancies.id"
    )
    day = datetime.timedelta(days=1)
    return [
        Owed(vacancy, home, datetime.date.fromisoformat(last) + day, rent)
        for vacancy, home, last, rent in rows
    ]


# -- The unit ----------------------------------------------------------------------------------------


def unit_answered(
    db: sqlite3.Connection, vacancy: int, outcome: str, reason: str, by: Person | None, now: float
) -> Vacancy:
    """What the unit made of a flat of its own: "let", "declined" or "expired". The turn is used either way.

    `reason` is one of ledger.DECLINED for a no, "no_answer" for one that expired. `by` is the officer, None
    for what happens of itself. Raises NotAllowed, NotNow, LookupError, ValueError for another outcome or
    reason.
    """
    if outcome not in OUTCOMES or (outcome != "let" and reason not in DECLINED):
        raise ValueError(f"{outcome!r}, {reason!r}")
    found = get(db, vacancy)
    if found is None:
        raise LookupError(vacancy)
    if by is not None and ("officer" not in by.work or lives_in(db, by, found.home)):
        raise NotAllowed(by.id)
    check_now(found, outcome)
    return write(db, vacancy, outcome, by, now, "" if outcome == "let" else reason)


# -- Writing -----------------------------------------------------------------------------------------


def home_of(db: sqlite3.Connection, home: int) -> Home:
    """Raises LookupError if there is no such home."""
    found = homes.get(db, home)
    if found is None:
        raise LookupError(home)
    return found


def lives_in(db: sqlite3.Connection, person: Person, home: int) -> bool:
    """Whether it is the home of this person's own household."""
    household = people.household(db, person.household) if person.household is not None else None
    return household is not None and household.home == home


def check_desk(db: sqlite3.Connection, by: Person | None, home: int) -> None:
    """Raises NotAllowed for who is not of the desk, or lives in this home; None is no person."""
    if by is not None and ("staff" not in by.work or lives_in(db, by, home)):
        raise NotAllowed(by.id)


def at_desk(db: sqlite3.Connection, vacancy: int, by: Person | None) -> Vacancy:
    """The flat, where this person may act on it as the desk. Raises NotAllowed, LookupError."""
    found = get(db, vacancy)
    if found is None:
        raise LookupError(vacancy)
    check_desk(db, by, found.home)
    return found


def check_now(vacancy: Vacancy, act: str) -> None:
    """Raises NotNow where its state does not know this act."""
    if (vacancy.state, act) not in TRANSITIONS:
        raise NotNow(vacancy)


def write(
    db: sqlite3.Connection,
    vacancy: int,
    act: str,
    by: Person | None,
    now: float,
    reason: str = "",
    goes: str = "",
) -> Vacancy:
    """Adds a line to the ledger and one to the audit. Returns the flat as it stands then."""
    ledger.write(db, vacancy, act, by.id if by else None, now, reason, goes)
    return noted(db, vacancy, act, by, now)


def noted(db: sqlite3.Connection, vacancy: int, act: str, by: Person | None, now: float) -> Vacancy:
    """The audit's line about what was written. Returns the flat as it stands."""
    audit.add(db, by.id if by else None, act, "vacancy", vacancy, now)
    found = get(db, vacancy)
    if found is None:
        raise LookupError(vacancy)
    return found
