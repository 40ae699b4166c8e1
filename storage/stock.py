"""What the company has: homes by how they are let, homes to come, and what its own system says of each."""

import sqlite3
from collections.abc import Iterable
from typing import Literal

import msgspec

from storage import homes
from storage.homes import ASYLUM, LETTINGS, Home


class Facts(msgspec.Struct, frozen=True):
    """What the company's system says of a home; as in `homes.Home`, without what the bot learnt itself."""

    object: str
    house: int
    flat: str
    floor: int | None = None
    rooms: int | None = None
    size: float | None = None
    lift: bool | None = None
    special: bool = False
    letting: str = "ordinary"
    ready: str | None = None
    rent: int | None = None
    stair: str = ""


class Counts(msgspec.Struct, frozen=True):
    """How many homes stand, by how they are let, and how many are to come, by how they are meant to be."""

    standing: dict[str, int]
    to_come: dict[str, int]

    @property
    def homes(self) -> int:
        """All that stand."""
        return sum(self.standing.values())


def put(db: sqlite3.Connection, facts: Facts) -> Literal["added", "changed", "same"]:
    """A home as the company's system has it, new or known by its object number."""
    known = homes.by_object(db, facts.object)
    fields = msgspec.structs.asdict(facts)
    if known is None:
        places = ", ".join("?" * len(fields))
        db.execute(f"INSERT INTO homes ({', '.join(fields)}) VALUES ({places})", tuple(fields.values()))
        return "added"
    if facts_of(known) == facts:
        return "same"
    written = ", ".join(f"{name} = ?" for name in fields)
    db.execute(f"UPDATE homes SET {written} WHERE id = ?", (*fields.values(), known.id))
    return "changed"


def facts_of(home: Home) -> Facts:
    """What the company's system says of a home that is known."""
    return Facts(**{name: getattr(home, name) for name in Facts.__struct_fields__})


def house_at(db: sqlite3.Connection, area: str, address: str) -> int:
    """The house at an address, added if it is new; it lies in this area from now on."""
    row = db.execute("SELECT id FROM houses WHERE address = ?", (address,)).fetchone()
    if row is None:
        return homes.add_house(db, area, address)
    db.execute("UPDATE houses SET area = ? WHERE id = ? AND area != ?", (area, row[0], area))
    return int(row[0])


def objects(db: sqlite3.Connection) -> set[str]:
    """The object numbers of all homes."""
    return {number for (number,) in db.execute("SELECT object FROM homes")}


def counts(db: sqlite3.Connection, asylum: bool = True) -> Counts:
    """The stock. Without `asylum`, what is let for asylum housing is left out altogether."""
    shown = [letting for letting in LETTINGS if asylum or letting not in ASYLUM]
    found: dict[bool, dict[str, int]] = {False: {}, True: {}}
    for to_come, letting, n in db.execute(
        "SELECT ready IS NOT NULL, letting, count(*) FROM homes GROUP BY 1, 2"
    ):
        found[bool(to_come)][letting] = n
    standing, coming = ({each: n[each] for each in shown if each in n} for n in (found[False], found[True]))
    return Counts(standing, coming)


def page(db: sqlite3.Connection, group: str, first: int, most: int) -> list[Home]:
    """Homes of a group, one of LETTINGS or "to_come", `most` from place `first` on, counted from 0."""
    where = "ready IS NOT NULL" if group == "to_come" else "ready IS NULL AND letting = ?"
    values = () if group == "to_come" else (group,)
    rows = db.execute(
        "SELECT homes.id FROM homes JOIN houses ON houses.id = house"
        f" WHERE {where} ORDER BY ready, address, flat LIMIT ? OFFSET ?",
        (*values, most, first),
    )
    return _homes(db, (home for (home,) in rows.fetchall()))


def houses_of(db: sqlite3.Connection, area: str) -> list[homes.House]:
    """The houses of an area by their address."""
    rows = db.execute("SELECT id, area, address FROM houses WHERE area = ? ORDER BY address", (area,))
    return [homes.House(*row) for row in rows.fetchall()]


def homes_of(db: sqlite3.Connection, house: int) -> list[Home]:
    """The homes of a house by their flat's number."""
    rows = db.execute("SELECT id FROM homes WHERE house = ? ORDER BY flat, object", (house,))
    return _homes(db, (home for (home,) in rows.fetchall()))


def _homes(db: sqlite3.Connection, ids: Iterable[int]) -> list[Home]:
    found = (homes.get(db, home) for home in ids)
    return [home for home in found if home is not None]
