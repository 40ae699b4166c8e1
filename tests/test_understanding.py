"""The finder of a running bot: there before anybody waits for it, learnt when it has to be, and anew."""

from __future__ import annotations

import asyncio
import copy
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot import understanding
from bot.answers import kept
from bot.answers.kept import More
from bot.catalogues import ROOT
from bot.understanding import Learning, Understanding
from tests.answers.conftest import write_all

FIRE = {
    "sv": "Det brinner i köket!",
    "ar": "حريق في البيت!",
    "fa_AF": "خانه آتش گرفته است",
    "en": "My kitchen is on fire",
}


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small library in place of the shipped one, and no waiting."""
    folder = write_all(tmp_path / "answers")
    monkeypatch.setattr(understanding, "FOLDER", folder)
    monkeypatch.setattr(understanding, "FIRST_SECONDS", 0.0)
    monkeypatch.setattr(understanding, "dictionaries", dict)
    yield folder


@asynccontextmanager
async def kept_learnt(database: Path, more: More) -> Any:
    """Begins learning as a bot that starts does, until the block ends."""
    understands = Understanding()
    learning = Learning(understands, database, lambda: copy.deepcopy(more))
    stop = asyncio.Event()
    running = asyncio.create_task(learning.at_the_start(stop))
    try:
        yield understands, learning
    finally:
        stop.set()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def files_kept(folder: Path) -> int:
    return len(list(folder.glob("house.answers-*.bin")))


async def until(wanted: Any, seconds: float = 60.0) -> None:
    async with asyncio.timeout(seconds):
        while not wanted():  # noqa: ASYNC110  (nobody tells)
            await asyncio.sleep(0.02)


async def test_it_learns_where_nothing_is_kept_and_loads_what_is(answers: Path, tmp_path: Path) -> None:
    database = tmp_path / "house.sqlite3"
    async with kept_learnt(database, {}) as (first, _):
        assert first.find("when is the rent due", "en") is None
        await until(lambda: first.finder)
        assert first.find("when is the rent due", "en").topic == "rent.when_due"
    async with kept_learnt(database, {}) as (second, _):
        await until(lambda: second.finder, 5)
    assert files_kept(tmp_path) == 1


async def test_ways_to_ask_that_are_added_are_learnt_and_the_old_serves_until_then(
    answers: Path, tmp_path: Path
) -> None:
    more: dict[str, dict[str, list[str]]] = {}
    database = tmp_path / "house.sqlite3"
    async with kept_learnt(database, more) as (understands, learning):
        await until(lambda: understands.finder)
        before = understands.finder
        more["en"] = {"lift": ["the box that goes up", "box up stuck"]}
        learnt = asyncio.create_task(learning.up_to_date())
        assert understands.find("when is the rent due", "en") is not None
        await learnt
        assert understands.finder is not before
        assert understands.find("the box that goes up", "en").topic == "lift"
    assert files_kept(tmp_path) == 1


async def test_what_cannot_be_learnt_is_logged_and_stops_nothing(
    answers: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (answers / "en" / "answers" / "lift.md").write_text("no answer at all", encoding="utf-8")
    async with kept_learnt(tmp_path / "house.sqlite3", {}) as (understands, _):
        await until(lambda: "could not learn" in caplog.text)
        assert understands.finder is None


async def test_what_was_learnt_before_serves_on_where_learning_anew_fails(
    answers: Path, tmp_path: Path
) -> None:
    more: dict[str, dict[str, list[str]]] = {}
    async with kept_learnt(tmp_path / "house.sqlite3", more) as (understands, learning):
        await until(lambda: understands.finder)
        (answers / "en" / "answers" / "lift.md").write_text("no answer at all", encoding="utf-8")
        more["en"] = {"lift": ["the box that goes up"]}
        with pytest.raises(kept.NotLearnt):
            await learning.up_to_date()
        assert understands.find("when is the rent due", "en").topic == "rent.when_due"


def test_a_worker_ends_with_the_bot(answers: Path, tmp_path: Path) -> None:
    """Also with one that is killed: else every start of a bot that ends again would leave one behind."""
    file = tmp_path / "never.bin"
    began = (
        "import os, subprocess, sys; learner = [sys.executable, '-m', 'bot.learner', str(os.getpid())];"
        " p = subprocess.Popen(learner + sys.argv[1:]); print(p.pid, flush=True); p.wait()"
    )
    # It waits for its standard input, which stays open.
    parent = subprocess.Popen(
        [sys.executable, "-c", began, str(answers), str(file)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert parent.stdin is not None and parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    ends = time.monotonic() + 20
    while _is_alive(worker):
        assert time.monotonic() < ends
        time.sleep(0.05)
    assert not file.exists()
    parent.stdin.close()
    parent.stdout.close()


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_a_worker_is_not_waited_for_when_the_bot_is_to_end(
    answers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = time.monotonic()
    async with kept_learnt(tmp_path / "house.sqlite3", {}) as (understands, _):
        await asyncio.sleep(0.3)
        assert understands.finder is None or time.monotonic() - began < 10
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("locale", FIRE)
def test_an_emergency_is_understood_before_anything_is_learnt(locale: str) -> None:
    understands = Understanding()
    found = understands.emergency(FIRE[locale], locale)
    assert found is not None and found.kind == "danger"
    assert understands.emergency("Tack så mycket", locale) is None
    assert understands.find("När ska hyran betalas?", locale) is None
    assert understands.faults("Spisen fungerar inte", "sv") == ["kitchen.stove"]
    assert understands.answers(locale)["rent.when_due"].title


def test_the_bot_never_loads_numpy() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, bot.app; print('numpy' in sys.modules, 'yaml' in sys.modules)"],
        cwd=ROOT, capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert loaded.stdout.split() == ["False", "False"]


def test_where_it_is_kept_is_beside_the_database(tmp_path: Path) -> None:
    assert kept.place(tmp_path / "a.sqlite3").parent == tmp_path
