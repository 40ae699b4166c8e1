"""The whole road of one family, from an evacuation place to a first-hand contract, in Dari and by the rule as
it is shipped, by a bot that is killed at each step.
"""

from __future__ import annotations

import asyncio
import datetime
import random
import re
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from babel.messages.pofile import read_po

from bot import catalogues
from bot.hours import office_opens
from bot.sandbox.phones import Phone
from bot.sandbox.server import Telegram
from bot.sandbox.world import Event
from bot.settings import Company
from bot.speech import STOCKHOLM, words
from storage import chats, homes, leases, ledger_check, people, vacancy_acts
from storage.database import open_database
from storage.ledger import Policy
from tests.journeys.process import POINTS, ROOT, Bot, kill_first

DAY = 24 * 3600.0
WORK = (("Elin", "officer"), ("Stina", "staff"))
# Flats given notice on before hers: with the rule as it is shipped, the fifth is the unit's.
EARLIER = 4
dari = words("fa_AF")


class Road:
    """One company, its people, and a bot that is killed whenever somebody does something."""

    def __init__(self, telegram: Telegram, bot: Bot, store: sqlite3.Connection, clock: Path) -> None:
        self.telegram = telegram
        self.bot = bot
        self.store = store
        self.clock = clock
        self.offset = telegram.world.offset
        self.rng = random.Random(2026)
        self.met: Counter[str] = Counter()
        self.kills = 0
        self.sent: Counter[int] = Counter()
        self.phones: dict[str, Phone] = {}
        clock.write_text(str(self.offset))
        telegram.world.watchers.append(self._told)

    def _told(self, event: Event) -> None:
        if event.kind == "message":
            post = self.telegram.world.chats[event.chat_id].posts[event.message_id]
            self.sent[event.chat_id] += post.sender == "bot"

    @property
    def today(self) -> datetime.date:
        return datetime.datetime.fromtimestamp(time.time() + self.offset, STOCKHOLM).date()

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        return self.store.execute(sql).fetchall()

    def one(self, sql: str) -> object:
        return self.ask(sql)[0][0]

    # -- Steps ---------------------------------------------------------------------------------------

    async def _killed(self, act: Callable[[], object]) -> None:
        """Does something while the bot runs, kills it at one of the points, and starts it again."""
        point = POINTS[self.kills % len(POINTS)]
        self.kills += 1
        killing = asyncio.create_task(kill_first(point, self.bot, self.store, self.rng))
        await asyncio.sleep(0)
        act()
        self.met[point] += await killing
        await self.bot.start()
        await self.bot.listens()
        await self.quiet()

    async def press(self, phone: Phone, *data: str) -> None:
        for each in data:
            await self._killed(lambda each=each: phone.press(each))  # type: ignore[misc]

    async def type(self, phone: Phone, text: str) -> None:
        await self._killed(lambda: phone.type(text))

    async def later(self, seconds: float, wanted: Callable[[], object]) -> None:
        """Moves the clock, kills the bot at some moment of what falls due, and waits until it has come."""

        def move() -> None:
            self.offset += seconds
            self.telegram.forward(seconds)
            self.clock.write_text(str(self.offset))

        await self._killed(move)
        async with asyncio.timeout(15):
            while not wanted():  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        await self.quiet()

    async def until(self, day: datetime.date, hour: int, wanted: Callable[[], object]) -> None:
        """Moves the clock to this hour of a day in Sweden."""
        at = datetime.datetime.combine(day, datetime.time(hour), STOCKHOLM).timestamp()
        await self.later(at - time.time() - self.offset, wanted)

    async def quiet(self) -> None:
        """Waits until everything that follows from what was sent has happened."""
        async with asyncio.timeout(30):
            while True:
                await self.telegram.quiet(timeout=30)
                if not self.one("SELECT (SELECT count(*) FROM inbox) + (SELECT count(*) FROM outbox)"):
                    return
                await asyncio.sleep(0.02)

    async def worker(self, name: str, role: str) -> None:
        """One who works here, as if she had come in long ago."""
        phone = self.phones[name] = self.telegram.phone(language_code="sv")
        phone.chat.started = True
        async with open_database(self.bot.database) as database, database.transaction() as db:
            chats.set_locale(db, phone.chat_id, "sv")
            person = people.add(db, phone.chat_id, 1.0)
            people.set_name(db, person, name)
            people.give_work(db, person, role)


@asynccontextmanager
async def road(folder: Path, company: Company) -> AsyncIterator[Road]:
    """A company in which four flats have gone to the queue, on the morning of a working day."""
    path, clock = folder / "helavagen.sqlite3", folder / "clock"
    async with Telegram(limits=False) as telegram:
        tonight = datetime.datetime.now(STOCKHOLM).replace(hour=23, minute=0)
        telegram.forward(office_opens(company, tonight).timestamp() - time.time())
        async with open_database(path) as database, database.transaction() as db:
            homes.add_area(db, "granvik", "Granvik")
            house = homes.add_house(db, "granvik", "Björkvägen 5, Granvik")
            for number, flat in (("0421-03", "1003"), ("0421-09", "1201")):
                homes.add_home(db, number, house, flat, 1, 3)
            db.execute("UPDATE homes SET letting = 'evacuation' WHERE object = '0421-03'")
            db.execute("UPDATE homes SET rent = 7680, size = 74.5, lift = 0 WHERE object = '0421-09'")
            for place in range(EARLIER):
                homes.add_home(db, f"0421-2{place}", house, f"130{place}", 3, 2)
            _earlier_notices(db, company, time.time() + telegram.world.offset)
        store = sqlite3.connect(path, isolation_level=None)
        bot = Bot(telegram, path, company=ROOT / "company.toml", clock=clock)
        opened = Road(telegram, bot, store, clock)
        for name, role in WORK:
            await opened.worker(name, role)
        await bot.start()
        await bot.listens()
        try:
            yield opened
        finally:
            await bot.end()
            store.close()


def _earlier_notices(db: sqlite3.Connection, company: Company, now: float) -> None:
    """Flats that have gone to the queue, each confirmed by itself."""
    today = datetime.datetime.fromtimestamp(now, STOCKHOLM).date()
    rule = company.allocation_rule(today)
    assert rule is not None
    policy = Policy(rule.begins.isoformat(), *rule.share, rule.substitutes)
    for place in range(EARLIER):
        home = homes.by_object(db, f"0421-2{place}")
        assert home is not None
        ends = leases.notice_ends(today, company.contract_on(today).notice_months)
        given = vacancy_acts.register(db, home, f"K-{place}", today.isoformat(), ends, "", None, now)
        assert vacancy_acts.confirm(db, [given.id], policy, None, now)[0].goes == "queue"


def _sentences() -> dict[str, re.Pattern[str]]:
    """The sentences of the source that are said otherwise in Dari, with anything in their places."""
    with (catalogues.FOLDER / "fa_AF" / "messages.po").open("rb") as file:
        entries = [(entry.id, entry.string) for entry in read_po(file, locale="fa_AF") if entry.id]
    parts = {
        source: catalogues.PLACEHOLDER.split(source)[::2]
        for source, said in entries
        if isinstance(source, str) and said != source
    }
    return {
        source: re.compile(".+".join(re.escape(part) for part in between))
        for source, between in parts.items()
        if len("".join(between)) > 8
    }


# -- The parts of the road ---------------------------------------------------------------------------


async def _comes_in(on: Road) -> Phone:
    """The officer adds the household at its evacuation place, and its adult scans the code."""
    elin, zahra = on.phones["Elin"], on.telegram.phone(language_code="fa", first_name="Zahra")
    await on.type(elin, "/people")
    await on.press(elin, "people.add:new")
    await on.type(elin, "Granvik")
    await on.press(elin, "people.persons:0.4", "people.low:no", "people.lives:0.evacuation")
    await on.type(elin, "0421-03")
    await on.press(elin, "people.home:1")
    household = on.one("SELECT household FROM cases")
    await on.press(elin, f"people.code:{household}.adult")
    shown = next(message for message in reversed(elin.messages) if message.photo)
    code = re.search(r"[A-Z2-9]{10}", shown.text)
    assert code is not None
    await on.type(zahra, f"/start {code[0]}")
    await on.press(zahra, "language.set:fa_AF", "privacy.ok:yes")
    await on.type(zahra, "/home")
    assert dari("A home is found for you") in zahra.last.text
    return zahra


async def _given_notice(on: Road) -> None:
    """The desk registers a notice to quit, and it is the unit's turn."""
    stina = on.phones["Stina"]
    await on.type(stina, "/vacancy 0421-09")
    await on.type(stina, "K-4711")
    await on.press(stina, f"vacancy.day:{on.today:%Y%m%d}")
    await on.press(stina, next(each for each in stina.last.data if each.startswith("vacancy.day:")))
    await on.press(stina, "vacancy.counts:yes", "vacancy.save:yes")
    seen = on.one("SELECT max(line) FROM ledger")
    if not stina.shown(f"vacancy.confirm:ask.1.{seen}"):
        await on.type(stina, "/vacancy")
        await on.press(stina, "vacancy.drafts:1")
    await on.press(stina, f"vacancy.confirm:ask.1.{seen}", f"vacancy.confirm:1.{seen}")
    async with asyncio.timeout(15):
        while not on.ask("SELECT 1 FROM unit_offers"):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    await on.quiet()


async def _is_offered(on: Road, zahra: Phone) -> None:
    """The officer names her household; she is reminded twice, looks at it, and says yes."""
    elin = on.phones["Elin"]
    household = on.one("SELECT household FROM cases")
    await on.press(elin, "unit.flat:1", f"unit.match:1.{household}", f"unit.match:1.{household}.sure")
    assert "offer.show:1" in zahra.last.data
    for wanted in (1, 2):
        at = on.one("SELECT half FROM offers") if wanted == 1 else on.one("SELECT last FROM offers")
        assert isinstance(at, float)
        await on.later(
            at - time.time() - on.offset + 60,
            lambda wanted=wanted: on.one("SELECT reminded FROM offers") == wanted,  # type: ignore[misc]
        )
        assert "offer.show:1" in zahra.last.data
    await on.press(zahra, "offer.show:1")
    text = zahra.last.text
    assert "7680" in text and "74.5" in text and "Björkvägen 5, Granvik" in text
    answer_by = datetime.date.fromisoformat(str(on.one("SELECT answer_by FROM offers")))
    assert dari.date(answer_by) in text  # Solar Hijri, and the Gregorian in brackets
    await on.press(zahra, "offer.accept:1", "offer.sure:1")
    assert on.ask("SELECT state FROM offers") == [("accepted",)]
    await on.press(
        elin, f"people.household:{household}", "unit.offer:1", "unit.confirm:1", "unit.confirm:1.sure"
    )
    assert on.ask("SELECT state FROM contracts") == [("signed2",)]


async def _moves_in(on: Road, zahra: Phone, company: Company) -> None:
    """The keys, and the short messages of the first weeks."""
    begins = datetime.date.fromisoformat(str(on.one("SELECT begins FROM leases")))
    keys = begins
    while keys.weekday() > 4:
        keys += datetime.timedelta(days=1)
    await on.until(keys, 13, lambda: on.one("SELECT state FROM contracts") == "second")
    assert on.one("SELECT object FROM homes JOIN households ON homes.id = home JOIN cases"
                  " ON household = households.id") == "0421-09"  # fmt: skip
    for day in (0, 3, 7, 14):
        await on.until(
            keys + datetime.timedelta(days=day),
            14,
            lambda day=day: zahra.shown(f"moving.done:1.{day}"),  # type: ignore[misc]
        )
        await on.press(zahra, f"moving.done:1.{day}")
    await on.type(zahra, "/home")
    pays = dari("You pay the rent to the municipality ({unit}), not to us.", unit=company.answers.unit)
    assert pays in zahra.last.text


async def _is_registered(on: Road, zahra: Phone) -> None:
    """She says that she is registered, the officer sees the proof, two approve, and she hears of it."""
    elin, stina = on.phones["Elin"], on.phones["Stina"]
    await on.type(zahra, "/home")
    await on.press(zahra, "home.registered:ask", "home.registered:yes")
    await on.press(elin, next(each for each in elin.last.data if each.startswith("people.household:")))
    assert "conversion.show:1" in elin.last.data
    person = on.one("SELECT person FROM roles WHERE role = 'officer'")
    await on.press(elin, "conversion.show:1", "conversion.record:1", "conversion.ground:1.registered")
    await on.press(elin, f"conversion.day:1.registered.{on.today:%Y%m%d}")
    await on.press(elin, f"conversion.saw:1.registered.{on.today:%Y%m%d}.{person}", "conversion.tick:1.unit")
    await on.press(stina, "conversion.show:1", "conversion.number:1")
    await on.type(stina, "H-4711")
    await on.press(stina, "conversion.tick:1.company", "conversion.date:1")
    await on.press(
        stina, next(each for each in stina.last.data if each.startswith("conversion.effective:1."))
    )
    await on.press(stina, "conversion.approve:1")
    assert on.one("SELECT state FROM conversions") == "open"  # one person is not two
    await on.press(elin, "conversion.show:1", "conversion.approve:1")
    assert on.one("SELECT state FROM conversions") == "approved"
    assert "home.news:1" in [data for message in zahra.messages for data in message.data]
    await on.press(zahra, "home.news:1", "home.understood:1")
    effective = datetime.date.fromisoformat(str(on.one("SELECT effective FROM conversions")))
    await on.until(effective, 13, lambda: on.one("SELECT state FROM contracts") == "first")


async def test_a_family_comes_all_the_way_from_an_evacuation_place_to_first_hand_in_dari(
    tmp_path: Path, company: Company
) -> None:
    async with road(tmp_path, company) as on:
        zahra = await _comes_in(on)
        await _given_notice(on)
        await _is_offered(on, zahra)
        await _moves_in(on, zahra, company)
        await _is_registered(on, zahra)
        await on.type(zahra, "/home")
        first_hand = "You have a first-hand contract (förstahandskontrakt), directly with {company}."
        assert dari(first_hand, company=company.name) in zahra.last.text
        assert dari("You pay the rent to {company}.", company=company.name) in zahra.last.text

        # Everything had its effect once.
        for table in ("offers", "unit_offers", "contracts", "conversions", "offer_answers", "cases"):
            assert on.ask(f"SELECT count(*) FROM {table}") == [(1,)], table
        papers = leases.of(on.store, 1)
        assert [paper.kind for paper in papers] == ["second_hand", "first_hand"]
        leases.assert_seamless(on.store, 1)
        hers = "FROM ledger WHERE vacancy = (SELECT max(id) FROM vacancies)"
        assert on.ask(f"SELECT act {hers} ORDER BY line") == [("registered",), ("numbered",), ("let",)]
        assert on.one(f"SELECT number {hers} AND act = 'numbered'") == EARLIER + 1
        assert list(ledger_check.problems(on.store)) == []
        for table in ("inbox", "outbox", "set_aside", "undelivered"):
            assert on.ask(f"SELECT * FROM {table}") == [], table
        # What she reads is Dari, and no message is doubled but by a kill.
        said = [message for message in zahra.messages if message.sender == "bot"]
        read = [message.text for message in said] + [
            button.text for message in said for row in message.buttons for button in row
        ]
        sentences = _sentences()
        assert [
            (source, text) for text in read for source, each in sentences.items() if each.search(text)
        ] == []
        texts = [message.text for message in said if message.text]
        assert len(texts) - len(set(texts)) <= on.kills
        assert set(+on.met) == set(POINTS)
        on.bot.signal(signal.SIGTERM)
        assert await on.bot.ended() == 0
        assert "Traceback" not in on.bot.output()
        assert on.telegram.token not in on.bot.output()
