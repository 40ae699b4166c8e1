"""getUpdates with Telegram's exact offset rule, and the webhook's settings."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from bot.sandbox.delivery import is_here
from bot.sandbox.errors import RefusedError, bad_request
from bot.sandbox.world import Event, Webhook, World

Json = dict[str, Any]

_SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")


class Polling:
    """The bot's way to its updates. They are kept until an offset confirms them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._waiting: asyncio.Future[None] | None = None
        world.watchers.append(self._told)

    def _told(self, event: Event) -> None:
        if event.kind == "update" and self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def _end(self, reason: str) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(RefusedError(409, f"Conflict: terminated by {reason}"))

    async def get_updates(self, params: Json) -> list[Json]:
        """The earliest updates from `offset` on, at most `limit`; waits up to `timeout` seconds for one.

        A second poll ends the first one with error 409, as Telegram does.
        """
        world = self._world
        if world.webhook.url:
            raise RefusedError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._end("other getUpdates request; make sure that only one bot instance is running")
        if "allowed_updates" in params:
            world.allowed = params["allowed_updates"] or None
        world.confirm(params.get("offset"))
        # Telegram takes a limit out of range for the nearest that is in it.
        limit = min(max(params.get("limit", 100), 1), 100)
        timeout = min(max(params.get("timeout", 0), 0), 50)
        if not world.updates and timeout:
            await self._wait(timeout)
        return world.updates[:limit]

    async def _wait(self, seconds: float) -> None:
        waiting = asyncio.get_running_loop().create_future()
        self._waiting = waiting
        try:
            async with asyncio.timeout(seconds):
                await waiting
        except TimeoutError:
            return
        finally:
            if self._waiting is waiting:
                self._waiting = None

    def set_webhook(self, params: Json) -> bool:
        url = params["url"]
        if url and not url.startswith("https://") and not (url.startswith("http://") and is_here(url)):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if not _SECRET.fullmatch(params.get("secret_token", "")):
            raise bad_request("secret token contains unallowed characters")
        if "allowed_updates" in params:
            self._world.allowed = params["allowed_updates"] or None
        self._drop(params)
        connections = min(max(params.get("max_connections", 40), 1), 100)
        self._world.webhook = Webhook(url, params.get("secret_token", ""), connections)
        if url:
            self._end("setWebhook request")
        self._world.tell(Event("webhook"))
        return True

    def delete_webhook(self, params: Json) -> bool:
        self._drop(params)
        self._world.webhook = Webhook()
        self._world.tell(Event("webhook"))
        return True

    def _drop(self, params: Json) -> None:
        if params.get("drop_pending_updates"):
            self._world.updates = []

    def webhook_info(self) -> Json:
        webhook = self._world.webhook
        info: Json = {
            "url": webhook.url, "has_custom_certificate": False,
            "pending_update_count": len(self._world.updates),
        }  # fmt: skip
        if webhook.url:
            info["max_connections"] = webhook.max_connections
        if webhook.error:
            info["last_error_date"], info["last_error_message"] = webhook.error_date, webhook.error
        return info
