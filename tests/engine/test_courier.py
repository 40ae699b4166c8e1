"""The courier: every errand is carried out once, in order, whatever Telegram or the store answers."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.engine import courier as couriers
from bot.engine.clock import OLDEST
from bot.engine.courier import back_off
from bot.engine.transport import TokenRefused
from storage import cards, outbox
from storage.outbox import ANSWER, EMERGENCY, NOTICE, NOTIFICATION, Card
from tests.engine.conftest import Post, open_post, raw, send, texts, wanted


async def test_what_is_said_to_one_chat_arrives_in_order(post: Post) -> None:
    phones = [post.phone() for _ in range(5)]
    for i in range(10):
        for phone in phones:
            await post.put(phone, send(str(i)))
    await post.empty()
    for phone in phones:
        assert texts(phone) == [str(i) for i in range(10)]


async def test_what_is_urgent_overtakes_what_waits_for_the_same_chat(post: Post) -> None:
    anna = post.phone()
    post.transport.slow[anna.chat_id] = 0.05
    await post.put(anna, send("notice 1"), send("notice 2"), priority=NOTICE)
    await asyncio.sleep(0.01)
    await post.put(anna, send("notification"))
    await post.put(anna, send("answer"), priority=ANSWER)
    await post.put(anna, send("emergency"), priority=EMERGENCY)
    await post.empty()
    assert texts(anna) == ["notice 1", "emergency", "answer", "notification", "notice 2"]


async def test_one_call_a_chat_is_under_way_and_at_most_a_window_of_all(tmp_path: Path) -> None:
    async with open_post(tmp_path, rate=10_000) as post:
        phones = [post.phone() for _ in range(60)]
        for phone in phones:
            post.transport.slow[phone.chat_id] = 0.02
            await post.put(phone, send("a"), send("b"))
        post.start()
        await post.empty()
    assert post.transport.most_of_one_chat == 1
    assert post.transport.most == couriers.WINDOW
    assert all(texts(phone) == ["a", "b"] for phone in phones)


async def test_a_receipt_that_comes_while_others_are_committed_is_kept(post: Post) -> None:
    slow, quick = post.phone(), post.phone()
    post.transport.slow[slow.chat_id] = 0.1
    await post.put(slow, send("slow"), send("then"))
    await post.put(quick, *(send(str(i)) for i in range(5)))
    await post.empty()
    assert texts(slow) == ["slow", "then"]


async def test_words_come_in_the_readers_language_and_silently_where_asked(post: Post) -> None:
    anna = await post.known("ar")
    await post.put(anna, send("hello", silent=True), send("hello"))
    await post.empty()
    assert [(m.text, m.silent) for m in anna.messages] == [("hello ar", True), ("hello ar", False)]


@pytest.mark.parametrize("status", [500, 502, 409, "reset_before", "timeout"])
async def test_what_telegram_did_not_carry_out_is_tried_again_in_order_and_others_are_not_held_up(
    post: Post, status: int | str
) -> None:
    anna, berit = post.phone(), post.phone()
    post.telegram.fail("sendMessage", times=2, status=status, chat=anna.chat_id)
    await post.put(anna, send("1"), send("2"))
    await post.put(anna, send("urgent"), priority=EMERGENCY)
    await post.put(berit, send("other"))
    await berit.until(lambda p: p.last.text == "other")
    await post.empty()
    assert texts(anna) == ["urgent", "1", "2"]
    assert post.count("undelivered") == 0


@pytest.mark.parametrize("status", ["reset_after", "timeout_after"])
async def test_when_an_answer_is_lost_the_message_may_double_but_nothing_is_lost(
    post: Post, status: str
) -> None:
    anna = post.phone()
    post.telegram.fail("sendMessage", status=status, chat=anna.chat_id)
    await post.put(anna, send("1"), send("2"))
    await post.empty()
    assert texts(anna) == ["1", "1", "2"]


@pytest.mark.parametrize("status", [400, 413])
async def test_what_can_never_be_carried_out_becomes_a_task_and_the_next_goes_on(
    post: Post, status: int
) -> None:
    anna = post.phone()
    post.telegram.fail("sendMessage", status=status, chat=anna.chat_id)
    await post.put(anna, send("bad"), send("good"))
    await post.empty()
    assert texts(anna) == ["good"]
    assert post.count("undelivered") == 1
    assert post.events() == [{"event": "errand.undelivered", "id": 1, "chat": anna.chat_id}]


@pytest.mark.parametrize(
    "errand", ["not json", '{"type":"dance"}', '{"type":"send"}', '{"type":"send","message":{}}']
)
async def test_a_row_that_cannot_be_read_is_set_aside_and_the_courier_goes_on(
    post: Post, errand: str
) -> None:
    anna = post.phone()
    async with post.database.transaction() as db:
        db.execute(
            "INSERT INTO outbox (chat, priority, errand, since) VALUES (?, 2, ?, 0)", (anna.chat_id, errand)
        )
    await post.put(anna, send("good"))
    await post.empty()
    assert texts(anna) == ["good"]
    assert post.count("undelivered") == 1
    assert [event["event"] for event in post.events()] == ["errand.undelivered"]


async def test_who_blocked_the_bot_is_marked_and_what_waits_for_her_is_parked(post: Post) -> None:
    anna, berit = await post.known(), post.phone()
    anna.chat.blocked = True
    await post.put(anna, send("1"), send("2"))
    await post.put(berit, send("other"))
    await post.until(post.events)
    assert post.events() == [{"event": "chat.unreachable", "id": anna.chat_id}]
    await post.put(anna, send("3"))
    await post.put(berit, send("more"))
    await post.until(lambda: texts(berit) == ["other", "more"])
    await post.until(lambda: post.count("outbox") == 3)  # once the last receipt is kept
    assert len(post.telegram.sent("sendMessage")) == 3

    anna.chat.blocked = False
    async with post.database.transaction() as db:
        db.execute("UPDATE chats SET reachable = 1")
        outbox.unpark(db, anna.chat_id)
    post.courier.wake()
    await post.empty()
    assert texts(anna) == ["1 sv", "2 sv", "3 sv"]


async def test_nothing_is_kept_for_who_left_before_choosing_a_language(post: Post) -> None:
    anna = post.phone()
    anna.chat.blocked = True
    await post.put(anna, send("1"), send("2"))
    await post.empty()
    assert post.count("chats") == post.count("undelivered") == post.count("inbox") == 0


async def test_a_chat_that_was_told_to_wait_waits_alone(post: Post) -> None:
    anna, berit = post.phone(), post.phone()
    post.telegram.fail("sendMessage", status=429, retry_after=1, chat=anna.chat_id)
    await post.put(anna, send("1"), send("2"))
    for i in range(5):
        await post.put(berit, send(str(i)))
    await post.until(lambda: len(texts(berit)) == 5)
    assert texts(anna) == []
    await post.empty()
    assert texts(anna) == ["1", "2"]
    first, second, _ = (
        r.at for r in post.telegram.sent("sendMessage") if r.params["chat_id"] == anna.chat_id
    )
    assert second - first >= 1


async def test_when_two_chats_are_told_to_wait_all_do(post: Post) -> None:
    phones = [post.phone() for _ in range(3)]
    for phone in phones[:2]:
        post.telegram.fail("sendMessage", status=429, retry_after=1, chat=phone.chat_id)
        await post.put(phone, send("1"))
        await post.until(
            lambda chat=phone.chat_id: any(r.params["chat_id"] == chat for r in post.telegram.requests)
        )
    await post.until(lambda: post.courier._pace.wait(0) > 0)
    refused = post.telegram.requests[-1].at
    await post.put(phones[2], send("1"))
    await post.empty()
    assert post.telegram.requests[2].at - refused >= 0.95
    assert all(texts(phone) == ["1"] for phone in phones)


async def test_an_errand_that_could_not_be_done_for_days_becomes_a_task(post: Post) -> None:
    anna = post.phone()
    post.telegram.fail("sendMessage", times=1000, status=500, chat=anna.chat_id)
    await post.put(anna, send("old"))
    await post.until(lambda: len(post.telegram.requests) > 1)
    assert post.count("undelivered") == 0
    post.clock_file.write_text(str(OLDEST + 60))
    post.courier._clock.refresh()
    await post.empty()
    assert "too old" in post.database.reader.execute("SELECT why FROM undelivered").fetchone()[0]


async def test_an_errand_that_was_erased_before_its_time_is_not_carried_out(post: Post) -> None:
    anna = post.phone()
    post.transport.slow[anna.chat_id] = 0.05
    await post.put(anna, send("1"), send("2"), send("3"))
    await asyncio.sleep(0.02)
    async with post.database.transaction() as db:
        db.execute("DELETE FROM outbox WHERE id = 2")
    await post.empty()
    assert texts(anna) == ["1", "3"]


async def test_after_a_restart_what_was_to_be_tried_later_still_waits(tmp_path: Path) -> None:
    async with open_post(tmp_path) as post:
        anna = post.phone()
        await post.put(anna, send("1"))
        async with post.database.transaction() as db:
            outbox.retry(db, 1, post.now() + 0.3)
        post.start()
        await asyncio.sleep(0.1)
        assert texts(anna) == []
        await post.empty()
        assert texts(anna) == ["1"]


async def test_while_receipts_cannot_be_kept_nothing_is_sent_twice(post: Post) -> None:
    anna, berit = post.phone(), post.phone()
    await post.put(anna, send("1"), send("2"))
    await post.put(berit, send("1"))
    post.database.writer.execute("PRAGMA query_only = ON")
    await post.until(lambda: len(texts(anna) + texts(berit)) == 2)
    await asyncio.sleep(0.3)
    assert (texts(anna), texts(berit)) == (["1"], ["1"])
    post.database.writer.execute("PRAGMA query_only = OFF")
    await post.empty()
    assert (texts(anna), texts(berit)) == (["1", "2"], ["1"])


@pytest.mark.parametrize("function", ["page", "waits"])
async def test_when_the_outbox_cannot_be_read_it_is_tried_again(
    post: Post, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    works = getattr(outbox, function)
    failed: list[bool] = []

    def fails_first(*args: object) -> object:
        if len(failed) < 2:
            failed.append(True)
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR
            raise error
        return works(*args)

    monkeypatch.setattr(outbox, function, fails_first)
    anna = post.phone()
    await post.put(anna, send("1"))
    post.courier.wake()
    await post.empty()
    assert failed and texts(anna) == ["1"]
    assert post.count("undelivered") == 0


async def test_at_the_end_what_is_under_way_is_finished_and_kept(post: Post) -> None:
    anna = post.phone()
    post.transport.slow[anna.chat_id] = 0.1
    await post.put(anna, send("1"), send("2"))
    await asyncio.sleep(0.05)
    await post.end()
    assert texts(anna) == ["1"]
    assert [row.errand for row in outbox.of_chat(post.database.reader, anna.chat_id)] == [
        '{"type":"send","message":{"type":"words","text":"2","buttons":[],"file":null},"silent":false,"reply_to":""}'
    ]


async def test_at_the_end_a_call_that_hangs_is_left_for_the_next_start(post: Post) -> None:
    anna, berit = post.phone(), post.phone()
    post.transport.slow[anna.chat_id] = 60
    post.transport.slow[berit.chat_id] = 0.1
    await post.put(anna, send("1"))
    await post.put(berit, send("1"))
    await asyncio.sleep(0.05)
    started = asyncio.get_running_loop().time()
    await post.end()
    assert asyncio.get_running_loop().time() - started < 3
    assert [row.chat for row in outbox.page(post.database.reader, NOTIFICATION, 0, 9)] == [anna.chat_id]


async def test_at_the_end_receipts_that_cannot_be_kept_do_not_hold_it_up(post: Post) -> None:
    anna = post.phone()
    post.transport.slow[anna.chat_id] = 0.1
    await post.put(anna, send("1"))
    await asyncio.sleep(0.05)
    post.database.writer.execute("PRAGMA query_only = ON")
    await post.end()
    assert texts(anna) == ["1"]
    assert post.count("outbox") == 1


async def test_a_refused_token_ends_the_courier_and_loses_nothing(post: Post) -> None:
    anna = post.phone()
    post.telegram.fail("sendMessage", status=401)
    await post.put(anna, send("1"))
    assert post.running is not None
    with pytest.raises(TokenRefused):
        await asyncio.wait_for(post.running, 3)
    assert post.count("outbox") == 1
    post.running = None


async def test_what_fails_in_the_courier_itself_ends_it_with_that_error(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object) -> None:
        raise KeyError("lane")

    monkeypatch.setattr(post.courier._lanes, "settled", broken)
    await post.put(post.phone(), send("1"))
    assert post.running is not None
    with pytest.raises(KeyError):
        await asyncio.wait_for(post.running, 3)
    post.running = None


async def test_more_errands_than_are_held_in_memory_are_all_carried_out(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.engine.lanes.MOST_LOADED", 20)
    monkeypatch.setattr(couriers, "PAGE", 10)
    phones = [post.phone() for _ in range(10)]
    async with post.database.transaction() as db:
        rows = [(phone.chat_id, NOTICE, send(str(i))) for i in range(12) for phone in phones]
        outbox.add(db, rows, 0)
    post.courier.wake()
    most = 0
    while post.count("outbox"):
        most = max(most, post.courier._lanes._loaded[NOTICE])
        await asyncio.sleep(0.001)
    assert 0 < most <= 30
    assert all(texts(phone) == [str(i) for i in range(12)] for phone in phones)


async def test_a_press_is_answered_once_without_retry(post: Post) -> None:
    anna = post.phone()
    await post.put(anna, send("press", buttons=("a.b:c",)))
    await post.empty()
    anna.press("a.b:c")
    press_id = post.telegram.world.updates[-1]["callback_query"]["id"]
    post.telegram.fail("answerCallbackQuery", status=500)
    post.courier.answer(press_id, bytes(raw("lost")))
    await post.until(lambda: post.telegram.sent("answerCallbackQuery"))
    post.courier.answer(press_id)
    post.courier.answer(press_id, bytes(raw("taken")), "sv")
    await post.until(lambda: anna.toasts)
    assert [toast.text for toast in anna.toasts] == ["taken sv"]
    assert len(post.telegram.sent("answerCallbackQuery")) == 3


async def test_presses_that_cannot_be_answered_do_not_pile_up(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(couriers, "MOST_ANSWERS", 3)
    post.telegram.fail("answerCallbackQuery", times=99, status=500)
    for i in range(10):
        post.courier.answer(str(i))
    await post.until(lambda: not post.courier._tasks)
    assert len(post.telegram.sent("answerCallbackQuery")) == 3


async def test_a_toast_that_cannot_be_said_leaves_the_press_answered(post: Post) -> None:
    for message in (b"no JSON", b'{"type":"of.another.release"}'):
        post.courier.answer("1", message)
    await post.until(lambda: len(post.telegram.sent("answerCallbackQuery")) == 2)
    assert all("text" not in request.params for request in post.telegram.sent("answerCallbackQuery"))


async def test_a_toast_is_as_long_as_telegram_takes_it(post: Post) -> None:
    post.courier.answer("1", bytes(raw("x" * 300)))
    await post.until(lambda: post.telegram.sent("answerCallbackQuery"))
    assert post.telegram.sent("answerCallbackQuery")[0].params["text"] == "x" * 199 + "…"


async def test_cards_in_a_group_keep_to_twenty_a_minute_and_hold_up_nobody_else(tmp_path: Path) -> None:
    async with open_post(tmp_path, rate=200, limits=True) as post:
        anna, group = post.phone(), post.telegram.group()
        async with post.database.transaction() as db:
            for number in range(30):
                cards.want(db, group.chat_id, f"order.{number}", wanted(str(number)))
            errands = [(group.chat_id, NOTIFICATION, Card(f"order.{n}", silent=True)) for n in range(30)]
            outbox.add(db, errands, post.now())
        await post.put(anna, send("hello"))
        post.start()
        await post.until(lambda: texts(anna) and len(group.messages) == 20)
        await asyncio.sleep(0.3)
        assert [message.text for message in group.messages] == [str(number) for number in range(20)]
        # What changes meanwhile is sent as it is then, once.
        async with post.database.transaction() as db:
            cards.want(db, group.chat_id, "order.29", wanted("changed"))
        assert post.count("outbox") == 10
        assert len(post.telegram.requests) == 21


async def test_the_minute_of_a_group_goes_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.pace.GROUP_SECONDS", 0.3)
    async with open_post(tmp_path, rate=200) as post:
        group = post.telegram.group()
        async with post.database.transaction() as db:
            for number in range(30):
                cards.want(db, group.chat_id, f"order.{number}", wanted(str(number)))
            outbox.add(db, [(group.chat_id, NOTIFICATION, Card(f"order.{n}")) for n in range(30)], post.now())
        post.start()
        await post.empty()
        assert [message.text for message in group.messages] == [str(number) for number in range(30)]
        at = [request.at for request in post.telegram.sent("sendMessage")]
        assert all(later - at[i] >= 0.3 for i, later in enumerate(at[20:]))


async def test_allowances_that_are_full_again_are_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(couriers, "FORGET_SECONDS", 0.0)
    monkeypatch.setattr("bot.engine.pace.PRIVATE_SECONDS", 0.01)
    async with open_post(tmp_path, rate=1000) as post:
        anna = post.phone()
        await post.put(anna, send("1"))
        post.start()
        await post.empty()
        await post.until(lambda: not post.courier._lanes._allowances)


@pytest.mark.parametrize("tries", [0, 1, 5, 9, 50, 10_000])
def test_the_pause_grows_and_is_never_longer_than_five_minutes(tries: int) -> None:
    assert 0.8 * min(300, 2.0 ** min(tries, 9)) <= back_off(tries) <= 360
