"""One process for what would hold up the turns: drawing pictures anew, making documents. It is started when
it is first needed, and what comes from outside cannot bring the bot down with it.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache
from typing import TypeVar

from bot.engine.transport import ApiError

T = TypeVar("T")


async def in_worker(act: Callable[..., T], *arguments: object) -> T:
    """What `act` returns, or raises, in the worker. Raises ApiError(500), to be tried again, if it ended."""
    loop = asyncio.get_running_loop()
    try:
        return await loop.run_in_executor(_worker(), act, *arguments)
    except BrokenProcessPool as error:
        _worker.cache_clear()
        raise ApiError(500, "the worker ended") from error


@cache
def _worker() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(max_workers=1)
