import asyncio

import pytest

from bot.sandbox.server import Telegram
from tests.sandbox.conftest import Caller, a_request


def ids(updates: list[dict]) -> list[int]:
    return [update["update_id"] for update in updates]


async def test_updates_stay_until_an_offset_confirms_them(telegram: Telegram, bot: Caller) -> None:
    phone = telegram.phone()
    first, second = phone.type("one"), phone.type("two")
    assert ids(await bot.call("getUpdates")) == [first, second]
    assert ids(await bot.call("getUpdates", offset=first)) == [first, second]
    assert ids(await bot.call("getUpdates", offset=second)) == [second]
    assert ids(await bot.call("getUpdates", offset=0)) == [second]
    assert await bot.call("getUpdates", offset=second + 1) == []
    assert await bot.call("getUpdates") == []


async def test_a_limit_gives_the_earliest_and_confirms_nothing(telegram: Telegram, bot: Caller) -> None:
    phone = telegram.phone()
    sent = [phone.type(str(n)) for n in range(120)]
    assert ids(await bot.call("getUpdates", limit=2)) == sent[:2]
    assert ids(await bot.call("getUpdates", limit=500)) == sent[:100]
    assert ids(await bot.call("getUpdates", limit=0)) == sent[:1]


async def test_a_negative_offset_keeps_that_many_from_the_end(telegram: Telegram, bot: Caller) -> None:
    phone = telegram.phone()
    sent = [phone.type(str(n)) for n in range(5)]
    assert ids(await bot.call("getUpdates", offset=-2)) == sent[-2:]
    assert ids(await bot.call("getUpdates")) == sent[-2:]


async def test_a_long_poll_ends_with_the_first_update(telegram: Telegram, bot: Caller) -> None:
    poll = asyncio.create_task(bot.call("getUpdates", timeout=30))
    await a_request(telegram)
    sent = telegram.phone().type("hello")
    assert ids(await asyncio.wait_for(poll, 5)) == [sent]


async def test_a_long_poll_without_updates_ends_empty(bot: Caller) -> None:
    assert await bot.call("getUpdates", timeout=1) == []


async def test_a_second_poll_ends_the_first_with_a_conflict(telegram: Telegram, bot: Caller) -> None:
    first = asyncio.create_task(bot.refused("getUpdates", timeout=30))
    await a_request(telegram)
    second = asyncio.create_task(bot.call("getUpdates", timeout=30))
    assert (await first).startswith(
        "Conflict: terminated by other getUpdates request; make sure that only one"
    )
    sent = telegram.phone().type("for the second")
    assert ids(await second) == [sent]


async def test_the_poll_of_a_killed_bot_ends_with_its_connection(telegram: Telegram, bot: Caller) -> None:
    poll = asyncio.create_task(bot.call("getUpdates", timeout=30))
    await a_request(telegram)
    poll.cancel()
    with pytest.raises(asyncio.CancelledError):
        await poll
    sent = telegram.phone().type("still there")
    assert ids(await bot.call("getUpdates")) == [sent]


async def test_kinds_that_were_not_asked_for_are_not_queued(telegram: Telegram, bot: Caller) -> None:
    phone = telegram.phone()
    await bot.call("getUpdates", allowed_updates=["callback_query"])
    phone.type("not wanted")
    assert await bot.call("getUpdates") == []
    await bot.call("getUpdates", allowed_updates=[])
    wanted = phone.type("wanted again")
    assert ids(await bot.call("getUpdates")) == [wanted]


async def test_polling_is_refused_while_a_webhook_is_set(telegram: Telegram, bot: Caller) -> None:
    telegram.phone().type("waiting")
    poll = asyncio.create_task(bot.refused("getUpdates", offset=10**9, timeout=30))
    await a_request(telegram)
    assert "HTTPS URL must be provided" in await bot.refused("setWebhook", url="http://example.org")
    await bot.call(
        "setWebhook", url="https://example.org/hook", secret_token="x", allowed_updates=["message"]
    )
    assert await poll == "Conflict: terminated by setWebhook request"
    assert "while webhook is active" in await bot.refused("getUpdates")
    telegram.phone().type("for the hook")
    info = await bot.call("getWebhookInfo")
    assert (info["url"], info["pending_update_count"]) == ("https://example.org/hook", 1)
    await bot.call("deleteWebhook", drop_pending_updates=True)
    assert await bot.call("getUpdates") == []
    assert (await bot.call("getWebhookInfo"))["url"] == ""


async def test_taking_the_webhook_away_keeps_what_waits(telegram: Telegram, bot: Caller) -> None:
    await bot.call("setWebhook", url="")
    sent = telegram.phone().type("kept")
    await bot.call("deleteWebhook")
    assert ids(await bot.call("getUpdates")) == [sent]
