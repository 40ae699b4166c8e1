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
from bot.catalogues import FOLDER, ROOT
from bot.speech import LOCALES

log = logging.getLogger(__name__)

# How often it is looked whether ways to ask were added, and when learning that failed is tried again.
LOOK_SECONDS = 10.0
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


async def keep_learnt(
    understanding: Understanding, database: Path, more: Callable[[], More], stop: asyncio.Event
) -> None:
    """Until `stop`: loads what was learnt for a database (an absolute path), has it learnt where it is
    missing, and again when `more`, further ways people ask, has changed. Meanwhile what was learnt before is
    used.
    """
    loaded: More | None = None
    pause = FIRST_SECONDS
    while not stop.is_set():
        wanted = more()
        if understanding.finder is None or wanted != loaded:
            file = await asyncio.to_thread(kept.place, database, FOLDER, wanted)
            found = await asyncio.to_thread(kept.open_finder, file)
            if found is None:
                await asyncio.to_thread(dictionaries)
                await _rest(pause, stop)
                found = None if stop.is_set() else await _learnt(file, wanted)
            if found is not None:
                understanding.finder, loaded = found, wanted
            pause = LOOK_SECONDS if found is not None else AGAIN_SECONDS
        await _rest(LOOK_SECONDS, stop)


async def _rest(seconds: float, stop: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


async def _learnt(file: Path, more: More) -> Finder | None:
    """What the worker has made of the answers; None if it could not, which is logged."""
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
        log.error("the finder could not learn: %s", lines[-1] if lines else f"exit {worker.returncode}")
        return None
    log.info("the finder has learnt")
    await asyncio.to_thread(kept.keep_only, file)
    return await asyncio.to_thread(kept.open_finder, file)
