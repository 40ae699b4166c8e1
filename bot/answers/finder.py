"""Finding the answer to a question, in whichever of the languages it is asked."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from bot.answers import model
from bot.answers.danger_signs import Sign, sign_in, spoken_of
from bot.answers.features import meaning_of, surface_of
from bot.answers.lesson import NOT_OURS, Example
from bot.answers.model import Model
from bot.answers.normal import is_arabic_script, normal
from bot.answers.small_talk import small_talk
from bot.answers.spoken import concepts_of

ARABIC_SCRIPT = ("ar", "fa_AF")
# How many more of its features, as a share, another language must know before it is taken for that language.
OTHER_LANGUAGE = 0.06
# Who knows so many is not asked further.
AT_HOME = 0.9
# An answer is given when it is about as likely right as not, judged by phrasings that were left out in
# learning. Where exactly was set by the questions of the tests (not those held out), which it flatters a bit.
HONEST = 0.478


class Found(msgspec.Struct, frozen=True):
    """What a question was found to be.

    `topic` is the answer's id, None below the honest threshold; `score` how likely it is right, 0 to 1;
    `alternatives` are ids, best first, whatever the threshold. `kind` says that it is only a greeting or
    thanks.
    """

    topic: str | None
    score: float
    alternatives: list[str]
    kind: Literal["greeting", "thanks"] | None = None


class Danger(msgspec.Struct, frozen=True):
    """How likely a text tells of danger, 0 to 1; the sign of it that was seen; and the likeliest kind."""

    likely: float
    sign: Sign | None
    kind: Example | None


class _Read(msgspec.Struct, frozen=True):
    """The language of a text, how much it speaks for each topic and for each kind of danger, and the concepts
    it speaks of.
    """

    language: str
    topics: list[float]
    dangers: list[float]
    concepts: list[str]


class Finder:
    """What was learnt, ready to be asked."""

    def __init__(self, file: Path) -> None:
        """Raises model.Damaged for a file that is not whole, OSError if there is none."""
        self.learnt, data = model.read(file)
        self._surface = {locale: Model(table, data) for locale, table in self.learnt.surface.items()}
        self._meaning = {locale: Model(table, data) for locale, table in self.learnt.meaning.items()}
        self._none = self.learnt.topics.index(NOT_OURS)
        self._last: tuple[str, str, _Read] = ("", "", _Read("", [], [], []))

    def find(self, text: str, locale: str) -> Found:
        """The answer to a question of somebody whose language is `locale`, in whatever language she asks
        it.
        """
        spelt = normal(text)
        read = self._read(spelt, locale)
        scores = read.topics
        best, signs = model.signs(scores, self._none)
        order = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
        alternatives = [self.learnt.topics[each] for each in order if each != self._none][:8]
        score = model.likely(self.learnt.sure[read.language], signs)
        kind = small_talk(spelt)
        answered = score >= HONEST and scores[best] > scores[self._none] and kind is None
        return Found(self.learnt.topics[best] if answered else None, round(score, 4), alternatives, kind)

    def danger(self, text: str, locale: str) -> Danger:
        """How likely a text tells of danger, and of which kind."""
        spelt = normal(text)
        read = self._read(spelt, locale)
        sign = sign_in(spoken_of(read.concepts, text, spelt))
        likely = model.likely(
            self.learnt.alarmed[read.language], model.alarms(read.dangers, sign is not None)
        )
        kinds = self.learnt.kinds[1:]
        likeliest = max(range(len(kinds)), key=read.dangers.__getitem__, default=None)
        return Danger(likely, sign, kinds[likeliest] if likeliest is not None else None)

    def _read(self, spelt: str, locale: str) -> _Read:
        """What a normalised text speaks for; all 0 where nothing of it is known. The last one is remembered:
        a text is looked at for danger and then for what it asks.
        """
        if self._last[:2] == (spelt, locale):
            return self._last[2]
        language, known = self.language(spelt, surface_of(spelt), locale)
        concepts = concepts_of(spelt, language, self.learnt.concepts)
        meaning, share = self._meaning[language], self.learnt.meaning_share
        meant = meaning.scores(meaning.known((meaning_of(concepts),)))
        said = self._surface[language].scores(known)
        scores = [a + share * b for a, b in zip(said, meant, strict=True)]
        count = len(self.learnt.topics)
        read = _Read(language, scores[:count], scores[count:], concepts)
        self._last = (spelt, locale, read)
        return read

    def language(
        self, spelt: str, surface: dict[int, float], locale: str
    ) -> tuple[str, Sequence[tuple[int, float]]]:
        """The language that knows most of a text, hers unless another knows clearly more; and what it
        knows.
        """
        arabic = is_arabic_script(spelt)
        likely = [each for each in self._surface if (each in ARABIC_SCRIPT) == arabic]
        # Arabic and Dari are also typed in Latin letters, Swedish and English in no others.
        unlikely = [] if arabic and likely else [each for each in self._surface if each not in likely]
        best, best_known, most = "", list[tuple[int, float]](), -1.0
        for candidates in (likely, unlikely):
            for each in sorted(candidates, key=lambda each: each != locale):
                known = self._surface[each].known((surface,))
                share = len(known) / max(1, len(surface)) - OTHER_LANGUAGE * (each != locale)
                if share > most:
                    best, best_known, most = each, known, share
                if most >= AT_HOME:
                    return best, best_known
        return best, best_known
