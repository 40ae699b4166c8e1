"""The Bot API server of the benchmark: as little as answers honestly, so that it is not the bottleneck.

Keeps Telegram's offset rule and long polling. Prints one JSON line at each moment of a run: `listening`,
`polled` (the first getUpdates), `steady`, `flood`, `done`. Times are monotonic seconds, which all processes
of a machine share.
"""

import asyncio
import json
import re
import sys
import time
from collections import defaultdict, deque

CHATS = 300
FIRST_CHAT = 5_000_001
PAGE = 100
SETTLE_SECONDS = 1.5
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
OFFSET = re.compile(rb"offset\D{1,4}(\d+)")
CHAT = re.compile(rb"chat_id\D{1,4}(\d+)")
BOT = {"id": 42, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
TEXT = "Good that you called. You can report it here too, so that it is not forgotten."
MARKUP = {"inline_keyboard": [[{"text": "Report a fault", "callback_data": "fault.go:again"}]]}


def update(number: int, data: str) -> bytes:
    """A press, as Telegram sends it, with the message that the button stands under."""
    chat = FIRST_CHAT + number % CHATS
    person = {"id": chat, "is_bot": False, "first_name": "Person", "language_code": "sv"}
    here = {"id": chat, "first_name": "Person", "type": "private"}
    message = {
        "message_id": 1000 + number,
        "from": BOT,
        "chat": here,
        "date": int(time.time()),
        "text": TEXT,
        "reply_markup": MARKUP,
    }
    press = {
        "id": str(10_000 + number),
        "from": person,
        "message": message,
        "chat_instance": "1",
        "data": data,
    }
    return json.dumps({"update_id": 1 + number, "callback_query": press}).encode()


def sent(chat: int, number: int) -> bytes:
    here = {"id": chat, "first_name": "Person", "type": "private"}
    message = {"message_id": number, "from": BOT, "chat": here, "date": int(time.time()), "text": TEXT}
    return json.dumps({**message, "reply_markup": MARKUP}).encode()


def say(moment: str, **what: object) -> None:
    print(json.dumps({"moment": moment, **what}), flush=True)


class Server:
    """One run: `steady` presses at `rate` a second, then `flood` presses at once."""

    def __init__(self, latency: float, steady: int, rate: float, flood: int, data: str) -> None:
        self.rate = rate
        self.steady = steady
        self.flood = flood
        self.updates = [update(number, data) for number in range(steady + flood)]
        self.latency = latency
        self.lag = 0.0  # from the first press on
        self.offered = 0
        self.handed = 0
        self.polled = asyncio.Event()
        self.complete = asyncio.Event()
        self.waiting: tuple[asyncio.Transport, int] | None = None
        self.handed_at: dict[int, deque[float]] = defaultdict(deque)
        self.took: list[float] = []
        self.answered = 0
        self.messages = 0
        self.target = 0

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        listening = await loop.create_server(lambda: Line(self), "127.0.0.1", 0)
        say("listening", port=listening.sockets[0].getsockname()[1])
        await self.polled.wait()
        say("polled", at=time.monotonic())
        await asyncio.sleep(SETTLE_SECONDS)
        self.lag = self.latency
        say("steady")
        await self._steadily()
        took = sorted(self.took)
        say("flood")
        start = time.monotonic()
        self.target = len(self.updates)
        self.offer(self.target)
        await self._completed()
        say(
            "done",
            seconds=time.monotonic() - start,
            p50=took[len(took) // 2],
            p99=took[len(took) * 99 // 100],
        )
        await asyncio.Event().wait()

    async def _steadily(self) -> None:
        self.target = self.steady
        start = time.monotonic()
        for number in range(self.steady):
            await asyncio.sleep(max(0.0, start + number / self.rate - time.monotonic()))
            self.offer(number + 1)
        await self._completed()

    async def _completed(self) -> None:
        self.complete.clear()
        self._check()
        await self.complete.wait()

    def _check(self) -> None:
        if self.messages >= self.target and self.answered >= self.target:
            self.complete.set()

    def offer(self, until: int) -> None:
        """Updates up to this number can be had from now on."""
        self.offered = until
        if self.waiting is not None:
            (line, offset), self.waiting = self.waiting, None
            self.poll(line, offset)

    def poll(self, line: asyncio.Transport, offset: int) -> None:
        """Answers getUpdates, now or when there is something."""
        if not self.polled.is_set():
            self.polled.set()
        first = max(0, offset - 1)
        until = min(self.offered, first + PAGE)
        if first >= until:
            self.waiting = (line, offset)
            return
        now = time.monotonic()
        for number in range(max(first, self.handed), until):
            self.handed_at[FIRST_CHAT + number % CHATS].append(now)
        self.handed = max(self.handed, until)
        self.answer(line, b"[" + b",".join(self.updates[first:until]) + b"]")

    def take(self, line: asyncio.Transport, method: bytes, body: bytes) -> None:
        """One request."""
        if method == b"sendMessage":
            found = CHAT.search(body)
            assert found is not None, "sendMessage without a chat"
            chat = int(found[1])
            self.took.append(time.monotonic() - self.handed_at[chat].popleft())
            self.messages += 1
            self.answer(line, sent(chat, 100_000 + self.messages))
            self._check()
        elif method == b"answerCallbackQuery":
            self.answered += 1
            self.answer(line, b"true")
            self._check()
        elif method == b"getUpdates":
            offset = OFFSET.search(body)
            self.poll(line, int(offset[1]) if offset else 0)
        elif method == b"getMe":
            self.answer(line, json.dumps(BOT).encode())
        else:
            self.answer(line, b"true")

    def answer(self, line: asyncio.Transport, result: bytes) -> None:
        body = b'{"ok":true,"result":' + result + b"}"
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
        if self.lag:
            asyncio.get_running_loop().call_later(self.lag, line.write, head + body)
        else:
            line.write(head + body)


class Line(asyncio.Protocol):
    """A connection: requests one after another."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._line = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        while (end := self._read.find(b"\r\n\r\n")) >= 0:
            length = LENGTH.search(self._read, 0, end)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._read) < whole:
                return
            request, self._read = self._read[:whole], self._read[whole:]
            method = request.split(b" ", 2)[1].rpartition(b"/")[2]
            self._server.take(self._line, method, request[end + 4 :])


if __name__ == "__main__":
    given = sys.argv[1:]
    asyncio.run(Server(float(given[0]), int(given[1]), float(given[2]), int(given[3]), given[4]).run())
