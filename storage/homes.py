"""Areas, houses and homes: the company's stock, as its own system names it."""

import sqlite3

import msgspec


class House(msgspec.Struct, frozen=True):
    """`area` is the id of its area, `address` its street and number."""

    id: int
    area: str
    address: str


class Home(msgspec.Struct, frozen=True):
    """`object` is the company's object number and `flat` the four digits of the lägenhetsnummer, both
    text since leading zeros count. `pet` is what was said last about a pet at home, None if never asked.
    """

    id: int
    object: str
    house: int
    flat: str
    floor: int | None
    rooms: int | None
    pet: bool | None


_HOME = "SELECT id, object, house, flat, floor, rooms, pet FROM homes"


def _home(row: tuple[object, ...] | None) -> Home | None:
    return (
        msgspec.convert(dict(zip(Home.__struct_fields__, row, strict=True)), Home, strict=False)
        if row
        else None
    )


def add_area(db: sqlite3.Connection, area: str, name: str) -> None:
    db.execute("INSERT INTO areas (id, name) VALUES (?, ?)", (area, name))


def areas(db: sqlite3.Connection) -> dict[str, str]:
    """The name of each area, by its id."""
    return dict(db.execute("SELECT id, name FROM areas ORDER BY name").fetchall())


def add_house(db: sqlite3.Connection, area: str, address: str) -> int:
    """Returns the house's id."""
    found = db.execute("INSERT INTO houses (area, address) VALUES (?, ?) RETURNING id", (area, address))
    return int(found.fetchone()[0])


def house(db: sqlite3.Connection, house_id: int) -> House:
    """Raises LookupError if there is no such house."""
    row = db.execute("SELECT id, area, address FROM houses WHERE id = ?", (house_id,)).fetchone()
    if row is None:
        raise LookupError(f"no house {house_id}")
    return House(*row)


def add_home(
    db: sqlite3.Connection, object_number: str, house_id: int, flat: str, floor: int | None, rooms: int | None
) -> int:
    """Returns the home's id. Raises sqlite3.IntegrityError for an object number that is taken."""
    found = db.execute(
        "INSERT INTO homes (object, house, flat, floor, rooms) VALUES (?, ?, ?, ?, ?) RETURNING id",
        (object_number, house_id, flat, floor, rooms),
    )
    return int(found.fetchone()[0])


def get(db: sqlite3.Connection, home_id: int) -> Home | None:
    return _home(db.execute(f"{_HOME} WHERE id = ?", (home_id,)).fetchone())


def by_object(db: sqlite3.Connection, object_number: str) -> Home | None:
    return _home(db.execute(f"{_HOME} WHERE object = ?", (object_number,)).fetchone())


def count(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(*) FROM homes").fetchone()[0])


def set_pet(db: sqlite3.Connection, home_id: int, pet: bool) -> None:
    """Remembers whether there is a pet at home, so that the next report need not ask."""
    db.execute("UPDATE homes SET pet = ? WHERE id = ?", (pet, home_id))
