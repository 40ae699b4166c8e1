"""Learning a lesson: which question belongs to which answer, and what is an emergency.

Runs in a worker process, `python -m bot.answers.learning ANSWERS FILE`, so that the bot itself never
imports numpy.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec
import numpy as np

from bot.answers import linear, model
from bot.answers.features import CONCEPT_WEIGHT, meaning_of, surface_of
from bot.answers.lesson import NOT_OURS, OTHERS, Example, Lesson, lesson
from bot.answers.library import Library, LibraryError, read_library
from bot.answers.linear import Bags, Floats, Mask, Vectors
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
# Every so many-th phrasing of the other answers is learnt as no emergency, and each that looks so much like
# one.
CALM, ALARMING = 8, 0.2
# Answers of whose phrasings some are emergencies: they teach nothing about calm.
NEAR_DANGER = {
    *("water.leak", "fire.what_to_do", "violence.help", "emergency.numbers", "heating.cold", "lift"),
    *("keys.lost_locked_out", "power.fuse", "snow_ice", "noise.neighbours"),
}


class Asked(msgspec.Struct, frozen=True):
    """The ways people ask in a language, each once: the class each belongs to, whether it is of the fold that
    is left out to see how sure one can be, and its surface and meaning.
    """

    topics: list[int]
    left_out: Mask
    surface: Bags
    meaning: Bags

    @property
    def count(self) -> int:
        return len(self.topics)


def learn(lesson: Lesson, library: Library) -> bytes:
    """The content of the file that the finder reads: what was learnt, and the answers themselves."""
    topics = sorted({topic for asked in lesson.asked.values() for topic in asked} | {NOT_OURS})
    asked = {locale: _asked(lesson, locale, topics) for locale in lesson.asked}
    data = _Data()
    meaning, meant = _meaning(list(asked.values()), len(topics))
    tables: dict[str, Table] = {}
    evidence: list[tuple[Floats, list[int]]] = []
    for (locale, ways), meant_held_out in zip(asked.items(), meant, strict=True):
        table, held_out = _surface(ways, len(topics))
        tables[locale] = data.table(*table)
        out = [topic for topic, left_out in zip(ways.topics, ways.left_out, strict=True) if left_out]
        if 0 < len(out) < ways.count:
            evidence.append((held_out + MEANING_SHARE * meant_held_out, out))
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


def _asked(lesson: Lesson, locale: str, topics: Sequence[str]) -> Asked:
    """The ways people ask in a language, with the examples that belong to one of its answers."""
    of, left_out, spelt = list[int](), list[bool](), list[str]()
    listed = lesson.asked[locale]
    seen: set[tuple[str, str]] = set()
    for topic in topics:
        examples = [each.text for each in lesson.examples.get(locale, []) if each.topic == (topic or OTHERS)]
        for texts in (listed.get(topic, []), examples if topic in listed or not topic else []):
            for place, text in enumerate(map(normal, texts)):
                if (topic, text) not in seen:
                    seen.add((topic, text))
                    of.append(topics.index(topic))
                    left_out.append(place * FOLDS // len(texts) == FOLD)
                    spelt.append(text)
    return Asked(of, np.array(left_out, bool), *_looked_at(spelt, locale, lesson))


def _looked_at(spelt: Sequence[str], locale: str, lesson: Lesson) -> tuple[Bags, Bags]:
    """The surface and the meaning of normalised texts."""
    surface = linear.bags((surface_of(each),) for each in spelt)
    return surface, linear.bags((meaning_of(concepts_of(each, locale, lesson.concepts)),) for each in spelt)


def _surface(ways: Asked, classes: int) -> tuple[tuple[Vectors, Floats], Floats]:
    """What is learnt of the surface of a language; and what it says of the left-out fold."""
    given = linear.vectors(ways.surface)
    wanted = linear.one_hot(ways.topics, classes)
    products = linear.products(given)
    held_out = products[ways.left_out] @ linear.solved(products, wanted, ~ways.left_out)
    return (given, linear.turned_times(given, linear.solved(products, wanted))), held_out


def _meaning(asked: Sequence[Asked], classes: int) -> tuple[tuple[Vectors, Floats], list[Floats]]:
    """What is learnt of concepts in all languages together; and by language, what it says of the left-out
    fold.
    """
    bags = linear.joined([each.meaning for each in asked])
    wanted = linear.one_hot([topic for each in asked for topic in each.topics], classes)
    left_out = np.concatenate([each.left_out for each in asked])
    given = linear.vectors(bags, RAREST_CONCEPT)
    without = linear.vectors_like(linear.chosen(bags, ~left_out), given)
    weights = linear.fitted_by_feature(without, wanted[~left_out])
    held_out = [
        linear.scored(linear.vectors_like(linear.chosen(each.meaning, each.left_out), given), weights)
        for each in asked
    ]
    return (given, linear.fitted_by_feature(given, wanted)), held_out


def _alarm(
    lesson: Lesson, asked: Mapping[str, Asked], topics: Sequence[str]
) -> tuple[tuple[Vectors, Floats], list[Example]]:
    """What is learnt of emergencies in all languages together; and what each of its classes stands for, none
    of them first.
    """
    kinds = [Example("")]
    classes = list[int]()
    parts = list[Bags]()
    for locale, examples in lesson.examples.items():
        for each in examples:
            kind = Example("", each.kind, each.item, each.topic) if each.kind else kinds[0]
            if kind not in kinds:
                kinds.append(kind)
            classes.append(kinds.index(kind))
        looked_at = _looked_at([normal(each.text) for each in examples], locale, lesson)
        parts.append(linear.beside(*looked_at, CONCEPT_WEIGHT))
    examples_count = len(classes)
    for ways in asked.values():
        calm = np.array([topics[topic] not in NEAR_DANGER for topic in ways.topics], bool)
        bags = linear.beside(ways.surface, ways.meaning, CONCEPT_WEIGHT)
        parts.append(linear.chosen(bags, calm))
        classes += [0] * int(calm.sum())
    bags = linear.joined(parts)
    wanted = linear.one_hot(classes, len(kinds))
    place = np.arange(len(classes))
    learnt = (place < examples_count) | (place % CALM == 0)
    given = linear.vectors(linear.chosen(bags, learnt))
    weights = linear.fitted(given, wanted[learnt])
    # Learn again with those among the calm that were taken for an emergency.
    learnt |= linear.scored(linear.vectors_like(bags, given), weights)[:, 1:].sum(axis=1) > ALARMING
    given = linear.vectors(linear.chosen(bags, learnt))
    return (given, linear.fitted(given, wanted[learnt])), kinds


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
