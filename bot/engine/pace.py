"""Telegram's limits, kept on our side: overall, per private chat, per group. Times are monotonic seconds."""

from bisect import insort
from collections import deque

# A little under what Telegram allows, so that uneven delays on the way never add up to more.
MARGIN = 0.985
LATE = 0.010
SECOND = 1.002
PRIVATE_BURST = 3
PRIVATE_SECONDS = 1.05
GROUP_MESSAGES = 20
GROUP_SECONDS = 60.5


class Pace:
    """The overall limit: one call after another at an even pace, never in a burst.

    Telegram counts arrivals. A call that is held up on its way, here or there, arrives among later ones: so
    until it is answered it may come at any moment, and then it counts from when it came at the latest.
    """

    def __init__(self, rate: float | None) -> None:
        self._interval = 1 / (rate * MARGIN) if rate else 0.0
        self._next = 0.0
        self._most = int(rate or 0)
        self._under_way = 0
        # When each of the last calls arrived at the latest, less the quickest way; sorted.
        self._arrived: list[float] = []
        self._quickest = float("inf")

    def wait(self, now: float) -> float:
        """Seconds until the next call may start; 0 or less means now."""
        return max(self._next, self._room(now)) - now

    def _room(self, now: float) -> float:
        """When one call more is not too many for a second, whenever those under way arrive."""
        left = self._most - self._under_way
        if self._most and left <= 0:
            return now + LATE
        return self._arrived[-left] + SECOND if self._most and len(self._arrived) >= left else 0.0

    def take(self, now: float) -> None:
        """A call starts. A start that was late by up to 10 ms does not push the following ones back."""
        self._next = max(self._next, now - LATE) + self._interval
        self._under_way += 1

    def answered(self, start: float, now: float) -> None:
        """The call that started then has been answered, or given up."""
        self._under_way -= 1
        self._quickest = min(self._quickest, now - start)
        insort(self._arrived, now - self._quickest)
        del self._arrived[: -self._most or None]

    def pause(self, until: float) -> None:
        """Nothing starts before `until` (Telegram answered 429 to several chats)."""
        self._next = max(self._next, until)


class PrivateAllowance:
    """One a second with a burst of three."""

    def __init__(self) -> None:
        self._left = float(PRIVATE_BURST)
        self._at = 0.0

    def _have(self, now: float) -> float:
        return min(float(PRIVATE_BURST), self._left + max(0.0, now - self._at) / PRIVATE_SECONDS)

    def wait(self, now: float) -> float:
        return (1.0 - self._have(now)) * PRIVATE_SECONDS

    def take(self, now: float) -> None:
        self._left = self._have(now) - 1.0
        self._at = now

    def arrived(self, now: float) -> None:
        """The call has been answered. The time it was under way is not credited: Telegram counts arrivals."""
        self._at = now

    def full(self, now: float) -> bool:
        """Whether forgetting this allowance changes nothing."""
        return self._have(now) >= PRIVATE_BURST


class GroupAllowance:
    """Twenty in any minute."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=GROUP_MESSAGES)

    def wait(self, now: float) -> float:
        if len(self._times) < GROUP_MESSAGES:
            return 0.0
        return self._times[0] + GROUP_SECONDS - now

    def take(self, now: float) -> None:
        self._times.append(now)

    def arrived(self, now: float) -> None:
        self._times[-1] = now

    def full(self, now: float) -> bool:
        return not self._times or self._times[-1] + GROUP_SECONDS < now


Allowance = PrivateAllowance | GroupAllowance


def allowance(chat: int) -> Allowance:
    """A fresh allowance: Telegram's group ids are negative."""
    return GroupAllowance() if chat < 0 else PrivateAllowance()
