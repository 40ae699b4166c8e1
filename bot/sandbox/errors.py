"""How the stand-in refuses a request."""

from __future__ import annotations

from typing import Any


class RefusedError(Exception):
    """A request that is answered with `ok: false`.

    `code` is the HTTP status and `error_code`, `description` Telegram's own words, `parameters` what goes
    beside them (`retry_after` in seconds, `migrate_to_chat_id`).
    """

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(description: str) -> RefusedError:
    """Error 400 with Telegram's prefix."""
    return RefusedError(400, f"Bad Request: {description}")


def forbidden(description: str) -> RefusedError:
    """Error 403 with Telegram's prefix."""
    return RefusedError(403, f"Forbidden: {description}")
