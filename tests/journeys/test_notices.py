"""Notices to many: exact however often the program is killed, and answers before them."""

from __future__ import annotations

import asyncio
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from bot.engine.courier import WINDOW
from bot.messages.notice_texts import TEMPLATES, Content
from bot.sandbox.phones import Phone
from bot.sandbox.server import Telegram
from bot.speech import LOCALES, words
from storage import chats, homes, notices, people
from storage.audiences import Audience
from storage.database import open_database
from tests.house import House
from tests.journeys.process import AFTER_BATCH, AFTER_SEND, ANY_TIME, POINTS, Bot, kill_at

PEOPLE = 240
# A batch of turns is no point of a sending: it is put into the outbox by one.
KILLS = (*(point for point in POINTS if point != AFTER_BATCH), AFTER_SEND, ANY_TIME)
# How often a moment is waited for that a fast start can pass by.
TRIES = 3
HOUR = 3600.0
# The bot, with chunks of twelve instead of thousands.
IN_SMALL_CHUNKS = (
    "-c",
    "import runpy, sys; from storage import notice_runs; notice_runs.chunk.__defaults__ = (12,);"
    " sys.argv[:1] = ['bot']; runpy.run_module('bot', run_name='__main__', alter_sys=True)",
    "run",
)


class Street:
    """Many people in one house, a bot that the test starts and ends, and a notice to them all."""

    def __init__(self, telegram: Telegram, bot: Bot, store: sqlite3.Connection) -> None:
        self.telegram = telegram
        self.bot = bot
        self.store = store
        self.phones: list[Phone] = []
        self.staff = telegram.phone(language_code="sv")

    async def enrol(self, count: int) -> None:
        now = time.time()
        async with open_database(self.bot.database) as database, database.transaction() as db:
            homes.add_area(db, "norr", "Norr")
            house = homes.add_house(db, "norr", "Granvägen 1, Testby")
            people.give_work(db, self._person(db, self.staff, "sv"), "staff")
            for number in range(count):
                phone = self.telegram.phone()
                person = self._person(db, phone, LOCALES[number % len(LOCALES)])
                home = homes.add_home(db, f"01-{number:04}", house, str(1000 + number), 1, 3)
                people.join(db, person, people.add_household(db, home, now), True, now)
                self.phones.append(phone)

    def _person(self, db: sqlite3.Connection, phone: Phone, locale: str) -> int:
        phone.chat.started = True
        chats.set_locale(db, phone.chat_id, locale)
        return people.add(db, phone.chat_id, time.time())

    async def announce(self) -> None:
        """A notice that the water will be off, recorded and due."""
        now = time.time()
        content = Content("planned", "water_off", where="Granvägen 1", starts=now + HOUR, ends=now + 5 * HOUR)
        raw = msgspec.json.encode(content).decode()
        new = notices.New("planned", "water_off", Audience("house.1"), raw, now)
        async with open_database(self.bot.database) as database, database.transaction() as db:
            writer = people.by_chat(db, self.staff.chat_id)
            assert writer is not None
            notices.add(db, new, "due", writer, now)

    def got(self, phone: Phone) -> int:
        """How often the notice stands in a chat, in the language of who reads it."""
        locale = LOCALES[self.phones.index(phone) % len(LOCALES)]
        title = words(locale)(TEMPLATES["water_off"].title)
        return sum(1 for message in phone.messages if message.text.startswith(title))

    async def until(self, query: str) -> None:
        """Waits until this finds something in the store."""
        async with asyncio.timeout(60):
            while not self.store.execute(query).fetchall():  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    async def ends(self) -> None:
        """Waits until the notice has been sent, and all that follows."""
        await self.until("SELECT 1 FROM notices WHERE state = 'sent'")
        await self.until("SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM outbox)")


@asynccontextmanager
async def street(
    folder: Path, count: int, program: tuple[str, ...] = ("-m", "bot", "run")
) -> AsyncIterator[Street]:
    path = folder / "helavagen.sqlite3"
    async with Telegram(limits=False) as telegram:
        bot = Bot(telegram, path, program=program)
        async with open_database(path):
            store = sqlite3.connect(path, isolation_level=None)
        opened = Street(telegram, bot, store)
        await opened.enrol(count)
        try:
            yield opened
        finally:
            await bot.end()
            store.close()


async def test_nobody_is_passed_over_or_counted_twice_however_often_it_is_killed(tmp_path: Path) -> None:
    rng = random.Random(6)
    met: Counter[str] = Counter()
    kills = 0
    async with street(tmp_path, PEOPLE) as there:
        await there.announce()
        for point in [each for each in KILLS for _ in range(TRIES)]:
            if met[point] < KILLS.count(point):
                there.phones[0].type("/meetings")  # a turn beside the sending
                await there.bot.start(rate="50")  # slow enough to be killed on the way
                met[point] += await kill_at(point, there.bot, there.store, rng)
                kills += 1
        await there.bot.start(rate="off")
        await there.ends()

        got = [there.got(phone) for phone in there.phones]
        assert min(got) == 1
        assert sum(got) - PEOPLE <= WINDOW * kills
        assert max(got) <= 1 + kills
        counts = there.store.execute(
            "SELECT queued, sent, blocked, failed, left_out FROM sendings"
        ).fetchall()
        assert counts == [(PEOPLE, PEOPLE, 0, 0, 0)]
        assert set(+met) == set(KILLS)
        card = [m for m in there.staff.messages if m.text.startswith("1 · ")]
        assert 1 <= len(card) <= 1 + kills
        assert f"{PEOPLE} av" in card[-1].text.translate(dict.fromkeys([0x2068, 0x2069]))
        there.bot.signal(signal.SIGTERM)
        assert await there.bot.ended() == 0
        assert "Traceback" not in there.bot.output()


async def test_nobody_is_passed_over_or_queued_twice_where_it_is_killed_between_two_chunks(
    tmp_path: Path,
) -> None:
    rng = random.Random(7)
    seen: set[int] = set()
    async with street(tmp_path, PEOPLE, IN_SMALL_CHUNKS) as there:
        await there.announce()
        for _ in range(6):
            await there.bot.start(rate="off")
            queued = len(seen)
            async with asyncio.timeout(30):
                while queued == len(seen):
                    seen |= {n for (n,) in there.store.execute("SELECT count(*) FROM deliveries")}
                    await asyncio.sleep(rng.uniform(0.0, 0.01))
            await there.bot.end()
        seen.discard(0)
        assert len({n for n in seen if n < PEOPLE}) >= 2, "it was never killed between two chunks"
        await there.bot.start(rate="off")
        await there.ends()
        got = [there.got(phone) for phone in there.phones]
        assert min(got) == 1
        assert sum(got) - PEOPLE <= WINDOW * 6
        counts = there.store.execute("SELECT queued, sent, blocked, failed, left_out FROM sendings")
        assert counts.fetchall() == [(PEOPLE, PEOPLE, 0, 0, 0)]


async def test_an_answer_overtakes_the_notice(tmp_path: Path) -> None:
    async with street(tmp_path, 120) as there:
        await there.announce()
        await there.bot.start(rate="30")
        first, last = there.phones[0], there.phones[-1]
        await there.until("SELECT 1 FROM sendings WHERE sent > 0")
        assert there.got(first) == 1
        last.type("/meetings")
        await there.ends()

        order = [message.text for message in last.messages if message.sender == "bot"]
        title = words(LOCALES[(len(there.phones) - 1) % 4])(TEMPLATES["water_off"].title)
        places = [number for number, text in enumerate(order) if text.startswith(title)]
        assert places == [len(order) - 1]
        assert len(order) == 2


async def test_a_water_off_notice_reaches_four_phones_in_four_languages(house: House) -> None:
    staff = await house.staff()
    phones = {locale: await house.tenant(locale) for locale in LOCALES}
    await house.type(staff, "/notice")
    tomorrow = time.strftime("%Y%m%d", time.localtime(house.clock.now() + 24 * HOUR))
    await house.press(
        staff,
        "notice.new:water_off",
        f"notice.day:{tomorrow}",
        "notice.hours:08-12",
        "notice.audience:house.1",
        "notice.send:draft",
    )
    await house.later(1)
    for locale, phone in phones.items():
        assert phone.messages[-1].text.startswith(words(locale)(TEMPLATES["water_off"].title))
    await house.later(6)
    assert house.database.reader.execute("SELECT state FROM notices").fetchall() == [("sent",)]
