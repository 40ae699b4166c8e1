"""The promise of the house: kill it anywhere, and no update is lost, no effect happens twice."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot import messages
from bot.engine.courier import WINDOW
from bot.messages import faults, work_orders
from bot.sandbox.phones import Phone
from bot.sandbox.server import Telegram
from bot.sandbox.world import Event
from bot.settings import Company
from bot.speech import words
from storage import chats, homes, people
from storage.database import open_database
from tests.house import a_hook
from tests.journeys.process import POINTS, Bot, kill_at
from tests.journeys.walkers import WAY, Caretaker, Tenant

KILLS = int(os.environ.get("KILLS", "25"))
AREAS = 5
HOUSEHOLDS = 10
NOW = 1_795_000_000.0


class Village:
    """Ten households and five caretakers, and a bot that is started and ended as the test wants."""

    def __init__(self, telegram: Telegram, bot: Bot, store: sqlite3.Connection) -> None:
        self.telegram = telegram
        self.bot = bot
        self.store = store
        self.tenants: list[Tenant] = []
        self.caretakers: list[Caretaker] = []
        self._sent: Counter[int] = Counter()
        self._calm: Counter[int] = Counter()
        telegram.world.watchers.append(self._told)

    def _told(self, event: Event) -> None:
        if (
            event.kind == "message"
            and self.telegram.world.chats[event.chat_id].posts[event.message_id].sender == "bot"
        ):
            self._sent[event.chat_id] += 1

    async def enrol(self) -> None:
        async with open_database(self.bot.database) as database, database.transaction() as db:
            for area in range(AREAS):
                homes.add_area(db, f"area{area}", f"Area {area}")
                house = homes.add_house(db, f"area{area}", f"Granvägen {area}, Testby")
                worker, phone = self._person(db, "sv")
                people.give_work(db, worker, "caretaker", frozenset({f"area{area}"}))
                self.caretakers.append(Caretaker(self.telegram, phone))
                for flat in range(HOUSEHOLDS // AREAS):
                    home = homes.add_home(db, f"{area}-{flat}", house, f"110{flat}", 1, 3)
                    household = people.add_household(db, home, NOW)
                    person, phone = self._person(db, "en")
                    people.join(db, person, household, True, NOW)
                    self.tenants.append(Tenant(self.telegram, phone, household))

    def _person(self, db: sqlite3.Connection, locale: str) -> tuple[int, Phone]:
        phone = self.telegram.phone(language_code=locale)
        phone.chat.started = True
        chats.set_locale(db, phone.chat_id, locale)
        return people.add(db, phone.chat_id, NOW), phone

    async def calm(self) -> None:
        """One round of everybody without a kill: how many messages that takes in each chat."""
        await self.bot.start(rate="off")
        await self.ended([asyncio.create_task(tenant.round()) for tenant in self.tenants])
        await self.quiet()
        self._calm = self._sent.copy()
        self.bot.signal(signal.SIGTERM)
        assert await self.bot.ended() == 0

    async def ended(self, walking: list[asyncio.Task[None]]) -> None:
        """Waits until every tenant has walked to the end."""
        _, hanging = await asyncio.wait(walking, timeout=60)
        chats = [str(self.tenants[walking.index(task)].phone) for task in hanging]
        for task in walking:
            task.cancel()
        assert not chats, "\n\n".join(["some wait in vain:", *chats])
        await asyncio.gather(*walking)

    async def quiet(self) -> None:
        """Waits until everything that follows from what was sent has happened."""
        waiting = "SELECT (SELECT count(*) FROM inbox) + (SELECT count(*) FROM outbox)"
        async with asyncio.timeout(60):
            while True:
                await self.telegram.quiet(timeout=60)
                if not self.store.execute(waiting).fetchone()[0]:
                    return
                await asyncio.sleep(0.02)

    def doubled(self) -> dict[int, int]:
        """How many messages each chat was sent beyond what its reports take."""
        orders = Counter[int]()
        for number, tenant in enumerate(self.tenants):
            orders[tenant.phone.chat_id] = len(tenant.reported)
            caretaker = self.caretakers[number * AREAS // HOUSEHOLDS]
            orders[caretaker.phone.chat_id] += len(tenant.reported)
        each = {walker.phone.chat_id: 1 for walker in self.tenants}
        each |= {walker.phone.chat_id: HOUSEHOLDS // AREAS for walker in self.caretakers}
        return {chat: self._sent[chat] - self._calm[chat] * orders[chat] // n for chat, n in each.items()}

    def check(self, company: Company) -> None:
        """Everything that was sent had its effect once, and every phone shows what is true."""
        walkers = [*self.tenants, *self.caretakers]
        received = {i for (i,) in self.store.execute("SELECT update_id FROM received")}
        assert {i for walker in walkers for i in walker.updates} <= received
        for table in ("inbox", "outbox", "set_aside", "undelivered"):
            assert self.store.execute(f"SELECT * FROM {table}").fetchall() == []
        for tenant in self.tenants:
            rows = self.store.execute(
                "SELECT id, state FROM faults WHERE household = ? ORDER BY id", (tenant.household,)
            ).fetchall()
            assert rows == [(number, "closed") for number in tenant.reported]
            for number in tenant.reported:
                way = self.store.execute(
                    "SELECT act FROM fault_events WHERE fault = ? ORDER BY id", (number,)
                )
                assert [act for (act,) in way] == WAY
        self._check_cards(company)

    def _check_cards(self, company: Company) -> None:
        cards = self.store.execute("SELECT chat, key, message_id, wanted, shown FROM cards").fetchall()
        for chat, _, message_id, wanted, shown in cards:
            assert wanted == shown
            fields, _ = messages.draw(wanted.encode(), chats.get(self.store, chat).locale or "sv", company)
            assert self.telegram.world.chats[chat].posts[message_id].body["text"] == fields["text"]
        for tenant in self.tenants:
            for number in tenant.reported:
                assert tenant.says(number, words("en")(faults.WAY["fixed"]))
        closed = words("sv")(work_orders.STATES["closed"])
        for place, caretaker in enumerate(self.caretakers):
            of_area = self.tenants[place * HOUSEHOLDS // AREAS : (place + 1) * HOUSEHOLDS // AREAS]
            for number in (number for tenant in of_area for number in tenant.reported):
                assert caretaker.says(number, closed)


@asynccontextmanager
async def village(folder: Path, *, webhook: bool = False) -> AsyncIterator[Village]:
    path = folder / "helavagen.sqlite3"
    async with Telegram(limits=False) as telegram:
        bot = Bot(telegram, path, a_hook() if webhook else None)
        async with open_database(path):
            store = sqlite3.connect(path, isolation_level=None)
        opened = Village(telegram, bot, store)
        await opened.enrol()
        async with asyncio.TaskGroup() as working:
            tasks = [working.create_task(caretaker.walk()) for caretaker in opened.caretakers]
            try:
                yield opened
            finally:
                for task in tasks:
                    task.cancel()
                await bot.end()
                store.close()


@pytest.mark.parametrize(("way", "kills"), [("polling", KILLS), ("webhook", len(POINTS))])
async def test_no_update_is_lost_and_no_effect_happens_twice_however_often_it_is_killed(
    tmp_path: Path, company: Company, way: str, kills: int
) -> None:
    rng = random.Random(2026)
    plan = [POINTS[i % len(POINTS)] for i in range(kills)]
    rng.shuffle(plan)
    met: Counter[str] = Counter()
    going = True
    async with village(tmp_path, webhook=way == "webhook") as there:
        await there.calm()
        walking = [asyncio.create_task(tenant.walk(lambda: going)) for tenant in there.tenants]
        killed = 0
        while plan:
            await there.bot.start()
            point = plan.pop()
            met[point] += await kill_at(point, there.bot, there.store, rng)
            killed += 1
            if not plan and killed < 2 * kills:
                plan = [point for point in POINTS if not met[point]]
        going = False
        await there.bot.start(rate="off")
        await there.ended(walking)
        await there.quiet()

        there.check(company)
        assert set(+met) == set(POINTS)
        doubled = there.doubled()
        assert max(doubled.values()) <= killed
        assert sum(n for n in doubled.values() if n > 0) <= WINDOW * killed
        there.bot.signal(signal.SIGTERM)
        assert await there.bot.ended() == 0
        assert "Traceback" not in there.bot.output()
        assert there.telegram.token not in there.bot.output()


async def test_an_end_by_sigterm_comes_within_ten_seconds_and_leaves_nothing_half_done(
    tmp_path: Path, company: Company
) -> None:
    rng = random.Random(10)
    going = True
    async with village(tmp_path) as there:
        await there.calm()
        walking = [asyncio.create_task(tenant.walk(lambda: going)) for tenant in there.tenants]
        for _ in range(2):
            await there.bot.start()
            await there.bot.listens()
            await asyncio.sleep(rng.uniform(0.0, 0.3))
            there.bot.signal(signal.SIGTERM)
            assert await asyncio.wait_for(there.bot.ended(), 10) == 0
        going = False
        await there.bot.start(rate="off")
        await there.ended(walking)
        await there.quiet()

        there.check(company)
        assert set(there.doubled().values()) == {0}
        assert "Traceback" not in there.bot.output()


async def test_a_second_run_on_the_same_database_says_so_and_ends(tmp_path: Path) -> None:
    async with village(tmp_path) as there:
        await there.bot.start()
        await there.bot.listens()

        second = Bot(there.telegram, there.bot.database)
        second.log = tmp_path / "second"
        await second.start()

        assert await asyncio.wait_for(second.ended(), 10) == 2
        assert second.output().count("\n") == 1
        assert "another run is already working on" in second.output()
        there.bot.signal(signal.SIGTERM)
        assert await there.bot.ended() == 0
