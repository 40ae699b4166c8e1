"""Updates brought to the bot's webhook by Telegram's rule: those of one queue one after another, each again
until it is answered with 2xx. Only to an address on this machine.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import msgspec

from bot.sandbox.world import Event, World

Json = dict[str, Any]
Queue = tuple[str, int]

LOOPBACK = ("127.0.0.1", "localhost", "::1")
_ANSWER_SECONDS = 60
# Sooner than Telegram, which begins with two seconds: nobody wants to wait that long here.
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0


def is_here(url: str) -> bool:
    """Whether an address is on this machine."""
    return urlsplit(url).hostname in LOOPBACK


class Delivery:
    """Posts what waits to the webhook, whenever one is set. A queue that failed waits; the others go on."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._bell = asyncio.Event()
        self._late: dict[Queue, tuple[float, float]] = {}  # queue -> (not before, the pause it was)
        world.watchers.append(self._told)

    def _told(self, event: Event) -> None:
        if event.kind == "webhook":
            self._late.clear()
        if event.kind in ("update", "webhook"):
            self._bell.set()

    async def run(self) -> None:
        """Until cancelled."""
        # No proxy of the environment, and no longer than Telegram waits.
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_ANSWER_SECONDS)) as http:
            while True:
                self._bell.clear()
                update, pause = self._next(time.monotonic())
                if update is not None:
                    await self._post(http, update)
                    continue
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._bell.wait()

    def _next(self, now: float) -> tuple[Json | None, float | None]:
        """The update that may go now; else for how many seconds there is none, None for until one comes."""
        if not is_here(self._world.webhook.url):
            return None, None
        met: set[Queue] = set()
        pause: float | None = None
        for update in self._world.updates:
            queue = _queue_of(update)
            if queue in met:
                continue
            met.add(queue)
            wait = self._late.get(queue, (0.0, 0.0))[0] - now
            if wait <= 0:
                return update, 0.0
            pause = wait if pause is None else min(pause, wait)
        return None, pause

    async def _post(self, http: aiohttp.ClientSession, update: Json) -> None:
        webhook = self._world.webhook
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
        retry_after = ""
        try:
            body = msgspec.json.encode(update)
            async with http.post(webhook.url, data=body, headers=headers) as response:
                if 200 <= response.status < 300:
                    self._late.pop(_queue_of(update), None)
                    self._world.received(update["update_id"])
                    return
                retry_after = response.headers.get("Retry-After", "")
                problem = f"Wrong response from the webhook: {response.status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            problem = type(error).__name__
        if self._world.webhook is webhook:  # else another one was set meanwhile, or none
            self._failed(_queue_of(update), problem, retry_after)

    def _failed(self, queue: Queue, problem: str, retry_after: str) -> None:
        _, before = self._late.get(queue, (0.0, 0.0))
        pause = min(_LONGEST_PAUSE, before * 2) if before else _FIRST_PAUSE
        wait = float(retry_after) if retry_after.isdecimal() else pause
        self._late[queue] = (time.monotonic() + wait, pause)
        webhook = self._world.webhook
        webhook.error, webhook.error_date = problem, int(self._world.now())


def _queue_of(update: Json) -> Queue:
    """Presses of one person are a queue; so is all else of one chat."""
    kind, body = next((kind, body) for kind, body in update.items() if kind != "update_id")
    return ("press", body["from"]["id"]) if kind == "callback_query" else ("chat", body["chat"]["id"])
