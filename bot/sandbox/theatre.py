"""`try`: the sandbox with the bot as a child process, demo data, and four phones to begin with."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from bot.sandbox.child import Child
from bot.sandbox.live import Live
from bot.sandbox.server import Telegram
from bot.sandbox.shown import Owner
from bot.sandbox.world import Event

Json = dict[str, Any]

BOT = (sys.executable, "-m", "bot")
_LINES = 12
_PAPER = "Paper code"
# Title, first name, language of the phone, role of the paper code.
_PEOPLE = (
    ("A newcomer", "Zahra", "fa", "household"),
    ("A tenant", "Omar", "ar", "household"),
    ("The caretaker", "Lars", "sv", "caretaker"),
    ("The desk", "Karin", "sv", "staff"),
)
# What a phone calls a language, and what the company does.
_LANGUAGES = {"fa": "fa_AF", "prs": "fa_AF"}


async def serve(
    port: int, company: Path, folder: Path | None, *, announce: Callable[[str], None] = lambda address: None,
    command: Sequence[str] = BOT, ahead: float = 0.0, limits: bool = True,
) -> None:  # fmt: skip
    """Serves the sandbox until SIGINT, SIGTERM or SIGHUP, then ends the bot and returns.

    `port` 0 takes any free one. The demo database goes into a new folder inside `folder` and stays there, or
    into a temporary one that is deleted. `announce` gets the page's address when it can be opened, `command`
    is how the bot is called, `ahead` how many seconds its time is ahead of ours. Without `limits` nobody
    keeps to Telegram's pace. A bot that does not start is shown on the page. Raises OSError if the port is
    taken.
    """
    ended = asyncio.Event()
    with _place(folder) as place, _signals(ended):
        demo = Demo(port, company, place, command, ahead, limits)
        async with demo.telegram as telegram:
            announce(f"{telegram.url}/")
            opening = asyncio.create_task(demo.open())
            try:
                await ended.wait()
            finally:
                opening.cancel()
                await asyncio.gather(opening, return_exceptions=True)
                await demo.close()


class _Invited(msgspec.Struct):
    code: str


class Demo:
    """The made-up company: its database and clock in `place`, its bot's process, its people's phones."""

    def __init__(
        self, port: int, company: Path, place: Path, command: Sequence[str] = BOT, ahead: float = 0.0,
        limits: bool = True,
    ) -> None:  # fmt: skip
        # Not the tests' token: other pages in the same browser must not guess it.
        self.telegram = Telegram(limits=limits, port=port, token=f"4200000:{secrets.token_urlsafe(24)}")
        self.restarts = 0
        self.telegram.forward(ahead)
        self._live = Live(self.telegram, self)
        self._company = company
        self._place = place
        self._command = command
        self._codes: dict[str, list[Json]] = {}
        self._child: Child | None = None
        self._coming_back: asyncio.Task[None] | None = None
        self._write_clock()
        self.telegram.world.watchers.append(self._told)

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.running

    async def open(self) -> None:
        """Seeds the database, opens the four phones and starts the bot. What fails is shown on the page."""
        try:
            self._codes = msgspec.json.decode(await self._call("seed", "--json"), type=dict[str, list[Json]])
        except (RuntimeError, msgspec.DecodeError) as problem:
            self._refused("seed", str(problem))
        for title, name, phone_language, role in _PEOPLE:
            phone = self.telegram.phone(phone_language, name)
            code = self._seeded(role, phone_language)
            self._live.own(phone, Owner(title, ((_PAPER, f"/start {code}"),) if code else ()))
        self._child = Child([*self._command, "run"], self._env(), self._changed)
        await self._child.start()

    async def close(self) -> None:
        """Ends the bot's process."""
        await self._stay_off()
        if self._child is not None:
            await self._child.stop()

    async def code(self, role: str, language_code: str) -> str:
        """A fresh paper code: one of the seeded ones, else a new one. RuntimeError if there is none."""
        seeded = self._seeded(role, language_code)
        if seeded is not None:
            return seeded
        try:
            invited = msgspec.json.decode(await self._call("invite", role, "--json"), type=_Invited)
        except msgspec.DecodeError:
            raise RuntimeError("the bot gave no code") from None
        return invited.code

    async def pull_plug(self, delay: float) -> None:
        """Kills the bot's process at once and starts it again after `delay` seconds."""
        if self._child is None:
            raise RuntimeError("the bot was not started yet")
        await self._stay_off()
        await self._child.kill()
        self.restarts += 1
        self._coming_back = asyncio.create_task(self._come_back(self._child, delay))
        if not delay:
            await self._coming_back

    async def _come_back(self, child: Child, delay: float) -> None:
        await asyncio.sleep(delay)
        await child.start()

    async def _stay_off(self) -> None:
        if self._coming_back is not None:
            self._coming_back.cancel()
            await asyncio.gather(self._coming_back, return_exceptions=True)

    def _seeded(self, role: str, phone_language: str) -> str | None:
        """Takes a code of the demo data: for a household, one in that language where there is one."""
        kept = "household" if role == "helper" else role
        fitting = [
            entry
            for entry in self._codes.get(kept, [])
            if kept != "household" or (entry.get("person") == "helper") == (role == "helper")
        ]
        if not fitting:
            return None
        language = _LANGUAGES.get(phone_language, phone_language)
        # The first of the best: a household in her language, a caretaker with many areas.
        chosen = max(fitting, key=lambda e: (e.get("language") == language, len(e.get("areas", ()))))
        self._codes[kept].remove(chosen)
        return str(chosen["code"])

    def _env(self) -> dict[str, str]:
        # Only what the sandbox says about the bot holds, and nothing goes by a proxy.
        env = {name: value for name, value in os.environ.items() if not name.startswith("HELAVAGEN_")}
        return {
            **env,
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
            "PYTHONUNBUFFERED": "1",
            "HELAVAGEN_TOKEN": self.telegram.token,
            "HELAVAGEN_API_URL": self.telegram.url,
            "HELAVAGEN_DATABASE": str(self._place / "demo.sqlite3"),
            "HELAVAGEN_COMPANY": str(self._company),
            "HELAVAGEN_CLOCK": str(self._place / "clock"),
            **({} if self.telegram.limits else {"HELAVAGEN_RATE": "off"}),
        }

    async def _call(self, *arguments: str) -> bytes:
        process = await asyncio.create_subprocess_exec(
            *self._command, *arguments, env=self._env(), stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            out, problems = await process.communicate()
        except asyncio.CancelledError:
            process.kill()
            await process.communicate()
            raise
        if process.returncode:
            raise RuntimeError("\n".join(problems.decode(errors="replace").strip().splitlines()[-_LINES:]))
        return out

    def _changed(self, last_lines: str | None) -> None:
        if last_lines is not None:
            self._refused("run", last_lines)
        self.telegram.world.tell(Event("bot"))

    def _refused(self, what: str, why: str) -> None:
        self.telegram.world.tell(Event("refused", text=f"{what}\n{why}"))

    def _told(self, event: Event) -> None:
        if event.kind == "clock":
            self._write_clock()

    def _write_clock(self) -> None:
        # Renamed into place, so that the bot never reads half a number.
        fresh = self._place / "clock.new"
        fresh.write_text(f"{int(self.telegram.world.offset)}\n", encoding="ascii")
        fresh.replace(self._place / "clock")


@contextlib.contextmanager
def _place(folder: Path | None) -> Iterator[Path]:
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="helavagen-try-") as made:
            yield Path(made)
        return
    folder.mkdir(parents=True, exist_ok=True)
    yield Path(tempfile.mkdtemp(prefix="try-", dir=folder))


@contextlib.contextmanager
def _signals(ended: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for number in numbers:
        loop.add_signal_handler(number, ended.set)
    try:
        yield
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
