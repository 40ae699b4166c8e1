"""Away: until when, who takes over, what becomes of his orders, who is told; and back again."""

from __future__ import annotations

import datetime

import pytest

from bot.sandbox.phones import Phone
from bot.speech import STOCKHOLM
from storage import absences, faults, inbox
from storage.codes import Invitation
from tests.handlers.test_deadlines import NIGHT, cold_flat
from tests.talk import DAY, Talk

NOT_USED = "general.not_used"
MONDAY, MONDAY_DATA = "2027-02-08", "20270208"  # after the Tuesday on which the tests begin


def at(moment: str) -> float:
    return datetime.datetime.fromisoformat(moment).replace(tzinfo=STOCKHOLM).timestamp()


def away(talk: Talk, phone: Phone) -> absences.Absence | None:
    return absences.of(talk.database.reader, talk.person(phone).id)


def way(talk: Talk, number: int) -> list[str]:
    return [step.act for step in faults.way(talk.database.reader, number)]


async def go_away(talk: Talk, phone: Phone, substitute: Phone | None, until: str = "until Monday") -> None:
    to = talk.person(substitute).id if substitute else "pool"
    await talk.type(phone, f"/away {until}")
    await talk.press(phone, f"away.to:{MONDAY_DATA}.{to}", f"away.confirm:{MONDAY_DATA}.{to}")


async def plan(talk: Talk, number: int, day: str) -> float:
    """What the desk does when it plans a day. Returns until when that is promised."""
    due = at(f"{day}T16:00")
    async with talk.database.transaction() as db:
        faults.plan(db, number, day)
        faults.promise(db, number, at(f"{day}T07:00"), due)
    return due


# -- Asking ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said", ["until Monday", "till måndag", "måndag", "8/2", "2027-02-08", "۸/۲", "حتى الاثنين", "تا دوشنبه"]
)
async def test_a_day_that_is_written_leads_to_who_takes_over(talk: Talk, said: str) -> None:
    karl = await talk.caretaker()
    assert await talk.answers(karl, f"/away {said}") == ["away.substitute"]
    assert talk.saw(karl, "away.substitute")[-1]["until"] == MONDAY
    assert away(talk, karl) is None


async def test_without_a_day_four_are_offered_and_nothing_counts_before_the_last_press(talk: Talk) -> None:
    karl, sara = await talk.caretaker("Karl"), await talk.caretaker("Sara")
    assert await talk.answers(karl, "/away") == ["away.day"]
    assert talk.saw(karl, "away.day")[-1]["days"] == [
        *(["tomorrow", "2027-02-03"], ["monday", MONDAY], ["week", "2027-02-09"]),
        ["two_weeks", "2027-02-16"],
    ]
    await talk.press(karl, f"away.until:{MONDAY_DATA}", f"away.to:{MONDAY_DATA}.{talk.person(sara).id}")
    assert talk.saw(karl, "away.summary")[-1]["name"] == "Sara"
    assert away(talk, karl) is None
    await talk.press(karl, f"away.until:{MONDAY_DATA}", "away.go:again", "away.go:cancel")
    assert (away(talk, karl), talk.saw(karl, "away.ended")[-1]["what"]) == (None, "cancelled")
    # All of it took place on one message.
    assert len([m for m in karl.messages if m.sender == "bot"]) == 3  # the welcome, the emergency card


@pytest.mark.parametrize(
    ("said", "wrong"),
    [("blabla", "unknown"), ("2027-02-02", "passed"), ("2020-01-01", "passed"), ("2029-01-01", "passed")],
)
async def test_a_day_that_cannot_be_is_asked_for_again(talk: Talk, said: str, wrong: str) -> None:
    karl = await talk.caretaker()
    await talk.type(karl, f"/away {said}")
    assert talk.saw(karl, "away.day")[-1]["wrong"] == wrong


async def test_colleagues_of_his_areas_come_first_and_who_is_away_is_not_there(talk: Talk) -> None:
    karl = await talk.caretaker("Karl", ("norr",))
    await talk.caretaker("Anna", ("soder",))
    await talk.caretaker("Sara", ("norr", "soder"))
    kim = await talk.caretaker("Kim", ("norr",))
    await talk.staff()
    await go_away(talk, kim, None)
    await talk.type(karl, "/away until Monday")
    labels = [each["label"] for each in talk.saw(karl, "away.substitute")[-1]["colleagues"]]
    assert labels == ["Sara", "Anna · Soder"]


@pytest.mark.parametrize("to", ["999", "x", "", "²", "1.2", "9" * 30])
async def test_a_substitute_that_nobody_is_is_asked_for_again(talk: Talk, to: str) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    for step in ("to", "confirm"):
        for each in (to, str(talk.person(stina).id), str(talk.person(karl).id)):
            assert await talk.forge(karl, f"away.{step}:{MONDAY_DATA}.{each}") == ["away.substitute"]
    assert away(talk, karl) is None


@pytest.mark.parametrize("day", ["20200101", "99999999", "", "x", "20270202", "20990101"])
async def test_a_day_of_an_old_or_forged_button_is_asked_for_again(talk: Talk, day: str) -> None:
    karl = await talk.caretaker()
    for data in (f"away.until:{day}", f"away.to:{day}.pool", f"away.confirm:{day}.pool"):
        assert await talk.forge(karl, data) == ["away.day"]
    assert away(talk, karl) is None


async def test_what_is_open_in_the_chat_stays_open(talk: Talk) -> None:
    karl = await talk.caretaker()
    await talk.type(karl, await talk.code(Invitation("household", household=await talk.household())))
    await talk.type(karl, "/report")
    await talk.press(karl, "fault.item:kitchen.stove")
    await go_away(talk, karl, None)
    assert away(talk, karl) is not None
    assert talk.step(karl) == "fault.more"


# -- His orders --------------------------------------------------------------------------------------


async def test_his_orders_go_to_who_takes_over_in_one_push(talk: Talk) -> None:
    zahra, stina = await talk.tenant(), await talk.staff()
    karl, sara = await talk.caretaker("Karl"), await talk.caretaker("Sara", ("soder",))
    numbers = [await talk.report(zahra) for _ in range(3)]
    await talk.type(karl, f"{numbers[0]} ta")
    await talk.type(karl, f"{numbers[1]} start")
    await talk.type(karl, f"{numbers[2]} klar ny")
    sounds = len(sara.sounds)
    await go_away(talk, karl, sara)

    for number in numbers[:2]:
        fault = talk.fault(number)
        assert (fault.state, fault.holder) == ("taken", talk.person(sara).id)
        assert way(talk, number)[-1] == "assign"
    assert talk.fault(numbers[2]).state == "done"  # what is done is his
    assert len(sara.sounds) == sounds + 1
    told = talk.saw(sara, "away.taken_over")[-1]
    assert [row[0] for row in told["rows"]] == numbers[:2]
    assert (told["areas"], told["free"]) == (["Norr"], False)
    await talk.press(sara, f"order.show:{numbers[0]}", f"order.done:{numbers[0]}")
    assert talk.fault(numbers[0]).state == "done"
    # He sees that they are no longer his, and the desk knows.
    views = {card["number"]: card["view"] for card in talk.saw(karl, "order.card")}
    assert views == {numbers[0]: "other", numbers[1]: "other", numbers[2]: "mine"}
    assert talk.saw(stina, "away.for_desk") == [
        {
            "message": "away.for_desk", "name": "Karl", "until": MONDAY, "substitute": "Sara",
            "orders": 2, "back": False,
        }
    ]  # fmt: skip
    assert talk.saw(karl, "away.is")[-1]["name"] == "Sara"


async def test_to_the_pool_his_orders_are_free_and_each_colleague_hears_once(talk: Talk) -> None:
    zahra = await talk.tenant()
    karl, kim, far = (
        await talk.caretaker("Karl"),
        await talk.caretaker("Kim"),
        await talk.caretaker("Sara", ("soder",)),
    )
    numbers = [await talk.report(zahra) for _ in range(3)]
    for number in numbers:
        await talk.type(karl, f"{number} ta")
    sounds = len(kim.sounds), len(far.sounds), len(zahra.sounds)
    await go_away(talk, karl, None)

    assert {(talk.fault(n).state, talk.fault(n).holder) for n in numbers} == {("received", None)}
    assert (len(kim.sounds), len(far.sounds)) == (sounds[0] + 1, sounds[1])
    assert talk.saw(kim, "away.taken_over")[-1]["free"] is True
    assert [row[0] for row in talk.saw(kim, "away.taken_over")[-1]["rows"]] == numbers
    # Her card says that nobody has it; nothing was planned, so nothing sounds.
    assert talk.saw(zahra, "faults.card")[-1]["state"] == "received"
    assert len(zahra.sounds) == sounds[2]


async def test_an_order_of_her_own_household_does_not_go_to_who_takes_over(talk: Talk) -> None:
    household = await talk.household()
    zahra = await talk.tenant(household=household)
    karl, sara = await talk.caretaker("Karl"), await talk.caretaker("Sara")
    await talk.type(sara, await talk.code(Invitation("household", household=household)))
    number = await talk.report(zahra)
    await talk.type(karl, f"{number} ta")
    await go_away(talk, karl, sara)
    assert (talk.fault(number).state, talk.fault(number).holder) == ("received", None)
    assert not talk.saw(sara, "away.taken_over")


async def test_a_planned_day_is_taken_away_and_the_tenant_hears_of_it(talk: Talk) -> None:
    zahra, karl, kim = await talk.tenant(), await talk.caretaker("Karl"), await talk.caretaker("Kim")
    number = await talk.report(zahra)
    await talk.type(karl, f"{number} ta")
    planned_due = await plan(talk, number, "2027-02-05")
    pushed = len(talk.saw(zahra, "faults.news"))
    await talk.type(karl, "/away until Monday")
    await talk.press(karl, f"away.to:{MONDAY_DATA}.pool")
    assert (talk.saw(karl, "away.summary")[-1]["orders"], talk.saw(karl, "away.summary")[-1]["planned"]) == (
        1,
        1,
    )
    await talk.press(karl, f"away.confirm:{MONDAY_DATA}.pool")

    fault = talk.fault(number)
    assert fault.planned is None
    assert fault.due is not None and talk.clock.now() < fault.due != planned_due
    card = talk.saw(zahra, "faults.card")[-1]
    assert (card["planned"], card["due"]) == ("", fault.due)
    assert len(talk.saw(zahra, "faults.news")) == pushed + 1
    assert kim.shown(f"order.show:{number}")


async def test_a_visit_that_he_has_proposed_is_taken_back_and_the_tenant_hears_of_it(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    asked, agreed = await talk.report(zahra), await talk.report(zahra)
    for number in (asked, agreed):
        await talk.type(karl, f"{number} ta")
        await talk.forge(karl, f"order.visit:{number}.20270205.08")
    visit = talk.database.reader.execute("SELECT max(id) FROM fault_questions").fetchone()[0]
    await talk.forge(zahra, f"fault.visit:{visit}.yes")
    assert talk.fault(agreed).planned == "2027-02-05"
    pushed = len(talk.saw(zahra, "faults.news"))
    await talk.type(karl, "/away until Monday")
    await talk.press(karl, f"away.to:{MONDAY_DATA}.pool")
    assert talk.saw(karl, "away.summary")[-1]["planned"] == 2
    await talk.press(karl, f"away.confirm:{MONDAY_DATA}.pool")
    assert talk.fault(agreed).planned is None
    assert len(talk.saw(zahra, "faults.news")) == pushed + 2
    await talk.forge(zahra, f"fault.visit:{visit - 1}.yes")
    assert talk.fault(asked).planned is None
    for card in {card["number"]: card for card in talk.saw(zahra, "faults.card")}.values():
        assert card["access"]["visit"] == ""


async def test_what_is_overdue_stays_overdue(talk: Talk) -> None:
    zahra, karl, sara = await talk.tenant(), await talk.caretaker("Karl"), await talk.caretaker("Sara")
    planned, promised = await talk.report(zahra), await talk.report(zahra)
    for number in (planned, promised):
        await talk.type(karl, f"{number} ta")
    await plan(talk, planned, "2027-02-01")
    async with talk.database.transaction() as db:
        faults.promise(db, promised, None, talk.clock.now() - DAY)
    due = talk.fault(planned).due, talk.fault(promised).due
    pushed = len(talk.saw(zahra, "faults.news"))
    await go_away(talk, karl, sara)
    assert (talk.fault(planned).due, talk.fault(promised).due) == due
    assert talk.fault(planned).planned is None
    assert len(talk.saw(zahra, "faults.news")) == pushed
    await talk.type(sara, "mina")
    assert [order["late"] for order in talk.saw(sara, "today.list")[-1]["orders"]] == [True, True]


async def test_a_planned_order_whose_question_is_open_goes_on_waiting(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.type(karl, f"{number} ta")
    await plan(talk, number, "2027-02-05")
    async with talk.database.transaction() as db:
        faults.stop_clock(db, number, talk.clock.now() - 60)
    await go_away(talk, karl, None)
    assert talk.fault(number).stopped == talk.clock.now()


# -- Meanwhile ---------------------------------------------------------------------------------------


async def test_new_orders_are_silent_for_who_is_away_and_sound_at_who_takes_over(talk: Talk) -> None:
    zahra, karl, sara = await talk.tenant(), await talk.caretaker(), await talk.caretaker("Sara", ("soder",))
    await go_away(talk, karl, sara)
    assert talk.saw(sara, "away.taken_over")[-1]["rows"] == []
    sounds = len(karl.sounds), len(sara.sounds)
    number = await talk.report(zahra)
    assert (len(karl.sounds), len(sara.sounds)) == (sounds[0], sounds[1] + 1)
    assert talk.saw(karl, "order.card")[-1]["number"] == number
    await talk.type(sara, "/orders")
    assert [row[0] for row in talk.saw(sara, "order.list")[-1]["rows"]] == [number]
    await talk.press(sara, f"order.take:{number}")
    assert talk.fault(number).holder == talk.person(sara).id


async def test_with_nobody_there_the_desk_is_pushed_for_a_new_order(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant(), await talk.caretaker(), await talk.staff()
    await talk.report(zahra)
    assert not [m for m in stina.sounds if "order.assign" in " ".join(m.data)]
    await go_away(talk, karl, None)
    sounds = len(stina.sounds)
    await talk.report(zahra)
    assert len(stina.sounds) == sounds + 1


async def test_who_is_away_is_reminded_of_nothing_and_the_desk_is_instead(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant(), await talk.caretaker(), await talk.staff()
    free, given = await talk.report(zahra), await talk.report(zahra)
    await go_away(talk, karl, None)
    await talk.forge(stina, f"order.give:{given}.{talk.person(karl).id}")
    sounds, told = len(karl.sounds), len(talk.saw(karl, "order.news"))
    half = talk.fault(free).half
    assert half is not None
    await talk.later(half - talk.clock.now() + 1)
    assert (len(karl.sounds), len(talk.saw(karl, "order.news"))) == (sounds, told)
    reminded = [(news["number"], news["what"]) for news in talk.saw(stina, "order.news")]
    assert reminded == [(free, "half"), (given, "half")]
    await talk.later(3 * DAY)
    assert talk.saw(karl, "today.list") == []


async def test_the_desk_sees_who_is_away_before_it_gives_an_order(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant(), await talk.caretaker(), await talk.staff()
    number = await talk.report(zahra)
    await go_away(talk, karl, None)
    await talk.forge(stina, f"order.assign:{number}")
    assert talk.saw(stina, "order.card")[-1]["colleagues"][0]["away"] is True
    keys = [key.text for row in stina.last.buttons for key in row]
    assert "\u2068Karl\u2069 (borta)" in keys


async def test_who_is_away_is_not_called_at_night_although_the_roster_names_her(talk: Talk) -> None:
    maria, zahra = await talk.caretaker("Maria Berg"), await talk.tenant()
    await go_away(talk, maria, None)
    talk.clock.at = NIGHT
    sounds = len(maria.sounds)
    await cold_flat(talk, zahra)
    assert len(maria.sounds) == sounds
    assert talk.saw(zahra, "faults.card")[-1]["called"] is False
    talk.clock.at = at("2027-02-03T07:30")
    await talk.later(60)
    assert len(maria.sounds) == sounds


async def test_at_night_nobody_is_woken_by_somebody_going_away(talk: Talk) -> None:
    zahra, stina = await talk.tenant(), await talk.staff()
    karl, sara = await talk.caretaker("Karl"), await talk.caretaker("Sara", ("soder",))
    number = await talk.report(zahra)
    await talk.type(karl, f"{number} ta")
    talk.clock.at = NIGHT
    sounds = len(sara.sounds), len(stina.sounds)
    await go_away(talk, karl, sara)
    assert talk.saw(sara, "away.taken_over") and talk.saw(stina, "away.for_desk")
    assert (len(sara.sounds), len(stina.sounds)) == sounds


# -- Back --------------------------------------------------------------------------------------------


async def test_back_earlier_by_command_or_press_and_the_others_know(talk: Talk) -> None:
    karl, sara, stina = (
        await talk.caretaker("Karl"),
        await talk.caretaker("Sara", ("soder",)),
        await talk.staff(),
    )
    for way_back in ("/away off", "away.end:now"):
        await go_away(talk, karl, sara)
        assert await talk.answers(karl, "/away") == ["away.is"]
        if way_back.startswith("/"):
            heard = await talk.answers(karl, way_back)
        else:
            heard = await talk.forge(karl, way_back)
        assert heard == ["away.ended", "today.list"]
        assert away(talk, karl) is None
        assert talk.saw(stina, "away.for_desk")[-1]["back"] is True
        assert talk.saw(sara, "away.no_longer")[-1] == {
            "message": "away.no_longer", "name": "Karl", "areas": ["Norr"],
        }  # fmt: skip
    assert sara.last.silent
    assert await talk.answers(karl, "/away off") == ["away.ended"]
    assert talk.saw(karl, "away.ended")[-1]["what"] == "not_away"


async def test_it_ends_by_itself_when_work_begins_on_that_day_and_the_list_comes(talk: Talk) -> None:
    zahra, karl, sara = (
        await talk.tenant(),
        await talk.caretaker("Karl"),
        await talk.caretaker("Sara", ("soder",)),
    )
    await go_away(talk, karl, sara)
    number = await talk.report(zahra)
    await talk.later(at(f"{MONDAY}T06:59") - talk.clock.now())
    assert away(talk, karl) is not None
    await talk.later(70)
    await talk.later(1)
    assert away(talk, karl) is None
    assert [order["number"] for order in talk.saw(karl, "today.list")[-1]["orders"]] == [number]
    assert len(talk.saw(karl, "today.list")) == 1
    assert talk.saw(sara, "away.no_longer")
    await talk.forge(sara, f"order.take:{number}")
    assert talk.fault(number).state == "received"
    sounds = len(karl.sounds)
    await talk.report(zahra)
    assert len(karl.sounds) == sounds + 1


async def test_what_was_taken_over_stays_where_it_is(talk: Talk) -> None:
    karl, sara = await talk.caretaker("Karl"), await talk.caretaker("Sara", ("soder",))
    number = await talk.report(await talk.tenant())
    await talk.type(karl, f"{number} ta")
    await go_away(talk, karl, sara)
    await talk.type(karl, "/away off")
    await talk.type(sara, f"{number} klar")
    assert (talk.fault(number).state, talk.fault(number).holder) == ("done", talk.person(sara).id)


async def test_another_substitute_replaces_the_first_who_hears_of_it(talk: Talk) -> None:
    karl, sara, anna = (
        await talk.caretaker("Karl"),
        await talk.caretaker("Sara", ("soder",)),
        await talk.caretaker("Anna", ("soder",)),
    )
    await go_away(talk, karl, sara)
    await go_away(talk, karl, anna)
    found = away(talk, karl)
    assert found is not None and found.substitute == talk.person(anna).id
    assert len(talk.saw(sara, "away.no_longer")) == 1
    await go_away(talk, karl, anna)
    assert talk.saw(anna, "away.no_longer") == []


async def test_a_press_that_comes_twice_tells_nobody_twice(talk: Talk) -> None:
    karl, sara, stina = (
        await talk.caretaker("Karl"),
        await talk.caretaker("Sara", ("soder",)),
        await talk.staff(),
    )
    await go_away(talk, karl, sara)
    data = f"away.confirm:{MONDAY_DATA}.{talk.person(sara).id}"
    assert await talk.forge(karl, data) == ["away.is"]
    assert len(talk.saw(sara, "away.taken_over")) == len(talk.saw(stina, "away.for_desk")) == 1


async def test_an_event_of_an_absence_that_has_ended_or_goes_on_does_nothing(talk: Talk) -> None:
    karl, sara = await talk.caretaker("Karl"), await talk.caretaker("Sara")
    await go_away(talk, karl, None)
    async with talk.database.transaction() as db:
        for about in (talk.person(karl).id, talk.person(sara).id, 9999):
            inbox.add_event(db, f"o{about}", f'{{"event":"away.over","id":{about}}}', talk.clock.now())
    await talk.quiet()
    assert away(talk, karl) is not None


async def test_only_caretakers_go_away(talk: Talk) -> None:
    for phone in (await talk.staff(), await talk.tenant("sv")):
        assert await talk.answers(phone, "/away") == [f"{NOT_USED}:not_for_you"]
        for data in ("until:20270208", "to:20270208.pool", "confirm:20270208.pool", "go:again", "end:now"):
            assert await talk.forge(phone, f"away.{data}") == [f"{NOT_USED}:not_for_you"]
    assert talk.count("absences") == 0
