"""Asking: in one's own words, by looking, with a picture; and what follows an answer."""

from __future__ import annotations

import re

import msgspec
import pytest

from bot.answers.topics import GROUPS
from bot.sandbox.phones import Phone
from bot.settings import AnswerValues, Rooms
from bot.speech import LOCALES, words
from storage import answer_marks, files, recordings, unanswered
from storage.codes import Invitation
from tests.asking import AFRAID, COLD, LAUNDRY, NEAR, STOVE, WEATHER, WHEN_DUE
from tests.talk import DAY, Talk, picture

NOT_USED = "general.not_used"
ANSWER = "questions.answer"
UNSURE = "questions.unsure"


def data(phone: Phone, message: int = -1) -> list[str]:
    """The data of the buttons under one of the bot's messages."""
    return phone.messages[message].data


async def stranger(talk: Talk, locale: str = "sv") -> Phone:
    """Somebody without a code who has chosen a language."""
    phone = talk.stranger()
    await talk.type(phone, "/start")
    await talk.press(phone, f"language.set:{locale}")
    return phone


# -- In one's own words ----------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_question_is_answered_in_the_language_of_who_asks_whatever_it_was_asked_in(
    talk: Talk, locale: str
) -> None:
    zahra = await talk.tenant(locale)
    assert await talk.answers(zahra, WHEN_DUE) == [ANSWER]
    shipped = talk.answering.text("rent.when_due", 0, locale)
    assert shipped is not None
    assert zahra.last.text.startswith(shipped.title)
    assert shipped.text in zahra.last.text
    assert {"answer.topic:rent.how_to_pay", "answer.helped:yes", "answer.human:rent.when_due"} <= set(
        data(zahra)
    )
    assert ("Svenska:" in zahra.last.text) == (locale != "sv")


async def test_one_without_a_code_is_answered_too(talk: Talk) -> None:
    phone = await stranger(talk, "ar")
    assert words("ar")("Ask") in {word for row in phone.keyboard for word in row}
    assert await talk.answers(phone, WHEN_DUE) == [ANSWER]
    assert await talk.answers(phone, COLD) == [ANSWER]
    card = talk.saw(phone, ANSWER)[-1]
    assert (card["next"], card["items"]) == ("call:desk", [])  # there is no home to report from
    assert "+46 980 319 230" in phone.last.text


async def test_one_who_has_chosen_no_language_is_asked_for_it_first(talk: Talk) -> None:
    phone = talk.stranger()
    assert await talk.answers(phone, WHEN_DUE) == ["start.language"]


async def test_near_answers_are_offered_where_none_is_sure_and_the_question_is_noted(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    assert await talk.answers(zahra, NEAR) == [UNSURE]
    topics = [each.partition(":")[2] for each in data(zahra) if each.startswith("answer.topic:")]
    assert topics == ["rent.when_due", "rent.how_to_pay", "deposit", "rent.cannot_pay"]
    assert "answer.human:none" in data(zahra)
    await talk.type(zahra, f" {NEAR} ")
    [noted] = unanswered.all_(talk.database.reader)
    assert (noted.words, noted.locale, noted.times) == ("hyran", "sv", 2)
    assert noted.topics == ["rent.when_due", "rent.how_to_pay", "deposit"]


async def test_what_is_not_ours_is_answered_kindly_with_a_person_to_ask(talk: Talk) -> None:
    zahra = await talk.tenant("en")
    assert await talk.answers(zahra, WEATHER) == [UNSURE]
    assert data(zahra) == ["answer.human:none", "answer.group:all"]


@pytest.mark.parametrize(("said", "why"), [("Hej!", "greeting"), ("Tack!", "thanks")])
async def test_a_greeting_and_thanks_get_their_own_reply(talk: Talk, said: str, why: str) -> None:
    for phone in (await talk.tenant("sv"), await stranger(talk)):
        assert await talk.answers(phone, said) == [f"questions.kind:{why}"]
        assert talk.step(phone) in ("", "waiting.kept")
    assert talk.count("unanswered") == 0


async def test_who_is_heard_while_the_finder_is_not_ready_can_look_for_the_answer(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    talk.finder.loading = True
    assert await talk.answers(zahra, WHEN_DUE) == ["questions.groups"]
    assert talk.draft(zahra)["question"] == WHEN_DUE
    assert talk.count("unanswered") == 0


async def test_a_question_that_looks_like_a_code_is_answered_and_costs_no_try(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    assert await talk.answers(zahra, "tvattstuga") == [ANSWER]
    assert talk.count("wrong_codes") == 0


async def test_a_question_while_a_report_is_open_is_part_of_it(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    await talk.type(zahra, "/report")
    assert await talk.answers(zahra, WHEN_DUE) == ["fault.first"]
    assert talk.draft(zahra)["words"] == WHEN_DUE


async def test_those_who_only_work_here_are_answered_but_offered_nothing_unsure(talk: Talk) -> None:
    karl = await talk.caretaker()
    assert await talk.answers(karl, WHEN_DUE) == [ANSWER]
    assert await talk.answers(karl, "Hej!") == ["questions.kind:greeting"]
    assert await talk.answers(karl, NEAR) == [f"{NOT_USED}:text"]
    assert talk.count("unanswered") == 0
    assert "ask" in karl.commands
    assert words("sv")("Ask") not in {word for row in karl.keyboard for word in row}


async def test_a_value_that_is_not_filled_in_withholds_the_answer_and_takes_it_off_the_lists(
    talk: Talk,
) -> None:
    talk.start_again(msgspec.structs.replace(talk.company, answers=AnswerValues()))
    zahra = await talk.tenant("sv")
    assert await talk.answers(zahra, LAUNDRY) == ["questions.withheld"]
    assert "+46 980 319 230" in zahra.last.text
    assert "{" not in zahra.last.text
    await talk.forge(zahra, "answer.group:shared")
    assert "laundry.book" not in talk.saw(zahra, "questions.topics")[-1]["topics"]
    await talk.forge(zahra, "answer.topic:parking_heater")
    assert "{" not in zahra.last.text


async def test_an_answer_about_a_closed_room_is_not_given(talk: Talk) -> None:
    talk.start_again(msgspec.structs.replace(talk.company, rooms=Rooms(faults=False)))
    zahra = await talk.tenant("sv")
    assert await talk.answers(zahra, "Hur ser man sin anmälan?") == [UNSURE]
    assert not zahra.shown("answer.topic:repairs.report")
    assert await talk.answers(zahra, COLD) == [ANSWER]
    assert talk.saw(zahra, ANSWER)[-1]["items"] == []
    zahra.send_photo(picture(), caption=WHEN_DUE)
    assert await talk.heard(zahra) == [ANSWER]
    assert talk.count("files") == 0


# -- Faults told of --------------------------------------------------------------------------------


async def test_a_fault_told_of_becomes_a_report_with_the_words_filled_in(talk: Talk) -> None:
    zahra, karl = await talk.tenant("sv"), await talk.caretaker()
    assert await talk.answers(zahra, STOVE) == [UNSURE]
    assert data(zahra)[:2] == ["answer.fault:kitchen.stove", "answer.report:any"]
    await talk.press(zahra, "answer.fault:kitchen.stove")
    assert (talk.step(zahra), talk.draft(zahra)["words"]) == ("fault.more", STOVE)
    await talk.press(zahra, "fault.more:skip", "fault.enter:no", "fault.send:yes")
    assert talk.fault(101).words == STOVE
    assert STOVE in karl.last.text
    assert talk.count("unanswered") == 0


async def test_a_sure_answer_to_a_fault_offers_at_most_three_to_report(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    assert await talk.answers(zahra, COLD) == [ANSWER]
    offered = [each for each in data(zahra) if each.startswith("answer.fault:")]
    assert [each.partition(":")[2] for each in offered] == [
        *("heating.radiator_cold", "heating.no_heat", "heating.too_cold"),
    ]
    await talk.press(zahra, "answer.report:heating")
    assert (talk.step(zahra), talk.draft(zahra)["category"]) == ("fault.items", "heating")
    assert talk.draft(zahra)["words"] == COLD


async def test_words_go_with_the_fault_they_told_of_and_with_no_other(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    await talk.type(zahra, STOVE)
    await talk.type(zahra, COLD)
    await talk.type(zahra, LAUNDRY)
    await talk.press(zahra, "answer.report:laundry")
    assert (talk.draft(zahra)["words"], talk.draft(zahra)["place"]) == ("", "shared")
    await talk.press(zahra, "fault.go:cancel")
    await talk.type(zahra, STOVE)
    await talk.type(zahra, COLD)
    await talk.press(zahra, "answer.fault:kitchen.stove")
    assert talk.draft(zahra)["words"] == STOVE


async def test_the_report_that_is_begun_soon_after_brings_the_words_and_later_it_does_not(
    talk: Talk,
) -> None:
    zahra = await talk.tenant("sv")
    await talk.type(zahra, STOVE)
    assert await talk.answers(zahra, "/report") == ["fault.first"]
    assert talk.saw(zahra, "fault.first")[-1]["told"] == ["kitchen.stove"]
    assert talk.draft(zahra)["words"] == STOVE
    await talk.press(zahra, "fault.go:cancel")
    await talk.type(zahra, STOVE)
    await talk.later(3700)
    await talk.type(zahra, "/report")
    assert talk.draft(zahra)["words"] == ""


async def test_an_offer_does_not_touch_a_report_that_is_begun(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    for _ in range(2):
        await talk.type(zahra, STOVE)
    await talk.type(zahra, "/report")
    await talk.press(zahra, "fault.item:smoke_alarm.dead")
    draft = talk.draft(zahra)
    offered = [m.message_id for m in zahra.messages if "answer.report:any" in m.data]
    for pressed, message in (("answer.fault:kitchen.stove", offered[0]), ("answer.report:any", offered[1])):
        zahra.press(pressed, message)
        assert await talk.heard(zahra) == ["fault.more"]
        assert talk.draft(zahra) == draft


async def test_a_question_is_nothing_to_stop_and_a_fault_told_of_is(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    await talk.type(zahra, WHEN_DUE)
    await talk.type(zahra, "/cancel")
    assert not talk.saw(zahra, "menu.nothing_open")[-1]["cancelled"]
    await talk.type(zahra, STOVE)
    await talk.type(zahra, "/cancel")
    assert talk.saw(zahra, "menu.nothing_open")[-1]["cancelled"]
    assert talk.step(zahra) == ""


async def test_what_was_asked_is_forgotten_after_a_day(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    await talk.type(zahra, WHEN_DUE)
    assert talk.draft(zahra)["question"] == WHEN_DUE
    assert talk.draft(zahra)["topics"] == ["rent.when_due", "rent.how_to_pay", "rent.cannot_pay"]
    await talk.later(DAY + 60)
    assert talk.step(zahra) == ""


# -- With a picture --------------------------------------------------------------------------------


async def test_a_picture_with_a_question_is_answered_and_waits(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    for caption in (WHEN_DUE, None):
        zahra.send_photo(picture(), caption, "album-1")
        await talk.quiet()
    assert [m["message"] for m in talk.saw(zahra, ANSWER)] == [ANSWER]
    assert talk.saw(zahra, ANSWER)[-1]["files"]
    assert talk.step(zahra) == "waiting.kept"
    await talk.press(zahra, "answer.report:any")
    assert (talk.step(zahra), len(talk.draft(zahra)["files"])) == ("fault.first", 2)
    assert talk.count("files") == 2


async def test_a_picture_with_a_fault_under_it_begins_the_report_and_names_the_fault(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    for caption, items in ((COLD, 3), (STOVE, 1)):
        zahra.send_photo(picture(), caption)
        assert await talk.heard(zahra) == ["fault.first"]
        assert len(talk.saw(zahra, "fault.first")[-1]["told"]) == items
        assert (talk.draft(zahra)["words"], len(talk.draft(zahra)["files"])) == (caption, 1)
        await talk.press(zahra, "fault.go:cancel")


async def test_a_picture_after_a_fault_was_told_of_brings_the_words(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    await talk.type(zahra, STOVE)
    zahra.send_photo(picture(), caption="från i går")
    assert await talk.heard(zahra) == ["fault.first"]
    assert talk.draft(zahra)["words"] == f"{STOVE}\nfrån i går"
    assert talk.draft(zahra)["told"] == ["kitchen.stove"]


async def test_a_waiting_voice_note_outlives_a_question(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    zahra.send_voice(b"OggS")
    await talk.quiet()
    await talk.type(zahra, WHEN_DUE)
    await talk.press(zahra, "voice.use:fault")
    assert len(talk.draft(zahra)["files"]) == 1


async def test_a_question_under_a_picture_of_one_without_a_home_is_answered(talk: Talk) -> None:
    phone = await stranger(talk)
    phone.send_photo(picture(), caption=WHEN_DUE)
    assert await talk.heard(phone) == [ANSWER]
    assert talk.count("files") == 0


# -- Looking ---------------------------------------------------------------------------------------


async def test_every_answer_is_three_taps_away_and_leaves_one_message(talk: Talk) -> None:
    zahra = await talk.tenant("fa_AF")
    await talk.type(zahra, words("fa_AF")("Ask"))
    for group, topics in GROUPS.items():
        for topic in topics:
            before = len(zahra.messages)
            await talk.press(zahra, f"answer.group:{group}", f"answer.topic:{topic}")
            shown = talk.answering.text(topic, 0, "fa_AF")
            assert shown is not None
            if topic == "violence.help":
                assert "020-50 50 50" in zahra.last.text
                await talk.press(zahra, "emergency.hide:0")
                await talk.type(zahra, "/ask")
            else:
                assert shown.title in zahra.last.text
                assert len(zahra.messages) == before
                await talk.forge(zahra, "answer.group:all")
                zahra.press(f"answer.group:{group}")
                await talk.quiet()
                await talk.press(zahra, "answer.group:all")


async def test_a_group_or_answer_that_does_not_exist_is_an_old_button(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    before = talk.facts()
    for pressed in (
        *("answer.topic:rent", "answer.topic:", "answer.group:rents", "answer.fault:kitchen.spoon"),
        *("answer.report:spoons", "answer.listen:rent.when_due", "answer.listen:x", "answer.helped:yes"),
        "answer.helped:perhaps",
    ):
        assert await talk.forge(zahra, pressed) == [f"{NOT_USED}:old_button"], pressed
    assert talk.facts() == before


# -- After an answer -------------------------------------------------------------------------------


@pytest.mark.parametrize(("pressed", "counts"), [("yes", (1, 0)), ("no", (0, 1))])
async def test_whether_it_helped_is_counted_once_and_says_nothing_of_who(
    talk: Talk, pressed: str, counts: tuple[int, int]
) -> None:
    zahra = await talk.tenant("ar")
    await talk.type(zahra, COLD)
    for _ in range(2):
        zahra.press(f"answer.helped:{pressed}")
    await talk.quiet()
    marks = answer_marks.all_(talk.database.reader)
    assert marks == [answer_marks.Marks("heating.cold", "ar", *counts)]
    assert not zahra.shown(f"answer.helped:{pressed}")
    # What else the answer offered is still there.
    assert {"answer.human:heating.cold", "answer.fault:heating.no_heat"} <= set(data(zahra))
    assert talk.saw(zahra, ANSWER)[-1]["helped"] == pressed


async def test_an_older_answer_can_still_be_marked(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    await talk.type(zahra, WHEN_DUE)
    await talk.type(zahra, LAUNDRY)
    first = next(m for m in zahra.messages if "answer.human:rent.when_due" in m.data)
    zahra.press("answer.helped:yes", first.message_id)
    await talk.quiet()
    assert [each.topic for each in answer_marks.all_(talk.database.reader)] == ["rent.when_due"]


async def test_an_answer_that_is_read_out_can_be_heard_until_its_text_changes(talk: Talk) -> None:
    zahra = await talk.tenant("fa_AF")
    reads = talk.answering.read_out("rent.when_due", "fa_AF")
    async with talk.database.transaction() as db:
        file = files.add(db, "voice", "", 1.0)
        files.put_content(db, file, b"OggS made up")
        recordings.put(db, "rent.when_due", "fa_AF", recordings.mark_of(reads), file, 1.0)
    await talk.type(zahra, WHEN_DUE)
    await talk.press(zahra, "answer.listen:rent.when_due")
    assert zahra.last.voice is not None
    assert talk.telegram.world.files[zahra.last.voice].data == b"OggS made up"

    omar = await talk.tenant("ar")
    await talk.type(omar, WHEN_DUE)
    assert not omar.shown("answer.listen:rent.when_due")

    async with talk.database.transaction() as db:
        recordings.put(db, "rent.when_due", "fa_AF", recordings.mark_of("an older text"), file, 2.0)
    await talk.type(zahra, WHEN_DUE)
    assert "answer.listen:rent.when_due" not in data(zahra)
    assert await talk.forge(zahra, "answer.listen:rent.when_due") == [f"{NOT_USED}:old_button"]


async def test_a_person_can_be_asked_from_everywhere(talk: Talk) -> None:
    for phone in (await talk.tenant("sv"), await stranger(talk)):
        await talk.type(phone, WHEN_DUE)
        phone.press("answer.human:rent.when_due")
        assert await talk.heard(phone) == ["questions.ask_by_phone"]
        assert talk.company.desk.address in phone.last.text


# -- What else is written --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "?",
        "a",
        "ب",
        "🏠",
        "🏠🔥👍",
        "12345",
        "۱۲۳",
        "\u200f\u202e\u2066",
        "h̷̡͉̫̽e̸j̴",
        "x " * 2048,
        "م" * 4096,
        "-",
        "' OR 1=1",
    ],
)
async def test_whatever_is_written_gets_a_kind_reply(talk: Talk, text: str) -> None:
    for phone in (await talk.tenant("ar"), await stranger(talk)):
        phone._send({"text": text})
        assert len(await talk.heard(phone)) == 1
    for noted in unanswered.all_(talk.database.reader):
        assert not re.search(r"\d{3}", noted.words)


async def test_a_telephone_number_in_a_question_is_not_noted(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    await talk.type(zahra, "ring mig på 070-174 06 05 snälla 850312-1234")
    [noted] = unanswered.all_(talk.database.reader)
    assert noted.words == "ring mig på snälla"


async def test_what_may_be_about_violence_is_kept_nowhere(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    assert await talk.answers(zahra, AFRAID) == ["emergency.violence"]
    assert talk.standing(zahra) is None
    assert talk.count("unanswered") == 0


async def test_a_household_that_waits_for_a_home_asks_but_cannot_report(talk: Talk) -> None:
    phone = await talk.enrolled("en", Invitation("household", household=await talk.household(home=False)))
    assert await talk.answers(phone, STOVE) == [UNSURE]
    assert talk.saw(phone, UNSURE)[-1]["items"] == []
    assert await talk.forge(phone, "answer.fault:kitchen.stove") == [f"{NOT_USED}:no_home"]
