"""The stand-in brings updates to a webhook as Telegram does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web

from bot.sandbox import delivery
from bot.sandbox.server import Telegram
from tests.sandbox.conftest import Caller

Json = dict[str, Any]
MARKUP = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}


class Bot:
    """A bot's webhook. `says` decides the status by the update; `got` is all that was brought, in order."""

    def __init__(self) -> None:
        self.got: list[Json] = []
        self.secrets: list[str | None] = []
        self.headers: dict[str, str] = {}
        self.says: Callable[[Json], int] = lambda update: 200
        self.url = ""
        self.most = 0
        self._busy = 0

    async def receive(self, request: web.Request) -> web.Response:
        self._busy += 1
        self.most = max(self.most, self._busy)
        update = await request.json()
        await asyncio.sleep(0.002)
        self.got.append(update)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self._busy -= 1
        return web.Response(status=self.says(update), headers=self.headers)

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.got if "message" in update]


@pytest.fixture
async def hook(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bot]:
    monkeypatch.setattr(delivery, "_FIRST_PAUSE", 0.03)
    monkeypatch.setattr(delivery, "_LONGEST_PAUSE", 0.1)
    opened = Bot()
    app = web.Application()
    app.router.add_post("/hook", opened.receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    opened.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield opened
    await runner.cleanup()


async def until(wanted: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not wanted():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def test_what_waits_and_what_comes_is_brought_in_order_with_the_secret(
    telegram: Telegram, bot: Caller, hook: Bot
) -> None:
    phone = telegram.phone()
    sent = [phone.type(str(number)) for number in range(3)]
    await bot.call("setWebhook", url=hook.url, secret_token="abc_-1")
    sent.append(phone.type("later"))
    await telegram.quiet()
    assert [update["update_id"] for update in hook.got] == sent
    assert hook.texts == ["0", "1", "2", "later"]
    assert set(hook.secrets) == {"abc_-1"}
    assert hook.most == 1
    assert (await bot.call("getWebhookInfo"))["pending_update_count"] == 0


async def test_without_a_secret_none_is_said(telegram: Telegram, bot: Caller, hook: Bot) -> None:
    await bot.call("setWebhook", url=hook.url)
    telegram.phone().type("hello")
    await telegram.quiet()
    assert hook.secrets == [None]


@pytest.mark.parametrize("status", [500, 503, 403, 301, 404])
async def test_what_was_not_taken_comes_again_before_what_follows_it_in_its_chat(
    telegram: Telegram, bot: Caller, hook: Bot, status: int
) -> None:
    hook.says = lambda update: 200 if len(hook.got) > 2 else status
    await bot.call("setWebhook", url=hook.url)
    phone = telegram.phone()
    phone.type("one")
    phone.type("two")
    await telegram.quiet()
    assert hook.texts == ["one", "one", "one", "two"]
    info = await bot.call("getWebhookInfo")
    assert info["last_error_message"].startswith(f"Wrong response from the webhook: {status}")
    assert info["last_error_date"] > 0


async def test_a_chat_that_waits_holds_up_no_other_and_not_the_presses(
    telegram: Telegram, bot: Caller, hook: Bot
) -> None:
    anna, berit = telegram.phone(), telegram.phone()
    anna.chat.started = True
    await bot.call("sendMessage", chat_id=anna.chat_id, text="Press", reply_markup=MARKUP)
    hook.says = lambda update: 503 if update.get("message", {}).get("text") == "stuck" else 200
    await bot.call("setWebhook", url=hook.url)
    anna.type("stuck")
    anna.type("behind it")
    berit.type("hello")
    anna.press("a")
    await until(lambda: len(telegram.world.updates) == 2)
    assert [update["message"]["text"] for update in telegram.world.updates] == ["stuck", "behind it"]
    hook.says = lambda update: 200
    await telegram.quiet()
    assert hook.texts[-2:] == ["stuck", "behind it"]


async def test_it_waits_for_as_long_as_it_is_asked_to(telegram: Telegram, bot: Caller, hook: Bot) -> None:
    hook.headers["Retry-After"] = "1"
    hook.says = lambda update: 200 if len(hook.got) > 1 else 503
    await bot.call("setWebhook", url=hook.url)
    started = asyncio.get_running_loop().time()
    telegram.phone().type("hello")
    await telegram.quiet()
    assert asyncio.get_running_loop().time() - started >= 1
    assert hook.texts == ["hello", "hello"]


async def test_a_bot_that_is_not_there_gets_it_when_it_comes_back(
    telegram: Telegram, bot: Caller, hook: Bot
) -> None:
    await bot.call("setWebhook", url="http://127.0.0.1:9/nobody")
    telegram.phone().type("hello")
    await until(lambda: telegram.world.webhook.error)
    assert (await bot.call("getWebhookInfo"))["pending_update_count"] == 1
    await bot.call("setWebhook", url=hook.url)
    await telegram.quiet()
    assert hook.texts == ["hello"]


async def test_nothing_is_brought_beyond_this_machine(telegram: Telegram, bot: Caller) -> None:
    for url in ("https://example.org/hook", "https://127.0.0.1.example.org/hook"):
        await bot.call("setWebhook", url=url)
        telegram.phone().type("hello")
        await asyncio.sleep(0.05)
    assert len(telegram.world.updates) == 2
    assert telegram.world.webhook.error == ""
    refusal = await bot.refused("setWebhook", url="http://127.0.0.1.example.org/hook")
    assert "An HTTPS URL must be provided" in refusal


async def test_a_webhook_that_was_taken_away_is_brought_nothing_more(
    telegram: Telegram, bot: Caller, hook: Bot
) -> None:
    await bot.call("setWebhook", url=hook.url)
    telegram.phone().type("one")
    await telegram.quiet()
    await bot.call("deleteWebhook")
    two = telegram.phone().type("two")
    await asyncio.sleep(0.05)
    assert hook.texts == ["one"]
    assert [update["update_id"] for update in await bot.call("getUpdates")] == [two]


async def test_a_secret_has_only_signs_that_fit_a_header(bot: Caller) -> None:
    for secret in ("å", "a b", "x" * 257):
        refusal = await bot.refused("setWebhook", url="https://example.org", secret_token=secret)
        assert refusal == "Bad Request: secret token contains unallowed characters"
