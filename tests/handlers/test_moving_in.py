"""After the keys: short messages made of answers, each with "done"; and once a year the smoke alarm."""

from __future__ import annotations

import datetime

import msgspec
import pytest

from bot.contract_policies import MovingInPolicy, MovingStep
from bot.settings import Rooms
from storage import chats, inbox
from tests.settled import Settled, settled
from tests.talk import DAY, Talk

KEYS = datetime.date(2027, 3, 1)


async def _moved_in(talk: Talk) -> Settled:
    home = await settled(talk, KEYS)
    return home


async def test_a_message_comes_on_day_0_3_7_and_14_and_never_twice(talk: Talk) -> None:
    home = await _moved_in(talk)
    zahra = await home.adult("fa_AF")
    for days in range(20):
        await home.until(KEYS + datetime.timedelta(days=days), 13)
        await talk.later(60)
    steps = talk.saw(zahra, "moving.step")
    assert [step["day"] for step in steps] == [0, 3, 7, 14]
    assert [step["topics"] for step in steps] == [
        ["move_in.inspection"],
        ["folkbokforing"],
        ["insurance.home", "electricity.contract"],
        ["smoke_alarm"],
    ]
    assert zahra.shown(f"moving.done:{home.contract}.14")


async def test_a_step_of_the_policy_long_after_the_keys_is_sent_too(talk: Talk) -> None:
    policy = MovingInPolicy(datetime.date(2026, 1, 1), (MovingStep(90, ("smoke_alarm",)),))
    talk.start_again(msgspec.structs.replace(talk.company, moving_in=[policy]))
    home = await _moved_in(talk)
    zahra = await home.adult("sv")
    await home.until(KEYS + datetime.timedelta(days=89), 13)
    await talk.later(60)
    assert talk.saw(zahra, "moving.step") == []
    await home.until(KEYS + datetime.timedelta(days=90), 13)
    await talk.later(60)
    assert [step["day"] for step in talk.saw(zahra, "moving.step")] == [90]


async def test_done_by_one_adult_is_seen_by_the_other(talk: Talk) -> None:
    home = await _moved_in(talk)
    zahra, ali = await home.adult("sv"), await home.adult("ar")
    await home.until(KEYS, 13)
    await talk.later(60)
    await talk.press(zahra, f"moving.done:{home.contract}.0")
    assert not zahra.shown(f"moving.done:{home.contract}.0")
    assert not ali.shown(f"moving.done:{home.contract}.0")
    done = talk.database.reader.execute("SELECT count(*) FROM moving_in WHERE done IS NOT NULL").fetchone()
    assert done == (1,)
    before = talk.facts()
    await talk.forge(ali, f"moving.done:{home.contract}.0", f"moving.done:{home.contract}.3", "moving.done:x")
    assert talk.facts() == before


async def test_who_was_away_for_long_is_told_the_latest_only(talk: Talk) -> None:
    home = await _moved_in(talk)
    zahra = await home.adult("sv")
    await home.until(KEYS + datetime.timedelta(days=9), 13)
    await talk.later(60)
    assert [step["day"] for step in talk.saw(zahra, "moving.step")] == [7]


async def test_once_a_year_the_smoke_alarm_is_tried(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    await talk.later(364 * DAY)
    assert not talk.saw(zahra, "moving.smoke")
    await talk.later(3 * DAY)
    assert len(talk.saw(zahra, "moving.smoke")) == 1
    await talk.later(DAY)
    assert len(talk.saw(zahra, "moving.smoke")) == 1
    await talk.press(zahra, "moving.smoke:sounds")
    assert talk.saw(zahra, "moving.smoke")[-1]["answer"] == "sounds"
    await talk.later(370 * DAY)
    assert talk.saw(zahra, "moving.smoke")[-1]["answer"] == ""


@pytest.mark.parametrize("faults", [True, False])
async def test_a_silent_smoke_alarm_is_reported(talk: Talk, faults: bool) -> None:
    zahra = await talk.tenant("sv")
    if not faults:
        rooms = Rooms(faults=False, questions=True, home=True)
        talk.start_again(msgspec.structs.replace(talk.company, rooms=rooms))
    await talk.later(367 * DAY)
    await talk.press(zahra, "moving.smoke:silent")
    assert talk.count("smoke_alarms", "answer = 'silent'") == 1
    if faults:
        assert talk.draft(zahra)["item"] == "smoke_alarm.dead"
    else:
        assert talk.saw(zahra, "questions.ask_by_phone")


async def test_nobody_answers_who_was_not_asked(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    assert await talk.forge(zahra, "moving.smoke:sounds") == ["general.not_used:old_button"]
    assert await talk.forge(await talk.caretaker(), "moving.smoke:sounds") == ["general.not_used:not_at_home"]


@pytest.mark.parametrize("known", [True, False], ids=["known before", "found out by the push"])
async def test_where_nobody_gets_what_is_said_after_the_keys_the_officer_calls_once(
    talk: Talk, known: bool
) -> None:
    home = await settled(talk, datetime.date(2027, 3, 1))
    zahra = await home.adult("sv")
    zahra.block()
    if known:
        async with talk.database.transaction() as db:
            chats.set_reachable(db, zahra.chat_id, False)
    for day in (0, 3, 7):
        await home.until(datetime.date(2027, 3, 1) + datetime.timedelta(days=day))
        async with talk.database.transaction() as db:
            chats.set_reachable(db, zahra.chat_id, False)
            event = f'{{"event":"chat.unreachable","id":{zahra.chat_id}}}'
            inbox.add_event(db, "chat.unreachable", event, talk.clock.now())
        await talk.quiet()
    assert talk.count("officer_tasks", "kind = 'unreached' AND offer IS NULL") == 1
    assert [each["what"] for each in talk.saw(home.elin, "unit.news")].count("unreached") == 1
    await talk.forge(home.elin, "people.done:1")
    await home.until(datetime.date(2027, 3, 15))
    assert talk.count("officer_tasks") == 1
