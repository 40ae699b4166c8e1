"""Asking a person: what goes along, what she is told, adding, finishing, and what falls due."""

from __future__ import annotations

import msgspec

from bot.sandbox.phones import Phone
from storage import threads
from storage.threads import Thread
from tests.asking import BEATEN, NEAR
from tests.talk import DAY, Talk, picture

NOT_USED = "general.not_used"
HOUR = 3600.0
# What NEAR may ask for.
ANSWERS = ("rent.when_due", "rent.how_to_pay", "deposit")


def thread(talk: Talk, number: int = 1) -> Thread:
    found = threads.get(talk.database.reader, number)
    assert found is not None
    return found


def said(talk: Talk, number: int = 1) -> list[tuple[str, str]]:
    return [(each.kind, each.content) for each in threads.said_in(talk.database.reader, number)]


async def asks(talk: Talk, phone: Phone, text: str = NEAR) -> int:
    """Asks a person in words of her own. Returns its number."""
    await talk.forge(phone, "answer.human:none")
    await talk.type(phone, text)
    return talk.count("threads")


async def test_she_is_asked_what_she_wants_to_know_and_told_when_it_is_read(talk: Talk) -> None:
    zahra, stina = await talk.tenant(), await talk.staff()
    assert await talk.forge(zahra, "answer.human:rent.when_due") == ["threads.ask"]
    asked = talk.saw(zahra, "threads.ask")[-1]
    assert (asked["topic"], asked["read_from"]) == ("rent.when_due", 0.0)
    assert talk.count("threads") == 0
    await talk.type(zahra, NEAR)
    assert (thread(talk).topic, thread(talk).near, thread(talk).locale) == (
        "rent.when_due",
        ANSWERS,
        "fa_AF",
    )
    card = talk.saw(zahra, "threads.card")[-1]
    assert card["just_sent"]
    assert [line["content"] for line in card["lines"]] == [NEAR]
    assert talk.step(zahra) == ""
    assert talk.saw(stina, "threads.offer")[-1] == {
        "message": "threads.offer",
        "number": 1,
        "locale": "fa_AF",
        "state": "open",
        "owner": "",
    }


async def test_an_answer_is_promised_in_hours_of_the_office(talk: Talk) -> None:
    zahra, _ = await talk.tenant(), await talk.staff()
    await asks(talk, zahra)
    # Tuesday 11:00; the office is open 09:00–15:00, so eight of its hours end on Wednesday at 13:00.
    assert thread(talk).due - thread(talk).at == 26 * HOUR
    assert talk.saw(zahra, "threads.card")[-1]["due"] == thread(talk).due


async def test_at_night_she_is_told_when_the_office_opens_and_no_phone_sounds(talk: Talk) -> None:
    zahra, stina = await talk.tenant(), await talk.staff()
    await talk.later(10 * HOUR)  # 21:00
    sounds = len(stina.sounds)
    await asks(talk, zahra)
    assert talk.saw(zahra, "threads.card")[-1]["read_from"] - talk.clock.at == 12 * HOUR
    assert len(stina.sounds) == sounds
    await talk.later(12 * HOUR + 60)
    assert talk.saw(stina, "threads.desk_news")[-1]["what"] == "unclaimed"
    assert len(stina.sounds) == sounds + 1


async def test_what_she_wrote_a_moment_ago_goes_along_at_one_press(talk: Talk) -> None:
    zahra, _ = await talk.tenant(), await talk.staff()
    await talk.type(zahra, NEAR)
    await talk.press(zahra, "answer.human:none")
    assert said(talk) == [("words", NEAR)]
    assert thread(talk).near == ANSWERS
    assert talk.step(zahra) == ""


async def test_what_she_wrote_long_ago_or_about_something_else_is_shown_before_it_is_sent(talk: Talk) -> None:
    zahra, _ = await talk.tenant(), await talk.staff()
    await talk.type(zahra, "چرا این‌قدر دیر؟")
    assert await talk.forge(zahra, "answer.human:laundry.book") == ["threads.ask"]
    assert talk.saw(zahra, "threads.ask")[-1]["words"] == "چرا این‌قدر دیر؟"
    assert talk.count("threads") == 0
    await talk.press(zahra, "threads.ask:send")
    assert said(talk) == [("words", "چرا این‌قدر دیر؟")]
    await talk.type(zahra, "و کلید؟")
    await talk.later(HOUR)
    assert await talk.forge(zahra, "answer.human:none") == ["threads.ask"]
    await talk.type(zahra, "کلید را کجا می‌گیرم؟")
    assert said(talk, 2) == [("words", "کلید را کجا می‌گیرم؟")]


async def test_a_question_of_an_answer_can_be_sent_without_a_word_and_one_of_nothing_cannot(
    talk: Talk,
) -> None:
    zahra, _ = await talk.tenant(), await talk.staff()
    await talk.forge(zahra, "answer.human:none")
    assert not zahra.shown("threads.ask:send")
    await talk.forge(zahra, "threads.ask:send")
    assert (talk.step(zahra), talk.count("threads")) == ("asking.what", 0)
    await talk.forge(zahra, "answer.human:deposit", "threads.ask:send")
    assert (thread(talk).topic, said(talk)) == ("deposit", [])


async def test_not_asking_leaves_nothing(talk: Talk) -> None:
    zahra, _ = await talk.tenant(), await talk.staff()
    await talk.forge(zahra, "answer.human:none")
    zahra.send_photo(picture())
    await talk.quiet()
    assert talk.count("files") == 1
    await talk.press(zahra, "threads.ask:cancel")
    assert (talk.count("files"), talk.count("threads"), talk.step(zahra)) == (0, 0, "")
    assert await talk.forge(zahra, "threads.ask:send") == [f"{NOT_USED}:old_button"]


async def test_a_voice_message_asks_by_itself_and_a_photo_waits_for_words(talk: Talk) -> None:
    zahra, _ = await talk.tenant(), await talk.staff()
    await talk.forge(zahra, "answer.human:none")
    zahra.send_photo(picture())
    assert await talk.heard(zahra) == ["threads.ask"]
    zahra.send_voice(b"OggS")
    await talk.quiet()
    assert said(talk) == [("file", "photo"), ("file", "voice")]
    await talk.forge(zahra, "answer.human:none")
    zahra.send_photo(picture(), caption="این چیست؟")
    await talk.quiet()
    assert said(talk, 2) == [("words", "این چیست؟"), ("file", "photo")]


async def test_a_voice_note_with_nothing_open_can_go_to_a_person(talk: Talk) -> None:
    zahra, _ = await talk.tenant(), await talk.staff()
    zahra.send_voice(b"OggS")
    await talk.quiet()
    assert zahra.last.data[:3] == ["voice.use:human", "voice.use:fault", "voice.use:question"]
    await talk.press(zahra, "voice.use:human")
    assert said(talk) == [("file", "voice")]
    assert talk.step(zahra) == ""


async def test_a_voice_note_waits_while_she_looks_for_an_answer(talk: Talk) -> None:
    zahra, _ = await talk.tenant(), await talk.staff()
    zahra.send_voice(b"OggS")
    await talk.quiet()
    await talk.press(zahra, "voice.use:question", "answer.group:rent", "answer.topic:deposit")
    assert talk.count("files") == 1
    await talk.press(zahra, "answer.human:deposit")
    assert (thread(talk).topic, said(talk)) == ("deposit", [("file", "voice")])


async def test_one_without_a_code_can_ask_in_words_or_by_voice(talk: Talk) -> None:
    stranger, stina = talk.stranger(), await talk.staff()
    await talk.type(stranger, "/start")
    await talk.press(stranger, "language.set:ar")
    stranger.send_voice(b"OggS")
    await talk.quiet()
    assert stranger.shown("voice.use:human")
    assert not stranger.shown("voice.use:fault")
    await talk.press(stranger, "voice.use:human")
    await talk.press(stina, "threads.show:1")
    desk = talk.saw(stina, "threads.desk")[-1]
    assert (desk["address"], desk["flat"], desk["locale"]) == ("", "", "ar")


async def test_where_nobody_sits_at_the_desk_the_phone_is_named(talk: Talk) -> None:
    zahra = await talk.tenant()
    assert await talk.forge(zahra, "answer.human:none") == ["questions.ask_by_phone"]
    assert talk.step(zahra) == ""


async def test_a_report_that_is_begun_is_not_lost_by_asking(talk: Talk) -> None:
    zahra, _ = await talk.tenant(), await talk.staff()
    await talk.type(zahra, "/report")
    await talk.press(zahra, "fault.item:kitchen.stove")
    step = talk.step(zahra)
    await talk.forge(zahra, "answer.human:none")
    assert talk.step(zahra) == step
    assert talk.count("threads") == 0


async def test_three_are_enough_at_a_time(talk: Talk) -> None:
    zahra, _ = await talk.tenant(), await talk.staff()
    for _n in range(3):
        await asks(talk, zahra)
    assert await talk.forge(zahra, "answer.human:none") == [f"{NOT_USED}:asked_enough", "threads.card"]
    await talk.press(zahra, "threads.close:3")
    assert await talk.forge(zahra, "answer.human:none") == ["threads.ask"]


async def test_a_text_that_is_too_long_is_kindly_refused(talk: Talk) -> None:
    zahra, _ = await talk.tenant(), await talk.staff()
    await talk.forge(zahra, "answer.human:none")
    assert await talk.answers(zahra, "ا" * 1001) == [f"{NOT_USED}:too_long"]
    assert talk.step(zahra) == "asking.what"


# -- Adding, reading, finishing ------------------------------------------------------------------------


async def test_words_photos_and_voices_are_added_and_reach_who_has_it(talk: Talk) -> None:
    zahra, stina, karin = await talk.tenant(), await talk.staff(), await talk.staff("Karin")
    await asks(talk, zahra)
    await talk.press(stina, "threads.show:1", "threads.take:1")
    await talk.press(zahra, "threads.add:1")
    await talk.type(zahra, "هنوز نرسید")
    assert talk.step(zahra) == ""
    assert [line["content"] for line in talk.saw(stina, "threads.desk")[-1]["lines"]][-1] == "هنوز نرسید"
    assert talk.saw(stina, "threads.desk_news")[-1]["what"] == "wrote"
    await talk.press(zahra, "threads.add:1")
    zahra.send_photo(picture(), caption="ببینید")
    await talk.quiet()
    zahra.send_voice(b"OggS")
    await talk.quiet()
    assert talk.step(zahra) == "asking.more"
    assert [kind for kind, _ in said(talk)] == ["words", "words", "file", "words", "file"]
    await talk.press(zahra, "threads.show:1")
    assert talk.step(zahra) == ""
    assert talk.saw(karin, "threads.desk_news") == []


async def test_files_come_on_a_press_to_her_and_to_the_desk(talk: Talk) -> None:
    zahra, stina = await talk.tenant(), await talk.staff()
    await talk.forge(zahra, "answer.human:none")
    zahra.send_voice(b"OggS")
    await talk.quiet()
    assert [m for m in stina.messages if m.voice] == []
    await talk.press(stina, "threads.show:1", "threads.files:1")
    assert stina.last.voice
    await talk.press(zahra, "threads.files:1")
    assert zahra.last.voice
    await asks(talk, zahra)
    assert await talk.forge(zahra, "threads.files:2") == [f"{NOT_USED}:no_files"]


async def test_the_push_after_an_answer_only_points_and_the_card_opens_on_a_press(talk: Talk) -> None:
    zahra, stina = await talk.tenant(), await talk.staff()
    await asks(talk, zahra)
    sounds = len(zahra.sounds)
    await talk.press(stina, "threads.show:1", "threads.answer:1.deposit", "threads.send:1.deposit")
    assert len(zahra.sounds) == sounds + 1
    assert talk.saw(zahra, "threads.news")[-1] == {"message": "threads.news", "number": 1}
    await talk.press(zahra, "threads.show:1")
    card = talk.saw(zahra, "threads.card")[-1]
    assert (card["state"], card["lines"][-1]["kind"], card["lines"][-1]["content"]) == (
        "answered",
        "answer",
        "deposit",
    )
    assert "deposit" in zahra.last.text or "پول تضمین" in zahra.last.text


async def test_she_says_that_it_is_enough_and_the_desk_sees_it(talk: Talk) -> None:
    zahra, stina = await talk.tenant(), await talk.staff()
    await asks(talk, zahra)
    await talk.press(stina, "threads.show:1", "threads.take:1")
    await talk.press(zahra, "threads.close:1")
    assert thread(talk).state == "closed"
    assert talk.saw(zahra, "threads.card")[-1]["state"] == "closed"
    assert talk.saw(stina, "threads.desk")[-1]["state"] == "closed"
    assert await talk.forge(zahra, "threads.close:1") == ["threads.card"]
    assert await talk.forge(zahra, "threads.add:1") == ["threads.card"]


async def test_what_is_sent_after_it_was_finished_is_answered_with_what_is_true(talk: Talk) -> None:
    zahra, stina = await talk.tenant(), await talk.staff()
    await asks(talk, zahra)
    await talk.press(zahra, "threads.add:1")
    await talk.press(stina, "threads.show:1", "threads.close:1")
    assert await talk.answers(zahra, "صبر کنید") == ["threads.card"]
    assert (talk.step(zahra), len(said(talk))) == ("", 1)


async def test_a_long_thread_is_read_page_by_page(talk: Talk) -> None:
    zahra, stina = await talk.tenant(), await talk.staff()
    await asks(talk, zahra, "ا" * 900)
    for letter in "بجد":
        await talk.press(zahra, "threads.add:1")
        await talk.type(zahra, letter * 900)
    card = talk.saw(zahra, "threads.card")[-1]
    assert (card["page"], card["earlier"]) == (1, 3)
    await talk.press(zahra, "threads.show:1.2")
    assert [line["content"][0] for line in talk.saw(zahra, "threads.card")[-1]["lines"]] == ["ج"]
    await talk.press(zahra, "threads.show:1.1")
    await talk.forge(zahra, "threads.show:1.99")
    assert talk.saw(zahra, "threads.card")[-1]["earlier"] == 0
    await talk.press(stina, "threads.show:1", "threads.show:1.2")
    assert talk.saw(stina, "threads.desk")[-1]["page"] == 2


async def test_nobody_else_sees_or_touches_it(talk: Talk) -> None:
    zahra, _ = await talk.tenant(), await talk.staff()
    omar, karl = await talk.tenant("ar"), await talk.caretaker()
    await asks(talk, zahra)
    for phone in (omar, karl):
        for data in ("show:1", "add:1", "close:1", "files:1", "show:7", "show:²", "show:"):
            assert await talk.forge(phone, f"threads.{data}") == [f"{NOT_USED}:no_question"]
    assert thread(talk).state == "open"


# -- What falls due ------------------------------------------------------------------------------------


async def test_an_overdue_one_is_reminded_of_once_and_she_is_told_honestly(talk: Talk) -> None:
    zahra, stina, karin = await talk.tenant(), await talk.staff(), await talk.staff("Karin")
    await asks(talk, zahra)
    await talk.press(stina, "threads.show:1", "threads.take:1")
    await talk.later(27 * HOUR)
    assert [m["what"] for m in talk.saw(stina, "threads.desk_news")] == ["overdue"]
    assert talk.saw(karin, "threads.desk_news") == []
    assert talk.saw(zahra, "threads.card")[-1]["late"]
    await talk.later(DAY)
    assert len(talk.saw(stina, "threads.desk_news")) == 1
    assert [each.id for each in threads.overdue(talk.database.reader, talk.clock.at)] == [1]


async def test_what_nobody_has_when_it_is_due_is_everybodys_reminder(talk: Talk) -> None:
    zahra, stina, karin = await talk.tenant(), await talk.staff(), await talk.staff("Karin")
    await asks(talk, zahra)
    await talk.later(27 * HOUR)
    for phone in (stina, karin):
        assert talk.saw(phone, "threads.desk_news")[-1]["what"] == "overdue"


async def test_an_answered_one_is_over_some_days_after_the_last_word(talk: Talk) -> None:
    zahra, stina = await talk.tenant(), await talk.staff()
    await asks(talk, zahra)
    await talk.press(stina, "threads.show:1", "threads.answer:1.deposit", "threads.send:1.deposit")
    sounds = len(zahra.sounds)
    await talk.later(6.9 * DAY)
    assert thread(talk).state == "answered"
    await talk.later(0.2 * DAY)
    assert thread(talk).state == "closed"
    assert talk.saw(zahra, "threads.card")[-1]["state"] == "closed"
    assert len(zahra.sounds) == sounds


async def test_nothing_that_was_asked_stands_in_a_push(talk: Talk) -> None:
    zahra, stina, karin = await talk.tenant(), await talk.staff(), await talk.staff("Karin")
    await asks(talk, zahra, "راز من")
    await talk.press(stina, "threads.show:1", "threads.write:1")
    await talk.type(stina, "Vårt hemliga svar")
    await talk.press(stina, "threads.written:sv.1")
    await talk.press(zahra, "threads.show:1", "threads.add:1")
    await talk.type(zahra, "راز دیگر")
    pushes = ("threads.news", "threads.desk_news", "threads.offer")
    for phone in (zahra, stina, karin):
        for message in [m for kind in pushes for m in talk.saw(phone, kind)]:
            assert not {"راز من", "راز دیگر", "Vårt hemliga svar"} & set(map(str, message.values()))
    assert talk.saw(karin, "threads.desk") == []


async def test_a_thread_without_this_room_is_not_there(talk: Talk) -> None:
    zahra, _ = await talk.tenant(), await talk.staff()
    rooms = msgspec.structs.replace(talk.company.rooms, questions=False)
    talk.start_again(msgspec.structs.replace(talk.company, rooms=rooms))
    assert await talk.forge(zahra, "answer.human:none") == [f"{NOT_USED}:old_button"]
    zahra.send_voice(b"OggS")
    await talk.quiet()
    assert zahra.shown("voice.use:fault")
    assert not zahra.shown("voice.use:human")


async def test_an_album_is_answered_once_and_all_of_it_is_sent(talk: Talk) -> None:
    zahra, stina = await talk.tenant(), await talk.staff()
    await asks(talk, zahra)
    await talk.press(stina, "threads.show:1", "threads.take:1")
    await talk.press(zahra, "threads.add:1")
    for caption in (None, "ببینید", None):
        zahra.send_photo(picture(), caption, "album-1")
        await talk.quiet()
    assert len(talk.saw(zahra, "threads.added")) == 1
    assert len(talk.saw(stina, "threads.desk_news")) == 1
    assert [kind for kind, _ in said(talk)] == ["words", "file", "file", "words", "file"]
    await talk.type(zahra, "/cancel")
    await talk.forge(zahra, "answer.human:none")
    for caption in ("این چیست؟", None):
        zahra.send_photo(picture(), caption, "album-2")
        await talk.quiet()
    assert [kind for kind, _ in said(talk, 2)] == ["words", "file", "file"]


async def test_ten_pictures_are_enough(talk: Talk) -> None:
    zahra, _ = await talk.tenant(), await talk.staff()
    await talk.forge(zahra, "answer.human:none")
    for _n in range(11):
        zahra.send_photo(picture())
        await talk.quiet()
    assert talk.saw(zahra, NOT_USED)[-1]["why"] == "enough"
    assert talk.count("files") == 10
    await talk.type(zahra, "چرا؟")
    await talk.press(zahra, "threads.add:1")
    zahra.send_photo(picture())
    assert await talk.heard(zahra) == [f"{NOT_USED}:enough"]


async def test_violence_is_told_to_nobody(talk: Talk) -> None:
    zahra, stina = await talk.tenant(), await talk.staff()
    assert await talk.forge(zahra, "answer.human:violence.help") == ["emergency.violence"]
    await talk.forge(zahra, "answer.human:none")
    await talk.type(zahra, BEATEN)
    assert (talk.count("threads"), talk.count("conversations"), talk.saw(stina, "threads.offer")) == (
        0,
        1,
        [],
    )


async def test_what_she_has_asked_is_found_again_among_the_questions(talk: Talk) -> None:
    zahra, stina = await talk.tenant(), await talk.staff()
    await talk.type(zahra, "/ask")
    assert not zahra.shown("threads.mine:open")
    await asks(talk, zahra)
    await asks(talk, zahra)
    await talk.press(stina, "threads.show:1", "threads.take:1")
    await talk.type(zahra, "/ask")
    await talk.press(zahra, "threads.mine:open")
    assert talk.saw(zahra, "threads.mine")[-1]["rows"] == [[2, "open"], [1, "claimed"]]
    await talk.press(zahra, "threads.show:2", "threads.close:2")
    await talk.forge(zahra, "threads.close:1")
    assert await talk.forge(zahra, "threads.mine:open") == ["threads.mine"]


async def test_to_press_it_twice_loses_nothing_that_was_sent(talk: Talk) -> None:
    zahra, _ = await talk.tenant(), await talk.staff()
    await talk.forge(zahra, "answer.human:deposit")
    zahra.send_photo(picture())
    await talk.quiet()
    await talk.forge(zahra, "answer.human:none")
    await talk.type(zahra, "این چیست؟")
    assert (thread(talk).topic, said(talk)) == ("deposit", [("words", "این چیست؟"), ("file", "photo")])
