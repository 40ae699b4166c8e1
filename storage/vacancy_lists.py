"""The flats given notice on as lists and totals: for the desk, for the export, and for everybody the year's
numbers.
"""

import datetime
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

from storage import ledger
from storage.ledger import SWEDEN
from storage.small_numbers import shown
from storage.vacancies import Vacancy, as_it_stands

K = TypeVar("K")
UNITS = frozenset({"unit", "let", "declined", "expired"})


class Entry(msgspec.Struct, frozen=True):
    """A flat as it stands, with its home: object number, area by name, address, flat and rooms. `confirmed`
    is when it was settled, epoch seconds, None for a draft.
    """

    vacancy: Vacancy
    object: str
    area: str
    address: str
    flat: str
    rooms: int | None
    confirmed: float | None


class Totals(msgspec.Struct, frozen=True):
    """`eligible` flats have a number; of those so many were offered to the unit and not withdrawn, and so
    many let by it. `excluded` and `void` are the others' and the withdrawn's; `overridden` went against the
    rule.
    """

    eligible: int = 0
    offered: int = 0
    let: int = 0
    excluded: int = 0
    void: int = 0
    overridden: int = 0


_HOME = ("object", "area", "address", "flat", "rooms")
_ENTRIES = (
    "SELECT vacancies.id, home, contract, notice, last_day, vacancies.at, object, areas.name, address, flat,"
    " rooms FROM vacancies JOIN homes ON homes.id = home JOIN houses ON houses.id = house"
    " JOIN areas ON areas.id = area"
)


def entries(db: sqlite3.Connection) -> list[Entry]:
    """All of them, in the order in which they were registered."""
    happened: dict[int, list[ledger.Line]] = {}
    for line in ledger.lines(db):
        happened.setdefault(line.vacancy, []).append(line)
    rows = db.execute(f"{_ENTRIES} ORDER BY vacancies.id").fetchall()
    return [_entry(row, happened.get(row[0], [])) for row in rows]


def page(db: sqlite3.Connection, first: int, most: int) -> list[Entry]:
    """Those that are confirmed, the latest first, `most` of them from place `first` on, counted from 0."""
    rows = db.execute(
        f"{_ENTRIES} JOIN ledger ON ledger.vacancy = vacancies.id AND act IN ('numbered', 'confirmed')"
        " ORDER BY ledger.line DESC LIMIT ? OFFSET ?",
        (most, first),
    ).fetchall()
    return [_entry(row, ledger.of_vacancy(db, row[0])) for row in rows]


def entry(db: sqlite3.Connection, vacancy: int) -> Entry | None:
    row = db.execute(f"{_ENTRIES} WHERE vacancies.id = ?", (vacancy,)).fetchone()
    return _entry(row, ledger.of_vacancy(db, vacancy)) if row else None


def _entry(row: tuple[Any, ...], happened: list[ledger.Line]) -> Entry:
    settled = next((line.at for line in happened if line.act in ("numbered", "confirmed")), None)
    fields = dict(zip(_HOME, row[6:], strict=True))
    return Entry(vacancy=as_it_stands(row[:6], happened), confirmed=settled, **fields)


def count(db: sqlite3.Connection) -> int:
    """How many are confirmed."""
    found = db.execute("SELECT count(*) FROM ledger WHERE act IN ('numbered', 'confirmed')")
    return int(found.fetchone()[0])


def in_force(db: sqlite3.Connection, home: int) -> int | None:
    """The latest notice on a home that was not withdrawn."""
    row = db.execute(
        "SELECT id FROM vacancies WHERE home = ? AND NOT EXISTS"
        " (SELECT 1 FROM ledger WHERE vacancy = vacancies.id AND act = 'withdrawn') ORDER BY id DESC LIMIT 1",
        (home,),
    ).fetchone()
    return int(row[0]) if row else None


def waiting_for_second(db: sqlite3.Connection) -> list[Entry]:
    """Overrides that wait for a second person."""
    asked = db.execute("SELECT DISTINCT vacancy FROM ledger WHERE act = 'asked' ORDER BY vacancy").fetchall()
    found = [entry(db, vacancy) for (vacancy,) in asked]
    return [each for each in found if each is not None and each.vacancy.asked is not None]


# -- Totals ------------------------------------------------------------------------------------------


def year_of(found: Entry) -> int | None:
    """The year in which it was confirmed, in Sweden."""
    if found.confirmed is None:
        return None
    return datetime.datetime.fromtimestamp(found.confirmed, SWEDEN).year


def totals(found: Iterable[Entry]) -> Totals:
    """The totals of these entries."""
    settled = [each.vacancy for each in found if each.confirmed is not None]
    numbered = [each for each in settled if each.number is not None]
    return Totals(
        eligible=len(numbered),
        offered=sum(each.state in UNITS for each in numbered),
        let=sum(each.state == "let" for each in numbered),
        excluded=sum(each.number is None for each in settled),
        void=sum(each.state == "void" for each in numbered),
        overridden=sum(bool(each.override) and each.asked is None for each in numbered),
    )


def suppressed(counts: Mapping[K, int]) -> dict[K, int | None]:
    """The counts of a table whose sum is known, with None for those that are too small to be shown. Where
    only one would be hidden, the smallest of the others is too: else it could be worked out.
    """
    hidden = {key for key, n in counts.items() if shown(n) is None}
    if len(hidden) == 1 and len(counts) > 1:
        others = [key for key in counts if key not in hidden]
        hidden.add(min(others, key=lambda key: counts[key]))
    return {key: None if key in hidden else n for key, n in counts.items()}
