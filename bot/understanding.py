"""What is understood of people's words: of emergencies and faults from the first message on, by dictionaries;
of questions, and better of emergencies, once what was learnt is there.

Learning is for a process of its own, and what it made is kept beside the database. It is looked for when the
bot listens already, so that nobody waits for it; and learnt anew when the answers or the ways to ask change.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import msgspec

from bot import shipped
from bot.answers import kept
from bot.answers.answer import Answer
from bot.answers.concepts import Concepts, read_concepts
from bot.answers.emergencies import Emergency, emergency_by_signs, emergency_in
from bot.answers.fault_words import faults_in
from bot.answers.finder import Finder, Found
from bot.answers.kept import More
from bot.answers.model import Damaged
from bot.catalogues import FOLDER, ROOT
from bot.speech import LOCALES

log = logging.getLogger(__name__)

# When learning that failed is tried again.
AGAIN_SECONDS = 600.0
# Learning waits until the start is over: a bot that is started again and again does not learn each time.
FIRST_SECONDS = 5.0


class Understanding:
    """`finder` is None until what was learnt is loaded."""

    def __init__(self, finder: Finder | None = None) -> None:
        self.finder = finder

    def find(self, question: str, locale: str) -> Found | None:
        """What a question asks for, in whichever of the languages; None while that cannot be told yet."""
        return None if self.finder is None else self.finder.find(question, locale)

    def emergency(self, said: str, locale: str) -> Emergency | None:
        """The emergency that is told of, by somebody of this language."""
        if self.finder is None:
            return emergency_by_signs(said, locale, dictionaries())
        return emergency_in(said, locale, self.finder)

    def faults(self, said: str, locale: str) -> list[str]:
        """Up to three items of a report that words may tell of, best first."""
        known = dictionaries() if self.finder is None else self.finder.learnt.concepts
        return faults_in(said, locale, known)

    def answers(self, locale: str) -> Mapping[str, Answer]:
        """The shipped answers in a language, by topic."""
        if self.finder is not None and locale in self.finder.learnt.answers:
            return self.finder.learnt.answers[locale]
        return shipped.answers_in(locale)


@cache
def dictionaries() -> dict[str, Concepts]:
    """The dictionary of each language, read once."""
    return {locale: read_concepts(FOLDER / locale / "concepts.txt") for locale in LOCALES}


class Learning:
    """Keeps what is understood in step with the answers of a database (an absolute path) and with `more`,
    further ways people ask.
    """

    def __init__(self, understanding: Understanding, database: Path, more: Callable[[], More]) -> None:
        self._understanding = understanding
        self._database = database
        self._more = more
        self._loaded: More | None = None
        self._one = asyncio.Lock()

    async def up_to_date(self) -> None:
        """Loads what is learnt of the answers as they are now, and has it learnt where it is missing. What
        was learnt before is used meanwhile, and still if that fails. Raises NotLearnt.
        """
        async with self._one:
            wanted = self._more()
            if self._loaded == wanted or await self._load():
                return
            await asyncio.to_thread(dictionaries)
            file = await asyncio.to_thread(kept.place, self._database, FOLDER, wanted)
            self._understanding.finder, self._loaded = await _learnt(file, wanted), wanted

    async def at_the_start(self, stop: asyncio.Event) -> None:
        """Tries until it is up to date, or `stop`. What is learnt already is there at once; learning waits a
        little, so that a bot that is started again and again does not learn each time.
        """
        pause = FIRST_SECONDS
        if await self._load():
            return
        while not await _rest(pause, stop):
            with contextlib.suppress(kept.NotLearnt):
                await self.up_to_date()
                return
            pause = AGAIN_SECONDS

    async def _load(self) -> bool:
        """Loads what is learnt already. Returns whether there was anything."""
        wanted = self._more()
        file = await asyncio.to_thread(kept.place, self._database, FOLDER, wanted)
        found = await asyncio.to_thread(kept.open_finder, file)
        if found is not None:
            self._understanding.finder, self._loaded = found, wanted
        return found is not None


async def _rest(seconds: float, stop: asyncio.Event) -> bool:
    """Whether `stop` came within so many seconds."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
    return stop.is_set()


async def _learnt(file: Path, more: More) -> Finder:
    """What the worker has made of the answers. Raises NotLearnt, logged, if it could not."""
    log.info("the finder learns the answers; until it has, people choose from lists")
    worker = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.learner", str(os.getpid()), str(FOLDER), str(file)),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, said = await worker.communicate(msgspec.json.encode(more))
    except asyncio.CancelledError:
        with contextlib.suppress(ProcessLookupError):
            worker.kill()
        await worker.wait()
        raise
    if worker.returncode != 0:
        lines = said.decode(errors="replace").strip().splitlines()
        why = lines[-1] if lines else f"exit {worker.returncode}"
        log.error("the finder could not learn: %s", why)
        raise kept.NotLearnt(why)
    log.info("the finder has learnt")
    await asyncio.to_thread(kept.keep_only, file)
    try:
        return await asyncio.to_thread(Finder, file)
    except (OSError, Damaged) as error:
        raise kept.NotLearnt(str(error)) from error
