"""The day's work in one message: what stands on it, in which order, and when it comes by itself."""

from __future__ import annotations

import datetime

import pytest

from bot.handlers.today import MOST, natural
from bot.sandbox.phones import Phone
from bot.speech import LOCALES, STOCKHOLM, TEXT_LIMIT, utf16_length
from storage import chats, faults, homes, inbox, people
from storage.codes import Invitation
from tests.handlers.test_deadlines import URGENT, cold_flat
from tests.talk import DAY, MORNING, Talk

HOUR = 3600.0


def at(day: str) -> float:
    return datetime.datetime.fromisoformat(day).replace(tzinfo=STOCKHOLM).timestamp()


def listed(talk: Talk, phone: Phone) -> list[int]:
    """The numbers on the last list, in its order."""
    return [order["number"] for order in talk.saw(phone, "today.list")[-1]["orders"]]


def lists(talk: Talk, phone: Phone) -> int:
    return len(talk.saw(phone, "today.list"))


async def order_at(talk: Talk, address: str, flat: str = "1001", **changed: object) -> int:
    """A report of a cooker in a house of its own in the north. Returns its number."""
    async with talk.database.transaction() as db:
        found = db.execute("SELECT id FROM houses WHERE address = ?", (address,)).fetchone()
        house = found[0] if found else homes.add_house(db, "norr", address)
        home = homes.add_home(db, f"{address} {flat}", house, flat, 2, 3)
        household = people.add_household(db, home, talk.clock.now())
        new = faults.NewFault(
            "kitchen.stove", "E3", "home", house, home, household, None, "sv",
            half=talk.clock.now() + 5 * DAY, due=talk.clock.now() + 9 * DAY,
        )  # fmt: skip
        number = faults.add(db, new, [], talk.clock.now()).id
        for name, value in changed.items():
            db.execute(f"UPDATE faults SET {name} = ? WHERE id = ?", (value, number))
    return number


# -- What stands on it -------------------------------------------------------------------------------


async def test_urgent_comes_first_then_what_is_due_then_by_address(talk: Talk) -> None:
    karl = await talk.caretaker()
    far = await order_at(talk, "Björkvägen 10")
    second_flat = await order_at(talk, "Björkvägen 4 B", "1102")
    first_flat = await order_at(talk, "Björkvägen 4 B", "1003")
    street = await order_at(talk, "Ågatan 1")
    last_street = await order_at(talk, "Ögatan 1")
    due_today = await order_at(talk, "Ögatan 3", due=talk.clock.now() + HOUR)
    planned = await order_at(talk, "Ögatan 2", planned="2027-02-02")
    late = await order_at(talk, "Ögatan 4", due=talk.clock.now() - DAY)
    acute = await order_at(talk, "Ögatan 9", urgency="E1")
    danger = await order_at(talk, "Ögatan 10", urgency="E0")
    await talk.type(karl, "/today")
    assert listed(talk, karl) == [
        *(danger, acute, planned, due_today, late, first_flat, second_flat, far, street, last_street),
    ]


@pytest.mark.parametrize("word", ["/today", "idag", "I dag", "Today", "Dagens lista", "امروز", "اليوم"])
async def test_it_comes_for_the_command_the_word_and_what_is_typed(talk: Talk, word: str) -> None:
    karl = await talk.caretaker()
    number = await order_at(talk, "Björkvägen 4")
    assert await talk.answers(karl, word) == ["today.list"]
    assert listed(talk, karl) == [number]
    await talk.press(karl, f"order.show:{number}")
    assert talk.saw(karl, "order.card")[-1]["number"] == number


async def test_a_line_says_what_one_needs_at_the_door(talk: Talk) -> None:
    karl = await talk.caretaker()
    await order_at(
        talk, "Björkvägen 4 B", "1203", master_key=1, pet=1, planned="2027-02-02", time="morning",
        due=talk.clock.now() - HOUR,
    )  # fmt: skip
    await talk.type(karl, "/today")
    text = karl.last.text.replace("\u2068", "").replace("\u2069", "")
    for part in (
        *("Normal", "FÖRSENAD", "Björkvägen 4 B", "lgh 1203", "vån 2", "Spis", "HUVUDNYCKEL: JA"),
        *("Husdjur hemma: ja", "Planerat till tisdag 2 februari 2027", "Förmiddag", "Ny, ej tagen"),
    ):
        assert part in text, part


async def test_a_visit_that_was_agreed_stands_with_its_hour(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.type(karl, f"{number} ta")
    await talk.forge(karl, f"order.visit:{number}.20270203.08")
    await talk.forge(zahra, "fault.visit:1.yes")
    await talk.later(at("2027-02-03T07:01") - talk.clock.now())
    assert talk.saw(karl, "today.list")[-1]["orders"][0]["visit"] == "20270203.08"
    assert "08:00" in karl.last.text


async def test_his_orders_and_the_free_ones_of_his_areas_stand_on_it_and_no_others(talk: Talk) -> None:
    karl, kim = await talk.caretaker("Karl"), await talk.caretaker("Kim")
    me, other = talk.person(karl).id, talk.person(kim).id
    free = await order_at(talk, "A 1")
    mine = await order_at(talk, "A 2", state="taken", holder=me)
    await order_at(talk, "A 3", state="taken", holder=other)
    await order_at(talk, "A 4", state="returned")
    await order_at(talk, "A 5", state="outside")
    await order_at(talk, "A 6", state="done", holder=me)
    await talk.report(await talk.tenant(area="soder"))
    waiting = await order_at(talk, "A 7", state="waiting", holder=me)
    await talk.type(karl, "/today")
    assert listed(talk, karl) == [free, mine, waiting]
    await talk.type(karl, "mina")
    assert listed(talk, karl) == [mine, waiting]


async def test_what_is_of_his_own_home_does_not_stand_on_it(talk: Talk) -> None:
    karl = await talk.caretaker()
    await talk.type(karl, await talk.code(Invitation("household", household=await talk.household())))
    await talk.report(karl)
    await talk.type(karl, "/today")
    assert listed(talk, karl) == []
    assert "Inget väntar" in karl.last.text


async def test_while_a_question_is_open_it_is_neither_due_nor_late(talk: Talk) -> None:
    karl = await talk.caretaker()
    stopped = await order_at(talk, "Ögatan 4", due=talk.clock.now() - DAY, stopped=talk.clock.now() - 2 * DAY)
    first = await order_at(talk, "Björkvägen 4")
    await talk.type(karl, "/today")
    assert listed(talk, karl) == [first, stopped]
    assert talk.saw(karl, "today.list")[-1]["orders"][1]["late"] is False


async def test_a_long_list_fits_into_one_message_in_every_language(talk: Talk) -> None:
    karl = await talk.caretaker()
    for i in range(MOST + 6):
        await order_at(talk, f"Gamla Stationssamhällets Väg {i}, uppgång Norra gården, 834 99 Övre Exempelby")
    for locale in LOCALES:
        async with talk.database.transaction() as db:
            chats.set_locale(db, karl.chat_id, locale)
        assert await talk.answers(karl, "/today") == ["today.list"]
        assert utf16_length(karl.last.text) <= TEXT_LIMIT
        shown = sum(1 for line in karl.last.text.split("\n") if " · " in line and "Gamla" not in line) // 2
        assert 5 < shown < MOST
        assert str(MOST + 6 - shown) in karl.last.text.split("\n")[-1]
    assert talk.saw(karl, "today.list")[-1]["left_out"] == 6
    assert len(karl.last.data) == MOST


async def test_the_desk_has_its_own_list_and_a_tenant_none(talk: Talk) -> None:
    stina, zahra = await talk.staff(), await talk.tenant("sv")
    for text in ("/today", "idag", "mina"):
        assert await talk.answers(stina, text) == ["order.list"]
    assert await talk.answers(zahra, "/today") == ["general.not_used:not_for_you"]
    assert await talk.answers(zahra, "idag") == ["questions.unsure"]


def test_numbers_of_a_street_are_counted_and_swedish_letters_come_last() -> None:
    addresses = [
        "Övägen 1",
        "Ängen 2",
        "Ågatan 1",
        "Björkvägen 10",
        "Björkvägen 9 B",
        "björkvägen 9 A",
        "Zz 3",
    ]
    assert sorted(addresses, key=natural) == [
        *("björkvägen 9 A", "Björkvägen 9 B", "Björkvägen 10", "Zz 3", "Ågatan 1", "Ängen 2", "Övägen 1"),
    ]
    for odd in ("", "12", "Storgatan", "Torget 1 2 3", "٣ شارع"):
        assert sorted([odd, "A 1"], key=natural)


# -- By itself ---------------------------------------------------------------------------------------


async def test_it_comes_at_seven_with_a_sound_once_on_each_working_day(talk: Talk) -> None:
    karl = await talk.caretaker()
    number = await order_at(talk, "Björkvägen 4")
    await talk.later(at("2027-02-03T06:59") - talk.clock.now())
    assert lists(talk, karl) == 0
    await talk.later(70)
    assert listed(talk, karl) == [number]
    assert not karl.last.silent
    for _ in range(3):
        await talk.later(HOUR)
    assert lists(talk, karl) == 1
    for day, expected in (("04", 2), ("05", 3), ("06", 3), ("07", 3), ("08", 4)):  # 6 and 7 are a weekend
        await talk.later(at(f"2027-02-{day}T07:05") - talk.clock.now())
        assert lists(talk, karl) == expected, day


@pytest.mark.parametrize("day", ["2026-12-24", "2027-01-01", "2027-03-26", "2027-06-25"])
async def test_no_list_comes_on_a_holiday_or_its_eve(talk: Talk, day: str) -> None:
    talk.clock.at = at(f"{day}T05:00") - DAY
    karl = await talk.caretaker()
    await order_at(talk, "Björkvägen 4")
    await talk.later(at(f"{day}T07:05") - talk.clock.now())
    assert lists(talk, karl) == 0


async def test_a_new_start_of_the_bot_does_not_bring_it_again(talk: Talk) -> None:
    karl = await talk.caretaker()
    await order_at(talk, "Björkvägen 4")
    await talk.later(at("2027-02-03T07:01") - talk.clock.now())
    talk.start_again()
    await talk.later(HOUR)
    assert lists(talk, karl) == 1


async def test_it_comes_late_where_the_bot_was_away_at_seven_but_not_after_work(talk: Talk) -> None:
    karl = await talk.caretaker()
    await order_at(talk, "Björkvägen 4")
    await talk.later(at("2027-02-03T16:30") - talk.clock.now())
    assert lists(talk, karl) == 0
    await talk.later(at("2027-02-04T09:30") - talk.clock.now())
    assert lists(talk, karl) == 1


async def test_with_nothing_to_do_nothing_comes_all_day(talk: Talk) -> None:
    karl = await talk.caretaker()
    await talk.later(at("2027-02-03T07:01") - talk.clock.now())
    assert lists(talk, karl) == 0
    await order_at(talk, "Björkvägen 4")
    await talk.later(HOUR)
    assert lists(talk, karl) == 0
    assert talk.count("inbox") == 0


async def test_who_came_in_during_the_day_gets_the_next_mornings_list(talk: Talk) -> None:
    karl = await talk.caretaker()
    await order_at(talk, "Björkvägen 4")
    await talk.later(HOUR)
    assert (talk.clock.at, lists(talk, karl)) == (MORNING + HOUR, 0)


async def test_what_came_in_silence_at_night_is_heard_of_in_the_morning(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    talk.clock.at = at("2027-02-02T22:00")
    sounds = len(karl.sounds)
    number = await talk.report(zahra)
    cold = await cold_flat(talk, zahra)
    assert talk.fault(cold).item == URGENT
    assert len(karl.sounds) == sounds
    await talk.later(at("2027-02-03T07:01") - talk.clock.now())
    assert listed(talk, karl) == [cold, number]


async def test_an_event_that_comes_twice_brings_one_list(talk: Talk) -> None:
    karl = await talk.caretaker()
    await order_at(talk, "Björkvägen 4")
    await talk.later(at("2027-02-03T07:01") - talk.clock.now())
    async with talk.database.transaction() as db:
        for about in (talk.person(karl).id, 9999):
            event = f'{{"event":"today.morning","id":{about}}}'
            inbox.add_event(db, f"again{about}", event, talk.clock.now())
    await talk.quiet()
    assert lists(talk, karl) == 1
