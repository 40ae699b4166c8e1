"""Telegram brings the updates: the other way in, kept and answered as strictly as the getUpdates loop."""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
from urllib.parse import urlsplit

import msgspec
from aiohttp import web

from bot.engine.intake import ALLOWED, Intake, UpdateId, until_answered
from bot.engine.transport import Transport

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
# A message has at most 4 096 characters; with all that it answers and its buttons it stays far below this.
LARGEST_UPDATE = 1024 * 1024
# Telegram sends the updates of one chat one after another, and loads twice as many as it has connections.
# What could not be kept stays loaded, so with few of them an emergency would wait behind it.
CONNECTIONS = 100
# Telegram obeys it; without, it comes again after ever longer times.
RETRY_SECONDS = 1
LAST_REQUESTS_SECONDS = 3.0


class Hook(msgspec.Struct, frozen=True):
    """Telegram posts to `url`, with `secret` in a header; this program listens on `port`."""

    url: str
    port: int
    secret: str


class CannotListen(Exception):
    """The port is taken, or may not be used."""


async def listen(intake: Intake, transport: Transport, hook: Hook, stop: asyncio.Event) -> None:
    """Until `stop`; then the requests in hand are answered. Raises CannotListen, TokenRefused."""
    app = web.Application(client_max_size=LARGEST_UPDATE)
    # Any path: what stands before this program may cut the front of it off. The secret is what counts.
    app.router.add_post("/{path:.*}", _Door(intake, hook.secret).receive)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=LAST_REQUESTS_SECONDS)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, _host(hook.url), hook.port).start()
        except OSError as error:
            raise CannotListen(f"{hook.port}: {error.strerror}") from error
        fields = {
            "url": hook.url,
            "secret_token": hook.secret,
            "allowed_updates": ALLOWED,
            "max_connections": CONNECTIONS,
        }
        if await until_answered(transport, "setWebhook", stop, fields) is not None:
            await stop.wait()
    finally:
        await runner.cleanup()


class _Door:
    """Lets in what Telegram brings, and nobody else."""

    def __init__(self, intake: Intake, secret: str) -> None:
        self._intake = intake
        self._secret = secret.encode()
        self._id = msgspec.json.Decoder(UpdateId)

    async def receive(self, request: web.Request) -> web.Response:
        """200 once the update is committed; 503 while it cannot be, and Telegram brings it again."""
        given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=403)
        raw = await request.read()
        try:
            update_id = self._id.decode(raw).update_id
        except msgspec.MsgspecError:
            return web.Response(status=400)
        if not await self._intake.keep([(update_id, raw)]):
            return web.Response(status=503, headers={"Retry-After": str(RETRY_SECONDS)})
        return web.Response()


def _host(url: str) -> str | None:
    """Where to listen: on loopback if that is where updates come to, else on every interface."""
    host = urlsplit(url).hostname or ""
    try:
        return host if ipaddress.ip_address(host).is_loopback else None
    except ValueError:
        return host if host == "localhost" else None
