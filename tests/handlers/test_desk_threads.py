"""Answering at the office: whose a question is, what is sent, in which words, and who is offered it first."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.phones import Phone
from storage import spoken, threads
from storage.codes import Invitation
from storage.threads import Thread
from tests.asking import NEAR
from tests.messages.test_examples import without_marks
from tests.talk import DAY, Talk, picture

NOT_USED = "general.not_used"
HOUR = 3600.0
# What NEAR may ask for.
ANSWERS = ["rent.when_due", "rent.how_to_pay", "deposit"]


def thread(talk: Talk, number: int = 1) -> Thread:
    found = threads.get(talk.database.reader, number)
    assert found is not None
    return found


async def asks(talk: Talk, phone: Phone, text: str = NEAR) -> None:
    await talk.forge(phone, "answer.human:none")
    await talk.type(phone, text)


async def asked(talk: Talk, locale: str = "ar") -> tuple[Phone, Phone, Phone]:
    """One who has asked, and two of the desk, the first of whom has opened it."""
    omar, stina, karin = await talk.tenant(locale), await talk.staff(), await talk.staff("Karin")
    await asks(talk, omar)
    await talk.press(stina, "threads.show:1")
    return omar, stina, karin


def desk(talk: Talk, phone: Phone) -> dict[str, Any]:
    return talk.saw(phone, "threads.desk")[-1]


async def test_the_desk_sees_her_words_her_language_where_she_lives_and_the_nearest_answers(
    talk: Talk,
) -> None:
    _, stina, _ = await asked(talk)
    card = desk(talk, stina)
    assert (card["address"], card["flat"]) == ("Norra vägen 1, Testby", "1001")
    assert (card["locale"], card["view"], card["near"]) == (
        "ar",
        "free",
        ANSWERS,
    )
    assert [line["content"] for line in card["lines"]] == [NEAR]
    for word in ("Fråga 1 · arabiska", "Ingen har den", "Från: ", "Frågade ", "Den som frågar"):
        assert word in without_marks(stina.last.text)
    assert stina.last.data[:4] == [
        "threads.take:1",
        *(f"threads.answer:1.{topic}" for topic in ANSWERS),
    ]


async def test_who_takes_it_has_it_and_the_others_see_no_more_of_it(talk: Talk) -> None:
    _, stina, karin = await asked(talk)
    await talk.press(karin, "threads.show:1")
    await talk.press(stina, "threads.take:1")
    assert (desk(talk, stina)["view"], thread(talk).state) == ("mine", "claimed")
    assert talk.saw(karin, "threads.offer")[-1]["owner"] == "Stina"
    assert NEAR not in karin.last.text
    assert await talk.forge(karin, "threads.take:1") == ["threads.desk"]
    assert desk(talk, karin)["view"] == "other"


async def test_it_is_handed_over_taken_over_and_given_back(talk: Talk) -> None:
    _, stina, karin = await asked(talk)
    await talk.press(stina, "threads.take:1", "threads.hand:1")
    assert [each["name"] for each in desk(talk, stina)["colleagues"]] == ["Karin"]
    await talk.press(stina, f"threads.hand_to:1.{talk.person(karin).id}")
    assert talk.saw(karin, "threads.desk_news")[-1]["what"] == "given"
    assert thread(talk).owner == talk.person(karin).id
    await talk.press(stina, "threads.take_over:1")
    assert thread(talk).owner == talk.person(stina).id
    await talk.press(stina, "threads.give_back:1")
    assert (thread(talk).state, thread(talk).owner) == ("open", None)
    assert talk.saw(karin, "threads.desk_news")[-1]["what"] == "free"


@pytest.mark.parametrize("who", ["0", "²", "", "99999", "{karl}", "{home}"])
async def test_it_is_handed_to_nobody_who_may_not_have_it(talk: Talk, who: str) -> None:
    omar, stina, _ = await asked(talk)
    karl = await talk.caretaker()
    at_home = await talk.staff("Anna")
    household = talk.person(omar).household
    assert household is not None
    await talk.type(at_home, f"/start {await talk.code(Invitation('household', household=household))}")
    chosen = who.format(karl=talk.person(karl).id, home=talk.person(at_home).id)
    await talk.press(stina, "threads.take:1")
    assert await talk.forge(stina, f"threads.hand_to:1.{chosen}") == []
    assert thread(talk).owner == talk.person(stina).id
    assert await talk.forge(at_home, "threads.show:1") == [f"{NOT_USED}:no_question"]
    assert await talk.forge(at_home, "threads.take_over:1") == [f"{NOT_USED}:no_question"]


async def test_an_answer_is_seen_in_both_languages_before_it_is_sent(talk: Talk) -> None:
    omar, stina, _ = await asked(talk)
    await talk.press(stina, "threads.answer:1.deposit")
    assert "Behöver jag" in stina.last.text or "deposition" in stina.last.text
    assert "تأمين" in stina.last.text or "ضمان" in stina.last.text
    assert talk.saw(omar, "threads.news") == []
    await talk.press(stina, "threads.send:1.deposit")
    assert (thread(talk).state, thread(talk).owner) == ("answered", talk.person(stina).id)
    assert len(talk.saw(omar, "threads.news")) == 1


async def test_any_answer_can_be_sent_by_looking_through_the_groups(talk: Talk) -> None:
    omar, stina, _ = await asked(talk)
    await talk.press(stina, "threads.answers:1", "threads.answers:1.shared", "threads.answer:1.laundry.book")
    await talk.press(stina, "threads.send:1.laundry.book")
    await talk.press(omar, "threads.show:1")
    assert talk.saw(omar, "threads.card")[-1]["lines"][-1]["content"] == "laundry.book"


async def test_she_reads_an_answer_in_the_language_that_she_has_when_she_opens_it(talk: Talk) -> None:
    omar, stina, _ = await asked(talk)
    await talk.type(omar, "/language")
    await talk.press(omar, "language.set:en")
    await talk.press(stina, "threads.answer:1.deposit")
    assert talk.saw(stina, "threads.about_to_send")[-1]["locale"] == "en"
    await talk.press(stina, "threads.send:1.deposit")
    await talk.press(omar, "threads.show:1")
    assert "deposit" in omar.last.text


@pytest.mark.parametrize(
    "data", ["answer:1.of.another", "send:1.of.another", "phrase:1.no", "say:1.no", "say:1"]
)
async def test_what_does_not_exist_is_not_sent(talk: Talk, data: str) -> None:
    omar, stina, _ = await asked(talk)
    assert await talk.forge(stina, f"threads.{data}") == ["threads.desk"]
    assert (thread(talk).state, talk.saw(omar, "threads.news")) == ("open", [])


async def test_a_phrase_arrives_in_her_language_with_the_company_s_numbers(talk: Talk) -> None:
    omar, stina, _ = await asked(talk)
    await talk.press(stina, "threads.phrases:1", "threads.phrase:1.call_us", "threads.say:1.call_us")
    await talk.press(omar, "threads.show:1")
    assert "يُرجى الاتصال بنا" in omar.last.text
    assert "+46 980 319 230" in omar.last.text


async def test_we_look_into_it_is_not_the_answer_yet(talk: Talk) -> None:
    omar, stina, _ = await asked(talk)
    await talk.press(stina, "threads.phrases:1", "threads.phrase:1.we_look", "threads.say:1.we_look")
    assert thread(talk).state == "claimed"
    assert len(talk.saw(omar, "threads.news")) == 1
    await talk.later(27 * HOUR)
    assert talk.saw(stina, "threads.desk_news")[-1]["what"] == "overdue"


async def test_words_are_sent_as_written_and_marked_with_their_language(talk: Talk) -> None:
    omar, stina, _ = await asked(talk)
    await talk.press(stina, "threads.write:1")
    await talk.type(stina, "Avin är skickad.")
    assert talk.step(stina) == "replying.language"
    assert talk.saw(omar, "threads.news") == []
    await talk.press(stina, "threads.written:sv.1")
    assert talk.step(stina) == ""
    await talk.press(omar, "threads.show:1")
    assert "Avin är skickad." in omar.last.text
    assert "السويدية" in omar.last.text
    await talk.press(stina, "threads.write:1")
    await talk.type(stina, "أُرسل الإشعار.")
    await talk.press(stina, "threads.written:ar.1")
    await talk.forge(omar, "threads.show:1")
    assert omar.last.text.count("السويدية") == 1


async def test_a_voice_message_or_photo_of_the_office_goes_along(talk: Talk) -> None:
    omar, stina, _ = await asked(talk)
    await talk.press(stina, "threads.write:1")
    stina.send_photo(picture(), caption="Här")
    await talk.quiet()
    stina.send_voice(b"OggS")  # the photo was not sent yet, so it goes
    await talk.quiet()
    assert talk.count("files") == 1
    await talk.press(stina, "threads.written:ar.1")
    await talk.press(omar, "threads.show:1", "threads.files:1")
    assert omar.last.voice


async def test_what_was_begun_to_be_written_and_not_sent_goes(talk: Talk) -> None:
    omar, stina, _ = await asked(talk)
    await talk.press(stina, "threads.write:1")
    stina.send_photo(picture())
    await talk.quiet()
    await talk.press(stina, "threads.show:1")
    assert (talk.count("files"), talk.step(stina)) == (0, "")
    assert await talk.forge(stina, "threads.written:sv.1") == []
    assert talk.saw(omar, "threads.news") == []
    await talk.press(stina, "threads.write:1")
    assert await talk.answers(stina, "x" * 1001) == [f"{NOT_USED}:too_long"]
    await talk.type(stina, "Hej")
    assert await talk.forge(stina, "threads.written:de.1") == ["threads.desk"]
    assert talk.saw(omar, "threads.news") == []


async def test_what_was_written_is_not_sent_when_a_colleague_has_it_meanwhile(talk: Talk) -> None:
    omar, stina, karin = await asked(talk)
    await talk.press(stina, "threads.write:1")
    stina.send_voice(b"OggS")
    await talk.quiet()
    await talk.press(karin, "threads.show:1", "threads.take_over:1")
    await talk.forge(stina, "threads.written:sv.1")
    assert (talk.saw(omar, "threads.news"), talk.count("files")) == ([], 0)
    assert desk(talk, stina)["view"] == "other"


async def test_one_who_is_no_longer_of_the_desk_sends_nothing(talk: Talk) -> None:
    omar, stina, _ = await asked(talk)
    await talk.press(stina, "threads.write:1")
    async with talk.database.transaction() as db:
        db.execute("DELETE FROM roles WHERE person = ?", (talk.person(stina).id,))
    assert await talk.answers(stina, "Hej") == [f"{NOT_USED}:not_for_you"]
    assert talk.step(stina) == ""
    assert talk.saw(omar, "threads.news") == []


async def test_finishing_without_an_answer_is_told_her_and_with_one_only_shown(talk: Talk) -> None:
    omar, stina, _ = await asked(talk)
    await talk.press(stina, "threads.close:1")
    assert (thread(talk).state, len(talk.saw(omar, "threads.news"))) == ("closed", 1)
    await asks(talk, omar)
    await talk.press(stina, "threads.show:2", "threads.answer:2.deposit", "threads.send:2.deposit")
    await talk.press(stina, "threads.close:2")
    assert (thread(talk, 2).state, len(talk.saw(omar, "threads.news"))) == ("closed", 2)
    for data in ("threads.send:2.deposit", "threads.close:2", "threads.write:2"):
        await talk.forge(stina, data)
    assert (thread(talk, 2).state, len(talk.saw(omar, "threads.news"))) == ("closed", 2)
    assert talk.step(stina) == ""


async def test_one_of_the_desk_can_ask_and_a_colleague_answers(talk: Talk) -> None:
    stina, karin = await talk.staff(), await talk.staff("Karin")
    await asks(talk, stina, "Får jag semester?")
    assert talk.saw(stina, "threads.offer") == []
    assert await talk.forge(stina, "threads.take:1") == [f"{NOT_USED}:no_question"]
    await talk.press(karin, "threads.show:1", "threads.take:1")
    await talk.press(stina, "threads.add:1")
    await talk.type(stina, "I juli.")
    assert desk(talk, karin)["lines"][-1]["content"] == "I juli."
    assert await talk.forge(karin, "threads.add:1") == [f"{NOT_USED}:not_her"]


# -- Languages -----------------------------------------------------------------------------------------


async def speaks(talk: Talk, phone: Phone, locale: str) -> None:
    async with talk.database.transaction() as db:
        spoken.switch(db, talk.person(phone), locale)


async def test_languages_are_marked_by_a_press(talk: Talk) -> None:
    stina, karl, zahra = await talk.staff(), await talk.caretaker(), await talk.tenant()
    for phone in (stina, karl):
        assert await talk.answers(phone, "/languages") == ["threads.speaks"]
        await talk.press(phone, "threads.speaks:ar", "threads.speaks:fa_AF", "threads.speaks:ar")
        assert talk.saw(phone, "threads.speaks")[-1]["spoken"] == ["fa_AF"]
    await talk.forge(stina, "threads.speaks:de")
    assert talk.count("spoken") == 2
    assert await talk.answers(zahra, "/languages") == [f"{NOT_USED}:not_for_you"]
    assert await talk.forge(zahra, "threads.speaks:ar") == [f"{NOT_USED}:not_for_you"]


async def test_who_speaks_her_language_is_called_first_and_after_an_hour_everybody(talk: Talk) -> None:
    omar, stina, karin = await talk.tenant("ar"), await talk.staff(), await talk.staff("Karin")
    await speaks(talk, karin, "ar")
    before = len(stina.sounds), len(karin.sounds)
    await asks(talk, omar)
    assert (len(stina.sounds), len(karin.sounds)) == (before[0], before[1] + 1)
    assert len(talk.saw(stina, "threads.offer")) == 1
    await talk.later(59 * 60)
    assert len(stina.sounds) == before[0]
    await talk.later(2 * 60)
    assert talk.saw(stina, "threads.desk_news")[-1]["what"] == "unclaimed"
    assert len(stina.sounds) == before[0] + 1
    await talk.later(DAY / 2)
    assert len(talk.saw(stina, "threads.desk_news")) == 1


async def test_nobody_is_called_again_for_what_somebody_has(talk: Talk) -> None:
    omar, stina, karin = await talk.tenant("ar"), await talk.staff(), await talk.staff("Karin")
    await speaks(talk, karin, "ar")
    await asks(talk, omar)
    await talk.press(karin, "threads.show:1", "threads.take:1")
    await talk.later(2 * HOUR)
    assert talk.saw(stina, "threads.desk_news") == []


async def test_in_the_morning_those_who_speak_it_are_called_before_the_others(talk: Talk) -> None:
    omar, stina, karin = await talk.tenant("ar"), await talk.staff(), await talk.staff("Karin")
    await speaks(talk, karin, "ar")
    await talk.later(10 * HOUR)
    await asks(talk, omar)
    await talk.later(12 * HOUR + 60)
    assert [len(talk.saw(each, "threads.desk_news")) for each in (stina, karin)] == [0, 1]
    await talk.later(HOUR)
    assert [len(talk.saw(each, "threads.desk_news")) for each in (stina, karin)] == [1, 2]


async def test_where_everybody_or_nobody_speaks_it_all_are_called_at_once(talk: Talk) -> None:
    omar, stina, karin = await talk.tenant("ar"), await talk.staff(), await talk.staff("Karin")
    before = len(stina.sounds), len(karin.sounds)
    await asks(talk, omar)
    assert (len(stina.sounds), len(karin.sounds)) == (before[0] + 1, before[1] + 1)
    for phone in (stina, karin):
        await speaks(talk, phone, "ar")
    await asks(talk, omar)
    assert (len(stina.sounds), len(karin.sounds)) == (before[0] + 2, before[1] + 2)
    assert talk.count("first_offers") == 0


# -- While somebody writes -----------------------------------------------------------------------------


async def test_what_she_adds_meanwhile_does_not_take_away_what_is_being_written(talk: Talk) -> None:
    omar, stina, _ = await asked(talk)
    await talk.press(stina, "threads.write:1")
    await talk.type(stina, "Avin är skickad.")
    await talk.press(omar, "threads.add:1")
    await talk.type(omar, "ملاحظة")
    assert talk.saw(stina, "threads.desk_news")[-1]["what"] == "wrote"
    await talk.press(stina, "threads.written:sv.1")
    assert [line["content"] for line in desk(talk, stina)["lines"]] == [NEAR, "ملاحظة", "Avin är skickad."]


async def test_a_picture_with_words_is_one_push(talk: Talk) -> None:
    omar, stina, _ = await asked(talk)
    await talk.press(stina, "threads.write:1")
    stina.send_photo(picture(), caption="Här")
    await talk.quiet()
    await talk.press(stina, "threads.written:sv.1")
    assert len(talk.saw(omar, "threads.news")) == 1
    await talk.press(omar, "threads.show:1")
    assert [line["kind"] for line in talk.saw(omar, "threads.card")[-1]["lines"]] == [
        "words",
        "file",
        "words",
    ]
