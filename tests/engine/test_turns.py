"""Turns: facts and what is said are committed together or not at all, one after another."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.engine.turn import Turn
from bot.engine.turns import Turns, _NoRequest
from storage import chats, facts, inbox
from tests.engine.conftest import Words, texts
from tests.engine.running import Engine, open_engine


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    async with open_engine(tmp_path) as opened:
        opened.start()
        yield opened


SECRET = "her" + " words"


def failing(turn: Turn) -> None:
    facts.put(turn.db, "half", "done")
    turn.say(Words("half said"))
    raise RuntimeError(SECRET)


async def test_a_turn_keeps_its_facts_and_says_its_words(engine: Engine) -> None:
    anna = engine.telegram.phone()
    for i in range(5):
        anna.type(str(i))
    await engine.quiet()
    assert texts(anna) == [str(i) for i in range(5)]
    assert all(engine.kept(str(i)) for i in range(5))
    assert engine.count("received") == 5


async def test_facts_and_words_are_in_the_store_together(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = engine.telegram.phone()
    engine.transport.slow[anna.chat_id] = 0.2
    anna.type("hello")
    await engine.until(lambda: engine.kept("hello"))
    assert (engine.count("outbox"), engine.count("inbox")) == (1, 0)
    await engine.quiet()


async def test_a_failing_turn_leaves_nothing_is_tried_three_times_then_set_aside_and_told(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    anna, berit = engine.telegram.phone(), engine.telegram.phone()
    engine.does["fail"] = failing
    anna.type("before")
    anna.type("fail now")
    berit.type("other")
    anna.type("after")
    await engine.quiet()
    assert engine.heard == ["before", "fail now", "fail now", "fail now", "other", "after"]
    assert texts(anna) == ["before", "sorry", "after"]
    assert texts(berit) == ["other"]
    assert texts(engine.desk) == ["a turn failed"]
    assert facts.get(engine.database.reader, "half") is None
    assert engine.count("set_aside") == 1
    assert SECRET not in caplog.text and "fail now" not in caplog.text


async def test_a_turn_that_fails_once_is_done_at_the_next_try(engine: Engine) -> None:
    failed: list[bool] = []

    def fails_once(turn: Turn) -> None:
        turn.say(Words("done"))
        if not failed:
            failed.append(True)
            raise RuntimeError

    engine.does["once"] = fails_once
    anna = engine.telegram.phone()
    anna.type("once")
    await engine.quiet()
    assert texts(anna) == ["done"]
    assert engine.count("set_aside") == 0


async def test_an_apology_that_fails_too_harms_nobody(engine: Engine) -> None:
    engine.does["fail"] = failing
    engine.apology = failing
    anna = engine.telegram.phone()
    anna.type("fail")
    anna.type("after")
    await engine.quiet()
    assert texts(anna) == ["after"]
    assert engine.count("set_aside") == 1


@pytest.mark.parametrize(
    "body",
    [
        {"message": {"garbage": 1}},
        {"message": "words"},
        {"callback_query": {"id": "1", "from": {}, "message": "words"}},
        {"message": {"message_id": 1, "date": "yesterday", "chat": {"id": "x"}}},
    ],
)
async def test_an_update_that_cannot_be_read_is_set_aside_and_staff_are_told(
    engine: Engine, body: dict[str, Any]
) -> None:
    anna = engine.telegram.phone()
    engine.telegram.world._update_id += 1
    engine.telegram.world.updates.append({"update_id": engine.telegram.world._update_id, **body})
    anna.type("after")
    await engine.quiet()
    assert texts(anna) == ["after"]
    assert texts(engine.desk) == ["a turn failed"]


@pytest.mark.parametrize("body", [{}, {"new_kind": {"x": 1}}, {"poll": None}])
async def test_an_update_of_a_kind_not_known_is_passed_over(engine: Engine, body: dict[str, Any]) -> None:
    engine.telegram.world._update_id += 1
    engine.telegram.world.updates.append({"update_id": engine.telegram.world._update_id, **body})
    anna = engine.telegram.phone()
    anna.type("after")
    await engine.quiet()
    assert texts(anna) == ["after"]
    assert engine.count("set_aside") == 0


async def test_a_failing_event_is_set_aside_and_not_found_again(engine: Engine) -> None:
    async with engine.database.transaction() as db:
        inbox.add_event(db, "due.1", '{"no": "event"}', 0)
    await engine.until(lambda: engine.count("set_aside") == 1)
    await engine.quiet()
    assert texts(engine.desk) == ["a turn failed"]


async def test_an_event_is_handled_by_its_name(engine: Engine) -> None:
    async with engine.database.transaction() as db:
        inbox.add_event(db, "due.7", '{"event": "due", "id": 7, "chat": 3}', 0)
        inbox.add_event(db, "else.7", '{"event": "else", "id": 7}', 0)
    await engine.quiet()
    assert [(e.name, e.id, e.chat) for e in engine.events] == [("due", 7, 3)]


async def test_a_handler_has_no_way_to_the_network(engine: Engine) -> None:
    def asks(turn: Turn) -> None:
        turn.bot.send_message(1, "x").send(None)

    engine.does["ask"] = asks
    anna = engine.telegram.phone()
    anna.type("ask")
    await engine.quiet()
    assert texts(anna) == ["sorry"]
    request = _NoRequest()
    assert request.read_timeout is None
    await request.initialize()
    await request.shutdown()


async def test_a_press_is_answered_and_names_its_value_and_message(engine: Engine) -> None:
    engine.does["buttons"] = lambda turn: turn.say(Words("press", buttons=("a.press:b:c",)))
    anna = engine.telegram.phone()
    anna.type("buttons")
    await engine.quiet()
    anna.press("a.press:b:c")
    await anna.until(lambda p: p.toasts)
    assert [toast.text for toast in anna.toasts] == [f"pressed b:c on {anna.last.message_id}"]


# Being away and coming back.


async def test_who_comes_back_finds_her_cards_true_and_gets_what_waited(engine: Engine) -> None:
    anna, karl = engine.telegram.phone(), engine.telegram.phone()

    def enrol(turn: Turn) -> None:
        chats.set_locale(turn.db, turn.chat, "sv")
        turn.card("k", Words("one"))

    def news(turn: Turn) -> None:
        turn.card("k", Words("two"), to=anna.chat_id)
        turn.say(Words("news"), to=anna.chat_id)

    engine.does |= {"enrol": enrol, "news": news}
    anna.type("enrol")
    await engine.quiet()
    anna.block()
    karl.type("news")
    await engine.until(lambda: not chats.get(engine.database.reader, anna.chat_id).reachable)
    assert texts(anna) == ["one sv"]
    karl.type("news")
    await engine.until(lambda: not engine.telegram.world.updates and not engine.count("inbox"))

    anna.unblock()
    await engine.quiet()
    assert chats.get(engine.database.reader, anna.chat_id).reachable
    assert texts(anna) == ["two sv", "news sv", "news sv"]


async def test_being_blocked_is_not_taken_for_coming_back(engine: Engine) -> None:
    anna = engine.telegram.phone()
    async with engine.database.transaction() as db:
        chats.set_locale(db, anna.chat_id, "sv")
        chats.set_reachable(db, anna.chat_id, False)
    anna.block()
    await engine.quiet()
    assert not chats.get(engine.database.reader, anna.chat_id).reachable
    anna.chat.blocked = False
    anna.type("back")
    await engine.quiet()
    assert chats.get(engine.database.reader, anna.chat_id).reachable
    assert texts(anna) == ["back sv"]


# The store fails.


@pytest.mark.parametrize("fault", ["full", "read-only", "locked"])
async def test_a_fault_of_the_store_counts_no_try_and_loses_nothing(
    engine: Engine, tmp_path: Path, fault: str
) -> None:
    anna = engine.telegram.phone()
    writer = engine.database.writer
    writer.execute("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(tmp_path / "helavagen.sqlite3", isolation_level=None)
    failing_now = True

    def breaks(turn: Turn) -> None:
        if failing_now:
            pages = turn.db.execute("PRAGMA page_count").fetchone()[0]
            turn.db.execute(f"PRAGMA max_page_count = {pages}")
            turn.db.execute("INSERT INTO facts VALUES ('large', ?)", ("x" * 1_000_000,))
        turn.say(Words("large kept"))

    engine.does["large"] = breaks
    anna.type("first")
    await engine.quiet()
    if fault == "full":
        anna.type("large")
    elif fault == "read-only":
        writer.execute("PRAGMA query_only = ON")
    else:
        other.execute("BEGIN IMMEDIATE")
    anna.type("second")
    await asyncio.sleep(1.0)
    assert texts(anna) == ["first"]
    assert not engine.kept("second")
    failing_now = False
    writer.execute("PRAGMA max_page_count = 100000")
    writer.execute("PRAGMA query_only = OFF")
    if other.in_transaction:
        other.execute("COMMIT")
    other.close()
    await engine.quiet()
    assert texts(anna) == ["first", *(["large kept"] if fault == "full" else []), "second"]
    assert engine.count("set_aside") == 0


async def test_after_a_fault_turns_are_committed_one_by_one(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    batch = Turns._batch

    async def noted(self: Turns, size: int) -> bool:
        worked = await batch(self, size)
        if worked:
            sizes.append(size)
        return worked

    monkeypatch.setattr(Turns, "_batch", noted)
    monkeypatch.setattr("bot.engine.turns.BATCH", 3)
    failed: list[str] = []

    def fails_once(turn: Turn) -> None:
        if not failed:
            failed.append("x")
            turn.db.execute("ROLLBACK")  # as SQLite does of itself when the disk is full
            raise sqlite3.OperationalError("database or disk is full")
        turn.say(Words("full no more"))

    engine.does["full"] = fails_once
    anna = engine.telegram.phone()
    async with engine.database.transaction() as db:
        for number, text in enumerate(["1", "full", "2", "3", "4", "5"], 1):
            body = {"message": {"message_id": number, "date": 1, "chat": anna.chat.described(), "text": text}}
            inbox.keep(db, [(number, msgspec.json.encode({"update_id": number, **body}).decode())], 0)
    anna.chat.started = True
    await engine.quiet()
    assert texts(anna) == ["1", "full no more", "2", "3", "4", "5"]
    assert sizes == [1, 1, 1, 3]
    assert engine.count("set_aside") == 0


async def test_a_storage_fault_in_the_apology_tries_the_whole_turn_again(engine: Engine) -> None:
    failed: list[bool] = []

    def full_once(turn: Turn) -> None:
        if not failed:
            failed.append(True)
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error
        turn.say(Words("sorry at last"))

    engine.does["fail"] = failing
    engine.apology = full_once
    anna = engine.telegram.phone()
    anna.type("fail")
    await engine.quiet()
    assert texts(anna) == ["sorry at last"]
    assert engine.count("set_aside") == 1


async def test_what_runs_beside_begins_once_the_bot_listens_and_its_failure_stops_nothing(
    tmp_path: Path,
) -> None:
    asked_before: list[bool] = []
    async with open_engine(tmp_path) as engine:

        async def beside(stop: asyncio.Event) -> None:
            asked_before.append(bool(engine.telegram.sent("deleteWebhook")))
            raise OSError("no such file")

        engine.beside = beside
        engine.start()
        phone = engine.telegram.phone()
        phone.type("hello")
        await engine.quiet()
        assert phone.last.text == "hello"
        assert asked_before == [True]
