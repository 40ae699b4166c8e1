"""Updates are in the inbox before Telegram is told, exactly once, whatever Telegram or the store does."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.engine import intake as intakes
from bot.engine.intake import ALLOWED
from bot.engine.transport import TokenRefused
from bot.sandbox.world import Webhook
from tests.engine.conftest import texts
from tests.engine.running import Engine, open_engine


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    async with open_engine(tmp_path) as opened:
        yield opened


def offsets(engine: Engine) -> list[int | None]:
    return [request.params.get("offset") for request in engine.telegram.sent("getUpdates")]


async def test_polling_begins_by_taking_a_webhook_away_and_names_what_is_read(engine: Engine) -> None:
    engine.telegram.world.webhook = Webhook("https://example.org")
    engine.telegram.fail("deleteWebhook", times=2, status=500)
    engine.start()
    anna = engine.telegram.phone()
    anna.type("hello")
    await engine.quiet()
    requests = [r.method for r in engine.telegram.requests if r.method in ("deleteWebhook", "getUpdates")]
    assert requests[:4] == ["deleteWebhook"] * 3 + ["getUpdates"]
    first = engine.telegram.sent("getUpdates")[0].params
    assert first["allowed_updates"] == ALLOWED
    assert {"message", "callback_query", "my_chat_member"} <= set(ALLOWED)
    assert texts(anna) == ["hello"]


async def test_an_update_is_in_the_inbox_before_it_is_confirmed(engine: Engine) -> None:
    unkept: list[int] = []

    def look(method: str, params: dict[str, Any]) -> None:
        if method != "getUpdates" or "offset" not in params:
            return
        known = {
            i for (i,) in engine.database.reader.execute(
                "SELECT update_id FROM inbox UNION SELECT update_id FROM received"
            )
        }  # fmt: skip
        waiting = {update["update_id"] for update in engine.telegram.world.updates}
        unkept.extend(i for i in waiting if i < params["offset"] and i not in known)

    engine.telegram.on_request = look
    anna = engine.telegram.phone()
    for i in range(250):
        anna.type(str(i))
    engine.start()
    await engine.quiet()
    assert unkept == []
    assert engine.heard == [str(i) for i in range(250)]


async def test_the_offset_is_one_after_the_last_received_also_when_ids_start_lower(engine: Engine) -> None:
    engine.start()
    anna = engine.telegram.phone()
    last = anna.type("high")
    await engine.quiet()
    engine.telegram.world._update_id = 10
    anna.type("low")
    await engine.until(lambda: engine.kept("low"))
    await engine.until(lambda: offsets(engine)[-1] == 12)
    assert last + 1 in offsets(engine)
    assert engine.heard == ["high", "low"]


async def test_of_updates_that_come_together_the_last_one_counts_not_the_largest_id(engine: Engine) -> None:
    anna = engine.telegram.phone()
    anna.type("high")
    engine.telegram.world._update_id = 10
    anna.type("low")
    engine.start()
    await engine.quiet()
    assert offsets(engine)[:2] == [None, 12]
    assert engine.heard == ["high", "low"]


async def test_updates_that_come_again_are_not_heard_again(engine: Engine) -> None:
    engine.start()
    anna = engine.telegram.phone()
    anna.type("once")
    again = list(engine.telegram.world.updates)
    await engine.quiet()
    engine.telegram.world.updates += again
    anna.type("then")
    await engine.quiet()
    assert engine.heard == ["once", "then"]


async def test_updates_that_were_not_confirmed_at_a_stop_are_not_heard_twice(engine: Engine) -> None:
    engine.start()
    anna = engine.telegram.phone()
    anna.type("once")
    again = list(engine.telegram.world.updates)
    await engine.quiet()
    await engine.end()
    engine.telegram.world.updates += again
    engine.start()
    anna.type("then")
    await engine.quiet()
    assert engine.heard == ["once", "then"]
    assert len(engine.telegram.sent("getMe")) == 1


async def test_while_another_program_polls_it_waits_and_says_so(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    engine.telegram.fail("getUpdates", times=3, status=409)
    engine.start()
    anna = engine.telegram.phone()
    anna.type("hello")
    await engine.quiet()
    assert texts(anna) == ["hello"]
    assert "another program polls with this bot's token" in caplog.text


@pytest.mark.parametrize("status", [500, 429, "reset_before", "reset_after"])
async def test_a_failing_poll_is_repeated_more_and_more_slowly(engine: Engine, status: int | str) -> None:
    times = 1 if status == 429 else 4
    engine.telegram.fail("getUpdates", times=times, status=status, retry_after=1)
    engine.start()
    anna = engine.telegram.phone()
    anna.type("hello")
    await engine.quiet()
    assert texts(anna) == ["hello"]
    at = [request.at for request in engine.telegram.sent("getUpdates")]
    if status == 429:
        assert at[1] - at[0] >= 1
    else:
        assert at[4] - at[3] > at[1] - at[0]


async def test_a_poll_that_is_never_answered_is_given_up(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intakes, "POLL_SECONDS", -9)  # one second in all
    engine.telegram.fail("getUpdates", status="timeout")
    engine.start()
    anna = engine.telegram.phone()
    anna.type("hello")
    await engine.until(lambda: texts(anna) == ["hello"])


async def test_an_answer_that_is_no_list_of_updates_is_passed_over(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    polls: list[int] = []
    get_updates = engine.telegram._polling.get_updates

    async def odd_first(params: dict[str, Any]) -> Any:
        polls.append(1)
        return (
            [{"odd": True}, {"odder": []}][len(polls) - 1 :] if len(polls) < 3 else await get_updates(params)
        )

    monkeypatch.setattr(engine.telegram._polling, "get_updates", odd_first)
    engine.start()
    anna = engine.telegram.phone()
    anna.type("hello")
    await engine.quiet()
    assert texts(anna) == ["hello"]


# When the inbox cannot be written.


@pytest.mark.parametrize("fault", ["full", "read-only", "locked"])
async def test_the_emergency_card_comes_from_memory_and_nothing_is_confirmed(
    engine: Engine, tmp_path: Path, fault: str
) -> None:
    engine.start()
    anna, berit = engine.telegram.phone(), engine.telegram.phone()
    anna.type("hello")
    await engine.quiet()
    writer = engine.database.writer
    writer.execute("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(tmp_path / "helavagen.sqlite3", isolation_level=None)
    if fault == "full":
        writer.execute(f"PRAGMA max_page_count = {writer.execute('PRAGMA page_count').fetchone()[0]}")
        berit.type("x" * 4000 * 4)
    elif fault == "read-only":
        writer.execute("PRAGMA query_only = ON")
    else:
        other.execute("BEGIN IMMEDIATE")
    berit.type("question")
    engine.telegram.fail("sendMessage", status=500, chat=anna.chat_id)
    anna.type("/emergency")
    berit.type("Nödläge")
    berit.press("emergency.show:", forge=True)
    await engine.until(lambda: texts(berit) == ["112", "112"])
    await asyncio.sleep(0.3)
    assert texts(berit) == ["112", "112"]
    assert len(engine.telegram.world.updates) >= 4
    assert (texts(anna), engine.heard) == (["hello"], ["hello"])

    writer.execute("PRAGMA max_page_count = 100000")
    writer.execute("PRAGMA query_only = OFF")
    if other.in_transaction:
        other.execute("COMMIT")
    other.close()
    await engine.quiet()
    assert engine.kept("question") and engine.kept("/emergency")
    assert texts(anna) == ["hello", "/emergency"]


# The start and the end.


async def test_who_the_bot_is_is_asked_until_it_is_known_and_kept_per_bot(engine: Engine) -> None:
    engine.telegram.fail("getMe", times=2, status=500)
    for _ in range(2):
        engine.start()
        await engine.until(lambda: engine.telegram.sent("getUpdates"))
        await engine.end()
    assert len(engine.telegram.sent("getMe")) == 3
    names = [name for (name,) in engine.database.reader.execute("SELECT name FROM facts")]
    assert names == [f"me.{engine.telegram.token.partition(':')[0]}"]


async def test_a_store_that_cannot_keep_who_the_bot_is_does_not_stop_it(engine: Engine) -> None:
    engine.database.writer.execute("PRAGMA query_only = ON")
    anna = engine.telegram.phone()
    anna.type("/emergency")
    engine.start()
    await engine.until(lambda: texts(anna) == ["112"])
    engine.database.writer.execute("PRAGMA query_only = OFF")
    await engine.quiet()


@pytest.mark.parametrize("status", [401, 404])
@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates", "sendMessage"])
async def test_a_refused_token_ends_the_program(engine: Engine, method: str, status: int) -> None:
    engine.telegram.fail(method, status=status)
    engine.telegram.phone().type("hello")
    engine.start()
    assert engine.running is not None
    with pytest.raises(TokenRefused):
        await asyncio.wait_for(engine.running, 5)
    engine.running = None


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates"])
@pytest.mark.parametrize("fault", ["timeout", 500])
async def test_it_can_be_told_to_end_while_telegram_does_not_answer(
    engine: Engine, method: str, fault: str | int
) -> None:
    engine.telegram.fail(method, times=1000, status=fault)
    engine.start()
    await engine.until(lambda: engine.telegram.sent(method))
    started = asyncio.get_running_loop().time()
    await engine.end()
    assert asyncio.get_running_loop().time() - started < 3


async def test_it_ends_in_time_while_the_store_is_locked(engine: Engine, tmp_path: Path) -> None:
    anna = engine.telegram.phone()
    engine.start()
    anna.type("first")
    await engine.quiet()
    other = sqlite3.connect(tmp_path / "helavagen.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    anna.type("second")
    await asyncio.sleep(0.1)
    started = asyncio.get_running_loop().time()
    await engine.end()
    assert asyncio.get_running_loop().time() - started < 9.9
    other.execute("COMMIT")
    other.close()
    engine.start()
    await engine.quiet()
    assert texts(anna) == ["first", "second"]


async def test_a_part_that_fails_ends_the_others_and_its_error_is_told(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intakes, "ALLOWED", object())
    engine.start()
    assert engine.running is not None
    with pytest.raises(TypeError):
        await asyncio.wait_for(engine.running, 5)
    engine.running = None


async def test_a_part_that_does_not_end_is_cut_off(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    async def endless(*args: object) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr("bot.engine.run.tick", endless)
    monkeypatch.setattr("bot.engine.run.LAST_SECONDS", 0.1)
    engine.start()
    await engine.until(lambda: engine.telegram.sent("getUpdates"))
    await engine.end()


async def test_the_log_of_a_run_holds_neither_the_token_nor_what_people_write(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    for method in ("getMe", "getUpdates", "sendMessage"):
        for status in (500, "reset_before"):
            engine.telegram.fail(method, status=status)
    anna = engine.telegram.phone()
    anna.type("a secret of hers")
    engine.start()
    await engine.until(lambda: texts(anna))
    assert engine.telegram.token.partition(":")[2] not in caplog.text
    assert "secret of hers" not in caplog.text
