"""Known faults: one report that many people have, so that it becomes one order and done tells them all.

A fault in a shared place is known as soon as it is reported. One in flats (heat, hot water, water, power)
becomes known when two report it in a house within a day and somebody who works here says that it is one.
"""

import sqlite3

import msgspec

from storage import faults
from storage.fault_items import ITEMS
from storage.faults import COLUMNS, Fault, of_row
from storage.people import Person

# What comes from the house rather than from one flat: item -> what is out.
SPREADS: dict[str, str] = {
    "heating.no_heat": "heat",
    "heating.too_cold": "heat",
    "heating.no_heat_building": "heat",
    "hotwater.none_flat": "hot water",
    "hotwater.none_building": "hot water",
    "hotwater.none_building_day": "hot water",
    "hotwater.no_water": "water",
    "electricity.flat_dark": "power",
}
TOGETHER_SECONDS = 24 * 3600.0
_OPEN = "state NOT IN ('done', 'closed')"


class Spread(msgspec.Struct, frozen=True):
    """How far a known fault reaches: reports that became part of it, and people who said "me too"."""

    reports: int
    followers: int


def alike(item: str) -> list[str]:
    """The items that are the same fault of a house as this one, itself included; none for a flat's own."""
    out = SPREADS.get(item)
    return [each for each, group in SPREADS.items() if group == out] if out else []


def known_in(db: sqlite3.Connection, house: int, item: str, place: str) -> Fault | None:
    """The open report that a new one of this item in this house would only repeat: the same in a shared
    place, or what is known to be one fault of the whole house. The oldest, if there are several.
    """
    if place == "shared":
        row = db.execute(
            f"SELECT {COLUMNS} FROM faults WHERE house = ? AND item = ? AND place = 'shared' AND {_OPEN}"
            " ORDER BY id",
            (house, item),
        ).fetchone()
        return of_row(row) if row else None
    items = alike(item)
    row = db.execute(
        f"SELECT {COLUMNS} FROM faults WHERE house = ? AND known AND {_OPEN}"
        f" AND item IN ({', '.join('?' * len(items))}) ORDER BY id",
        (house, *items),
    ).fetchone()
    return of_row(row) if row else None


def at_home(db: sqlite3.Connection, home: int, item: str) -> Fault | None:
    """What is open already of this item in this home, whoever of it reported it."""
    row = db.execute(
        f"SELECT {COLUMNS} FROM faults WHERE home = ? AND item = ? AND {_OPEN} ORDER BY id", (home, item)
    ).fetchone()
    return of_row(row) if row else None


def same_in_house(db: sqlite3.Connection, fault: Fault) -> list[Fault]:
    """The other open reports that may be one fault with this one: the same is out in the same house, and they
    came within a day of each other. The oldest first.
    """
    items = alike(fault.item)
    if not items or fault.place == "shared":
        return []
    rows = db.execute(
        f"SELECT {COLUMNS} FROM faults WHERE house = ? AND id != ? AND {_OPEN} AND abs(at - ?) <= ?"
        f" AND item IN ({', '.join('?' * len(items))}) ORDER BY id",
        (fault.house, fault.id, fault.at, TOGETHER_SECONDS, *items),
    )
    return [of_row(row) for row in rows]


def make_one(db: sqlite3.Connection, fault: Fault, person: Person, now: float) -> tuple[Fault, list[Fault]]:
    """Makes the open reports of one house one known fault: the oldest goes on, the most urgent class holds,
    the others become part of it. Returns it and those that did, as they are now.

    Raises NotAllowed, NotNow (also for what is a flat's own).
    """
    together = sorted([fault, *same_in_house(db, fault)], key=lambda each: each.id)
    main, rest = together[0], together[1:]
    if not faults.standing(db, main, person) & {"staff", "caretaker", "holder"}:
        raise faults.NotAllowed("known")
    if main.state in ("done", "closed") or not alike(main.item):
        raise faults.NotNow(main)
    merged = [merge(db, each.id, main.id, person, now) for each in rest]
    urgency = min(each.urgency for each in together)
    db.execute("UPDATE faults SET known = 1, urgency = ? WHERE id = ?", (urgency, main.id))
    return msgspec.structs.replace(main, known=True, urgency=urgency), merged


def merge(db: sqlite3.Connection, number: int, into: int, person: Person, now: float) -> Fault:
    """A report becomes part of another, open one; who made it, and who follows it, follows that one.

    Raises NotAllowed, NotNow; LookupError if there is no such other report.
    """
    main = faults.get(db, into)
    if main is None or main.state == "closed" or main.merged is not None or into == number:
        raise LookupError(into)
    merged = faults.move(db, number, "merge", person, now, note=str(into))
    db.execute("UPDATE faults SET merged = ? WHERE id = ?", (into, number))
    if merged.reporter is not None:
        follow(db, into, merged.reporter, now)
    for follower in followers(db, number):
        follow(db, into, follower, now)
    return msgspec.structs.replace(merged, merged=into)


def follow(db: sqlite3.Connection, fault: int, person: int, now: float) -> bool:
    """Lets a person who says "me too" be told of a report from now on. Returns whether that is new; who made
    the report is told anyway.
    """
    found = db.execute(
        "INSERT OR IGNORE INTO fault_followers (fault, person, at)"
        " SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM faults WHERE id = ?1 AND reporter = ?2)",
        (fault, person, now),
    )
    return found.rowcount == 1


def unfollow(db: sqlite3.Connection, fault: int, person: int) -> bool:
    """This person is told no more. Returns whether she was."""
    found = db.execute("DELETE FROM fault_followers WHERE fault = ? AND person = ?", (fault, person))
    return found.rowcount == 1


def followers(db: sqlite3.Connection, fault: int) -> list[int]:
    """Who has said "me too", in that order."""
    rows = db.execute("SELECT person FROM fault_followers WHERE fault = ? ORDER BY at, person", (fault,))
    return [i for (i,) in rows]


def followed_by(db: sqlite3.Connection, person: int) -> list[Fault]:
    """What this person follows and is not closed, the latest first."""
    names = ", ".join(f"faults.{name}" for name in Fault.__struct_fields__)
    rows = db.execute(
        f"SELECT {names} FROM faults JOIN fault_followers ON fault = faults.id"
        " WHERE person = ? AND state != 'closed' ORDER BY faults.id DESC",
        (person,),
    )
    return [of_row(row) for row in rows]


def spread(db: sqlite3.Connection, fault: int) -> Spread:
    """How far it reaches; who made a report that became part of it counts once."""
    reports = db.execute("SELECT count(*) FROM faults WHERE merged = ?", (fault,)).fetchone()[0]
    people = db.execute(
        "SELECT count(*) FROM fault_followers WHERE fault = ?1"
        " AND person NOT IN (SELECT reporter FROM faults WHERE merged = ?1 AND reporter IS NOT NULL)",
        (fault,),
    ).fetchone()[0]
    return Spread(reports, people)


def is_shared_matter(fault: Fault) -> bool:
    """Whether it is not one flat's own: neighbours may hear of it, but never of the flat it was told from."""
    return fault.place == "shared" or fault.known or ITEMS[fault.item].place == "shared"
