"""The two tracks beside the contract (domain facts 1.1 and 1.3), each a log that is only added to.

Track A of a household is three words, without a decision or a reason. Track C of an adult is dates, kept as
long as she consents; where she takes that back they go, and only that she had consented stays.
"""

import sqlite3
from datetime import date
from typing import Literal

import msgspec

from storage import households
from storage.people import Person

Word = Literal["waiting", "settled", "closed"]
Act = Literal["af", "etab", "intern", "work", "study", "out"]
WORDS: tuple[Word, ...] = ("waiting", "settled", "closed")
ACTS: tuple[Act, ...] = ("af", "etab", "intern", "work", "study", "out")


class Dated(msgspec.Struct, frozen=True):
    """What an officer noted of an adult's way, and from which day."""

    id: int
    act: str
    day: date


class NotAllowed(Exception):
    """This person may not note this; nothing was changed."""


def note_a(db: sqlite3.Connection, household: int, word: Word, by: Person, now: float) -> None:
    """The household's officer notes a word. Raises NotAllowed; ValueError for another word."""
    if word not in WORDS:
        raise ValueError(word)
    _check(db, household, by)
    db.execute(
        "INSERT INTO track_a (household, word, person, at) VALUES (?, ?, ?, ?)", (household, word, by.id, now)
    )


def a_of(db: sqlite3.Connection, household: int) -> Word | None:
    """The word that holds for a household; None if none was noted."""
    row = db.execute(
        "SELECT word FROM track_a WHERE household = ? ORDER BY id DESC LIMIT 1", (household,)
    ).fetchone()
    return row[0] if row else None


def consent(db: sqlite3.Connection, person: Person, day: date, now: float) -> None:
    """An adult lets her dates be kept. Raises NotAllowed."""
    if person.household is None or not person.adult:
        raise NotAllowed(person.id)
    _insert(db, person.id, "consent", day, person, now)


def withdraw(db: sqlite3.Connection, person: Person, day: date, now: float) -> None:
    """She takes it back, or has left the household whose officer noted them: her dates go at once. Anybody
    may for herself; nothing is done where she had not agreed.
    """
    if not consents(db, person.id):
        return
    _insert(db, person.id, "withdraw", day, person, now)
    db.execute("DELETE FROM track_c WHERE person = ? AND act NOT IN ('consent', 'withdraw')", (person.id,))


def consents(db: sqlite3.Connection, person: int) -> bool:
    """Whether her dates may be kept now."""
    row = db.execute(
        "SELECT act FROM track_c WHERE person = ? AND act IN ('consent', 'withdraw')"
        " ORDER BY id DESC LIMIT 1",
        (person,),
    ).fetchone()
    return row is not None and row[0] == "consent"


def note_c(db: sqlite3.Connection, person: Person, act: Act, day: date, by: Person, now: float) -> None:
    """Her household's officer notes a date. Raises NotAllowed, also without her consent; ValueError."""
    if act not in ACTS:
        raise ValueError(act)
    if person.household is None or not consents(db, person.id):
        raise NotAllowed(person.id)
    _check(db, person.household, by)
    _insert(db, person.id, act, day, by, now)


def not_so(db: sqlite3.Connection, person: Person, noted: int, by: Person, now: float) -> None:
    """Her household's officer takes back what was noted wrongly: it stays in the log and no longer counts.
    Raises NotAllowed, LookupError.
    """
    if person.household is None:
        raise NotAllowed(person.id)
    _check(db, person.household, by)
    wrong = next((each for each in c_of(db, person.id) if each.id == noted), None)
    if wrong is None:
        raise LookupError(noted)
    _insert(db, person.id, wrong.act, wrong.day, by, now, noted)


def c_of(db: sqlite3.Connection, person: int) -> list[Dated]:
    """Her dates that count, in the order of their days; none without her consent."""
    if not consents(db, person):
        return []
    rows = db.execute(
        "SELECT id, act, day FROM track_c AS noted WHERE person = ? AND act NOT IN ('consent', 'withdraw')"
        " AND takes_back IS NULL AND NOT EXISTS (SELECT 1 FROM track_c WHERE takes_back = noted.id)"
        " ORDER BY day, id",
        (person,),
    )
    return [Dated(noted, act, date.fromisoformat(day)) for noted, act, day in rows.fetchall()]


def _insert(
    db: sqlite3.Connection,
    person: int,
    act: str,
    day: date,
    by: Person,
    now: float,
    takes_back: int | None = None,
) -> None:
    db.execute(
        "INSERT INTO track_c (person, act, day, noted_by, at, takes_back) VALUES (?, ?, ?, ?, ?, ?)",
        (person, act, day.isoformat(), by.id, now, takes_back),
    )


def _check(db: sqlite3.Connection, household: int, by: Person) -> None:
    """Tracks are for the household's own officer: not for the desk, not for admins."""
    case = households.get(db, household)
    if case is None or not households.may(case, by):
        raise NotAllowed(household)
