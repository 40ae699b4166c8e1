"""The Bot API on a loopback port: the sandbox's Telegram and the tests'."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any

import msgspec
from aiohttp import web

from bot.sandbox import methods
from bot.sandbox.delivery import Delivery
from bot.sandbox.errors import RefusedError
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.fields import Upload, check, method_name
from bot.sandbox.groups import Group
from bot.sandbox.limits import Limits
from bot.sandbox.media import LARGEST_DOWN, LARGEST_UP
from bot.sandbox.phones import Phone
from bot.sandbox.polling import Polling
from bot.sandbox.world import Chat, Event, World

Json = dict[str, Any]
Hook = Callable[[str, Json], None]

TOKEN = "4200000:sandbox-not-a-secret"
_FIRST_PERSON = 700_000


class Request(msgspec.Struct, frozen=True):
    """A request of the bot: the method as documented, its parameters (forms read into types, files as
    `Upload`), and the time by the server's monotonic clock."""

    method: str
    params: Json
    at: float


class Telegram:
    """A Bot API server on 127.0.0.1, with the phones of the people who use it.

    `limits` switches Telegram's limits on. `latency` in seconds is waited before each request is acted on.
    `on_request` is called before acting and `on_acted` between acting and answering, each with method and
    parameters. `requests` holds every request of the bot, in order.
    """

    def __init__(
        self, *, limits: bool = False, port: int = 0, token: str = TOKEN, world: World | None = None
    ) -> None:
        self.world = world or World()
        self.token = token
        self.limits: Limits | None = Limits() if limits else None
        self.latency = 0.0
        self.on_request: Hook | None = None
        self.on_acted: Hook | None = None
        self.requests: list[Request] = []
        self.url = ""
        self.app = web.Application(client_max_size=LARGEST_UP + 1024 * 1024)
        self._port = port
        self._faults = Faults()
        self._polling = Polling(self.world)
        self._delivery = Delivery(self.world)
        self._delivering: asyncio.Task[None] | None = None
        self._runner: web.AppRunner | None = None
        self._closing = asyncio.Event()
        self._busy = 0
        self._last_request = 0.0
        self.app.router.add_route("*", "/bot{token}/{method}", self._serve)
        self.app.router.add_get("/file/bot{token}/{path:.+}", self._download)

    async def __aenter__(self) -> Telegram:
        # A poll of a killed bot must end with its connection.
        self._runner = web.AppRunner(self.app, handler_cancellation=True, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self._delivering = asyncio.create_task(self._delivery.run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        assert self._runner is not None and self._delivering is not None
        self._delivering.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._delivering
        await self._runner.cleanup()

    # The people.

    def phone(
        self,
        language_code: str = "sv",
        first_name: str = "Alex",
        *,
        chat_id: int | None = None,
        username: str = "",
    ) -> Phone:
        """A new person with a phone, who has not written to the bot yet."""
        number = chat_id or _FIRST_PERSON + self.world.count()
        chat = Chat(number, "private", first_name, language_code, username)
        self.world.chats[number] = chat
        for each in (chat, *(other for other in self.world.chats.values() if other.is_group)):
            self.world.tell(Event("phone", each.id))  # a group has one member more
        return Phone(self.world, chat)

    def group(self, title: str = "Team", kind: str = "group") -> Group:
        """A new group, supergroup or channel that the bot is in."""
        number = -(_FIRST_PERSON + self.world.count()) - (10**12 if kind != "group" else 0)
        chat = Chat(number, kind, title, started=True)
        self.world.chats[number] = chat
        self.world.tell(Event("phone", number))
        return Group(self.world, chat)

    def channel_post(self, text: str, title: str = "News") -> int:
        """A post in a new channel that the bot is in; returns the update's id."""
        return self.group(title, "channel").post(text)

    def forward(self, seconds: float) -> None:
        """Moves sandbox time on."""
        self.world.forward(seconds)

    # The faults.

    def fail(
        self, method: str = "*", times: int = 1, status: int | str = 500, *, retry_after: int = 1,
        chat: int | None = None, description: str | None = None,
    ) -> None:  # fmt: skip
        """Lets the next `times` requests of a method (to a chat) fail: with an HTTP status, or `timeout`
        (never answered), `timeout_after`, `reset_before`, `reset_after` (the connection is cut before or
        after acting)."""
        self._faults.add(Fault(method, times, status, chat, retry_after, description))

    def heal(self) -> None:
        """Takes back all faults that have not happened yet."""
        self._faults.clear()

    async def quiet(self, idle: float = 0.05, timeout: float = 10.0) -> None:  # noqa: ASYNC109
        """Waits until every update is confirmed or taken and no request but a poll came for `idle` seconds.
        Raises AssertionError after `timeout` seconds."""
        end = time.monotonic() + timeout
        since = time.monotonic()
        while self.world.updates or self._busy or time.monotonic() - max(since, self._last_request) < idle:
            if time.monotonic() > end:
                waiting = [update["update_id"] for update in self.world.updates]
                raise AssertionError(
                    f"not quiet after {timeout} s; updates waiting: {waiting}; in hand: {self._busy}"
                )
            await asyncio.sleep(0.005)
            if self.world.updates:
                since = time.monotonic()

    def sent(self, method: str) -> list[Request]:
        """The requests of one method, in order."""
        return [request for request in self.requests if request.method == method]

    # The server.

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        try:
            self._authorise(request)
            method = method_name(request.match_info["method"])
            poll = method == "getUpdates"
            self._busy += not poll
            try:
                return await self._answer(request, method)
            finally:
                self._busy -= not poll
                if not poll:
                    self._last_request = time.monotonic()
        except RefusedError as refusal:
            return self._refuse(request.match_info["method"], refusal)

    def _authorise(self, request: web.Request) -> None:
        # A wrong token is "Unauthorized" when it looks like one and "Not Found" when it does not.
        given = request.match_info["token"]
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            number = given.partition(":")[0]
            raise RefusedError(401, "Unauthorized") if number.isdecimal() else RefusedError(404, "Not Found")

    async def _answer(self, request: web.Request, method: str) -> web.StreamResponse:
        raw, uploads = await _read(request)
        if self.latency:
            await asyncio.sleep(self.latency)
        try:
            params = check(method, raw, uploads)
        except RefusedError:
            self.requests.append(Request(method, {**raw, **uploads}, time.monotonic()))
            raise
        self.requests.append(Request(method, params, time.monotonic()))
        if self.on_request is not None:
            self.on_request(method, params)
        fault = self._faults.next(method, params)
        if fault is not None and not isinstance(fault.status, str):
            raise fault.refusal()
        if fault is None or fault.status in ("reset_after", "timeout_after"):
            result = await self._act(method, params)
            if self.on_acted is not None:
                self.on_acted(method, params)
        if fault is None:
            return _json({"ok": True, "result": result})
        if fault.status in ("timeout", "timeout_after"):
            await self._closing.wait()
        return _cut(request)

    async def _act(self, method: str, params: Json) -> Any:
        if method == "getUpdates":
            return await self._polling.get_updates(params)
        if method == "setWebhook":
            return self._polling.set_webhook(params)
        if method == "deleteWebhook":
            return self._polling.delete_webhook(params)
        if method == "getWebhookInfo":
            return self._polling.webhook_info()
        if self.limits is not None and isinstance(params.get("chat_id"), int):
            self.limits.check(method, params["chat_id"])
        return methods.METHODS[method](self.world, params)

    def _refuse(self, method: str, refusal: RefusedError) -> web.Response:
        self.world.tell(Event("refused", text=f"{method}\n{refusal.description}"))
        answer: Json = {"ok": False, "error_code": refusal.code, "description": refusal.description}
        if refusal.parameters:
            answer["parameters"] = refusal.parameters
        return _json(answer, refusal.code)

    async def _download(self, request: web.Request) -> web.Response:
        try:
            self._authorise(request)
        except RefusedError as refusal:
            return self._refuse("file", refusal)
        found = [file for file in self.world.files.values() if file.path == request.match_info["path"]]
        if not found or found[0].size > LARGEST_DOWN:
            return self._refuse("file", RefusedError(404, "Not Found"))
        return web.Response(body=found[0].data, content_type="application/octet-stream")


def _json(answer: Json, status: int = 200) -> web.Response:
    return web.Response(body=msgspec.json.encode(answer), status=status, content_type="application/json")


def _cut(request: web.Request) -> web.StreamResponse:
    """Closes the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _read(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    params: Json = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        body = await request.read()
        try:
            params |= msgspec.json.decode(body, type=Json) if body else {}
        except msgspec.DecodeError:
            raise RefusedError(400, "Bad Request: can't parse JSON object") from None
    elif request.content_type in ("multipart/form-data", "application/x-www-form-urlencoded"):
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                with value.file as held:
                    uploads[name] = Upload(value.filename, value.content_type, held.read())
            else:
                params[name] = value
    return params, uploads
