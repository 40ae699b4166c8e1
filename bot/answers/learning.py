"""Learning a lesson: which question belongs to which answer, and what is an emergency.

Runs in a worker process, `python -m bot.answers.learning ANSWERS FILE`, so that the bot itself never
imports numpy.
"""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np

from bot.answers import linear, model
from bot.answers.danger_signs import sign_in, spoken_of
from bot.answers.features import meaning_of, surface_of
from bot.answers.lesson import NOT_OURS, OTHERS, Example, Lesson, brought_by, lesson
from bot.answers.library import Library, LibraryError, read_library
from bot.answers.linear import Bags, Floats, Ints, Mask, Vectors
from bot.answers.model import Learnt, Table
from bot.answers.normal import normal
from bot.answers.spoken import concepts_of

# How much the meaning of a question counts beside its surface; by cross-validation within the phrasings.
MEANING_SHARE = 0.3
# Concepts, and pairs of them, of fewer texts than these are chance.
RAREST_CONCEPT = 3
# How sure an answer is, is found on a fold that was not learnt from. A fold is neighbours in their lists,
# so that near copies of a phrasing are left out together with it.
FOLDS, FOLD = 5, 2
UNKNOWN = -1
# For how many phrasings an example of danger, or of what looks like it, counts in learning what danger is;
# and for how much of one danger counts in learning which answer is asked for.
EXAMPLE, DANGER = 4, 0.5
# Answers of whose phrasings some are emergencies: they teach nothing about calm.
NEAR_DANGER = {
    *("water.leak", "fire.what_to_do", "violence.help", "emergency.numbers", "heating.cold", "lift"),
    *("keys.lost_locked_out", "power.fuse", "snow_ice", "noise.neighbours"),
}


class Target(msgspec.Struct, frozen=True):
    """What is to be learnt of texts: texts × classes, of which texts it is known, and for how many each of
    them counts.
    """

    wanted: Floats
    known: Mask
    counts: Floats


class Ways(msgspec.Struct, frozen=True):
    """What people write in a language, each text once.

    The class of the answer it asks for, UNKNOWN if it only teaches what danger is; its class of danger, 0 for
    none, UNKNOWN where that cannot be said; whether it is of the fold that is left out to see how sure one
    can be; whether it is one of the examples of danger and what looks like it; whether it shows a sign of
    danger; its surface and meaning.
    """

    topics: Ints
    dangers: Ints
    left_out: Mask
    examples: Mask
    signs: Mask
    surface: Bags
    meaning: Bags

    def targets(self, topics: int, kinds: int) -> list[Target]:
        """What is to be learnt: the topics, and the kinds of danger."""
        example = np.where(self.examples, np.float32(EXAMPLE), np.float32(1))
        danger = np.where(self.dangers > 0, np.float32(DANGER), np.float32(1))
        return [
            Target(linear.one_hot(self.topics, topics), np.not_equal(self.topics, UNKNOWN), danger),
            Target(linear.one_hot(self.dangers, kinds)[:, 1:], np.not_equal(self.dangers, UNKNOWN), example),
        ]


def learn(lesson: Lesson, library: Library) -> bytes:
    """The content of the file that the finder reads: what was learnt, and the answers themselves."""
    topics = sorted({topic for asked in lesson.asked.values() for topic in asked} | {NOT_OURS})
    kinds = _kinds(lesson)
    # Danger is learnt in every language, also where there are no answers in it.
    locales = sorted({*lesson.asked, *lesson.examples})
    ways = {locale: _ways(lesson, locale, topics, kinds) for locale in locales}
    data = _Data()
    surface, meaning = dict[str, Table](), dict[str, Table]()
    sure, alarmed = dict[str, list[float]](), dict[str, list[float]]()
    for locale, of in ways.items():
        of_surface, of_meaning, scores = _fitted(of, len(topics), len(kinds))
        surface[locale], meaning[locale] = data.table(*of_surface), data.table(*of_meaning)
        asked = _of_answers(scores[:, : len(topics)], of, topics.index(NOT_OURS))
        sure[locale] = _regression(list(asked), len(model.SIGNS))
        alarmed[locale] = _regression(list(_of_dangers(scores[:, len(topics) :], of)), len(model.ALARMS))
    learnt = Learnt(
        topics=topics,
        kinds=kinds,
        surface=surface,
        meaning=meaning,
        meaning_share=MEANING_SHARE,
        sure=sure,
        alarmed=alarmed,
        concepts=lesson.concepts,
        answers={
            locale: {topic: page.answer for topic, page in pages.items()}
            for locale, pages in library.pages.items()
        },
    )
    return model.written(learnt, data.content)


def _kinds(lesson: Lesson) -> list[Example]:
    """The classes of danger, none of them first."""
    found = [Example("")]
    for each in (each for examples in lesson.examples.values() for each in examples):
        kind = msgspec.structs.replace(each, text="")
        if each.kind and kind not in found:
            found.append(kind)
    return found


def _ways(lesson: Lesson, locale: str, topics: Sequence[str], kinds: Sequence[Example]) -> Ways:
    """What people write in a language, with the examples of danger and of what only looks like it."""
    listed = lesson.asked.get(locale, {})
    found: dict[tuple[int, str], tuple[int, str, bool, bool]] = {}

    def add(topic: int, danger: int, texts: Sequence[str], *, example: bool) -> None:
        for place, text in enumerate(texts):
            left_out = place * FOLDS // len(texts) == FOLD
            found.setdefault((topic, normal(text)), (danger, text, left_out, example))

    by_heading: dict[Example, list[str]] = {}
    for each in lesson.examples.get(locale, []):
        by_heading.setdefault(msgspec.structs.replace(each, text=""), []).append(each.text)
    for heading, texts in by_heading.items():
        topic = NOT_OURS if heading.topic == OTHERS else heading.topic or None
        known = topic in listed or topic == NOT_OURS
        danger = kinds.index(heading) if heading.kind else 0
        add(topics.index(topic) if topic is not None and known else UNKNOWN, danger, texts, example=True)
    for topic, texts in listed.items():
        add(topics.index(topic), UNKNOWN if topic in NEAR_DANGER else 0, texts, example=False)
    spelt = [text for _, text in found]
    meant = [concepts_of(each, locale, lesson.concepts) for each in spelt]
    signs = [
        sign_in(spoken_of(concepts, text, each)) is not None
        for concepts, each, (_, text, *_) in zip(meant, spelt, found.values(), strict=True)
    ]
    return Ways(
        np.array([topic for topic, _ in found], np.int64),
        np.array([danger for danger, *_ in found.values()], np.int64),
        np.array([left_out for _, _, left_out, _ in found.values()], bool),
        np.array([example for *_, example in found.values()], bool),
        np.array(signs, bool),
        linear.bags((surface_of(each),) for each in spelt),
        linear.bags((meaning_of(each),) for each in meant),
    )


Fitted = tuple[Vectors, Floats]


def _fitted(ways: Ways, topics: int, kinds: int) -> tuple[Fitted, Fitted, Floats]:
    """What is learnt of the surface and of the meaning in a language; and what it says of the left-out fold.

    Solved in the dual, with a row for each text: there are fewer texts than features, and what texts have in
    common in surface and in meaning can just be added.
    """
    surface, meaning = linear.vectors(ways.surface), linear.vectors(ways.meaning, RAREST_CONCEPT)
    products = np.zeros((surface.count, surface.count), np.float32)
    linear.add_products(products, surface)
    linear.add_products(products, meaning, MEANING_SHARE)
    targets = ways.targets(topics, kinds)
    wanted = np.hstack([each.wanted for each in targets])
    known = np.hstack([np.broadcast_to(each.known[:, None], each.wanted.shape) for each in targets])
    counts = np.hstack([np.broadcast_to(each.counts[:, None], each.wanted.shape) for each in targets])
    ridge = linear.RIDGE / counts
    without = linear.solved(products, wanted, ridge, known & ~ways.left_out[:, None])
    held_out = products[ways.left_out] @ without
    found = linear.solved(products, wanted, ridge, known, near=without)
    return (
        (surface, linear.turned_times(surface, found)),
        (meaning, linear.turned_times(meaning, found)),
        held_out,
    )


# What was seen of a text that was left out, and whether what was to be found there was there.
Evidence = tuple[list[float], bool]


def _of_answers(scores: Floats, ways: Ways, none: int) -> Iterator[Evidence]:
    """By which signs an answer was found to texts that were left out, and whether it was right."""
    for row, topic in zip(scores.tolist(), ways.topics[ways.left_out].tolist(), strict=True):
        if topic != UNKNOWN:
            best, signs = model.signs(row, none)
            yield signs, best == topic


def _of_dangers(scores: Floats, ways: Ways) -> Iterator[Evidence]:
    """By what danger was seen in texts that were left out, and whether there was any."""
    dangers, signs = ways.dangers[ways.left_out].tolist(), ways.signs[ways.left_out].tolist()
    for row, danger, sign in zip(scores.tolist(), dangers, signs, strict=True):
        if danger != UNKNOWN:
            yield model.alarms(row, sign), danger != 0


def _regression(evidence: Sequence[Evidence], signs: int) -> list[float]:
    """The weights of a logistic regression, a constant first: how likely it is, by these signs. Where
    there is no evidence nothing is likely.
    """
    x = np.array([[1.0, *seen] for seen, _ in evidence], np.float64).reshape(-1, signs + 1)
    y = np.array([true for _, true in evidence], np.float64)
    weights = np.zeros(signs + 1)
    if not len(x):
        weights[0] = -30
        return [float(weight) for weight in weights]
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
        content = learn(lesson(library.asked(more), brought_by(answers)), library)
        model.put(file, content)
    except (LibraryError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
