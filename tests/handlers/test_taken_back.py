"""What stands in a chat is taken back: from who has left a household, and from who no longer works here."""

from __future__ import annotations

import datetime

import pytest

from bot.sandbox.phones import Phone
from storage import people
from storage.codes import Invitation
from tests.settled import Settled, settled
from tests.talk import Talk
from tests.unit import Unit, unit_of

ADDRESS = "Norra"


def _texts(phone: Phone) -> list[str]:
    """What the bot has said and still stands, but the greeting, which no bot can edit."""
    welcome = ("Välkommen", "Welcome")
    said = [message for message in phone.messages if message.sender == "bot"]
    return [message.text for message in said if not message.text.startswith(welcome)]


def _read(phone: Phone) -> str:
    """All that stands in the chat, words and buttons."""
    labels = [button.text for m in phone.messages for row in m.buttons for button in row]
    return "\n".join([*(message.text for message in phone.messages), *labels])


def _buttons(phone: Phone) -> set[str]:
    return {data.partition(":")[0] for message in phone.messages for data in message.data}


async def _settled_with_everything(talk: Talk) -> tuple[Settled, Phone, Phone, int]:
    """Two adults who have everything of their household's home and road open, and their report's number."""
    home = await settled(talk, datetime.date(2027, 2, 1))
    zahra, omid = await home.adult("sv"), await home.adult("sv")
    await home.open()
    await home.tick_all("20270301")
    await home.approve()
    found = home.conversion()
    assert found is not None
    await talk.later(24 * 3600.0)  # what is said after the keys
    number = await talk.report(omid)
    for phone in (zahra, omid):
        await talk.type(phone, "/home")
        await talk.press(phone, "home.picture:now")
        await talk.press(phone, f"home.news:{found.id}")
        await talk.type(phone, "/myreports")
        await talk.press(phone, f"fault.show:{number}")
        await talk.type(phone, "/home")
    await talk.type(omid, "/report")
    return home, zahra, omid, number


async def test_nothing_of_the_home_or_the_road_stays_with_an_adult_who_has_left(talk: Talk) -> None:
    home, zahra, omid, number = await _settled_with_everything(talk)
    kept = [message.text for message in zahra.messages]
    assert sum(ADDRESS in text for text in _texts(omid)) >= 3  # the home, the report, the emergency card
    leaver = talk.person(omid).id
    await talk.forge(home.elin, f"people.separate:{home.household}.{leaver}.sure")
    assert not any(ADDRESS in text or "1001" in text for text in _texts(omid))
    taken = {"home.show", "home.news", "home.registered", "home.picture", "moving.done", "fault.fixed"}
    assert not _buttons(omid) & taken
    assert not any(
        data.startswith("fault.") and str(number) in data for m in omid.messages for data in m.data
    )
    assert not any(message.photo for message in omid.messages if message.sender == "bot")
    assert talk.step(omid) == ""  # nor the report that was begun there
    assert [message.text for message in zahra.messages] == kept
    # What happens there later is not told to who has left.
    before = len(omid.messages)
    await talk.forge(await talk.caretaker(), f"order.take:{number}")
    assert talk.fault(number).state == "taken"
    assert len(omid.messages) == before
    assert not any(ADDRESS in text for text in _texts(omid))


async def test_the_pinned_numbers_stay_without_an_address(talk: Talk) -> None:
    home = await settled(talk)
    omid = await home.adult("sv")
    (pinned,) = omid.pinned
    assert ADDRESS in pinned.text
    await talk.forge(home.elin, f"people.separate:{home.household}.{talk.person(omid).id}.sure")
    (pinned,) = omid.pinned
    assert "112" in pinned.text and ADDRESS not in pinned.text


async def test_an_offer_that_never_came_is_not_sent_as_something_that_is_gone(talk: Talk) -> None:
    unit = await unit_of(talk)
    household = await unit.household()
    omid = await unit.adult(household, "sv")
    await unit.offered(await unit.flat(), household)
    before = len(omid.messages)
    await talk.forge(unit.elin, f"people.separate:{household}.{talk.person(omid).id}.sure")
    assert talk.saw(omid, "offer.gone") == []
    assert len(omid.messages) <= before + 2  # that the phone belongs to nobody here, and her words


async def test_who_comes_into_another_household_keeps_nothing_of_the_first(talk: Talk) -> None:
    home, _, omid, _ = await _settled_with_everything(talk)
    await talk.type(omid, await talk.code(Invitation("household", household=await talk.household("soder"))))
    assert home.household != talk.person(omid).household
    assert not any(ADDRESS in text for text in _texts(omid))
    (pinned,) = omid.pinned
    assert "Södra" in pinned.text


async def test_a_household_that_moves_has_its_new_address_where_the_old_one_stood(talk: Talk) -> None:
    home, zahra, omid, number = await _settled_with_everything(talk)
    await talk.household("soder")
    soder = talk.database.reader.execute("SELECT max(id) FROM homes").fetchone()[0]
    await talk.forge(home.elin, f"people.lives:{home.household}.home", f"people.home:{soder}")
    for phone in (zahra, omid):
        assert "Södra" in phone.pinned[-1].text
        assert not any(ADDRESS in text for text in _texts(phone)), _texts(phone)
        assert not any(f"fault.show:{number}" in message.data for message in phone.messages)


async def test_with_the_keys_the_pinned_numbers_have_the_new_address(talk: Talk) -> None:
    home = await settled(talk, datetime.date(2027, 3, 1))
    zahra = await home.adult("sv")
    await talk.type(zahra, "/home")
    assert ADDRESS not in zahra.pinned[-1].text
    await home.until(datetime.date(2027, 3, 1))
    assert ADDRESS in zahra.pinned[-1].text
    assert ADDRESS in talk.saw(zahra, "home.road")[-1]["address"]


async def test_with_the_keys_whoever_lived_there_before_lives_there_no_longer(talk: Talk) -> None:
    home = await settled(talk, datetime.date(2027, 3, 1))
    zahra = await home.adult("sv")
    before = await talk.household("soder")
    async with talk.database.transaction() as db:
        people.move(db, before, home.now().home)  # an ordinary tenant, who has no contract here
    anna = await talk.tenant("sv", household=before)
    number = await talk.report(anna)
    await home.until(datetime.date(2027, 2, 28))
    assert ADDRESS in anna.pinned[-1].text
    await home.until(datetime.date(2027, 3, 1))
    assert ADDRESS in zahra.pinned[-1].text
    assert ADDRESS not in anna.pinned[-1].text
    assert not any(f"fault.show:{number}" in message.data for message in anna.messages)
    assert people.household_of_home(talk.database.reader, home.now().home) == home.household
    gone = people.household(talk.database.reader, before)
    assert gone is not None and gone.home is None


# -- Who works here ----------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["people", "conversions", "tracks", "unit", "offer"])
async def test_nothing_of_a_household_stays_with_an_officer_who_has_left(talk: Talk, place: str) -> None:
    home = await settled(talk)
    elin = home.elin
    async with talk.database.transaction() as db:
        db.execute("UPDATE cases SET label = 'Blå dörren', waits = 1")
    await home.adult("sv")
    match place:
        case "people":
            await talk.forge(elin, f"people.household:{home.household}")
        case "conversions":
            await talk.type(elin, "/conversions")
            await talk.forge(elin, f"conversion.show:{home.contract}")
        case "tracks":
            await talk.forge(elin, f"track.of:{home.household}")
        case _:
            flat = await Unit(talk, elin).flat()
            await talk.forge(elin, f"unit.flat:{flat.id}")
            if place == "offer":
                await talk.forge(elin, f"unit.match:{flat.id}.{home.household}.sure")
    assert "Blå dörren" in _read(elin)
    await talk.forge(home.stina, f"triage.left:{talk.person(elin).id}.sure")
    assert "Blå dörren" not in _read(elin)
    taken = {"people", "conversion", "track", "unit", "contract"}
    assert not {data.partition(".")[0] for message in elin.messages for data in message.data} & taken


async def test_nothing_of_the_desk_stays_with_who_has_left_it(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    karl, stina = await talk.caretaker("Karl"), await talk.staff("Stina")
    await talk.type(karl, await talk.code(Invitation("staff", name="Karl")))
    number = await talk.report(zahra)
    await talk.type(karl, "/homes")
    await talk.type(karl, "/triage")
    await talk.forge(karl, "triage.list:unanswered", f"order.desk:{number}")
    await talk.type(zahra, "Hej, en fråga till kontoret som ingen har svar på")
    await talk.forge(stina, f"triage.left:{talk.person(karl).id}.sure")
    taken = {"triage", "order", "homes", "inbox", "threads", "vacancy", "conversion", "notice"}
    assert not {data.partition(".")[0] for message in karl.messages for data in message.data} & taken
    assert not any(ADDRESS in text for text in _texts(karl))


async def test_who_also_lives_here_keeps_what_is_of_her_own_home(talk: Talk) -> None:
    home = await settled(talk)
    await talk.type(home.elin, await talk.code(Invitation("household", household=await talk.household())))
    await talk.type(home.elin, "/home")
    number = await talk.report(home.elin)
    await talk.forge(home.stina, f"triage.left:{talk.person(home.elin).id}.sure")
    assert any(f"fault.withdraw:{number}" in message.data for message in home.elin.messages)
    assert any(ADDRESS in message.text for message in home.elin.messages)
    assert talk.person(home.elin).household is not None
