"""The bot's name, descriptions and default menus at Telegram: read first, set only if different."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

import msgspec

from bot.engine.transport import ApiError, NoAnswer, TokenRefused, Transport

log = logging.getLogger(__name__)


class Wanted(msgspec.Struct, frozen=True):
    """`what` as in getMyWhat; `scope` picks the text (its language_code); `value` is what it shall be."""

    what: str
    scope: dict[str, Any]
    value: dict[str, Any]


async def keep_profile(transport: Transport, profile: Sequence[Wanted]) -> None:
    """Brings the profile to what is wanted. What fails is left for the next start: nobody waits for it."""
    for wanted in profile:
        try:
            have = msgspec.json.decode(await transport.call(f"getMy{wanted.what}", wanted.scope))
            if have == wanted.value or {wanted.what.lower(): have} == wanted.value:
                continue
            await transport.call(f"setMy{wanted.what}", {**wanted.scope, **wanted.value})
        except (ApiError, NoAnswer, TokenRefused) as error:
            log.warning("the bot's %s was not set: %s", wanted.what, error)
