"""Which errand is next: a lane a chat, in order within chat and priority, chats fairly by age.

Holds a bounded part of the outbox in memory; knows nothing of calls. Times are monotonic seconds.
"""

import heapq
from collections import deque

import msgspec

from bot.engine.pace import Allowance, allowance
from storage.outbox import PRIORITIES, Row

MOST_LOADED = 2000


class Lane(msgspec.Struct):
    """The errands to one chat. `busy` while a call is under way; nothing starts before `not_before`."""

    chat: int
    queues: list[deque[Row]]
    busy: bool = False
    not_before: float = 0.0

    def head(self) -> Row | None:
        return next((queue[0] for queue in self.queues if queue), None)


class Lanes:
    """`limited` is False where no per-chat limit is to be kept (a benchmark, a server of one's own)."""

    def __init__(self, limited: bool) -> None:
        self._limited = limited
        self._lanes: dict[int, Lane] = {}
        self._allowances: dict[int, Allowance] = {}
        self._ready: list[tuple[int, int, int]] = []  # (priority, row id, chat)
        self._timed: list[tuple[float, int]] = []  # (not before, chat)
        self._loaded = [0 for _ in PRIORITIES]
        self.seen = [0 for _ in PRIORITIES]  # the last row id read from the outbox, by priority

    def has_room(self, priority: int) -> bool:
        return self._loaded[priority] < MOST_LOADED

    def add(self, row: Row, not_before: float) -> None:
        """Takes a row from the outbox. Rows of one priority come in the order of their ids."""
        self.seen[row.priority] = row.id
        lane = self._lanes.get(row.chat)
        if lane is None:
            lane = self._lanes[row.chat] = Lane(row.chat, [deque() for _ in PRIORITIES])
        lane.queues[row.priority].append(row)
        lane.not_before = max(lane.not_before, not_before)
        self._loaded[row.priority] += 1
        if lane.head() is row:  # any other head has been offered already
            self._offer(lane)

    def next(self, now: float) -> Row | None:
        """The row that may start now; its chat is busy from here on. None if there is none."""
        while self._timed and self._timed[0][0] <= now:
            _, chat = heapq.heappop(self._timed)
            if chat in self._lanes:
                self._offer(self._lanes[chat])
        while self._ready:
            priority, row_id, chat = heapq.heappop(self._ready)
            lane = self._lanes.get(chat)
            head = lane.head() if lane and not lane.busy else None
            if lane is None or head is None or (head.priority, head.id) != (priority, row_id):
                continue  # an older offer of this lane
            wait = self._wait(lane, now)
            if wait > 0:
                heapq.heappush(self._timed, (now + wait, chat))
                continue
            lane.busy = True
            return head
        return None

    def next_time(self) -> float | None:
        """When a lane that waits becomes ready, if one waits."""
        return self._timed[0][0] if self._timed else None

    def took(self, chat: int, now: float) -> None:
        """A call to the chat starts: it counts against its allowance."""
        if self._limited:
            self._allowances.setdefault(chat, allowance(chat)).take(now)

    def settled(self, row: Row, now: float, counted: bool, again_at: float | None = None) -> None:
        """The row's receipt is committed: it goes, or stays at the head until `again_at`. `counted` if its
        call reached Telegram and counts against the chat's allowance.
        """
        lane = self._lanes[row.chat]
        lane.busy = False
        if counted and row.chat in self._allowances:
            self._allowances[row.chat].arrived(now)
        if again_at is None:
            lane.queues[row.priority].popleft()
            self._loaded[row.priority] -= 1
        else:
            tried = msgspec.structs.replace(row, tries=row.tries + 1)
            lane.queues[row.priority][0] = tried
            lane.not_before = again_at
        if lane.head() is None:
            del self._lanes[row.chat]
        else:
            self._offer(lane)

    def park(self, chat: int) -> None:
        """Forgets a chat's rows: they stay in the outbox, where a returning person's turn renews them."""
        lane = self._lanes.pop(chat)
        for priority, queue in enumerate(lane.queues):
            self._loaded[priority] -= len(queue)

    def forget_idle(self, now: float) -> None:
        """Drops allowances that have filled up again."""
        self._allowances = {chat: kept for chat, kept in self._allowances.items() if not kept.full(now)}

    def _wait(self, lane: Lane, now: float) -> float:
        wait = lane.not_before - now
        kept = self._allowances.get(lane.chat)
        return wait if kept is None else max(wait, kept.wait(now))

    def _offer(self, lane: Lane) -> None:
        head = lane.head()
        if head is not None and not lane.busy:
            heapq.heappush(self._ready, (head.priority, head.id, lane.chat))
