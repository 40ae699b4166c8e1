"""Finding the answer to a question, in whichever of the languages it is asked."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from bot.answers import model
from bot.answers.features import meaning_of, surface_of
from bot.answers.lesson import NOT_OURS
from bot.answers.model import Model
from bot.answers.normal import is_arabic_script, normal
from bot.answers.small_talk import small_talk
from bot.answers.spoken import concepts_of

ARABIC_SCRIPT = ("ar", "fa_AF")
# How many more of its features, as a share, another language must know before it is taken for that language.
OTHER_LANGUAGE = 0.06
# An answer is given when it is so likely to be right, by phrasings left out in learning, which are harder
# than most questions are: found by those, not by the questions of the tests.
HONEST = 0.45


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


class Finder:
    """What was learnt, ready to be asked."""

    def __init__(self, file: Path) -> None:
        """Raises model.Damaged for a file that is not whole, OSError if there is none."""
        self.learnt, data = model.read(file)
        self._surface = {locale: Model(table, data) for locale, table in self.learnt.surface.items()}
        self._meaning = Model(self.learnt.meaning, data)
        self.alarm = Model(self.learnt.alarm, data)
        self._none = self.learnt.topics.index(NOT_OURS)

    def find(self, text: str, locale: str) -> Found:
        """The answer to a question of somebody whose language is `locale`, in whatever language she asks
        it.
        """
        spelt = normal(text)
        scores = self.scores(spelt, locale)
        best, signs = model.signs(scores, self._none)
        order = sorted(
            (each for each in range(len(scores)) if each != self._none), key=lambda each: -scores[each]
        )
        alternatives = [self.learnt.topics[each] for each in order[:8]]
        constant, *weights = self.learnt.sure
        sure = constant + sum(weight * sign for weight, sign in zip(weights, signs, strict=True))
        score = 1 / (1 + math.exp(-max(-30.0, min(30.0, sure))))
        kind = small_talk(spelt)
        answered = score >= HONEST and scores[best] > scores[self._none] and kind is None
        return Found(self.learnt.topics[best] if answered else None, round(score, 4), alternatives, kind)

    def scores(self, spelt: str, locale: str) -> list[float]:
        """How much a normalised text speaks for each of `learnt.topics`; all 0 where nothing of it is
        known.
        """
        surface = surface_of(spelt)
        language, known = self.language(spelt, surface, locale)
        said = self._surface[language].scores(known)
        meaning = self._meaning.known((meaning_of(concepts_of(spelt, language, self.learnt.concepts)),))
        share = self.learnt.meaning_share
        return [a + share * b for a, b in zip(said, self._meaning.scores(meaning), strict=True)]

    def language(
        self, spelt: str, surface: dict[int, float], locale: str
    ) -> tuple[str, Sequence[tuple[int, float]]]:
        """The language that knows most of a text, hers unless another knows clearly more; and what it
        knows.
        """
        arabic = is_arabic_script(spelt)
        first = [each for each in self._surface if (each in ARABIC_SCRIPT) == arabic]
        rest = [each for each in self._surface if each not in first] if not arabic or not first else []
        best, best_known, most = "", [], -1.0
        for each in sorted((*first, *rest), key=lambda each: each != locale):
            known = self._surface[each].known((surface,))
            share = len(known) - OTHER_LANGUAGE * len(surface) * (each != locale)
            if share > most:
                best, best_known, most = each, known, share
        return best, best_known
