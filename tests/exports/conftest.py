"""Orders as they come out of a store: a flat whose numbers begin with zeros, words in three scripts."""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator

import pytest

from bot.speech import STOCKHOLM
from storage import desk_acts, faults, files, homes, people
from storage.database import known_migrations
from storage.faults import NewFault

# 23 November 2026, 08:14 in Sweden.
AT = datetime.datetime(2026, 11, 23, 8, 14, 30, tzinfo=STOCKHOLM).timestamp()
HOUR = 3600.0
DARI = "رادیاتور سرد است، ع ۱۲"
SWEDISH = "Det är kallt på övervåningen; åäö"
FORMULA = '=HYPERLINK("http://x")'


class Register:
    """A store with one home of one household, a caretaker and one of the desk."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        homes.add_area(db, "norr", "Norr")
        self.house = homes.add_house(db, "norr", "Älgstigen 3, Exempelby")
        self.home = homes.add_home(db, "0312-07", self.house, "0904", -1, 2)
        self.household = people.add_household(db, self.home, AT)
        self.karl, self.stina = people.add(db, 1, AT), people.add(db, 2, AT)
        people.give_work(db, self.karl, "caretaker", frozenset({"norr"}))
        people.give_work(db, self.stina, "staff")
        people.set_name(db, self.karl, "Karl")

    def report(self, item: str = "heating.radiator_cold", words: str = "", **more: object) -> int:
        at_home = more.pop("place", "home") == "home"
        new = NewFault(
            item, "E2", "home" if at_home else "shared", self.house, self.home if at_home else None,
            self.household, None, "fa_AF", words, due=AT + 26 * HOUR, **more,  # type: ignore[arg-type]
        )  # fmt: skip
        return faults.add(self.db, new, [], AT).id

    def done(self, number: int, at: float) -> None:
        """The caretaker takes it and has done it."""
        person = people.get(self.db, self.karl)
        faults.move(self.db, number, "take", person, at)
        faults.happened(self.db, number, "note", self.karl, "Ny ventil <2>", at)
        faults.move(self.db, number, "done", person, at)

    def filled(self) -> list[int]:
        """Orders of every sort."""
        desk = people.get(self.db, self.stina)
        assert desk is not None
        first = self.report(words=DARI, master_key=True, pet=True, call_first=True, time="morning")
        self.done(first, AT + HOUR)
        faults.move(self.db, first, "close", desk, AT + 2 * HOUR)
        second = self.report(words=SWEDISH, earlier=first)
        desk_acts.plan(self.db, second, "2026-11-27", desk, AT)
        desk_acts.give_to_firm(self.db, second, "+Rör & VVS AB", "0017", desk, AT)
        third = self.report("lift.stopped", FORMULA, place="shared")
        self.report("noise.repeated", "Granne i 1203")  # a case, and no order
        desk_acts.merge(self.db, self.report(words="samma"), second, desk, AT)
        return [first, second, third, third + 2]


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for _, script in known_migrations():
        connection.executescript(script.read_text())
    yield connection
    connection.close()


@pytest.fixture
def register(db: sqlite3.Connection) -> Register:
    return Register(db)


def picture_of(register: Register, number: int, content: bytes | None, kind: str = "photo") -> int:
    """A file of an order."""
    file = files.add(register.db, kind, "x", AT)
    if content is not None:
        files.put_content(register.db, file, content)
    faults.attach(register.db, number, file)
    return file
