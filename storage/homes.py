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

    `size` is square metres, `rent` kronor a month, `lift` None where it is not known. `special` homes are for
    the old, for students or by the care acts. `letting` is one of LETTINGS, of a home to come how it is meant
    to be let; `ready` is then its quarter ("2027-Q3"), None for a home that stands. `stair` is "A", "B" …
    where a house has several, "" where it has one.
    """

    id: int
    object: str
    house: int
    flat: str
    floor: int | None
    rooms: int | None
    pet: bool | None
    size: float | None = None
    lift: bool | None = None
    special: bool = False
    letting: str = "ordinary"
    ready: str | None = None
    rent: int | None = None
    stair: str = ""


# How a home is let: to a tenant, to Migrationsverket for asylum housing or as an evacuation place, in a block
# to the municipality, or to nobody.
LETTINGS = ("ordinary", "agency", "evacuation", "municipality", "empty")
ASYLUM = frozenset({"agency", "evacuation"})

_HOME = f"SELECT {', '.join(Home.__struct_fields__)} FROM homes"


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


def houses(db: sqlite3.Connection) -> list[House]:
    """Every house, in the order of the addresses."""
    return [House(*row) for row in db.execute("SELECT id, area, address FROM houses ORDER BY address")]


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


def find(db: sqlite3.Connection, text: str) -> list[Home]:
    """The homes that somebody means who writes an object number, or an address with or without a flat:
    "0312-07", "storgatan 14 1203". In the order of houses and flats; empty if nothing fits.
    """
    home = by_object(db, text.strip())
    if home is not None:
        return [home]
    found = []
    for house_id, address in db.execute("SELECT id, address FROM houses ORDER BY address").fetchall():
        parts = _parts(address)
        rest = [part for part in _parts(text) if not any(_is_meant(part, each) for each in parts)]
        if len(rest) == len(_parts(text)) or len(rest) > 1:
            continue
        flat = rest[0] if rest else None
        found += db.execute(
            f"{_HOME} WHERE house = ?1 AND (?2 IS NULL OR flat = ?2) ORDER BY flat", (house_id, flat)
        ).fetchall()
    return [home for home in map(_home, found) if home is not None]


def _parts(text: str) -> list[str]:
    return text.casefold().replace(",", " ").split()


def _is_meant(written: str, part: str) -> bool:
    """Words may be begun only; a number is meant as it is."""
    return part == written or (len(written) >= 3 and written.isalpha() and part.startswith(written))


def count(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(*) FROM homes").fetchone()[0])


def set_pet(db: sqlite3.Connection, home_id: int, pet: bool) -> None:
    """Remembers whether there is a pet at home, so that the next report need not ask."""
    db.execute("UPDATE homes SET pet = ? WHERE id = ?", (pet, home_id))
