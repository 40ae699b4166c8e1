"""That one who works here has read somebody's record is kept: for every screen that names a household."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from bot.handlers.readings import READS
from bot.messages.examples import EXAMPLES
from bot.sandbox.phones import Phone
from storage import audit, cards
from storage.codes import Invitation
from tests.handlers.test_notices import water_off
from tests.settled import settled
from tests.talk import DAY, Talk
from tests.unit import Unit

# What a screen says of somebody: the officer's word for a household, where it lives, how to call it.
SAYS = {"label", "about", "named", "address", "flat", "phone", "who", "homes"}
# Screens that say such a thing and are no record of another person's that is read by who works here.
NO_READING = {
    # Her own, in her own chat; of a report that the desk makes by phone it reads what it has just chosen.
    "emergency.card", "faults.card", "home.road", "offer.card", "threads.card", "fault.own", "fault.more",
    "fault.summary", "behalf.language",
    # The stock, and flats that are offered: homes, and nobody who lives there.
    "behalf.home", "homes.list", "homes.home", "vacancy.ask_home", "unit.flats",
    # Before there is a record: what the officer has written herself a moment ago.
    "people.ask_low",
    # Colleagues, streets and answers.
    "away.substitute", "notice_desk.to_whom", "texts.sheet", "texts.in", "texts.versions",
    # One who cannot call: whoever reads it goes there before anything else, and it is of no record.
    "emergency.needs_help",
}  # fmt: skip


def _is_number(value: msgspec.Struct, name: str) -> bool:
    return isinstance(getattr(value, name), int)


def _says(value: Any) -> set[str]:
    """The names of the fields of a message, and of what stands in it, that have something in them."""
    if isinstance(value, msgspec.Struct):
        found = {
            name for name in value.__struct_fields__ if getattr(value, name) and not _is_number(value, name)
        }
        inner = [getattr(value, name) for name in value.__struct_fields__]
        return found.union(*map(_says, inner))
    return set().union(*map(_says, value)) if isinstance(value, list | tuple) else set()


def test_every_screen_that_names_a_household_is_in_the_table() -> None:
    left_out = {
        msgspec.to_builtins(message)["message"]
        for _, message in EXAMPLES
        if type(message) not in READS and _says(message) & SAYS
    }
    assert left_out == NO_READING


def _lines(talk: Talk, phone: Phone, since: int = 0) -> list[tuple[str, str, str]]:
    """What this person has read since a line, in order."""
    reader = talk.person(phone).id
    found = [each for each in audit.lines(talk.database.reader) if each.line > since]
    return [(each.act, each.what, each.whose) for each in found if each.person == reader]


class Walk:
    """Presses, and what they added to the chain."""

    def __init__(self, talk: Talk, phone: Phone) -> None:
        self.talk = talk
        self.phone = phone

    async def reads(self, *does: str) -> list[tuple[str, str, str]]:
        """What was noted of these presses, or of a command."""
        before = audit.count(self.talk.database.reader)
        for each in does:
            if each.startswith("/") or ":" not in each:
                await self.talk.type(self.phone, each)
            else:
                await self.talk.forge(self.phone, each)
        return _lines(self.talk, self.phone, before)


async def test_an_officers_screens(talk: Talk) -> None:
    home = await settled(talk)
    unit, walk = Unit(talk, home.elin), Walk(talk, home.elin)
    first, second = str(home.household), str(await unit.household("Blå dörren"))
    await unit.adult(int(second))
    contract = str(home.contract)
    both = [("read", "household", second), ("read", "household", first)]  # who waits comes first
    of_second, of_contract = [("read", "household", second)], [("read", "contract", contract)]
    assert await walk.reads("/people") == []
    assert sorted(await walk.reads("people.list:1")) == sorted(both)
    assert await walk.reads(f"people.household:{second}") == of_second
    for step in ("size", "move", "separate", "close"):
        assert await walk.reads(f"people.{step}:{second}") == of_second, step
    assert await walk.reads(f"people.persons:{second}.5") == of_second
    assert await walk.reads(f"people.lives:{second}.evacuation") == of_second
    assert await walk.reads("ingenstans 99") == of_second
    for kind in ("adult", "helper"):
        assert await walk.reads(f"people.code:{second}.{kind}") == [("invited", "household", second)]
    flat = await unit.flat()
    assert await walk.reads("unit.flats:now") == []
    waiting = await walk.reads(f"unit.flat:{flat.id}")
    assert ("read", "household", second) in waiting and {what for _, what, _ in waiting} == {"household"}
    assert await walk.reads(f"unit.match:{flat.id}.{second}") == waiting
    before = audit.count(talk.database.reader)
    number = str(await unit.offered(flat, int(second)))
    assert _lines(talk, home.elin, before)[-1] == ("read", "offer", number)
    assert await walk.reads(f"unit.flat:{flat.id}") == [("read", "offer", number)]
    assert await walk.reads(f"unit.offer:{number}") == [("read", "offer", number)]
    await talk.forge(home.elin, f"unit.said:{number}.yes")
    # What is said after the keys has reached nobody of the first, who have no phone here.
    assert sorted(await walk.reads("people.tasks:now")) == sorted(both)
    assert await walk.reads("/conversions") == of_contract
    assert await walk.reads(f"conversion.show:{contract}") == of_contract
    assert await walk.reads(f"conversion.record:{contract}") == of_contract
    assert await walk.reads(f"track.show:{contract}") == [("read", "tracks", first)]
    # Whose officer has left: the others see them in a list.
    olle = await talk.enrolled("sv", Invitation("officer", name="Olle"))
    await talk.forge(home.stina, f"triage.left:{talk.person(home.elin).id}.sure")
    assert sorted(await Walk(talk, olle).reads("people.free:1")) == sorted(both)
    assert audit.broken(talk.database.reader) is None


async def test_the_desks_screens(talk: Talk) -> None:
    home = await settled(talk)
    walk = Walk(talk, home.stina)
    zahra = await home.adult("sv")
    number = str(await talk.report(zahra))
    order, contract = [("read", "order", number)], str(home.contract)
    assert await walk.reads("/triage") == []
    assert await walk.reads("/orders") == order
    assert await walk.reads(f"order.desk:{number}") == order
    assert await walk.reads(f"order.show:{number}") == order
    assert await walk.reads(f"order.page:{number}") == [("exported", "order", number)]
    assert await walk.reads("triage.file:xlsx") == [("exported", "orders", "all")]
    assert await walk.reads("/conversions") == [("read", "contract", contract)]
    assert await walk.reads(f"conversion.show:{contract}") == [("read", "contract", contract)]
    assert await walk.reads(f"contract.notice:{contract}") == [("read", "contract", contract)]
    await talk.forge(home.elin, f"people.household:{home.household}")
    async with talk.database.transaction() as db:
        row = (1, zahra.chat_id, "{}", "too old", 0.0)
        db.execute("INSERT INTO undelivered (id, chat, errand, why, at) VALUES (?, ?, ?, ?, ?)", row)
    assert await walk.reads("triage.list:undelivered") == [("read", "household", str(home.household))]
    assert audit.broken(talk.database.reader) is None


async def test_a_question_to_the_office(talk: Talk) -> None:
    zahra, stina = await talk.tenant("sv"), await talk.staff()
    await talk.forge(zahra, "answer.human:none")
    await talk.type(zahra, "När kommer någon och läser av vattnet?")
    await talk.forge(zahra, "threads.ask:send")
    thread = [("read", "thread", "1")]
    walk = Walk(talk, stina)
    assert _lines(talk, stina) == []  # that there is one was told, not what it says
    assert await walk.reads("threads.take:1") == thread
    assert await walk.reads("threads.show:1") == thread
    assert await walk.reads("/inbox") == []


async def test_a_caretakers_screens_and_what_comes_by_itself(talk: Talk) -> None:
    karl = await talk.caretaker()
    number = await talk.report(await talk.tenant("sv"))
    order = [("read", "order", str(number))]
    assert _lines(talk, karl) == []
    walk = Walk(talk, karl)
    assert await walk.reads("/orders") == order
    assert await walk.reads(f"order.take:{number}") == order
    assert await walk.reads("/today") == order
    before = audit.count(talk.database.reader)
    await talk.later(DAY)
    assert order[0] in _lines(talk, karl, before)  # the list of the morning
    # A card that is kept true where it stands is not read anew.
    before = audit.count(talk.database.reader)
    await talk.forge(await talk.staff(), f"order.plan_on:{number}.20270210")
    assert _lines(talk, karl, before) == []


async def test_an_admin_sees_none_of_it(talk: Talk) -> None:
    home = await settled(talk)
    number = await talk.report(await home.adult("sv"))
    anna = await talk.enrolled("sv", Invitation("admin", name="Anna"))
    async with talk.database.transaction() as db:
        db.execute("UPDATE cases SET label = 'Blå dörren'")
    walk = Walk(talk, anna)
    here, contract = home.household, home.contract
    for does in (
        "/people", "/conversions", "/orders", "/today", "/homes", "/vacancy", "/inbox", "/notice", "/home",
        "/triage", "people.list:1", "people.free:1", "people.tasks:now", f"people.household:{here}",
        f"people.separate:{here}", f"people.code:{here}.adult", f"people.take:{here}", "unit.flats:now",
        "unit.flat:1", "unit.offer:1", f"conversion.show:{contract}", f"track.of:{here}",
        f"track.show:{contract}", f"order.show:{number}", f"order.desk:{number}", f"order.page:{number}",
        "triage.list:unanswered", "triage.list:undelivered", "triage.file:xlsx", "threads.show:1",
        "notice.silent:1", "notice.paper:1.silent", "home.news:1", "moving.smoke:silent",
    ):  # fmt: skip
        assert await walk.reads(does) == [], does
    said = "\n".join(message.text for message in anna.messages)
    assert "Blå dörren" not in said and "Norra" not in said


async def test_who_reads_her_own_is_not_noted(talk: Talk) -> None:
    home = await settled(talk)
    zahra = await home.adult("sv")
    await talk.type(zahra, await talk.code(Invitation("caretaker", areas=("soder",), name="Zahra")))
    number = await talk.report(zahra)
    before = audit.count(talk.database.reader)
    await talk.type(zahra, "/home")
    await talk.type(zahra, "/myreports")
    await talk.forge(zahra, f"fault.show:{number}")
    assert _lines(talk, zahra, before) == []


async def test_no_word_of_a_record_stands_in_the_chain(talk: Talk) -> None:
    home = await settled(talk)
    async with talk.database.transaction() as db:
        db.execute("UPDATE cases SET label = 'Blå dörren'")
    await talk.forge(home.elin, f"people.household:{home.household}", "people.list:1", "conversion.list:now")
    assert cards.of_chat(talk.database.reader, home.elin.chat_id)
    for line in audit.lines(talk.database.reader):
        assert line.act in ("read", "invited", "exported") or line.person is None
        assert line.whose.isdecimal() or line.whose == "all"
        assert "Blå" not in str(line)


@pytest.mark.parametrize("which", ["silent", "failed"])
async def test_lists_of_homes_to_call(talk: Talk, which: str) -> None:
    stina = await talk.staff()
    await talk.tenant("sv")
    await water_off(talk, stina)
    await talk.later(1)
    walk = Walk(talk, stina)
    assert await walk.reads(f"notice.{which}:1") == [("read", "notice", "1")]
    assert await walk.reads(f"notice.paper:1.{which}") == [("exported", "notice", "1")]
