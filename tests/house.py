"""The whole bot in this process against the stand-in, with people in it: what a journey starts from."""

from __future__ import annotations

import asyncio
import datetime
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot import app
from bot.answering import Answering
from bot.engine.clock import Clock
from bot.engine.run import run_engine
from bot.engine.transport import Transport
from bot.engine.webhook import Hook
from bot.hours import office_opens
from bot.sandbox.phones import Phone
from bot.sandbox.server import Telegram
from bot.sandbox.world import World
from bot.settings import Company
from bot.speech import STOCKHOLM
from storage import codes, homes, people
from storage.answer_texts import Changed
from storage.codes import Invitation
from storage.database import Database
from tests.asking import scripted
from tests.store import open_store

AREAS = (("norr", "Norra vägen 1, Testby"), ("soder", "Södra gatan 2, Testby"))


class House:
    """A running bot, its stand-in Telegram, and a company with one area `norr` and one `soder`."""

    def __init__(self, telegram: Telegram, database: Database, company: Company, clock_file: Path) -> None:
        self.telegram = telegram
        self.database = database
        self.company = company
        self.answering = scripted(company, changed=Changed(database.reader))
        self._clock_file = clock_file
        self._offset = telegram.world.offset
        clock_file.write_text(str(self._offset))
        self.clock = Clock(clock_file)
        self.flats = 0

    async def code(self, invitation: Invitation, days: float = 14) -> str:
        """A fresh code for an invitation."""
        async with self.database.transaction() as db:
            return codes.make(db, invitation, self.clock.now(), days)

    async def household(self, area: str = "norr", home: bool = True) -> int:
        """A new household, in a home of its own in the area unless `home` is False."""
        self.flats += 1
        flat = str(1000 + self.flats)
        async with self.database.transaction() as db:
            found = db.execute("SELECT id FROM houses WHERE area = ?", (area,)).fetchone()[0]
            home_id = homes.add_home(db, f"0{flat}-07", found, flat, 1, 3) if home else None
            return people.add_household(db, home_id, self.clock.now())

    async def enrolled(self, locale: str, invitation: Invitation) -> Phone:
        """A phone that has come in with a code, in this language."""
        phone = self.telegram.phone(language_code=locale.partition("_")[0], first_name="Test")
        await self.type(phone, f"/start {await self.code(invitation)}")
        await self.press(phone, f"language.set:{locale}", "privacy.ok:yes")
        assert phone.pinned, phone
        return phone

    async def tenant(self, locale: str = "fa_AF", area: str = "norr", household: int | None = None) -> Phone:
        """An adult at home in the area."""
        lives = household if household is not None else await self.household(area)
        return await self.enrolled(locale, Invitation("household", household=lives))

    async def helper(self, locale: str, household: int) -> Phone:
        return await self.enrolled(locale, Invitation("household", household=household, adult=False))

    async def caretaker(self, name: str = "Karl", areas: tuple[str, ...] = ("norr",)) -> Phone:
        return await self.enrolled("sv", Invitation("caretaker", areas=areas, name=name))

    async def staff(self, name: str = "Stina") -> Phone:
        return await self.enrolled("sv", Invitation("staff", name=name))

    async def quiet(self) -> None:
        """Waits until inbox and outbox are empty: everything that follows from what was sent has happened."""
        async with asyncio.timeout(10):
            while True:
                await self.telegram.quiet(idle=0.02)
                reader = self.database.reader
                waiting = reader.execute(
                    "SELECT (SELECT count(*) FROM inbox) + (SELECT count(*) FROM outbox"
                    " WHERE NOT EXISTS (SELECT 1 FROM chats WHERE chats.id = chat AND NOT reachable))"
                ).fetchone()[0]
                if not waiting:
                    return
                await asyncio.sleep(0.01)

    async def press(self, phone: Phone, *data: str) -> None:
        """Presses buttons one after another, each once it is shown and all is quiet."""
        for each in data:
            phone.press(each)
            await self.quiet()

    async def type(self, phone: Phone, text: str) -> None:
        phone.type(text)
        await self.quiet()

    async def report(self, phone: Phone, item: str = "heating.radiator_cold", enter: str = "yes") -> int:
        """Reports one of the commonest faults. Returns its number."""
        await self.type(phone, "/report")
        await self.press(phone, f"fault.item:{item}")
        if phone.shown("fault.known:other"):
            await self.press(phone, "fault.known:other")
        if phone.shown("fault.own:still_broken"):
            await self.press(phone, "fault.own:still_broken")
        await self.press(phone, "fault.more:skip", f"fault.enter:{enter}", "fault.send:yes")
        return int(self.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])

    async def later(self, seconds: float) -> None:
        """Lets time pass, and what falls due happen."""
        self._offset += seconds
        self._clock_file.write_text(str(self._offset))
        self.telegram.forward(seconds)
        await asyncio.sleep(1.2)  # the clock ticks once a second
        await self.quiet()


def a_hook() -> Hook:
    """A webhook on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return Hook(f"http://127.0.0.1:{port}/updates", port, "a-secret_of-the-tests")


@asynccontextmanager
async def open_house(
    folder: Path,
    company: Company,
    world: World | None = None,
    *,
    webhook: bool = False,
    answering: Answering | None = None,
) -> AsyncIterator[House]:
    """Runs the bot until the block ends; a part of it that failed fails the test. With the `world` of an
    earlier one it starts again on what was kept. With `webhook` it is brought its updates. `answering` is
    what it answers from, a few sentences if none is given.
    """
    clock_file = folder / "clock"
    async with (
        Telegram(limits=False, world=world) as telegram,
        open_store(folder / "helavagen.sqlite3") as database,
        Transport(telegram.token, telegram.url) as transport,
    ):
        if world is None:  # the morning of a working day: what is said depends on the hour
            tonight = datetime.datetime.now(STOCKHOLM).replace(hour=23, minute=0)
            telegram.forward(office_opens(company, tonight).timestamp() - time.time())
        async with database.transaction() as db:
            for area, address in AREAS if world is None else ():
                homes.add_area(db, area, area.capitalize())
                homes.add_house(db, area, address)
        house = House(telegram, database, company, clock_file)
        house.answering = answering or house.answering
        stop = asyncio.Event()
        bot_id = telegram.token.partition(":")[0]
        hook = a_hook() if webhook else None
        wired = app.wiring(company, database, house.answering)
        running = asyncio.create_task(
            run_engine(database, transport, house.clock, None, wired, bot_id, stop, hook)
        )
        try:
            yield house
        finally:
            stop.set()
            await asyncio.wait_for(running, 10)
