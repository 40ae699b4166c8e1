"""The lines of the one-in-five ledger, and what follows from them: nothing but the lines decides.

A line is added and never changed: the database refuses it. `Book` reads them in order and is used both to
decide where the next flat goes and to recompute all that was decided (domain facts 1.5).
"""

import datetime
import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

SWEDEN = ZoneInfo("Europe/Stockholm")
# Why the unit says no to a flat, and which of these mean that no family could have lived there.
DECLINED = ("too_small", "too_large", "not_accessible", "nobody_waits", "other", "no_answer")
UNSUITABLE = frozenset({"too_small", "too_large", "not_accessible"})


class Policy(msgspec.Struct, frozen=True):
    """A version of the rule: of `whole` flats given notice on, `part` go to the unit. `begins` is its first
    day, ISO. A flat that the unit found unsuitable is made up for, `substitutes` times a calendar year at
    most.
    """

    begins: str
    part: int
    whole: int
    substitutes: int = 0


class Decision(msgspec.Struct, frozen=True):
    """Where a numbered flat goes: "unit" or "queue". `place` is its place inside its policy, from 1;
    `settles` the flat that this one makes up for, None where it is the unit's turn, or the queue's.
    """

    goes: str
    place: int
    settles: int | None = None


class Line(msgspec.Struct, frozen=True):
    """`number`, `policy` and `place` are of the act "numbered"; `goes` also of asked and agreed."""

    line: int
    vacancy: int
    act: str
    at: float
    reason: str = ""
    goes: str = ""
    number: int | None = None
    policy: Policy | None = None
    place: int = 0
    settles: int | None = None
    person: int | None = None


def is_turn(place: int, policy: Policy) -> bool:
    """The one-in-five rule: whether the flat at this place, counted from 1 inside its policy, is the unit's.

    With 1/5 it is every fifth: 5, 10, 15. Integers only, so that no rounding ever decides.
    """
    return place * policy.part // policy.whole > (place - 1) * policy.part // policy.whole


class Book:
    """What follows from the lines read so far.

    A flat of the unit's whose notice was withdrawn is owed: the next flat that is not the unit's anyway makes
    up for it, whatever policy it comes under. What has been decided is never taken back. An override changes
    where one flat goes and nothing else: it neither makes a debt nor settles one.
    """

    def __init__(self) -> None:
        self.numbers = 0
        self.debts: list[int] = []
        self._places: Counter[str] = Counter()
        self._of_unit: dict[int, Policy] = {}  # flats that went to the unit by the rule, and still are its
        self._substituted: Counter[int] = Counter()

    def decide(self, policy: Policy) -> Decision:
        """Where the next eligible flat goes."""
        place = self._places[policy.begins] + 1
        if is_turn(place, policy):
            return Decision("unit", place)
        if self.debts:
            return Decision("unit", place, self.debts[0])
        return Decision("queue", place)

    def read(self, line: Line) -> Decision | None:
        """Takes the next line; of a numbered flat, returns where it had to go."""
        match line.act:
            case "numbered" if line.policy is not None:
                return self._number(line.vacancy, line.policy)
            case "agreed":
                self._of_unit.pop(line.vacancy, None)
            case "withdrawn":
                # A turn that the unit let pass is used, whatever happens to the flat later.
                if self._of_unit.pop(line.vacancy, None) is not None:
                    self.debts.append(line.vacancy)
            case "declined" | "expired":
                self._pass(line, self._of_unit.pop(line.vacancy, None))
        return None

    def _number(self, vacancy: int, policy: Policy) -> Decision:
        decision = self.decide(policy)
        self.numbers += 1
        self._places[policy.begins] += 1
        if decision.settles is not None:
            self.debts.remove(decision.settles)
        if decision.goes == "unit":
            self._of_unit[vacancy] = policy
        return decision

    def _pass(self, line: Line, policy: Policy | None) -> None:
        year = datetime.datetime.fromtimestamp(line.at, SWEDEN).year
        if policy is None or line.reason not in UNSUITABLE or self._substituted[year] >= policy.substitutes:
            return
        self._substituted[year] += 1
        self.debts.append(line.vacancy)


_COLUMNS = (
    "line, vacancy, act, at, reason, goes, number, policy, part, whole, substitutes, place, settles, person"
)


def _line(row: tuple[Any, ...]) -> Line:
    line, vacancy, act, at, reason, goes, number, begins, part, whole, substitutes, place, settles, by = row
    policy = Policy(begins, part, whole, substitutes or 0) if begins is not None else None
    return Line(line, vacancy, act, at, reason, goes, number, policy, place or 0, settles, by)


def lines(db: sqlite3.Connection) -> Iterator[Line]:
    """The whole ledger in the order in which it was written."""
    return map(_line, db.execute(f"SELECT {_COLUMNS} FROM ledger ORDER BY line"))


def of_vacancy(db: sqlite3.Connection, vacancy: int) -> list[Line]:
    """What happened to one flat, the oldest first."""
    return [
        _line(row)
        for row in db.execute(f"SELECT {_COLUMNS} FROM ledger WHERE vacancy = ? ORDER BY line", (vacancy,))
    ]


def is_changed(db: sqlite3.Connection, policy: Policy) -> bool:
    """Whether flats were numbered by this version of the rule when it said something else."""
    row = db.execute(
        "SELECT 1 FROM ledger WHERE policy = ? AND (part, whole, coalesce(substitutes, 0)) <> (?, ?, ?)",
        (policy.begins, policy.part, policy.whole, policy.substitutes),
    ).fetchone()
    return row is not None


def book(db: sqlite3.Connection) -> Book:
    """What follows from all that was written."""
    found = Book()
    for each in lines(db):
        found.read(each)
    return found


def write(
    db: sqlite3.Connection,
    vacancy: int,
    act: str,
    person: int | None,
    now: float,
    reason: str = "",
    goes: str = "",
) -> None:
    """One more line about a flat. Whether it may be is for `storage/vacancies.py`."""
    db.execute(
        "INSERT INTO ledger (vacancy, act, reason, goes, person, at) VALUES (?, ?, ?, ?, ?, ?)",
        (vacancy, act, reason, goes, person, now),
    )


def write_number(
    db: sqlite3.Connection, vacancy: int, at: Book, policy: Policy, person: int | None, now: float
) -> Decision:
    """Gives a flat the next number and writes where it goes. `at` is the ledger until now, and reads the
    line.
    """
    decision = at.decide(policy)
    number = at.numbers + 1
    row = db.execute(
        "INSERT INTO ledger (vacancy, act, goes, number, policy, part, whole, substitutes, place, settles,"
        " person, at) VALUES (?, 'numbered', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING line",
        (vacancy, decision.goes, number, policy.begins, policy.part, policy.whole, policy.substitutes,
         decision.place, decision.settles, person, now),
    ).fetchone()  # fmt: skip
    at.read(Line(row[0], vacancy, "numbered", now, "", decision.goes, number, policy, decision.place))
    return decision
