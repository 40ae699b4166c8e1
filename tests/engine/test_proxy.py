"""The environment's proxy: aiohttp is told of it once, not for every call."""

import asyncio

import pytest

from bot.engine.transport import Transport, proxy_for


def test_an_address_without_a_proxy_is_reached_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.invalid:3128")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert proxy_for("https://api.telegram.org/") == "http://proxy.invalid:3128"
    assert proxy_for("https://127.0.0.1:8081/") is None


async def test_calls_go_through_the_proxy_of_the_environment_with_its_credentials(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        answer = b'{"ok":true,"result":true}'
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(answer) + answer
        )
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(proxy, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        monkeypatch.setenv("http_proxy", f"http://name:word@127.0.0.1:{port}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        async with Transport("1:token", "http://telegram.invalid") as transport:
            assert bytes(await transport.call("getMe", {})) == b"true"
    assert asked[0].startswith(b"POST http://telegram.invalid/bot1:token/getMe")
    assert b"Proxy-Authorization: Basic bmFtZTp3b3Jk" in asked[0]
