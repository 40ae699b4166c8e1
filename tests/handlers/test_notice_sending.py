"""How a notice goes on once it is recorded: corrected, confirmed by another, reminded of, too late."""

from __future__ import annotations

import pytest

from bot.sandbox.phones import Phone
from storage import notice_answers, notice_runs, sendings
from tests.handlers.test_notices import HOUR, emergency, four, notice
from tests.talk import DAY, Talk

MINUTE = 60.0


async def lasting(talk: Talk, staff: Phone) -> None:
    """An emergency that holds for two days."""
    await emergency(talk, staff)
    await talk.later(6)
    async with talk.database.transaction() as db:
        db.execute("UPDATE notices SET ends = ends + 2 * 86400")
        db.execute("UPDATE notice_texts SET content = json_set(content, '$.ends', ends) FROM notices")


async def correct(talk: Talk, staff: Phone, words: str, *presses: str) -> None:
    """Corrects the first notice: other words of the Swedish addition."""
    await talk.forge(staff, "notice.correct:1")
    await talk.type(staff, words)
    await talk.press(staff, *presses, "notice.send:draft")
    await talk.later(1)


def reminded(talk: Talk, phone: Phone) -> int:
    return sum(1 for each in talk.saw(phone, "notices.news") if each["what"] == "remind")


async def test_the_reminder_counts_from_the_correction(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await lasting(talk, staff)
    await talk.press(phones["ar"], "notice.understood:1")
    await talk.later(110 * MINUTE)
    await correct(talk, staff, "Hämta vatten på torget.")

    await talk.press(phones["sv"], "notice.understood:1")  # the corrected text
    await talk.later(100 * MINUTE)
    await talk.later(1)
    assert [reminded(talk, phone) for phone in phones.values()] == [0, 0, 0, 0]
    for _ in range(3):
        await talk.later(HOUR)
    # Who had understood only what it said before is asked about what it says now.
    assert {locale: reminded(talk, phone) for locale, phone in phones.items()} == {
        "sv": 0,
        "ar": 1,
        "fa_AF": 1,
        "en": 1,
    }


async def test_after_the_reminder_a_correction_asks_once_more(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await lasting(talk, staff)
    await talk.later(2 * HOUR)
    await talk.later(1)
    assert reminded(talk, phones["sv"]) == 1
    await correct(talk, staff, "Hämta vatten på torget.")
    for _ in range(4):
        await talk.later(HOUR)
    assert reminded(talk, phones["sv"]) == 2


async def test_a_correction_that_does_not_ask_leaves_everybody_in_peace(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await lasting(talk, staff)
    await talk.press(phones["ar"], "notice.understood:1")
    await correct(talk, staff, "Hämta vatten på torget.", "notice.set:asks")
    assert not notice(talk).asks
    assert "notice.understood:1" not in phones["sv"].messages[-2].data
    await talk.later(DAY)
    assert [reminded(talk, phone) for phone in phones.values()] == [0, 0, 0, 0]
    assert [row[2] for row in talk.facts()["notice_answers"]] == ["understood"]


async def test_a_reminder_that_is_on_its_way_ends_with_a_correction(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await lasting(talk, staff)
    await talk.press(phones["ar"], "notice.understood:1")
    await talk.forge(staff, "notice.correct:1")
    await talk.type(staff, "Hämta vatten på torget.")
    async with talk.database.transaction() as db:  # queued, while nothing is carried out
        talk.clock.at += 2 * HOUR
        sending = sendings.add(db, '{"message":"notices.news","notice":1,"what":"remind"}', reply_to=1)
        run = notice_runs.get(db, notice_runs.start(db, 1, "remind", sending))
        assert run is not None
        notice_runs.chunk(db, run, talk.clock.now(), 2)
        notice_answers.was_reminded(db, 1)
    staff.press("notice.send:draft")
    await talk._take_in()
    while await talk.turns._batch(100):
        pass
    await talk.later(1)
    assert [reminded(talk, phone) for phone in phones.values()] == [0, 0, 0, 0]


async def test_whoever_says_that_she_understands_is_not_reminded_though_it_is_queued(talk: Talk) -> None:
    staff, household = await talk.staff(), await talk.household()
    mother, son = await talk.tenant("ar", household=household), await talk.helper("sv", household)
    await lasting(talk, staff)
    async with talk.database.transaction() as db:
        sending = sendings.add(db, '{"message":"notices.news","notice":1,"what":"remind"}', reply_to=1)
        run = notice_runs.get(db, notice_runs.start(db, 1, "remind", sending))
        assert run is not None
        notice_runs.chunk(db, run, talk.clock.now())
    son.press("notice.understood:1")
    await talk._take_in()
    while await talk.turns._batch(100):
        pass
    await talk.quiet()
    assert (reminded(talk, mother), reminded(talk, son)) == (0, 0)


async def test_a_press_under_what_it_said_before_shows_the_correction_and_does_not_count(
    talk: Talk,
) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await lasting(talk, staff)
    await talk.forge(staff, "notice.correct:1")
    await talk.type(staff, "Hämta vatten på torget.")
    staff.press("notice.send:draft")
    await talk._take_in()
    while await talk.turns._batch(1):  # recorded, not edited yet
        pass
    phones["sv"].press("notice.understood:1")
    await talk.later(1)
    assert talk.count("notice_answers") == 0
    shown = next(each for each in phones["sv"].messages if "notice.understood:1" in each.data)
    assert "torget" in shown.text
    await talk.press(phones["sv"], "notice.understood:1")
    assert talk.count("notice_answers") == 1


async def test_the_swedish_words_and_the_end_of_an_emergency_can_be_corrected(talk: Talk) -> None:
    staff, phones = await talk.staff(), await four(talk)
    await emergency(talk, staff, "Hämta vatten i tanken på gården.")
    await talk.later(6)
    await talk.press(staff, "notice.show:1", "notice.correct:1")
    await talk.type(staff, "Hämta vatten på torget.")
    assert "torget" in staff.messages[-1].text
    await talk.press(staff, "notice.end:choose")
    ends = [data for data in staff.messages[-1].data if data.startswith("notice.end:")][-1]
    await talk.press(staff, ends)
    await talk.later(1)
    edited = phones["ar"].messages[-2].text
    assert "torget" in edited
    assert "gården" not in edited
    assert notice(talk).ends == float(ends.partition(":")[2])
    assert notice(talk).starts == pytest.approx(talk.clock.now(), abs=60)
