"""Work orders as exports read them: each with its home and the moments of its life."""

import sqlite3
from collections.abc import Iterator

import msgspec

from storage import faults, people
from storage.fault_items import ITEMS
from storage.faults import Fault, of_row


class OrderRow(msgspec.Struct, frozen=True):
    """A work order. `object`, `flat` and `floor` are of its home, empty for a shared place. `performed` is
    when the work was done, if it has not been opened again since; `holder` a colleague's name, `notes` what
    was written down at work, each with its language if that is not Swedish, `files` ids of photos and voice
    notes.
    """

    fault: Fault
    address: str
    object: str
    flat: str
    floor: int | None
    performed: float | None
    closed: float | None
    holder: str
    notes: list[tuple[str, str]]
    files: list[int]


def read(db: sqlite3.Connection, number: int | None = None, only_open: bool = False) -> Iterator[OrderRow]:
    """All work orders by their number, or the one. A case that only the desk reads is none: what leaves the
    house may be read by those who mend things.
    """
    names = ", ".join(f"faults.{name}" for name in Fault.__struct_fields__)
    rows = db.execute(
        f"SELECT {names}, houses.address, homes.object, homes.flat, homes.floor,"
        " (SELECT max(at) FROM fault_events AS done WHERE done.fault = faults.id"
        "  AND act IN ('done', 'firm_done') AND NOT EXISTS (SELECT 1 FROM fault_events AS again"
        "  WHERE again.fault = faults.id AND again.act = 'reopen' AND again.id > done.id))"
        " FROM faults JOIN houses ON houses.id = faults.house LEFT JOIN homes ON homes.id = faults.home"
        " WHERE (?1 IS NULL OR faults.id = ?1) AND (NOT ?2 OR state != 'closed') ORDER BY faults.id",
        (number, only_open),
    )
    width = len(Fault.__struct_fields__)
    for row in rows:
        fault = of_row(row[:width])
        if ITEMS[fault.item].kind != "order":
            continue
        address, object_number, flat, floor, performed = row[width:]
        way = faults.way(db, fault.id)
        yield OrderRow(
            fault=fault,
            address=address,
            object=object_number or "",
            flat=flat or "",
            floor=floor,
            performed=performed,
            closed=fault.changed if fault.state == "closed" else None,
            holder=_name(db, fault.holder),
            notes=[(step.note, step.locale) for step in way if step.act == "note" and step.note],
            files=faults.files_of(db, fault.id),
        )


def _name(db: sqlite3.Connection, holder: int | None) -> str:
    person = people.get(db, holder) if holder is not None else None
    return person.called if person is not None else ""
