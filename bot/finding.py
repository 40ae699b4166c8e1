"""The finder beside the running bot: opened where it is kept, learnt anew in a process of its own.

What is learnt lies beside the database; until it does, people browse the answers. Emergencies and faults are
seen by the dictionaries alone meanwhile.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from bot import answering
from bot.answers import kept
from bot.answers.concepts import Concepts, read_concepts
from bot.answers.emergencies import emergency_by_signs, emergency_in
from bot.answers.fault_words import faults_in
from bot.answers.finder import Finder
from bot.catalogues import FOLDER
from bot.speech import LOCALES, RECORD


class Kept:
    """What is learnt for one database. `more` gives the ways to ask that the desk has added, as
    language -> topic -> phrasings.
    """

    def __init__(self, database: Path, more: Callable[[], Mapping[str, Mapping[str, Sequence[str]]]]) -> None:
        self._database = database
        self._more = more
        self._finder: Finder | None = None

    @cached_property
    def _concepts(self) -> dict[str, Concepts]:
        return {locale: read_concepts(FOLDER / locale / "concepts.txt") for locale in LOCALES}

    def open(self) -> bool:
        """Opens what is kept of these answers. Returns whether there is anything."""
        found = kept.open_finder(kept.place(self._database, more=self._more()))
        self._finder = found or self._finder
        return found is not None

    async def learn(self) -> None:
        """Learns the answers and what the desk has added; the bot goes on meanwhile. Raises NotLearnt."""
        more = self._more()
        await asyncio.to_thread(kept.finder, self._database, more=more)
        self.open()

    def find(self, question: str, locale: str) -> answering.Found | None:
        """What a question asks for; None while nothing is learnt."""
        if self._finder is None:
            return None
        found = self._finder.find(question, locale)
        return answering.Found(found.topic, tuple(found.alternatives), found.kind or "")

    def emergency(self, said: str) -> answering.Emergency | None:
        """The emergency that words tell of."""
        if self._finder is None:
            seen = emergency_by_signs(said, RECORD, self._concepts)
        else:
            seen = emergency_in(said, RECORD, self._finder)
        return answering.Emergency(seen.kind, seen.item) if seen is not None else None

    def faults(self, said: str) -> list[str]:
        """The faults that words may tell of, best first."""
        return faults_in(said, RECORD, self._concepts)
