"""Who learns of what about an offer: every happening, every role, every language; and who comes in later."""

from __future__ import annotations

import datetime

import pytest
import pytest_asyncio

from bot.handlers import offer_news
from bot.messages.offers import NEWS as PUSHES
from bot.messages.unit_offers import NEWS as OFFICER_NEWS
from bot.speech import LOCALES, words
from storage import contracts, offers, people
from storage.codes import Invitation
from tests.talk import DAY, Talk
from tests.unit import Unit, unit_of

SECRETS = ("Norra", "7200", "Blå", "5001", "62")


@pytest_asyncio.fixture
async def unit(talk: Talk) -> Unit:
    return await unit_of(talk)


def test_every_happening_names_who_is_pushed_and_with_which_words() -> None:
    for adults, others, push in offer_news.TELLING.values():
        assert {adults, others} <= {"push", "edit"}
        assert push in PUSHES
    # What a helper is pushed says until when an adult must answer.
    assert {what for what, how in offer_news.TELLING.items() if how[1] == "push"} == {"named"}


@pytest.mark.parametrize("locale", LOCALES)
async def test_every_push_points_in_the_readers_language_and_tells_nothing(
    talk: Talk, unit: Unit, locale: str
) -> None:
    household = await unit.household("Blå dörren")
    adult, other = await unit.adult(household, locale), await unit.adult(household, locale)
    child = await talk.helper(locale, household)
    flat = await unit.flat()
    number = await unit.offered(flat, household)
    say = words(locale)
    acts = (
        (other, f"offer.accept:{number}"), (other, f"offer.sure:{number}"),
        (unit.elin, f"unit.said:{number}.no"), (unit.elin, f"unit.said:{number}.yes"),
        (unit.elin, f"unit.withdraw:{number}.sure"),
    )  # fmt: skip
    for phone, data in acts:
        await talk.forge(phone, data)
    again = await unit.offered(flat, household)
    for days in (1.3, 0.9, 1.5):
        await talk.later(days * DAY)
    await talk.forge(unit.elin, f"unit.more:{again}")
    await unit.withdraw(flat)
    for phone, is_adult in ((adult, True), (child, False)):
        pushed = talk.saw(phone, "offer.news")
        assert {each["adult"] for each in pushed} == {is_adult}
        texts = [m.text for m in phone.messages if m.sender == "bot" and f"offer.show:{again}" in m.data]
        for text in texts:
            assert not any(secret in text for secret in SECRETS), text
        kinds = {each["what"] for each in pushed}
        assert kinds == ({"new", "half", "last", "more", "news"} if is_adult else {"new"})
        for kind in kinds:
            said = say(PUSHES[kind], number=again)
            earlier = say(PUSHES[kind], number=number)
            assert any(said in m.text or earlier in m.text for m in phone.messages), kind


@pytest.mark.parametrize("locale", LOCALES)
async def test_what_an_officer_is_pushed_points_too(talk: Talk, locale: str) -> None:
    elin = await talk.enrolled(locale, Invitation("officer", name="Elin"))
    unit = Unit(talk, elin)
    household = await unit.household("Blå dörren")
    zahra = await unit.adult(household)
    flat = await unit.flat()
    pushed = [elin.sounds[-1].text]
    number = await unit.offered(flat, household)
    await talk.forge(zahra, f"offer.decline:{number}", f"offer.sure:{number}")
    pushed.append(elin.sounds[-1].text)
    assert pushed == [words(locale)(OFFICER_NEWS[kind]) for kind in ("flat", "morning")]
    assert not any(secret in text for text in pushed for secret in SECRETS)


async def test_who_comes_in_later_learns_of_the_offer_and_need_not_be_called(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    number = await unit.offered(await unit.flat(), household)
    assert unit.tasks() == ["unreached"]
    zahra = await unit.adult(household)
    assert [each["what"] for each in talk.saw(zahra, "offer.news")] == ["new"]
    assert unit.tasks() == []
    child = await talk.helper("sv", household)
    assert talk.saw(child, "offer.news")[-1]["adult"] is False
    await talk.forge(zahra, f"offer.accept:{number}", f"offer.sure:{number}")
    omid = await unit.adult(household, "sv")
    assert talk.saw(omid, "offer.news")[-1]["what"] == "news"


async def test_who_comes_into_another_household_keeps_nothing_of_the_offer_of_the_first(
    talk: Talk, unit: Unit
) -> None:
    household = await unit.household()
    zahra = await unit.adult(household, "sv")
    number = await unit.offered(await unit.flat(), household)
    await talk.press(zahra, f"offer.show:{number}")
    assert any("7200" in message.text for message in zahra.messages)
    await talk.type(zahra, await talk.code(Invitation("household", household=await talk.household())))
    assert not any("7200" in message.text for message in zahra.messages)
    assert await talk.forge(zahra, f"offer.accept:{number}") == ["offer.refused"]


async def test_a_household_with_a_contract_does_not_leave_by_a_press(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    number = await unit.offered(await unit.flat(), household)
    await talk.forge(unit.elin, f"unit.said:{number}.yes", f"unit.confirm:{number}.sure")
    await talk.forge(unit.elin, f"people.close:{household}.sure")
    assert talk.saw(unit.elin, "people.refused")[-1]["reason"] == "has_contract"


async def test_since_the_keys_its_card_says_that_it_lives_in_its_own_home(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    number = await unit.offered(await unit.flat(), household)
    await talk.forge(unit.elin, f"unit.said:{number}.yes", f"unit.confirm:{number}.sure")
    await talk.forge(unit.elin, f"people.household:{household}")
    assert talk.saw(unit.elin, "people.household")[-1]["lives"] == "evacuation"
    await talk.later(70 * DAY)
    await talk.forge(unit.elin, f"people.household:{household}")
    card = talk.saw(unit.elin, "people.household")[-1]
    assert (card["lives"], card["waits"]) == ("home", False)
    assert "5001" in card["address"]


async def test_home_shows_the_offer_to_those_who_may_answer_it(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    zahra, child = await unit.adult(household, "sv"), await talk.helper("sv", household)
    number = await unit.offered(await unit.flat(), household)
    await talk.type(zahra, "/home")
    await talk.press(zahra, f"offer.show:{number}")
    assert talk.saw(zahra, "offer.card")
    await talk.type(child, "/home")
    await talk.press(child, f"offer.show:{number}")
    assert talk.saw(child, "offer.for_helper")


async def test_the_home_that_was_let_meanwhile_is_not_confirmed(talk: Talk, unit: Unit) -> None:
    household = await unit.household()
    flat = await unit.flat()
    number = await unit.offered(flat, household)
    await talk.forge(unit.elin, f"unit.said:{number}.yes")
    stranger = await talk.household()
    async with talk.database.transaction() as db:
        elin = people.by_chat(db, unit.elin.chat_id)
        assert elin is not None
        day = datetime.date(2027, 4, 1)
        contracts.sign_second_hand(db, stranger, flat.home, day, None, elin, talk.clock.now())
    await talk.forge(unit.elin, f"unit.confirm:{number}.sure")
    assert talk.saw(unit.elin, "unit.offer")[-1]["why_not"] == "void"
    assert offers.get(talk.database.reader, number).state == "accepted"  # type: ignore[union-attr]
    assert unit.in_ledger(flat) == "unit"
