"""Questions over the whole bot, in every language: in words, by looking, of faults and of danger."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.answering import Answering
from bot.answers import kept
from bot.answers.finder import Finder
from bot.messages.fault_words import ITEMS
from bot.messages.menu import WORDS
from bot.sandbox.phones import Phone
from bot.settings import Company
from bot.speech import LOCALES, words
from bot.topics import GROUP_OF
from bot.understanding import Understanding
from tests.house import House, open_house
from tests.talk import picture

# In nobody's words but these: what is learnt has to do the rest.
RENT = {
    "sv": "Vilken är sista dagen att betala hyran?",
    "ar": "مرحبا، ما هو آخر يوم لدفع الإيجار؟",
    "fa_AF": "سلام، کرایه را تا کدام روز باید بدهم؟",
    "en": "Hello, what is the last day to pay the rent?",
}
STOVE = {
    "sv": "Spisen i köket fungerar inte längre",
    "ar": "الطباخ في المطبخ لا يعمل",
    "fa_AF": "داش برقی آشپزخانه کار نمی‌کند",
    "en": "The stove in the kitchen does not work any more",
}
FIRE = {
    "sv": "Hjälp, det brinner i köket!",
    "ar": "النجدة، حريق في المطبخ!",
    "fa_AF": "کمک کنید، آشپزخانه آتش گرفته!",
    "en": "Help, there is a fire in the kitchen!",
}
BEATEN = {
    "sv": "Min man slår mig",
    "ar": "زوجي يضربني",
    "fa_AF": "شوهرم مرا می‌زند",
    "en": "My husband beats me",
}
THANKS = {"sv": "Tack så mycket!", "ar": "شكرا جزيلا", "fa_AF": "تشکر زیاد", "en": "Thank you very much!"}
BATTERY = {
    "sv": "Hur byter jag batteri i brandvarnaren?",
    "ar": "كيف أغيّر بطارية جهاز إنذار الحريق؟",
    "fa_AF": "بتری آلارم دود را چطور تبدیل کنم؟",
    "en": "How do I change the battery of the smoke alarm?",
}
each = pytest.mark.parametrize("locale", LOCALES)


@pytest.fixture(scope="module")
def finder() -> Finder:
    """What is learnt of the shipped answers."""
    return kept.finder(kept.AHEAD)


@pytest_asyncio.fixture
async def house(tmp_path: Path, company: Company, finder: Finder) -> AsyncIterator[House]:
    """A house whose bot has learnt them."""
    answering = Answering(company, Understanding(finder))
    async with open_house(tmp_path, company, answering=answering) as opened:
        yield opened


def title(house: House, topic: str, locale: str) -> str:
    found = house.answering.text(topic, 0, locale)
    assert found is not None
    return found.title


def is_emergency_card(phone: Phone) -> bool:
    return "emergency.called:yes" in phone.last.data


@each
async def test_a_question_is_answered_and_says_where_to_go_on(house: House, locale: str) -> None:
    zahra = await house.tenant(locale)
    for asked_in in LOCALES:
        await house.type(zahra, RENT[asked_in])
        assert zahra.last.text.startswith(title(house, "rent.when_due", locale)), asked_in
    await house.press(zahra, "answer.topic:rent.how_to_pay")
    assert zahra.last.text.startswith(title(house, "rent.how_to_pay", locale))
    await house.press(zahra, "answer.helped:yes")
    assert words(locale)("Good! Thank you for telling us.") in zahra.last.text
    marks = house.database.reader.execute("SELECT topic, locale, helped FROM answer_marks").fetchall()
    assert marks == [("rent.how_to_pay", locale, 1)]


@each
async def test_thanks_are_answered_kindly(house: House, locale: str) -> None:
    zahra = await house.tenant(locale)
    await house.type(zahra, THANKS[locale])
    assert zahra.last.text == words(locale)("You are welcome! Write to me whenever you want.")


@each
async def test_every_answer_is_three_taps_away(house: House, locale: str) -> None:
    phone = house.telegram.phone(language_code=locale.partition("_")[0])
    await house.type(phone, "/start")
    await house.press(phone, f"language.set:{locale}")
    await house.type(phone, words(locale)(WORDS["ask"]))
    await house.press(phone, f"answer.group:{GROUP_OF['swap']}", "answer.topic:swap")
    assert phone.last.text.startswith(title(house, "swap", locale))
    assert ("Svenska:" in phone.last.text) == (locale != "sv")


@each
async def test_a_fault_told_of_becomes_a_swedish_order_with_her_words(house: House, locale: str) -> None:
    zahra, karl = await house.tenant(locale), await house.caretaker()
    await house.type(zahra, STOVE[locale])
    await house.press(
        zahra, "answer.fault:kitchen.stove", "fault.more:skip", "fault.enter:no", "fault.send:yes"
    )
    assert words("sv")(ITEMS["kitchen.stove"]) in karl.last.text
    assert STOVE[locale] in karl.last.text


@each
async def test_danger_comes_before_everything_and_is_reported_afterwards(house: House, locale: str) -> None:
    zahra, karl = await house.tenant(locale), await house.caretaker()
    await house.type(zahra, "/report")
    await house.press(zahra, "fault.place:home")
    await house.type(zahra, FIRE[locale])
    assert any("emergency.called:yes" in m.data for m in zahra.messages[-3:])
    await house.press(zahra, "emergency.called:yes", "fault.on:kept")
    # What follows depends on whether it is a fault of the house: her words are there in any case.
    kept = house.database.reader.execute("SELECT data FROM conversations").fetchone()[0]
    assert FIRE[locale] in kept
    assert karl.last.text


@each
async def test_violence_is_told_to_nobody_and_can_be_hidden(house: House, locale: str) -> None:
    household = await house.household()
    zahra, omar = await house.tenant(locale, household=household), await house.tenant(household=household)
    stina = await house.staff()
    before = len(omar.messages), len(stina.messages)
    await house.type(zahra, BEATEN[locale])
    assert "020-50 50 50" in zahra.last.text
    await house.press(zahra, next(data for data in zahra.last.data if data.startswith("emergency.hide:")))
    shown = "\n".join(m.text for m in zahra.messages)
    assert BEATEN[locale] not in shown
    assert "Kvinnofridslinjen" not in shown
    assert (len(omar.messages), len(stina.messages)) == before
    assert house.database.reader.execute("SELECT count(*) FROM conversations").fetchone() == (0,)


@each
async def test_a_question_about_the_smoke_alarm_is_no_emergency(house: House, locale: str) -> None:
    zahra = await house.tenant(locale)
    await house.type(zahra, BATTERY[locale])
    assert not is_emergency_card(zahra)
    assert zahra.last.text.startswith(title(house, "smoke_alarm", locale))


@each
async def test_a_question_under_a_picture_is_answered(house: House, locale: str) -> None:
    zahra = await house.tenant(locale)
    zahra.send_photo(picture(), caption=RENT[locale])
    await house.quiet()
    assert zahra.last.text.startswith(title(house, "rent.when_due", locale))
    await house.press(zahra, "answer.report:any")
    assert zahra.shown("fault.place:home")


async def test_what_has_no_answer_is_noted_without_who_asked(house: House) -> None:
    zahra = await house.tenant("sv")
    await house.type(zahra, "Vem vann fotbollsmatchen i går kväll?")
    assert "answer.human:none" in zahra.last.data
    columns = [row[1] for row in house.database.reader.execute("PRAGMA table_info(unanswered)")]
    assert columns == ["words", "locale", "topics", "times", "last"]
    [(noted,)] = house.database.reader.execute("SELECT words FROM unanswered").fetchall()
    assert "fotbol" in noted
