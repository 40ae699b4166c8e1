"""The officer's room: households that wait, their codes, moves, births, separations, and who takes over."""

from __future__ import annotations

import io
from typing import Any

import pytest
import pytest_asyncio
from PIL import Image

from bot.messages.menu import WORDS
from bot.sandbox.phones import Phone
from bot.speech import words
from storage import audit, households, officer_tasks, people
from storage.codes import Invitation
from storage.households import Case
from tests.talk import DAY, Talk
from tests.unit import Unit, unit_of

HOUR = 3600.0


@pytest_asyncio.fixture
async def unit(talk: Talk) -> Unit:
    return await unit_of(talk)


def _case(talk: Talk, household: int) -> Case:
    found = households.get(talk.database.reader, household)
    assert found is not None
    return found


def _room(talk: Talk, phone: Phone) -> dict[str, Any]:
    return talk.saw(phone, "people.room")[-1]


async def _add(talk: Talk, elin: Phone, label: str = "Blå dörren") -> int:
    """Adds a household by presses. Returns its number."""
    await talk.type(elin, "/people")
    await talk.press(elin, "people.add:new")
    await talk.type(elin, label)
    await talk.press(elin, "people.persons:0.5", "people.low:yes", "people.lives:0.own")
    return int(talk.saw(elin, "people.household")[-1]["household"])


# -- Adding ------------------------------------------------------------------------------------------


async def test_a_household_is_added_in_a_few_presses(talk: Talk, unit: Unit) -> None:
    household = await _add(talk, unit.elin)
    case = _case(talk, household)
    assert (case.label, case.persons, case.low, case.lives, case.waits) == (
        "Blå dörren", 5, True, "own", True,
    )  # fmt: skip
    assert talk.step(unit.elin) == ""
    await talk.press(unit.elin, "people.show:now")
    assert _room(talk, unit.elin)["households"] == 1


async def test_one_at_an_evacuation_place_has_its_address_and_can_report_faults_there(
    talk: Talk, unit: Unit
) -> None:
    await talk.household()
    await talk.type(unit.elin, "/people")
    await talk.press(unit.elin, "people.add:new")
    await talk.type(unit.elin, "Ån")
    await talk.press(unit.elin, "people.persons:0.3", "people.low:no", "people.lives:0.evacuation")
    await talk.type(unit.elin, "ingenstans 99")
    assert talk.saw(unit.elin, "people.ask_home")[-1]["tried"]
    await talk.type(unit.elin, "norra vägen 1001")
    await talk.press(unit.elin, "people.home:1")
    card = talk.saw(unit.elin, "people.household")[-1]
    assert (card["address"], card["lives"], card["added"]) == (
        "Norra vägen 1, Testby, 1001",
        "evacuation",
        True,
    )
    zahra = await unit.adult(card["household"], "sv")
    assert await talk.answers(zahra, "/report") == ["fault.first"]


@pytest.mark.parametrize(
    ("label", "wrong"),
    [
        ("x" * 21, "long"),
        ("19800101-1234", "number"),
        ("Ali 800101 1234", "number"),
        ("ärende 123 456", "number"),
        ("۱۹۸۰۰۱۰۱", "number"),
    ],
)
async def test_a_label_is_short_and_no_number_of_a_person_or_a_case(
    talk: Talk, unit: Unit, label: str, wrong: str
) -> None:
    await talk.type(unit.elin, "/people")
    await talk.press(unit.elin, "people.add:new")
    await talk.type(unit.elin, label)
    assert talk.saw(unit.elin, "people.ask_label")[-1]["wrong"] == wrong
    assert talk.count("cases") == 0
    await talk.type(unit.elin, "Ån 12")
    assert talk.step(unit.elin) == "people.persons"


async def test_what_was_begun_is_left_by_cancel_and_by_going_elsewhere(talk: Talk, unit: Unit) -> None:
    await talk.type(unit.elin, "/people")
    await talk.press(unit.elin, "people.add:new", "people.add:cancel")
    assert talk.step(unit.elin) == ""
    await talk.press(unit.elin, "people.add:new")
    await talk.forge(unit.elin, "people.list:1")
    assert talk.step(unit.elin) == ""
    for data in ("people.persons:0.3", "people.low:yes", "people.lives:0.own", "people.home:0"):
        assert await talk.forge(unit.elin, data) in (["people.room"], [])
    assert _room(talk, unit.elin)["households"] == 0
    assert talk.count("cases") == 0


@pytest.mark.parametrize(
    ("step", "data"),
    [
        ("persons", "people.persons:0.0"),
        ("persons", "people.persons:0.99"),
        ("persons", "people.persons:x"),
        ("low", "people.low:maybe"),
        ("lives", "people.lives:0.moon"),
        ("lives", "people.lives:0.home"),
        ("home", "people.home:999"),
    ],
)
async def test_what_no_button_shows_adds_nothing(talk: Talk, unit: Unit, step: str, data: str) -> None:
    await talk.type(unit.elin, "/people")
    await talk.press(unit.elin, "people.add:new")
    await talk.type(unit.elin, "Ån")
    way = ["people.persons:0.3", "people.low:no", "people.lives:0.asylum"]
    await talk.press(unit.elin, *way[: ("persons", "low", "lives", "home").index(step)])
    assert talk.step(unit.elin) == f"people.{step}"
    assert await talk.forge(unit.elin, data) == ["people.room"]
    assert talk.count("cases") == 0


async def test_the_word_of_the_keyboard_opens_the_room_in_every_language(talk: Talk) -> None:
    for locale in ("sv", "ar", "fa_AF", "en"):
        elin = await talk.enrolled(locale, Invitation("officer", name="Elin"))
        assert await talk.answers(elin, words(locale)(WORDS["people"])) == ["people.room"]
        assert "people" in elin.commands


# -- Codes -------------------------------------------------------------------------------------------


async def test_the_code_is_a_picture_that_lets_an_adult_in(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    await talk.type(unit.elin, "/people")
    await talk.press(
        unit.elin, "people.list:1", f"people.household:{household}", f"people.code:{household}.adult"
    )
    said = talk.saw(unit.elin, "people.code")[-1]
    sent = talk.telegram.world.files[unit.elin.last.photo]
    picture = Image.open(io.BytesIO(bytes(sent.data)))
    assert picture.format == "PNG"
    assert min(picture.size) >= 300
    zahra = talk.telegram.phone(language_code="fa", first_name="Test")
    await talk.type(zahra, f"/start {said['code']}")
    await talk.press(zahra, "language.set:fa_AF", "privacy.ok:yes")
    person = talk.person(zahra)
    assert (person.household, person.adult) == (household, True)
    # It is kept nowhere in a form that could be read.
    assert said["code"] not in str(talk.facts())
    await talk.forge(unit.elin, f"people.code:{household}.helper")
    assert not talk.saw(unit.elin, "people.code")[-1]["adult"]


# -- Changes -----------------------------------------------------------------------------------------


async def test_births_and_moves_are_entered_by_the_officer(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    await talk.household()
    await talk.type(unit.elin, "/people")
    await talk.press(unit.elin, "people.list:1", f"people.household:{household}", f"people.size:{household}")
    await talk.press(unit.elin, f"people.persons:{household}.6", f"people.move:{household}")
    await talk.press(unit.elin, f"people.lives:{household}.home")
    await talk.forge(unit.elin, "people.home:0")  # a home of its own is one of ours
    assert _case(talk, household).lives == "evacuation"
    await talk.forge(unit.elin, f"people.move:{household}", f"people.lives:{household}.home")
    await talk.type(unit.elin, "01001-07")
    await talk.press(unit.elin, "people.home:1")
    case = _case(talk, household)
    lives = people.household(talk.database.reader, household)
    assert lives is not None
    assert (case.persons, case.lives, case.waits, lives.home) == (6, "home", False, 1)
    await talk.forge(unit.elin, f"people.move:{household}", f"people.lives:{household}.with_others")
    assert (_case(talk, household).waits, _case(talk, household).lives) == (True, "with_others")
    acts = [event.act for event in households.way(talk.database.reader, household)]
    assert acts == ["added", "persons", "moved", "moved"]


async def test_a_separation_ends_one_adults_access_at_once_and_leaves_the_others(
    talk: Talk, unit: Unit
) -> None:
    household = await unit.household()
    zahra, omid = await unit.adult(household), await unit.adult(household, "sv")
    leaver = talk.person(omid).id
    unused = await talk.code(Invitation("household", household))
    await talk.type(unit.elin, "/people")
    await talk.press(
        unit.elin, "people.list:1", f"people.household:{household}", f"people.separate:{household}"
    )
    await talk.press(unit.elin, f"people.separate:{household}.{leaver}")
    assert talk.person(omid).household == household  # it was only asked
    await talk.press(unit.elin, f"people.separate:{household}.{leaver}.sure")
    assert talk.person(omid).household is None
    assert talk.person(zahra).household == household
    assert talk.saw(omid, "offer.left_household")
    assert await talk.answers(omid, "/report") != ["fault.first"]
    await talk.type(omid, f"/start {unused}")
    assert talk.person(omid).household is None  # nor does a code that was not used yet bring him back
    # Once more, and somebody else's phone: nothing.
    stranger = await talk.tenant()
    await talk.forge(unit.elin, f"people.separate:{household}.{leaver}.sure")
    await talk.forge(unit.elin, f"people.separate:{household}.{talk.person(stranger).id}.sure")
    assert talk.person(stranger).household is not None
    assert len(talk.saw(omid, "offer.left_household")) == 1


async def test_a_household_that_has_left_is_no_longer_there(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    zahra = await unit.adult(household)
    await talk.forge(unit.elin, f"people.close:{household}")
    assert _case(talk, household).closed is None
    await talk.forge(unit.elin, f"people.close:{household}.sure")
    assert _case(talk, household).closed is not None
    assert talk.person(zahra).household is None
    assert _room(talk, unit.elin)["households"] == 0
    assert await talk.forge(unit.elin, f"people.household:{household}") == ["people.refused"]


async def test_a_household_with_an_offer_is_not_closed(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    number = await unit.offered(await unit.flat(), household)
    await talk.forge(unit.elin, f"people.close:{household}.sure")
    assert talk.saw(unit.elin, "people.refused")[-1]["offer"] == number
    assert _case(talk, household).closed is None


# -- Whose households --------------------------------------------------------------------------------


async def test_an_officer_sees_her_own_households_only_and_that_she_did_is_kept(
    talk: Talk, unit: Unit
) -> None:
    household = await unit.household()
    olle = await talk.enrolled("sv", Invitation("officer", name="Olle"))
    await talk.type(olle, "/people")
    assert _room(talk, olle)["households"] == 0
    for step in ("household", "size", "move", "separate", "close", "take"):
        assert await talk.forge(olle, f"people.{step}:{household}") == ["people.refused"]
    for data in (f"people.code:{household}.adult", f"people.persons:{household}.2"):
        assert await talk.forge(olle, data) == ["people.refused"]
    assert audit.of_record(talk.database.reader, "household", household) == []
    await talk.forge(unit.elin, f"people.household:{household}")
    read = audit.of_record(talk.database.reader, "household", household)
    assert [(line.act, line.person) for line in read] == [("read", talk.person(unit.elin).id)]


async def test_the_households_of_an_officer_who_leaves_are_taken_over(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    number = await unit.offered(await unit.flat(), household)  # it has no phone: a task at once
    olle = await talk.enrolled("sv", Invitation("officer", name="Olle"))
    stina = await talk.staff()
    await talk.press(unit.elin, f"people.household:{household}")
    leaver = talk.person(unit.elin).id
    await talk.type(stina, "/triage")
    await talk.press(stina, "triage.left:list", f"triage.left:{leaver}", f"triage.left:{leaver}.sure")
    assert talk.saw(stina, "triage.has_left")[-1]["households"] == 1
    assert not any("Ån" in message.text for message in unit.elin.messages)
    assert await talk.forge(unit.elin, f"people.household:{household}") == ["people.refused"]
    assert talk.saw(olle, "unit.news")[-1]["what"] == "free"

    await talk.press(olle, "people.free:1", f"people.take:{household}")
    assert _case(talk, household).officer == talk.person(olle).id
    assert [task["kind"] for task in talk.saw(olle, "people.household")[-1]["tasks"]] == ["unreached"]
    await talk.forge(olle, f"unit.said:{number}.yes", f"unit.confirm:{number}.sure")
    assert unit.offer(number).state == "signed"
    # Another one comes too late.
    peter = await talk.enrolled("sv", Invitation("officer", name="Peter"))
    assert await talk.forge(peter, f"people.take:{household}") == ["people.refused"]


async def test_without_another_officer_the_desk_hears_of_the_households(talk: Talk, unit: Unit) -> None:
    await unit.household()
    stina = await talk.staff()
    await talk.forge(stina, f"triage.left:{talk.person(unit.elin).id}.sure")
    assert [(m["what"], m["n"]) for m in talk.saw(stina, "unit.no_officer")] == [("households", 1)]


async def test_what_falls_due_for_a_household_without_an_officer_reaches_the_others(
    talk: Talk, unit: Unit
) -> None:
    household = await unit.household()
    await unit.adult(household)
    await unit.offered(await unit.flat(), household)
    olle, stina = await talk.enrolled("sv", Invitation("officer", name="Olle")), await talk.staff()
    await talk.forge(stina, f"triage.left:{talk.person(unit.elin).id}.sure")
    told = len(talk.saw(olle, "unit.news"))
    await talk.later(3.7 * DAY)
    assert unit.tasks() == ["silent"]
    assert len(talk.saw(olle, "unit.news")) > told


# -- Tasks -------------------------------------------------------------------------------------------


async def test_a_task_stands_until_it_is_done_and_is_named_each_working_morning(
    talk: Talk, unit: Unit
) -> None:
    household = await unit.household()
    zahra = await unit.adult(household)
    number = await unit.offered(await unit.flat(), household)
    await talk.forge(zahra, f"offer.call:{number}")
    await talk.press(unit.elin, f"people.household:{household}")
    assert "morning" not in unit.told()
    for _ in range(3):
        await talk.later(22 * HOUR)
    assert unit.told().count("morning") == 2  # Wednesday and Thursday
    await talk.type(unit.elin, "/people")
    await talk.press(unit.elin, "people.tasks:now", f"people.household:{household}")
    (task,) = officer_tasks.of_household(talk.database.reader, household)
    await talk.press(unit.elin, f"people.done:{task.id}")
    assert unit.tasks() == []
    await talk.forge(unit.elin, f"people.done:{task.id}")
    await talk.later(DAY)
    assert unit.told().count("morning") == 2


async def test_a_task_of_another_officer_is_not_hers_to_finish(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    await unit.offered(await unit.flat(), household)
    olle = await talk.enrolled("sv", Invitation("officer", name="Olle"))
    (task,) = officer_tasks.of_household(talk.database.reader, household)
    assert await talk.forge(olle, f"people.done:{task.id}") == ["people.refused"]
    assert unit.tasks() == ["unreached"]


async def test_a_long_list_has_pages(talk: Talk, unit: Unit) -> None:
    for n in range(10):
        await unit.household(f"Nr {n}")
    await talk.type(unit.elin, "/people")
    await talk.press(unit.elin, "people.list:1", "people.list:2")
    assert [row["label"] for row in talk.saw(unit.elin, "people.list")[-1]["rows"]] == ["Nr 8", "Nr 9"]
    for forged in ("0", "99", "x", ""):
        assert await talk.forge(unit.elin, f"people.list:{forged}") in (["people.list"], [])
    assert talk.count("set_aside") == 0


async def test_cancel_and_a_day_gone_end_what_was_being_entered(talk: Talk, unit: Unit) -> None:
    for ends in ("/cancel", ""):
        await talk.type(unit.elin, "/people")
        await talk.press(unit.elin, "people.add:new")
        if ends:
            await talk.type(unit.elin, ends)
        else:
            await talk.later(DAY + 60)
        assert talk.step(unit.elin) == ""
    assert await talk.answers(unit.elin, "Ån") != ["people.ask_persons"]
    assert talk.count("cases") == 0
