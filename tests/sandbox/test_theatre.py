import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox import child, theatre
from bot.sandbox.phones import Phone
from bot.sandbox.theatre import Demo, serve
from bot.sandbox.world import Event

FAKE = (sys.executable, str(Path(__file__).parent / "fakebot.py"))


class Stage:
    """A demo with what it told."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.refused: list[str] = []
        demo.telegram.world.watchers.append(self._told)

    def _told(self, event: Event) -> None:
        if event.kind == "refused":
            self.refused.append(event.text)

    def phone(self, name: str) -> Phone:
        world = self.demo.telegram.world
        return next(Phone(world, chat) for chat in world.chats.values() if chat.name == name)

    def code(self, name: str) -> str:
        phone = self.phone(name)
        ((_, text),) = self.demo._live._owners[phone.chat_id].suggestions
        return text.removeprefix("/start ")


@contextlib.asynccontextmanager
async def opened(place: Path, company: str = "") -> AsyncIterator[Stage]:
    (place / "company.toml").write_text(company)
    demo = Demo(0, place / "company.toml", place, FAKE)
    stage = Stage(demo)
    async with demo.telegram:
        try:
            await demo.open()
            yield stage
        finally:
            await demo.close()


async def test_four_phones_open_with_fitting_codes_and_the_bot_answers(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        codes = [stage.code(name) for name in ("Zahra", "Omar", "Lars", "Karin")]
        assert codes == ["HHHHHHHFAA", "HHHHHHHARA", "CARETAKERB", "STAFFSTAFF"]
        phone = stage.phone("Zahra")
        phone.type("hello")
        await phone.until(lambda p: p.text == "hello 0", timeout=10)
        stage.demo.telegram.forward(7200)
        phone.type("later")
        await phone.until(lambda p: p.text == "later 7200", timeout=10)
        assert stage.demo.running
    assert not stage.demo.running
    assert stage.refused == []


async def test_after_the_plug_was_pulled_the_bot_comes_back(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        await stage.demo.pull_plug(0)
        assert (stage.demo.restarts, stage.demo.running) == (1, True)
        assert stage.demo._child is not None
        await stage.demo._child.start()
        await stage.demo.pull_plug(600)
        assert not stage.demo.running
        phone = stage.phone("Omar")
        phone.type("anybody?")
        await stage.demo.pull_plug(0.01)
        await phone.until(lambda p: p.text.startswith("anybody?"), timeout=10)
        assert stage.refused == []
        await stage.demo.pull_plug(600)


async def test_more_codes_come_from_the_seed_and_then_from_invitations(tmp_path: Path) -> None:
    async with opened(tmp_path) as stage:
        assert await stage.demo.code("helper", "fa") == "HHHHHHHFAB"
        assert await stage.demo.code("household", "en") == "HHHHHHHSVA"
        assert await stage.demo.code("officer", "sv") == "NEWCDEFGHJ"
        assert await stage.demo.code("helper", "fa") == "NEWCDEFGHJ"


async def test_an_invitation_without_a_code_is_an_error(tmp_path: Path) -> None:
    async with opened(tmp_path, "no invite") as stage:
        with pytest.raises(RuntimeError, match="gave no code"):
            await stage.demo.code("officer", "sv")


async def test_a_bot_that_does_not_start_is_shown_with_its_last_lines(tmp_path: Path) -> None:
    async with opened(tmp_path, "no seed, no start") as stage:
        await ended(stage)
        assert not stage.demo.running
        assert stage.refused == [
            "seed\ncompany.toml: emergency.phone is missing",
            "run\nemergency.phone is missing\nthe bot's process ended with 2",
        ]
        assert stage.phone("Karin").messages == []
        await stage.demo.pull_plug(0)


async def ended(stage: Stage) -> None:
    async with asyncio.timeout(10):
        while stage.demo.running or len(stage.refused) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_there_is_no_plug_to_pull_before_the_bot_was_started(tmp_path: Path) -> None:
    demo = Demo(0, tmp_path / "company.toml", tmp_path, FAKE)
    async with demo.telegram:
        with pytest.raises(RuntimeError, match="not started yet"):
            await demo.pull_plug(0)
        await demo.close()


async def test_a_deaf_bot_is_killed_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_PATIENCE", 0.05)
    async with opened(tmp_path, "deaf") as stage:
        phone = stage.phone("Lars")
        phone.type("awake?")
        await phone.until(lambda p: p.text.startswith("awake?"), timeout=10)
    assert not stage.demo.running


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_it_serves_until_it_is_told_to_end(tmp_path: Path, number: int) -> None:
    (tmp_path / "company.toml").write_text("")
    addresses: asyncio.Queue[str] = asyncio.Queue()
    folder = tmp_path / "kept" if number == signal.SIGINT else None
    serving = asyncio.create_task(
        serve(0, tmp_path / "company.toml", folder, announce=addresses.put_nowait, command=FAKE)
    )
    async with asyncio.timeout(20), aiohttp.ClientSession() as http:
        address = await addresses.get()
        async with http.get(address) as response:
            assert response.status == 200
        async with http.ws_connect(f"{address}sandbox/live") as socket:
            state = await socket.receive_json()
            assert state["theatre"]
            while (await socket.receive_json())["type"] != "bot":
                pass
            os.kill(os.getpid(), number)
            await serving
    kept = [] if folder is None else [path.name for made in folder.iterdir() for path in made.iterdir()]
    assert kept == ([] if folder is None else ["clock"])


async def test_it_can_be_ended_while_it_is_still_seeding(tmp_path: Path) -> None:
    slow = (sys.executable, "-c", "import time; time.sleep(60)")
    (tmp_path / "company.toml").write_text("")
    announced = asyncio.Event()
    serving = asyncio.create_task(
        serve(0, tmp_path / "company.toml", None, announce=lambda _: announced.set(), command=slow)
    )
    await announced.wait()
    await asyncio.sleep(0.1)
    serving.cancel()
    async with asyncio.timeout(10):
        with pytest.raises(asyncio.CancelledError):
            await serving


def test_the_bot_called_by_default_is_this_one() -> None:
    assert (sys.executable, "-m", "bot") == theatre.BOT
