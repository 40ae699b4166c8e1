"""A flat whose turn it is for the unit, an officer, and a household that waits: what offers begin with."""

from __future__ import annotations

import datetime
import sqlite3

from bot.sandbox.phones import Phone
from storage import homes, households, offers, people, unit_offers, vacancies, vacancy_acts
from storage.codes import Invitation
from storage.ledger import Policy
from storage.offers import Offer
from storage.unit_offers import UnitOffer
from tests.talk import Talk

EVERY = Policy("2026-01-01", 1, 1)
LAST_DAY = datetime.date(2027, 3, 31)


def owed_flat(
    db: sqlite3.Connection, now: float, last_day: datetime.date = LAST_DAY, lift: bool | None = False
) -> tuple[int, int]:
    """A flat given notice on whose turn it is for the unit. Returns its entry in the ledger, and the home."""
    number = homes.count(db) + 5001
    house = db.execute("SELECT id FROM houses ORDER BY id").fetchone()[0]
    home = homes.add_home(db, f"0{number}-07", house, str(number), 1, 3)
    db.execute("UPDATE homes SET size = 62, lift = ?, rent = 7200 WHERE id = ?", (lift, home))
    desk = people.add(db, 9_000_001, now)
    people.give_work(db, desk, "staff")
    by, known = people.get(db, desk), homes.get(db, home)
    assert by is not None
    assert known is not None
    notice = (last_day - datetime.timedelta(days=60)).isoformat()
    entry = vacancy_acts.register(db, known, f"K{home}", notice, last_day, "", by, now)
    vacancy_acts.confirm(db, [entry.id], EVERY, by, now)
    db.execute("DELETE FROM roles WHERE person = ?", (desk,))
    return entry.id, home


class Unit:
    """The unit's side of a house: what the officer presses to come to an offer."""

    def __init__(self, talk: Talk, elin: Phone) -> None:
        self.talk = talk
        self.elin = elin

    async def flat(self, last_day: datetime.date = LAST_DAY, lift: bool | None = False) -> UnitOffer:
        """A flat given notice on, numbered, and offered to the unit by the clock."""
        talk = self.talk
        async with talk.database.transaction() as db:
            owed_flat(db, talk.clock.now(), last_day, lift)
        await talk.later(1)
        return unit_offers.live(talk.database.reader)[-1]

    async def withdraw(self, flat: UnitOffer) -> None:
        """Whoever lives there stays after all."""
        async with self.talk.database.transaction() as db:
            vacancy_acts.withdraw(db, flat.vacancy, "stays", None, self.talk.clock.now())
        await self.talk.later(1)

    async def household(self, label: str = "Ån", persons: int = 4, low: bool = False) -> int:
        """A household of hers that waits, without a phone."""
        async with self.talk.database.transaction() as db:
            by = people.by_chat(db, self.elin.chat_id)
            assert by is not None
            case = households.add(db, by, label, persons, low, "evacuation", None, self.talk.clock.now())
            return case.household

    async def adult(self, household: int, locale: str = "fa_AF") -> Phone:
        return await self.talk.enrolled(locale, Invitation("household", household=household))

    async def offered(self, flat: UnitOffer, household: int) -> int:
        """Offers the flat to the household. Returns the offer's number."""
        await self.talk.forge(
            self.elin, f"unit.match:{flat.id}.{household}", f"unit.match:{flat.id}.{household}.sure"
        )
        found = offers.live_of(self.talk.database.reader, household)
        assert found is not None
        return found.id

    def offer(self, number: int) -> Offer:
        found = offers.get(self.talk.database.reader, number)
        assert found is not None
        return found

    def state(self, flat: UnitOffer) -> str:
        found = unit_offers.get(self.talk.database.reader, flat.id)
        assert found is not None
        return found.state

    def in_ledger(self, flat: UnitOffer) -> str:
        found = vacancies.get(self.talk.database.reader, flat.vacancy)
        assert found is not None
        return found.state

    def tasks(self) -> list[str]:
        """What is open for anybody, by kind."""
        rows = self.talk.database.reader.execute(
            "SELECT kind FROM officer_tasks WHERE done IS NULL ORDER BY id"
        )
        return [kind for (kind,) in rows]

    def told(self) -> list[str]:
        """What the officer was pushed, in order."""
        return [each["what"] for each in self.talk.saw(self.elin, "unit.news")]


async def unit_of(talk: Talk, name: str = "Elin") -> Unit:
    return Unit(talk, await talk.enrolled("sv", Invitation("officer", name=name)))
