"""A stand-in that listens, and a bot's end of the line to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox.server import Telegram

PNG = (
    b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (1000).to_bytes(4, "big") + (500).to_bytes(4, "big") + b"\0" * 9
)


class Caller:
    """Calls methods as a bot does. `call` gives the result, `refused` the error of one that must fail."""

    def __init__(self, telegram: Telegram, http: aiohttp.ClientSession) -> None:
        self.telegram = telegram
        self.http = http

    async def answer(self, method: str, token: str | None = None, **params: Any) -> dict[str, Any]:
        url = f"{self.telegram.url}/bot{token or self.telegram.token}/{method}"
        async with self.http.post(url, json=params) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == answer.get("error_code", 200)
            return answer

    async def call(self, method: str, **params: Any) -> Any:
        answer = await self.answer(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> str:
        answer = await self.answer(method, **params)
        assert not answer["ok"], answer
        return str(answer["description"])

    async def form(self, method: str, **fields: Any) -> dict[str, Any]:
        """A multipart request; a field that is (name, mime, bytes) is a file."""
        form = aiohttp.FormData(default_to_multipart=True)
        for name, value in fields.items():
            if isinstance(value, tuple):
                form.add_field(name, value[2], filename=value[0], content_type=value[1])
            else:
                form.add_field(name, value)
        async with self.http.post(
            f"{self.telegram.url}/bot{self.telegram.token}/{method}", data=form
        ) as response:
            answer: dict[str, Any] = await response.json()
            return answer


async def a_request(telegram: Telegram) -> None:
    """Waits until the next request is there."""
    came = asyncio.Event()
    telegram.on_request = lambda _method, _params: came.set()
    await came.wait()


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as telegram:
        yield telegram


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http:
        yield Caller(telegram, http)
