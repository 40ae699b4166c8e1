"""Calls to the Bot API over aiohttp: JSON or multipart up, JSON or bytes down, errors by their code."""

from __future__ import annotations

import urllib.request
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import msgspec

# Telegram keeps a long poll open for as long as it was asked to; other calls answer at once.
CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 30.0
FILE_SECONDS = 120.0
LARGEST_FILE = 20 * 1024 * 1024


class ApiError(Exception):
    """Telegram answered with an error. `retry_after` is in seconds, 0 unless the code is 429. `moved_to` is
    the id that the chat has now, 0 unless that is the error: a group has become a supergroup.
    """

    def __init__(self, code: int, description: str, retry_after: float = 0.0, moved_to: int = 0) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.moved_to = moved_to


class NoAnswer(Exception):
    """Nothing came back, or nothing that can be read: whether the call was carried out is unknown."""


class TokenRefused(Exception):
    """Telegram does not know the token: no call can succeed."""


class _Parameters(msgspec.Struct, frozen=True):
    retry_after: float = 0.0
    migrate_to_chat_id: int = 0


class _Answer(msgspec.Struct):
    ok: bool
    result: msgspec.Raw = msgspec.Raw(b"null")
    error_code: int = 0
    description: str = ""
    parameters: _Parameters = _Parameters()


class Upload(msgspec.Struct, frozen=True):
    """Bytes to send as the multipart field `field`."""

    field: str
    name: str
    content: bytes


def proxy_for(url: str) -> str | None:
    """The proxy that the environment names for this address, with its credentials; None for the direct way.

    Asked once: aiohttp's own `trust_env` asks for every call anew, in two hops to another thread.
    """
    parts = urlsplit(url)
    if urllib.request.proxy_bypass(parts.hostname or ""):
        return None
    return urllib.request.getproxies().get(parts.scheme)


class Transport:
    """One bot's line to the Bot API server at `api_url` (root, without the token). Use `async with`."""

    def __init__(self, token: str, api_url: str) -> None:
        self._base = f"{api_url.rstrip('/')}/bot{token}/"
        self._files = f"{api_url.rstrip('/')}/file/bot{token}/"
        self._session: aiohttp.ClientSession | None = None
        self._decoder = msgspec.json.Decoder(_Answer)

    async def __aenter__(self) -> Transport:
        # No limit on connections: the courier has its own. Telegram sets no cookies.
        self._session = aiohttp.ClientSession(
            proxy=proxy_for(self._base),
            cookie_jar=aiohttp.DummyCookieJar(),
            connector=aiohttp.TCPConnector(limit=0, ttl_dns_cache=300),
            timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS, connect=CONNECT_SECONDS),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.close()

    @property
    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("the transport is used inside `async with` only")
        return self._session

    async def call(
        self,
        method: str,
        fields: dict[str, Any],
        upload: Upload | None = None,
        seconds: float = ANSWER_SECONDS,
    ) -> msgspec.Raw:
        """Calls a method and returns its result, undecoded.

        Raises ApiError, NoAnswer, TokenRefused (401, and 404: Telegram's answer to a wrong token).
        """
        headers: dict[str, str] = {}
        body: bytes | aiohttp.FormData
        if upload is None:
            body = msgspec.json.encode(fields)
            headers["Content-Type"] = "application/json"
        else:
            body = aiohttp.FormData()
            for name, value in fields.items():
                body.add_field(name, value if isinstance(value, str) else msgspec.json.encode(value).decode())
            body.add_field(upload.field, upload.content, filename=upload.name)
            seconds = FILE_SECONDS
        timeout = aiohttp.ClientTimeout(total=seconds, connect=CONNECT_SECONDS)
        try:
            async with self._http.post(
                self._base + method, data=body, headers=headers, timeout=timeout
            ) as response:
                raw = await response.read()
            answer = self._decoder.decode(raw)
        except (aiohttp.ClientError, TimeoutError, OSError, msgspec.MsgspecError) as error:
            # The text of these errors may hold the address, and the address holds the token.
            raise NoAnswer(type(error).__name__) from None
        if answer.ok:
            return answer.result
        if answer.error_code in (401, 404):
            raise TokenRefused(answer.description)
        more = answer.parameters
        raise ApiError(answer.error_code, answer.description, more.retry_after, more.migrate_to_chat_id)

    async def download(self, file_path: str) -> bytes:
        """The bytes of a file at a `file_path` from getFile.

        Raises ApiError (413 if it is larger than Telegram lets a bot fetch), NoAnswer.
        """
        timeout = aiohttp.ClientTimeout(total=FILE_SECONDS, connect=CONNECT_SECONDS)
        try:
            async with self._http.get(self._files + file_path, timeout=timeout) as response:
                if response.status != 200:
                    raise ApiError(response.status, "the file cannot be fetched")
                content = bytearray()
                async for chunk in response.content.iter_chunked(65536):
                    content += chunk
                    if len(content) > LARGEST_FILE:
                        raise ApiError(413, "the file is too large")
                return bytes(content)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise NoAnswer(type(error).__name__) from None
