"""The worker process: what it does comes back, and when it ends another one takes its place."""

import fcntl
import math
import os
from pathlib import Path

import pytest

from bot.engine.transport import ApiError
from bot.workers import in_worker


async def test_what_it_returns_or_raises_comes_back() -> None:
    assert await in_worker(math.sqrt, 16) == 4
    with pytest.raises(ValueError):
        await in_worker(math.sqrt, -1)


async def test_one_that_ended_is_a_fault_that_passes() -> None:
    with pytest.raises(ApiError) as caught:
        await in_worker(os._exit, 1)
    assert caught.value.code == 500
    assert await in_worker(math.sqrt, 16) == 4


def _open_files() -> list[str]:
    return [os.readlink(each) for each in Path("/proc/self/fd").iterdir() if each.exists()]


async def test_it_holds_no_lock_of_the_bot(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(ApiError):
            await in_worker(os._exit, 1)  # the next one begins while the lock is held
        assert str(tmp_path / "lock") not in await in_worker(_open_files)
