"""`import homes`: every home as the company's system has it, new ones, changed ones and those to come."""

import re
import sqlite3
import unicodedata

from bot.imports.report import Report
from bot.imports.tables import Fault, Row, decimal, identity, read, whole
from storage import homes, stock
from storage.stock import Facts

COLUMNS: dict[str, tuple[str, ...]] = {
    "object": ("Objekt", "Objektnr", "Objektsnummer", "Objektnummer", "Object number"),
    "area": ("Område", "Område namn", "Distrikt"),
    "address": ("Adress", "Gatuadress", "Street address"),
    "flat": ("Lägenhetsnummer", "Lägenhet", "Lghnr", "Lgh nr", "Lmv-nummer"),
    "floor": ("Våning", "Plan", "Våningsplan"),
    "rooms": ("Rum", "Antal rum"),
    "size": ("Yta", "m2", "kvm", "Area m2", "Boarea"),
    "lift": ("Hiss",),
    "special": ("Särskilt boende", "Specialbostad", "Kategoribostad"),
    "letting": ("Uthyrning", "Uthyrd till", "Upplåtelse"),
    "ready": ("Klar", "Inflyttning", "Färdigt kvartal"),
    "rent": ("Hyra", "Månadshyra"),
    "stair": ("Trappa", "Uppgång", "Trapphus", "Port"),
}
NEEDED = ("object", "area", "address", "flat")
LETTINGS = {
    "": "ordinary",
    "hyresgäst": "ordinary",
    "ordinarie": "ordinary",
    "migrationsverket": "agency",
    "asylboende": "agency",
    "evakuering": "evacuation",
    "evakueringsplats": "evacuation",
    "kommunen": "municipality",
    "kommun": "municipality",
    "block": "municipality",
    "blockförhyrning": "municipality",
    "tom": "empty",
    "vakant": "empty",
    **{letting: letting for letting in homes.LETTINGS},
}
FLAT = re.compile(r"\d{4}")
# A stair as it is called on a button: a letter or a number, perhaps with what it is before it.
STAIR = re.compile(r"(?:trappa|uppgång|trapphus|port)?\s*([0-9a-zåäö]{1,4})", re.IGNORECASE)
READY = re.compile(r"(\d{4})[\s-]*(?:kv|k|q)?\s*([1-4])", re.IGNORECASE)
# So many of the homes that are known may be missing in a file before it is stopped.
FEWER = 0.3


def take_in(db: sqlite3.Connection, content: bytes, fewer: bool) -> Report:
    """Keeps what the file says; homes that it does not name stay as they are and are named in the report.

    Raises TableError, and TooFew where many that are known are missing and that was not said to be right.
    """
    report = Report()
    before, named = stock.objects(db), set()
    for row in read(content, COLUMNS, NEEDED):
        try:
            number = identity(row, "object", "Objektsnumret")
            if number in named:
                raise Fault(f"objektet {number} står två gånger i filen")
            named.add(number)
            report.add(stock.put(db, _facts(db, row, number)))
        except Fault as fault:
            report.reject(row.number, str(fault))
    missing = before - named
    if len(missing) > FEWER * len(before) and not fewer:
        raise TooFew(len(missing), len(before))
    report.missing = sorted(missing)
    return report


class TooFew(Exception):
    """So many of the homes that are known are not in the file."""

    def __init__(self, missing: int, known: int) -> None:
        super().__init__(f"{missing} of {known} homes that are known are not in the file")


def _facts(db: sqlite3.Connection, row: Row, number: str) -> Facts:
    """What a row says; of a column that the file does not have, what is known. Raises Fault."""
    flat = row.text("flat")
    if flat.isdecimal() and len(flat) < 4:
        flat = flat.zfill(4)  # Excel took its first zero
    if not FLAT.fullmatch(flat):
        raise Fault(f"lägenhetsnumret {flat or '(tomt)'} har inte fyra siffror")
    if not row.text("address") or not row.text("area"):
        raise Fault("adress eller område saknas")
    known = homes.by_object(db, number)
    said = {
        "floor": whole(row, "floor", "Våningen"),
        "rooms": whole(row, "rooms", "Antalet rum"),
        "size": decimal(row, "size", "Ytan"),
        "lift": row.is_yes("lift") if row.text("lift") else None,
        "special": row.is_yes("special"),
        "letting": _letting(row),
        "ready": _ready(row),
        "rent": _rent(row),
        "stair": _stair(row),
    }
    if known is not None:
        kept = stock.facts_of(known)
        said |= {column: getattr(kept, column) for column in said if column not in row.cells}
    house = stock.house_at(db, _area(db, row.text("area")), row.text("address"))
    return Facts(object=number, house=house, flat=flat, **said)  # type: ignore[arg-type]


def _letting(row: Row) -> str:
    written = row.text("letting").casefold()
    if written not in LETTINGS:
        raise Fault(f"uthyrningen {row.text('letting')} är okänd")
    return LETTINGS[written]


def _ready(row: Row) -> str | None:
    written = row.text("ready")
    if not written:
        return None
    match = READY.fullmatch(written)
    if match is None:
        raise Fault(f"kvartalet {written} är inget sådant som 2027-K3")
    return f"{match[1]}-Q{match[2]}"


def _rent(row: Row) -> int | None:
    rent = decimal(row, "rent", "Hyran")
    return None if rent is None else round(rent)


def _stair(row: Row) -> str:
    written = row.text("stair")
    match = STAIR.fullmatch(written)
    if written and match is None:
        raise Fault(f"trappan {written} är ingen bokstav och inget nummer")
    return match[1].upper() if match else ""


def _area(db: sqlite3.Connection, name: str) -> str:
    """The area of this name or id, added if it is new. Raises Fault for a name without a letter or digit."""
    known = homes.areas(db)
    for area, called in known.items():
        if name.casefold() in (area, called.casefold()):
            return area
    apart = unicodedata.normalize("NFD", name.casefold())
    area = re.sub(r"[^a-z0-9]+", "_", "".join(each for each in apart if not unicodedata.combining(each)))
    area = area.strip("_")[:24]
    if not area or area in known:
        raise Fault(f"området {name} kan inte skiljas från ett annat")
    homes.add_area(db, area, name)
    return area
