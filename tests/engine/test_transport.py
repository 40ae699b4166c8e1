"""Calls over HTTP: what comes back, what did not, and that nobody learns the token."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest
from aiohttp import web

from bot.engine import transport as transports
from bot.engine.profile import Wanted, keep_profile
from bot.engine.transport import ApiError, NoAnswer, TokenRefused, Transport, Upload
from bot.sandbox.server import Telegram
from tests.engine.conftest import PNG


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as opened:
        yield opened


@pytest.fixture
async def transport(telegram: Telegram) -> AsyncIterator[Transport]:
    async with Transport(telegram.token, telegram.url + "/") as opened:
        yield opened


async def test_a_call_gives_its_result_undecoded(telegram: Telegram, transport: Transport) -> None:
    me = msgspec.json.decode(await transport.call("getMe", {}))
    assert me["username"] == telegram.world.bot["username"]


async def test_an_upload_goes_with_its_fields(telegram: Telegram, transport: Transport) -> None:
    phone = telegram.phone()
    phone.chat.started = True
    fields = {
        "chat_id": phone.chat_id, "caption": 'سلام "x"', "disable_notification": True,
        "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]},
    }  # fmt: skip
    await transport.call("sendPhoto", fields, Upload("photo", "photo.jpg", PNG))
    assert (phone.last.text, phone.last.silent, phone.last.data) == ('سلام "x"', True, ["b"])


async def test_an_error_has_its_code_its_words_and_the_wait(telegram: Telegram, transport: Transport) -> None:
    telegram.fail("getMe", status=429, retry_after=7)
    with pytest.raises(ApiError, match="429 Too Many Requests") as caught:
        await transport.call("getMe", {})
    assert (caught.value.code, caught.value.retry_after) == (429, 7)
    with pytest.raises(ApiError) as caught:
        await transport.call("sendMessage", {"chat_id": 1, "text": "x"})
    assert (caught.value.code, caught.value.description) == (400, "Bad Request: chat not found")


@pytest.mark.parametrize("token", ["123:wrong", "nonsense"])
async def test_a_wrong_token_is_refused(telegram: Telegram, token: str) -> None:
    async with Transport(token, telegram.url) as transport:
        with pytest.raises(TokenRefused):
            await transport.call("getMe", {})


async def test_no_answer_does_not_tell_the_token(telegram: Telegram, transport: Transport) -> None:
    telegram.fail("getMe", status="reset_before")
    telegram.fail("getMe", status="timeout")
    for _ in range(2):
        with pytest.raises(NoAnswer) as caught:
            await transport.call("getMe", {}, seconds=0.05)
        assert telegram.token not in f"{caught.value!r} {caught.value.__context__!s}"
    async with Transport(telegram.token, "http://127.0.0.1:9") as nowhere:
        with pytest.raises(NoAnswer):
            await nowhere.call("getMe", {})
        with pytest.raises(NoAnswer):
            await nowhere.download("photos/1.jpg")


async def test_an_answer_that_cannot_be_read_is_none() -> None:
    async def odd(request: web.Request) -> web.Response:
        return web.Response(text="<html>gateway</html>", status=502)

    app = web.Application()
    app.router.add_route("*", "/{any:.*}", odd)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    try:
        async with Transport("1:x", f"http://{host}:{port}") as transport:
            with pytest.raises(NoAnswer):
                await transport.call("getMe", {})
            with pytest.raises(ApiError) as caught:
                await transport.download("a")
            assert caught.value.code == 502
    finally:
        await runner.cleanup()


async def test_a_file_comes_down_whole(telegram: Telegram, transport: Transport) -> None:
    data = bytes(range(256)) * 1000
    stored = telegram.world.file("photo", data, "image/jpeg", "photo.jpg", {})
    assert await transport.download(stored.path) == data
    with pytest.raises(ApiError):
        await transport.download("photos/none.jpg")


async def test_a_file_that_is_larger_than_said_is_not_read_to_its_end(
    telegram: Telegram, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transports, "LARGEST_FILE", 100_000)
    stored = telegram.world.file("photo", b"x" * 200_000, "image/jpeg", "photo.jpg", {})
    with pytest.raises(ApiError) as caught:
        await transport.download(stored.path)
    assert caught.value.code == 413


async def test_it_is_used_inside_its_block_only() -> None:
    with pytest.raises(RuntimeError, match="async with"):
        await Transport("1:x", "http://127.0.0.1").call("getMe", {})


# The profile.


async def test_the_profile_is_set_only_where_it_differs(telegram: Telegram, transport: Transport) -> None:
    commands = [{"command": "menu", "description": "Menu"}]
    profile = [
        Wanted("Name", {}, {"name": "Hela vägen"}),
        Wanted("Description", {"language_code": "ar"}, {"description": "وصف"}),
        Wanted("Commands", {}, {"commands": commands}),
    ]
    await keep_profile(transport, profile)
    changed = [r.method for r in telegram.requests if r.method.startswith("setMy")]
    assert changed in (
        ["setMyName", "setMyDescription", "setMyCommands"],
        ["setMyDescription", "setMyCommands"],
    )
    await keep_profile(transport, profile)
    assert [r.method for r in telegram.requests if r.method.startswith("setMy")] == changed


async def test_what_cannot_be_set_is_left_for_the_next_start(
    telegram: Telegram, transport: Transport
) -> None:
    telegram.fail("getMyName", status=429)
    telegram.fail("setMyDescription", status="reset_before")
    profile = [
        Wanted("Name", {}, {"name": "Other"}),
        Wanted("Description", {}, {"description": "New"}),
        Wanted("ShortDescription", {}, {"short_description": "Short"}),
    ]
    async with asyncio.timeout(5):
        await keep_profile(transport, profile)
    assert len(telegram.sent("setMyShortDescription")) == 1
    assert not telegram.sent("setMyName")
