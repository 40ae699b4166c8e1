"""A household that lives second-hand, its officer and the desk: what a conversion begins with."""

from __future__ import annotations

import datetime
from typing import Any

from bot.sandbox.phones import Phone
from bot.speech import STOCKHOLM
from storage import contracts, conversions, households, people
from storage.codes import Invitation
from storage.contracts import Contract
from storage.conversions import Conversion
from storage.people import Person
from tests.talk import Talk

START = datetime.date(2027, 1, 1)


class Settled:
    """`elin` is the household's officer, `stina` sits at the desk. The household has signed for a home from
    START on, and lives there once its keys have been handed over.
    """

    def __init__(self, talk: Talk, elin: Phone, stina: Phone) -> None:
        self.talk = talk
        self.elin = elin
        self.stina = stina
        self.household = 0
        self.contract = 0

    @property
    def today(self) -> datetime.date:
        return datetime.datetime.fromtimestamp(self.talk.clock.now(), STOCKHOLM).date()

    def now(self) -> Contract:
        found = contracts.get(self.talk.database.reader, self.contract, self.today)
        assert found is not None
        return found

    def conversion(self) -> Conversion | None:
        return conversions.of_contract(self.talk.database.reader, self.contract)

    async def sign(self, start: datetime.date = START) -> None:
        """A household of hers signs for a home of its own."""
        talk = self.talk
        lives = await talk.household()
        async with talk.database.transaction() as db:
            by = people.by_chat(db, self.elin.chat_id)
            known = people.household(db, lives)
            assert by is not None and known is not None and known.home is not None
            case = households.add(db, by, "Ån", 4, False, "evacuation", None, talk.clock.now())
            people.move(db, lives, None)
            self.household = case.household
            self.contract = contracts.sign_second_hand(
                db, case.household, known.home, start, None, by, talk.clock.now()
            )

    async def adult(self, locale: str = "sv", adult: bool = True) -> Phone:
        return await self.talk.enrolled(
            locale, Invitation("household", household=self.household, adult=adult)
        )

    async def until(self, day: datetime.date, hour: int = 13) -> None:
        """Lets time pass until a day, at an hour, and what falls due happen."""
        then = datetime.datetime.combine(day, datetime.time(hour), STOCKHOLM)
        await self.talk.later(then.timestamp() - self.talk.clock.now())

    async def open(self) -> None:
        """The officer has seen a proof of today."""
        day = f"{self.today:%Y%m%d}"
        elin = self.person(self.elin)
        await self.talk.forge(self.elin, f"conversion.saw:{self.contract}.registered.{day}.{elin.id}")

    async def tick_all(self, effective: str) -> None:
        """Everything that the policy asks for, the contract's number and the day."""
        await self.talk.forge(self.stina, f"conversion.number:{self.contract}")
        await self.talk.type(self.stina, "K-2027-118")
        await self.talk.forge(
            self.stina, f"conversion.tick:{self.contract}.unit", f"conversion.tick:{self.contract}.company"
        )
        await self.talk.forge(self.stina, f"conversion.effective:{self.contract}.{effective}")

    async def approve(self) -> None:
        await self.talk.forge(self.elin, f"conversion.approve:{self.contract}")
        await self.talk.forge(self.stina, f"conversion.approve:{self.contract}")

    def person(self, phone: Phone) -> Person:
        return self.talk.person(phone)

    def card(self, phone: Phone) -> dict[str, Any]:
        """The contract's card as it was last shown."""
        return self.talk.saw(phone, "conversion.card")[-1]


async def settled(talk: Talk, start: datetime.date = START) -> Settled:
    """With a household that has signed, and lives there if its day has come."""
    elin = await talk.enrolled("sv", Invitation("officer", name="Elin"))
    found = Settled(talk, elin, await talk.staff())
    await found.sign(start)
    await talk.later(1)
    return found
