"""From a question that no answer helps with to a person at the office, and what the office makes of it."""

from __future__ import annotations

from bot.sandbox.phones import Phone
from storage import people, threads, unanswered
from tests.house import House

HOUR = 3600.0
DAY = 24 * HOUR


def state(house: House, number: int = 1) -> str:
    found = threads.get(house.database.reader, number)
    assert found is not None
    return found.state


async def asks(house: House, phone: Phone, text: str) -> None:
    await house.type(phone, "/ask")
    await house.press(phone, "answer.human:none")
    await house.type(phone, text)


async def test_a_question_is_answered_by_a_person_in_two_languages_and_is_over(house: House) -> None:
    zahra, stina, karin = await house.tenant("fa_AF"), await house.staff(), await house.staff("Karin")
    await house.type(karin, "/languages")
    await house.press(karin, "threads.speaks:fa_AF")
    sounds = len(stina.sounds)
    await asks(house, zahra, "کرایه را کجا تحویل بدهم؟")
    assert "Fråga" in karin.sounds[-1].text
    assert len(stina.sounds) == sounds

    # After an hour of the office's time nobody has taken it: everybody is called.
    await house.later(HOUR + 60)
    assert len(stina.sounds) == sounds + 1
    await house.press(stina, "threads.show:1", "threads.answers:1", "threads.answers:1.rent")
    await house.press(stina, "threads.answer:1.rent.how_to_pay", "threads.send:1.rent.how_to_pay")
    assert "کرایه" not in zahra.sounds[-1].text
    await house.press(zahra, "threads.show:1")
    assert "OCR" in zahra.last.text

    # She wants to know more, and gets it as it was written.
    await house.press(zahra, "threads.add:1")
    await house.type(zahra, "OCR چیست؟")
    assert state(house) == "claimed"
    await house.press(stina, "threads.show:1", "threads.write:1")
    await house.type(stina, "Det står längst ner på avin.")
    await house.press(stina, "threads.written:sv.1")
    await house.press(zahra, "threads.show:1")
    assert "Det står längst ner på avin." in zahra.last.text
    await house.later(7 * DAY + 60)
    assert state(house) == "closed"


async def test_a_voice_message_of_one_without_a_code_is_handed_over_and_late(house: House) -> None:
    stina, karin = await house.staff(), await house.staff("Karin")
    stranger = house.telegram.phone(language_code="ar", first_name="Test")
    await house.type(stranger, "/start")
    await house.press(stranger, "language.set:ar")
    stranger.send_voice(b"OggS")
    await house.quiet()
    await house.press(stranger, "voice.use:human")
    await house.press(stina, "threads.show:1", "threads.files:1")
    assert stina.last.voice
    await house.press(stina, "threads.take:1", "threads.hand:1")
    colleague = people.by_chat(house.database.reader, karin.chat_id)
    assert colleague is not None
    await house.press(stina, f"threads.hand_to:1.{colleague.id}")
    await house.later(2 * DAY)
    assert "threads.show:1" in karin.sounds[-1].data
    assert [each.id for each in threads.overdue(house.database.reader, house.clock.now())] == [1]
    assert "متأخر" in stranger.last.text or "تأخرنا" in stranger.last.text


async def test_the_office_teaches_what_has_no_answer_and_changes_one(house: House) -> None:
    zahra, stina = await house.tenant("en"), await house.staff()
    async with house.database.transaction() as db:
        for words in ("may i have a cat", "may i have a cat here"):
            unanswered.note(db, words, "en", ["visitors_lodgers"], house.clock.now())
    await house.type(stina, "/inbox")
    group = next(data for data in stina.last.data if data.startswith("inbox.group:"))
    key = group.partition(":")[2]
    await house.press(stina, group, f"inbox.asks:{key}.visitors_lodgers")
    assert unanswered.all_(house.database.reader) == []

    await house.type(stina, "/answer deposit")
    await house.press(stina, "text.in:en.deposit", "text.write:en.deposit")
    await house.type(stina, "We take no deposit. Call {bobutik} if somebody asks you for one.")
    await house.press(stina, "text.publish:en.deposit")
    await house.type(zahra, "/ask")
    await house.press(zahra, "answer.group:rent", "answer.topic:deposit")
    assert "Call \u2066+46 980 319 230\u2069 if somebody asks you for one." in zahra.last.text
    await house.press(
        stina, "text.versions:en.deposit", "text.version:en.deposit.0", "text.restore:en.deposit.0"
    )
    await house.type(zahra, "/ask")
    await house.press(zahra, "answer.group:rent", "answer.topic:deposit")
    assert "if somebody asks you for one" not in zahra.last.text
