"""Groups at Telegram, each for one area: the cards of its orders stand there too."""

import sqlite3

import msgspec

from storage import faults, people
from storage.fault_items import ITEMS
from storage.faults import Fault


class Team(msgspec.Struct, frozen=True):
    """`chat` is the group, `area` the id of its area."""

    chat: int
    area: str


def get(db: sqlite3.Connection, chat: int) -> Team | None:
    row = db.execute("SELECT chat, area FROM teams WHERE chat = ?", (chat,)).fetchone()
    return Team(*row) if row else None


def bind(db: sqlite3.Connection, chat: int, area: str, now: float) -> None:
    """The group is for this area from now on, and for no other."""
    db.execute("INSERT OR REPLACE INTO teams (chat, area, at) VALUES (?, ?, ?)", (chat, area, now))


def move(db: sqlite3.Connection, chat: int, to: int) -> None:
    """The group goes on under another number."""
    db.execute("UPDATE OR REPLACE teams SET chat = ? WHERE chat = ?", (to, chat))


def end(db: sqlite3.Connection, chat: int) -> None:
    """The group is for no area any more."""
    db.execute("DELETE FROM teams WHERE chat = ?", (chat,))


def of_areas(db: sqlite3.Connection, areas: frozenset[str]) -> list[int]:
    """The groups of any of these areas."""
    marks = ", ".join("?" * len(areas))
    rows = db.execute(f"SELECT chat FROM teams WHERE area IN ({marks}) ORDER BY chat", sorted(areas))
    return [chat for (chat,) in rows]


def showing(db: sqlite3.Connection, fault: Fault) -> list[int]:
    """The groups in which an order may stand: those of its area. None for what only the desk reads, nor where
    somebody who works here lives in the household: in a group it cannot be kept from one of its members.
    """
    if ITEMS[fault.item].kind == "desk":
        return []
    area = faults.area_of(db, fault)
    found = [chat for (chat,) in db.execute("SELECT chat FROM teams WHERE area = ? ORDER BY chat", (area,))]
    return [] if not found or _of_a_colleague(db, fault) else found


def _of_a_colleague(db: sqlite3.Connection, fault: Fault) -> bool:
    working = people.with_work(db, "caretaker") + people.with_work(db, "staff")
    return any(p.household is not None and faults.concerns(db, fault, p.household) for p in working)
