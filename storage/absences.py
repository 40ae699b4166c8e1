"""Who is away, until when, and who looks after their areas meanwhile. What is kept is in force: it goes on
the day of being back, or before.
"""

import sqlite3

import msgspec

from storage import people
from storage.people import Person

# An area's caretakers, and who stands in for one of them, for the one who stands in, and so on. A circle of
# absences ends: UNION takes nobody twice.
_LOOKING_AFTER = """
WITH RECURSIVE looking (person) AS (
    SELECT person FROM roles WHERE role = 'caretaker' AND area = ?
    UNION
    SELECT substitute FROM absences JOIN looking USING (person) WHERE substitute IS NOT NULL
) SELECT person FROM looking ORDER BY 1
"""
_COVERED = """
WITH RECURSIVE covered (person) AS (
    SELECT person FROM absences WHERE substitute = ?1
    UNION
    SELECT absences.person FROM absences JOIN covered ON substitute = covered.person
) SELECT DISTINCT area FROM roles JOIN covered USING (person) WHERE role = 'caretaker'
"""


class Absence(msgspec.Struct, frozen=True):
    """`until` is the first day of being back, ISO. `substitute` is None where the orders lie in the pool."""

    person: int
    until: str
    substitute: int | None
    at: float


class NotAllowed(Exception):
    """Only a caretaker goes away here, and only another one who is there stands in; nothing was changed."""


def begin(db: sqlite3.Connection, person: Person, until: str, substitute: Person | None, now: float) -> None:
    """The person is away from now on; an earlier word about it no longer counts. Raises NotAllowed."""
    if "caretaker" not in person.work:
        raise NotAllowed(person.id)
    if substitute is not None and not may_stand_in(db, substitute, person):
        raise NotAllowed(substitute.id)
    db.execute(
        "INSERT OR REPLACE INTO absences (person, until, substitute, at) VALUES (?, ?, ?, ?)",
        (person.id, until, substitute.id if substitute else None, now),
    )


def may_stand_in(db: sqlite3.Connection, substitute: Person, person: Person) -> bool:
    """Whether this colleague can look after the orders of a person who goes away."""
    return "caretaker" in substitute.work and substitute.id != person.id and not is_away(db, substitute.id)


def of(db: sqlite3.Connection, person: int) -> Absence | None:
    row = db.execute(
        "SELECT person, until, substitute, at FROM absences WHERE person = ?", (person,)
    ).fetchone()
    return Absence(*row) if row else None


def is_away(db: sqlite3.Connection, person: int) -> bool:
    return of(db, person) is not None


def end(db: sqlite3.Connection, person: int) -> None:
    db.execute("DELETE FROM absences WHERE person = ?", (person,))


def over(db: sqlite3.Connection, day: str) -> list[int]:
    """Those who are back on this day or were before it."""
    rows = db.execute("SELECT person FROM absences WHERE until <= ? ORDER BY person", (day,))
    return [i for (i,) in rows]


def areas_covered(db: sqlite3.Connection, person: int) -> frozenset[str]:
    """The areas of those for whom this person stands in."""
    return frozenset(area for (area,) in db.execute(_COVERED, (person,)))


def looking_after(db: sqlite3.Connection, area: str) -> list[Person]:
    """The caretakers of an area, those who are away too, and who stands in for them. Whoever has left does
    not stand in any more.
    """
    found = [people.get(db, person) for (person,) in db.execute(_LOOKING_AFTER, (area,)).fetchall()]
    return [person for person in found if person is not None and "caretaker" in person.work]
