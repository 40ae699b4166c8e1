"""Learning a lesson: which question belongs to which answer, and what is an emergency.

Runs in a worker process, `python -m bot.answers.learning ANSWERS FILE`, so that the bot itself never
imports numpy.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np

from bot.answers import linear, model
from bot.answers.features import CONCEPT_WEIGHT, Text, meaning_of, surface_of
from bot.answers.lesson import NOT_OURS, OTHERS, Example, Lesson, lesson
from bot.answers.library import Library, LibraryError, read_library
from bot.answers.linear import Floats, Vectors
from bot.answers.model import Learnt, Table
from bot.answers.normal import normal
from bot.answers.spoken import concepts_of

# How much the meaning of a question counts beside its surface; by cross-validation within the phrasings.
MEANING_SHARE = 0.5
# Concepts, and pairs of them, of fewer phrasings than these are chance.
RAREST_CONCEPT = 6
# How sure an answer is, is found on a fold that was not learnt from. A fold is neighbours in their lists,
# so that near copies of a phrasing are left out together with it.
FOLDS, FOLD = 5, 2
# Every so many-th phrasing of the other answers is learnt as no emergency.
CALM = 4
# Answers of whose phrasings some are emergencies: they teach nothing about calm.
NEAR_DANGER = {
    *("water.leak", "fire.what_to_do", "violence.help", "emergency.numbers", "heating.cold", "lift"),
    *("keys.lost_locked_out", "power.fuse", "snow_ice", "noise.neighbours"),
}


class Asked(msgspec.Struct, frozen=True):
    """A way to ask: the class it belongs to, and its fold."""

    text: str
    topic: int
    fold: int


def learn(lesson: Lesson, library: Library) -> bytes:
    """The content of the file that the finder reads: what was learnt, and the answers themselves."""
    topics = sorted({topic for asked in lesson.asked.values() for topic in asked} | {NOT_OURS})
    asked = {locale: list(_asked(lesson, locale, topics)) for locale in lesson.asked}
    data = _Data()
    meaning, meant_held_out = _meaning(lesson, asked, len(topics))
    tables: dict[str, Table] = {}
    evidence: list[tuple[Floats, Sequence[int]]] = []
    for locale, all_asked in asked.items():
        given = linear.vectors([(surface_of(normal(each.text)),) for each in all_asked])
        wanted = linear.one_hot([each.topic for each in all_asked], len(topics))
        tables[locale] = data.table(given, linear.fitted(given, wanted))
        out = np.array([each.fold == FOLD for each in all_asked], bool)
        if out.any() and not out.all():
            weights = linear.fitted(linear.chosen(given, ~out), wanted[~out])
            scores = linear.scored(linear.chosen(given, out), weights)
            scores += MEANING_SHARE * meant_held_out[locale]
            evidence.append((scores, [each.topic for each in all_asked if each.fold == FOLD]))
    alarm, kinds = _alarm(lesson, asked, topics)
    learnt = Learnt(
        topics=topics,
        surface=tables,
        meaning=data.table(*meaning),
        meaning_share=MEANING_SHARE,
        sure=_sureness(evidence, topics.index(NOT_OURS)),
        alarm=data.table(*alarm),
        kinds=kinds,
        concepts=lesson.concepts,
        answers={
            locale: {topic: page.answer for topic, page in pages.items()}
            for locale, pages in library.pages.items()
        },
    )
    return model.written(learnt, data.content)


def _asked(lesson: Lesson, locale: str, topics: Sequence[str]) -> Iterator[Asked]:
    """The ways people ask in a language, with the examples that belong to one of its answers; each once."""
    listed = lesson.asked[locale]
    seen: set[tuple[str, str]] = set()
    for topic in topics:
        examples = [each.text for each in lesson.examples.get(locale, []) if each.topic == (topic or OTHERS)]
        for texts in (listed.get(topic, []), examples if topic in listed or not topic else []):
            for place, text in enumerate(texts):
                if (topic, normal(text)) not in seen:
                    seen.add((topic, normal(text)))
                    yield Asked(text, topics.index(topic), place * FOLDS // len(texts))


def _meaning(
    lesson: Lesson, asked: Mapping[str, Sequence[Asked]], classes: int
) -> tuple[tuple[Vectors, Floats], dict[str, Floats]]:
    """What is learnt of concepts in all languages together; and by language, what it says of the left-out
    fold.
    """
    every = [each for all_asked in asked.values() for each in all_asked]
    texts: list[Sequence[Mapping[int, float]]] = [
        (meaning_of(concepts_of(normal(each.text), locale, lesson.concepts)),)
        for locale, all_asked in asked.items()
        for each in all_asked
    ]
    given = linear.vectors(texts, RAREST_CONCEPT)
    wanted = linear.one_hot([each.topic for each in every], classes)
    out = np.array([each.fold == FOLD for each in every], bool)
    weights = linear.fitted(linear.chosen(given, ~out), wanted[~out])
    language = np.array([place for place, part in enumerate(asked.values()) for _ in part], np.int64)
    held_out = {
        locale: linear.scored(linear.chosen(given, out & (language == place)), weights)
        for place, locale in enumerate(asked)
    }
    return (given, linear.fitted(given, wanted)), held_out


def _alarm(
    lesson: Lesson, asked: Mapping[str, Sequence[Asked]], topics: Sequence[str]
) -> tuple[tuple[Vectors, Floats], list[Example]]:
    """What is learnt of emergencies in all languages together; and what each of its classes stands for, none
    of them first.
    """
    found: list[tuple[str, Example]] = [
        (locale, each) for locale, examples in lesson.examples.items() for each in examples
    ]
    for locale, all_asked in asked.items():
        calm = [each.text for each in all_asked if topics[each.topic] not in NEAR_DANGER]
        found += [(locale, Example(text)) for text in calm[::CALM]]
    kinds = [Example("")]
    classes = []
    for _, each in found:
        kind = Example("", each.kind, each.item, each.topic) if each.kind else kinds[0]
        if kind not in kinds:
            kinds.append(kind)
        classes.append(kinds.index(kind))
    texts: list[Text] = []
    for locale, each in found:
        spelt = normal(each.text)
        concepts = concepts_of(spelt, locale, lesson.concepts)
        texts.append((surface_of(spelt), meaning_of(concepts, CONCEPT_WEIGHT)))
    given = linear.vectors(texts)
    return (given, linear.fitted(given, linear.one_hot(classes, len(kinds)))), kinds


def _sureness(evidence: Sequence[tuple[Floats, Sequence[int]]], none: int) -> list[float]:
    """Weights of a logistic regression: how likely the best answer is right, by `model.signs` of its
    scores.
    """
    signs, right = [], []
    for scores, topics in evidence:
        for row, topic in zip(scores.tolist(), topics, strict=True):
            best, of_it = model.signs(row, none)
            signs.append([1.0, *of_it])
            right.append(best == topic)
    x, y = np.array(signs, np.float64), np.array(right, np.float64)
    weights = np.zeros(len(model.SIGNS) + 1)
    if not len(x):
        return weights.tolist()
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (y - p) - 0.01 * weights
        bend = (x * (p * (1 - p))[:, None]).T @ x + 0.01 * np.eye(len(weights))
        weights += np.linalg.solve(bend, slope)
    return [float(weight) for weight in weights]


class _Data:
    """The arrays of the file, one after another."""

    def __init__(self) -> None:
        self.content = bytearray()

    def table(self, given: Vectors, weights: Floats) -> Table:
        """Adds a model and says where it lies."""
        rows = len(given.ids)
        bits = max(4, (2 * rows).bit_length())
        slots = np.zeros(2**bits, np.uint32)
        for row, feature in enumerate(given.ids.tolist()):
            slot = feature & (2**bits - 1)
            while slots[slot]:
                slot = (slot + 1) & (2**bits - 1)
            slots[slot] = row + 1
        low = weights.min(axis=1, initial=0.0)
        span = np.maximum(weights.max(axis=1, initial=0.0) - low, 1e-9)
        bytes_ = np.rint((weights - low[:, None]) / span[:, None] * 255).astype(np.uint8)
        return Table(
            bits=bits,
            rows=rows,
            classes=weights.shape[1],
            slots=self._add(slots),
            ids=self._add(given.ids),
            idf=self._add(given.idf),
            low=self._add(low.astype(np.float32)),
            range=self._add(span.astype(np.float32)),
            weights=self._add(bytes_),
        )

    def _add(self, array: "np.ndarray[tuple[int, ...], np.dtype[np.generic]]") -> int:
        self.content += b"\0" * (-len(self.content) % 8)
        at = len(self.content)
        self.content += np.ascontiguousarray(array).tobytes()
        return at


def main(arguments: Sequence[str]) -> int:
    """Learns the answers of a folder into a file; further ways people ask come as JSON on standard input."""
    os.nice(10)  # the bot goes on answering while this works
    answers, file = map(Path, arguments)
    more = msgspec.json.decode(sys.stdin.buffer.read() or b"{}", type=dict[str, dict[str, list[str]]])
    try:
        library = read_library(answers)
        content = learn(lesson(library.asked(more)), library)
        model.put(file, content)
    except (LibraryError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
