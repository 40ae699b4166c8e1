"""People as the bot knows them: a chat, the roles it may act in, and the household it belongs to.

No name of a tenant is kept, ever; those who work here have the name their invitation gave them.
"""

import sqlite3
from typing import Literal

import msgspec

Work = Literal["caretaker", "staff", "officer", "admin"]


class Person(msgspec.Struct, frozen=True):
    """`household` and `adult` are None for one who only works here. `areas` are those of a caretaker."""

    id: int
    chat: int
    name: str | None
    phone: str | None
    household: int | None
    adult: bool | None
    work: frozenset[str]
    areas: frozenset[str]

    @property
    def called(self) -> str:
        """What a colleague is called; a number where no name was given."""
        return self.name or f"#{self.id}"


class NotAllowed(Exception):
    """This person may not do this to that one; nothing was changed."""


class Household(msgspec.Struct, frozen=True):
    """`home` is None for a household that waits for one."""

    id: int
    home: int | None


def by_chat(db: sqlite3.Connection, chat: int) -> Person | None:
    return _person(db, "chat", chat)


def get(db: sqlite3.Connection, person: int) -> Person | None:
    return _person(db, "people.id", person)


def _person(db: sqlite3.Connection, column: str, value: int) -> Person | None:
    row = db.execute(
        "SELECT people.id, chat, name, phone, household, adult FROM people"
        f" LEFT JOIN residents ON person = people.id WHERE {column} = ?",
        (value,),
    ).fetchone()
    if row is None:
        return None
    roles = db.execute("SELECT role, area FROM roles WHERE person = ?", (row[0],)).fetchall()
    return Person(
        id=row[0],
        chat=row[1],
        name=row[2],
        phone=row[3],
        household=row[4],
        adult=None if row[5] is None else bool(row[5]),
        work=frozenset(role for role, _ in roles),
        areas=frozenset(area for role, area in roles if role == "caretaker"),
    )


def add(db: sqlite3.Connection, chat: int, now: float) -> int:
    """Returns the id of the person at this chat, who is added if new."""
    db.execute("INSERT OR IGNORE INTO people (chat, at) VALUES (?, ?)", (chat, now))
    return int(db.execute("SELECT id FROM people WHERE chat = ?", (chat,)).fetchone()[0])


def set_name(db: sqlite3.Connection, person: int, name: str) -> None:
    """The name of one who works here."""
    db.execute("UPDATE people SET name = ? WHERE id = ?", (name, person))


def set_phone(db: sqlite3.Connection, person: int, phone: str | None) -> None:
    """Her number, kept on her own wish for a call; None erases it."""
    db.execute("UPDATE people SET phone = ? WHERE id = ?", (phone, person))


def give_work(db: sqlite3.Connection, person: int, work: str, areas: frozenset[str] = frozenset()) -> None:
    """Lets a person act in a role; a caretaker gets one row an area."""
    rows = [(person, work, area) for area in (sorted(areas) if work == "caretaker" else [""])]
    db.executemany("INSERT OR IGNORE INTO roles (person, role, area) VALUES (?, ?, ?)", rows)


def end_work(db: sqlite3.Connection, person: Person, by: Person) -> None:
    """One who worked here has left: every role of hers ends at once. Her name stays in what she has done.

    Raises NotAllowed: it is for the desk and admins, never for oneself, and an admin is ended by an admin.
    """
    may = by.work & ({"admin"} if "admin" in person.work else {"admin", "staff"})
    if not may or by.id == person.id:
        raise NotAllowed(person.id)
    for table in ("roles", "absences", "daily_lists", "fault_alerts", "spoken"):
        db.execute(f"DELETE FROM {table} WHERE person = ?", (person.id,))
    db.execute("UPDATE absences SET substitute = NULL WHERE substitute = ?", (person.id,))


def join(db: sqlite3.Connection, person: int, household: int, adult: bool, now: float) -> None:
    """The person's phone belongs to this household from now on, and to no other. An adult of it stays one,
    whatever code she enters: what she has answered for it holds.
    """
    db.execute(
        "INSERT INTO residents (person, household, adult, at) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT DO UPDATE SET household = ?2, adult = ?3 OR (adult AND household = ?2), at = ?4",
        (person, household, adult, now),
    )


def leave(db: sqlite3.Connection, person: int) -> None:
    """Ends the person's place in her household, at once; the others keep theirs."""
    db.execute("DELETE FROM residents WHERE person = ?", (person,))


def joined(db: sqlite3.Connection, person: int) -> float:
    """Since when the person's phone belongs to her household. Raises LookupError if it belongs to none."""
    row = db.execute("SELECT at FROM residents WHERE person = ?", (person,)).fetchone()
    if row is None:
        raise LookupError(person)
    return float(row[0])


def caretakers_of(db: sqlite3.Connection, area: str) -> list[Person]:
    """Those who look after an area."""
    return _all(db, "SELECT person FROM roles WHERE role = 'caretaker' AND area = ?", area)


def with_work(db: sqlite3.Connection, work: Work) -> list[Person]:
    return _all(db, "SELECT DISTINCT person FROM roles WHERE role = ?", work)


def named(db: sqlite3.Connection, names: list[str]) -> list[Person]:
    """Those who work here under these names."""
    return [person for name in names for person in _all(db, "SELECT id FROM people WHERE name = ?", name)]


def of_household(db: sqlite3.Connection, household: int) -> list[Person]:
    return _all(db, "SELECT person FROM residents WHERE household = ?", household)


def _all(db: sqlite3.Connection, ids: str, value: object) -> list[Person]:
    found = [get(db, person) for (person,) in db.execute(f"{ids} ORDER BY 1", (value,)).fetchall()]
    return [person for person in found if person is not None]


def add_household(db: sqlite3.Connection, home: int | None, now: float) -> int:
    """Returns the household's id."""
    found = db.execute("INSERT INTO households (home, at) VALUES (?, ?) RETURNING id", (home, now))
    return int(found.fetchone()[0])


def household(db: sqlite3.Connection, household_id: int) -> Household | None:
    row = db.execute("SELECT id, home FROM households WHERE id = ?", (household_id,)).fetchone()
    return Household(*row) if row else None


def household_of_home(db: sqlite3.Connection, home: int) -> int | None:
    """The household that lives in a home: the one whose contract it is, else the latest to have moved in."""
    return next(iter(households_of_home(db, home)), None)


def households_of_home(db: sqlite3.Connection, home: int) -> list[int]:
    """Every household that is said to live in a home, as `household_of_home` prefers them."""
    rows = db.execute(
        "SELECT id FROM households WHERE home = ?1 ORDER BY EXISTS (SELECT 1 FROM contracts"
        " WHERE household = households.id AND contracts.home = ?1"
        " AND state IN ('second', 'convert', 'first', 'notice')) DESC, id DESC",
        (home,),
    )
    return [each for (each,) in rows]


def move(db: sqlite3.Connection, household_id: int, home: int | None) -> None:
    """The household moves; its phones follow."""
    db.execute("UPDATE households SET home = ? WHERE id = ?", (home, household_id))
