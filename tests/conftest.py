"""What every test stands on: nothing beyond loopback, the sample company, a running house."""

from __future__ import annotations

import ipaddress
import logging
import os
import shutil
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.sandbox.server import Telegram
from bot.sandbox.world import World
from bot.settings import Company, read_company
from tests.botapi import Api, published
from tests.house import House, open_house
from tests.logs import Lines, leaks, words_of

SAMPLE = Path(__file__).parent.parent / "company.toml"
# Where files are in memory, and how much must be free there for the stores of a run.
IN_MEMORY, BYTES_NEEDED = Path("/dev/shm"), 1 << 30


def pytest_configure() -> None:
    """Lets stores lie in memory, where it takes no time to write them: what tests of crashes assert is a
    process that was killed, not a disk that has lost its power. And lets a test that learns have one core, as
    another test is using the other.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if os.access(IN_MEMORY, os.W_OK) and shutil.disk_usage(IN_MEMORY).free >= BYTES_NEEDED:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails any test that reaches beyond this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not _is_loopback(str(address[0])):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="session")
def bot_api() -> Api | None:
    """The published Bot API, where it lies beside the checkout."""
    return published()


@pytest.fixture(autouse=True)
def as_published(monkeypatch: pytest.MonkeyPatch, bot_api: Api | None) -> Iterator[None]:
    """Holds every request that the stand-in acts on against the published Bot API."""
    found: list[str] = []
    act = Telegram._act

    async def held(self: Telegram, method: str, params: dict[str, Any]) -> Any:
        if bot_api is not None:
            found.extend(bot_api.faults(method, params))
        return await act(self, method, params)

    monkeypatch.setattr(Telegram, "_act", held)
    yield
    assert not found


@pytest.fixture
def log() -> Iterator[Lines]:
    """The lines of the log of this test."""
    lines = Lines()
    root, ours = logging.getLogger(), logging.getLogger("bot")
    level = ours.level
    root.addHandler(lines)
    ours.setLevel(logging.INFO)
    yield lines
    root.removeHandler(lines)
    ours.setLevel(level)


@pytest.fixture(autouse=True)
def no_words_in_the_log(log: Lines, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails a test whose log holds the token, or what somebody wrote in it."""
    written: set[str] = set()
    queue = World.queue

    def heard(self: World, kind: str, body: dict[str, Any]) -> int:
        written.update(words_of(body))
        return queue(self, kind, body)

    monkeypatch.setattr(World, "queue", heard)
    yield
    assert leaks(log.lines, written) == []


@pytest.fixture(scope="session")
def company() -> Company:
    """The sample company."""
    return read_company(SAMPLE)


@pytest_asyncio.fixture
async def house(tmp_path: Path, company: Company) -> AsyncIterator[House]:
    """A running bot with two areas and nobody in it yet."""
    async with open_house(tmp_path, company) as opened:
        yield opened
