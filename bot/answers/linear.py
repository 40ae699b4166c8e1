"""Ridge least squares on sparse tf-idf vectors, with numpy. Imported by the worker that learns, by nothing
else.
"""

import math
from array import array
from collections.abc import Iterable, Mapping

import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

RIDGE = 0.5
# Conjugate gradients end when what is left is this share of what was wanted, for every class. Much less
# changes no answer; it is reached after some twenty steps.
CLOSE, MOST_STEPS = 3e-2, 200
# Features that fewer texts share are multiplied pair by pair, the others as one dense matrix.
_FREQUENT = 48
_AT_ONCE = 1024


class Bags(msgspec.Struct, frozen=True):
    """Texts as bags of features: those of text k, with their weights before idf, stand from `starts[k]` to
    `starts[k + 1]`.
    """

    starts: Ints
    features: NDArray[np.uint32]
    weights: Floats

    @property
    def count(self) -> int:
        return len(self.starts) - 1


class Vectors(msgspec.Struct, frozen=True):
    """Texts as sparse rows: entry k says that text `rows[k]` has `values[k]` in column `columns[k]`, which
    stands for the feature `ids[columns[k]]` of the inverse document frequency `idf[columns[k]]`.
    """

    rows: Ints
    columns: Ints
    values: Floats
    ids: NDArray[np.uint32]
    idf: Floats
    count: int


def bags(texts: Iterable[Iterable[Mapping[int, float]]]) -> Bags:
    """The bags of texts, each one or more tables feature -> weight."""
    features, weights, starts = array("I"), array("f"), array("q", [0])
    for tables in texts:
        for table in tables:
            features.extend(table.keys())
            weights.extend(table.values())
        starts.append(len(features))
    return Bags(np.array(starts, np.int64), np.array(features, np.uint32), np.array(weights, np.float32))


def vectors(given: Bags, rarest: int = 1) -> Vectors:
    """The tf-idf vectors of texts, each of length one (of zero for a text without a feature). Features in
    fewer than `rarest` texts are left out.
    """
    ids, columns, frequency = np.unique(given.features, return_inverse=True, return_counts=True)
    rows = np.repeat(np.arange(given.count), np.diff(given.starts))
    weights = given.weights
    if rarest > 1:
        kept = frequency >= rarest
        there = kept[columns]
        rows, weights, columns = rows[there], weights[there], (np.cumsum(kept) - 1)[columns[there]]
        ids, frequency = ids[kept], frequency[kept]
    idf = (np.log((1 + given.count) / (1 + frequency)) + 1).astype(np.float32)
    return Vectors(
        rows, columns, _of_length_one(rows, weights * idf[columns], given.count), ids, idf, given.count
    )


def _of_length_one(rows: Ints, values: Floats, count: int) -> Floats:
    length = np.sqrt(np.bincount(rows, values.astype(np.float64) ** 2, count))
    scaled: Floats = (values / np.maximum(length, 1e-9)[rows]).astype(np.float32)
    return scaled


def scored(given: Vectors, weights: Floats) -> Floats:
    """What the weights say of each text: texts × classes."""
    scores = np.zeros((given.count, weights.shape[1]), np.float32)
    starts = np.searchsorted(given.rows, np.arange(given.count + 1))
    for first in range(0, given.count, _AT_ONCE):
        ends = starts[first : first + _AT_ONCE + 1]
        part = slice(ends[0], ends[-1])
        some = np.flatnonzero(np.diff(ends))
        if len(some):
            terms = given.values[part, None] * weights[given.columns[part]]
            scores[first + some] = np.add.reduceat(terms, ends[some] - ends[0])
    return scores


def one_hot(classes: Ints, count: int) -> Floats:
    """Texts × classes, 1 for the class of a text and 0 for the others; all 0 where it is negative."""
    wanted = np.zeros((len(classes), count), np.float32)
    known = classes >= 0
    wanted[np.flatnonzero(known), classes[known]] = 1
    return wanted


def turned(given: Vectors) -> Vectors:
    """Features as rows and texts as columns."""
    order = np.argsort(given.columns, kind="stable")
    texts = np.arange(given.count, dtype=np.uint32)
    ones = np.ones(given.count, np.float32)
    return Vectors(given.columns[order], given.rows[order], given.values[order], texts, ones, len(given.ids))


def add_products(found: Floats, given: Vectors, share: float = 1.0) -> None:
    """Adds to `found`, count × count, the product of each two rows times `share`."""
    given = msgspec.structs.replace(given, values=given.values * np.float32(math.sqrt(share)))
    frequency = np.bincount(given.columns, minlength=len(given.ids))
    order, starts = _by_column(given)
    often = np.flatnonzero(frequency >= _FREQUENT)
    for first in range(0, len(often), _AT_ONCE):
        some = often[first : first + _AT_ONCE]
        dense = np.zeros((given.count, len(some)), np.float32)
        for place, column in enumerate(some):
            entries = order[starts[column] : starts[column + 1]]
            dense[given.rows[entries], place] = given.values[entries]
        for strip in range(0, given.count, _AT_ONCE):
            found[strip : strip + _AT_ONCE] += dense[strip : strip + _AT_ONCE] @ dense.T
    flat = found.reshape(-1)
    for shared in range(1, _FREQUENT):
        columns = np.flatnonzero(frequency == shared)
        for part in np.array_split(columns, len(columns) // _AT_ONCE + 1):
            entries = order[starts[part][:, None] + np.arange(shared)]
            rows, values = given.rows[entries], given.values[entries]
            for first in range(shared):
                cells = rows[:, first, None] * given.count + rows
                np.add.at(flat, cells.reshape(-1), (values[:, first, None] * values).reshape(-1))


def solved(products: Floats, wanted: Floats, ridge: Floats, kept: Mask, near: Floats | None = None) -> Floats:
    """x with (products + ridge) x = wanted, by conjugate gradients, for all classes side by side. `ridge`
    stands on the diagonal; rows and columns that are not `kept` are left out, and those of x are 0. Both are
    rows × classes. It is quicker with an x that is `near`, 0 where nothing is kept.
    """
    there = kept.astype(np.float32)
    rest = wanted * there
    enough = np.einsum("ij,ij->j", rest, rest) * np.float32(CLOSE**2)
    x = np.zeros_like(wanted)
    if near is not None:
        x += near
        rest -= (products @ x) * there + ridge * x
    way = rest.copy()
    size = np.einsum("ij,ij->j", rest, rest)
    for _ in range(MOST_STEPS):
        if (size <= enough).all():
            break
        across = (products @ way) * there + ridge * way
        step = size / np.maximum(np.einsum("ij,ij->j", way, across), 1e-20)
        x += step * way
        rest -= step * across
        before, size = size, np.einsum("ij,ij->j", rest, rest)
        way = rest + size / np.maximum(before, 1e-20) * way
    return x


def turned_times(given: Vectors, wanted: Floats) -> Floats:
    """For each column the sum of its values times `wanted` of their rows: features × classes."""
    return scored(turned(given), wanted)


def _by_column(given: Vectors) -> tuple[Ints, Ints]:
    """The entries in the order of their columns, and where each column's begin."""
    order = np.argsort(given.columns, kind="stable")
    frequency = np.bincount(given.columns, minlength=len(given.ids))
    return order, np.concatenate([np.zeros(1, np.int64), np.cumsum(frequency)])
