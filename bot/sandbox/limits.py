"""Telegram's documented limits, taken strictly: 30 messages in any second, 1 a second to a person with bursts
of 3, 20 a minute to a group. Sends and edits count;
one that was refused for a limit does not."""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable

from bot.sandbox.errors import RefusedError

COUNTED = {
    "sendMessage", "sendPhoto", "sendVoice", "sendVideo", "sendDocument", "editMessageText",
    "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup",
}  # fmt: skip
OVERALL = 30
BURST = 3
GROUP_PER_MINUTE = 20


class Limits:
    """Counts what was sent when. `clock` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._all: deque[float] = deque()
        self._people: dict[int, tuple[float, float]] = {}
        self._groups: defaultdict[int, deque[float]] = defaultdict(deque)

    def check(self, method: str, chat_id: int) -> None:
        """Counts one request to a chat (groups have negative ids). Raises RefusedError (429) with the seconds
        to wait in `retry_after`."""
        if method not in COUNTED:
            return
        now = self._clock()
        _wait(_window(self._all, now, 1.0), OVERALL, now, 1.0)
        if chat_id < 0:
            sent = _window(self._groups[chat_id], now, 60.0)
            _wait(sent, GROUP_PER_MINUTE, now, 60.0)
            sent.append(now)
        else:
            self._take(chat_id, now)
        self._all.append(now)

    def _take(self, chat_id: int, now: float) -> None:
        tokens, at = self._people.get(chat_id, (float(BURST), now))
        tokens = min(float(BURST), tokens + now - at)
        if tokens < 1:
            raise _too_many(1 - tokens)
        self._people[chat_id] = (tokens - 1, now)


def _window(sent: deque[float], now: float, length: float) -> deque[float]:
    while sent and sent[0] <= now - length:
        sent.popleft()
    return sent


def _wait(sent: deque[float], most: int, now: float, length: float) -> None:
    if len(sent) >= most:
        raise _too_many(sent[0] + length - now)


def _too_many(seconds: float) -> RefusedError:
    return too_many_requests(max(1, math.ceil(seconds)))


def too_many_requests(seconds: int) -> RefusedError:
    """Error 429 that asks to wait for that many seconds."""
    return RefusedError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
