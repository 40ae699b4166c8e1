"""One process for what would hold up the turns: drawing pictures anew, making documents. It is started when
it is first needed, and what comes from outside cannot bring the bot down with it. It ends with the bot, also
where that is killed, and holds nothing of its: else the next `run` would find the database taken.
"""

import asyncio
import multiprocessing
import os
import threading
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
    # Begun anew and not forked: a fork holds the lock of the database too, after the bot was killed.
    anew = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(max_workers=1, mp_context=anew, initializer=_end_with_the_bot)


def _end_with_the_bot() -> None:
    """In the worker: waits beside its work for the bot to end, and ends then."""

    def wait() -> None:
        bot = multiprocessing.parent_process()
        if bot is not None:
            bot.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
