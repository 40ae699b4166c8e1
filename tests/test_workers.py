"""The worker process: what it does comes back, and when it ends another one takes its place."""

import math
import os

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
