"""Faults to inject: the next requests of a method fail in a named way."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.sandbox.errors import RefusedError
from bot.sandbox.limits import too_many_requests

Json = dict[str, Any]

# Connection faults. The `_after` ones act first, so the bot cannot know that its request was done.
CONNECTION = ("timeout", "timeout_after", "reset_before", "reset_after")
_WORDS = {
    400: "Bad Request: wrong request", 401: "Unauthorized", 403: "Forbidden: bot was blocked by the user",
    404: "Not Found", 409: "Conflict: terminated by other getUpdates request",
    413: "Request Entity Too Large", 500: "Internal Server Error", 502: "Bad Gateway",
}  # fmt: skip


class Fault(msgspec.Struct):
    """`status` is an HTTP status or one of `CONNECTION`; `times` is how often it still happens."""

    method: str
    times: int
    status: int | str
    chat: int | None = None
    retry_after: int = 1
    description: str | None = None

    def refusal(self) -> RefusedError:
        """The error the bot is answered with. Only for a numeric status."""
        status = int(self.status)
        if status == 429:
            return too_many_requests(self.retry_after)
        return RefusedError(status, self.description or _WORDS.get(status, f"Error {status}"))


class Faults:
    """The faults still to come, in the order they were asked for."""

    def __init__(self) -> None:
        self._coming: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Raises ValueError for a status that is neither a number nor a connection fault."""
        if isinstance(fault.status, str) and fault.status not in CONNECTION:
            raise ValueError(f"unknown fault {fault.status!r}, expected a status or one of {CONNECTION}")
        self._coming.append(fault)

    def next(self, method: str, params: Json) -> Fault | None:
        """Takes the fault that this request meets, None if it meets none. `*` stands for every method."""
        for fault in self._coming:
            if fault.method in (method, "*") and fault.chat in (None, params.get("chat_id")):
                fault.times -= 1
                if fault.times <= 0:
                    self._coming.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Forgets all that are still to come."""
        self._coming.clear()
