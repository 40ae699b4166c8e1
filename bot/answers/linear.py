"""Ridge least squares on sparse tf-idf vectors, with numpy. Imported by the worker that learns, by nothing
else.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

RIDGE = 1.0
# Features that fewer texts share are multiplied pair by pair, the others as one dense matrix.
_FREQUENT = 48
_BLOCK = 256
_STRIP = 2048
_AT_ONCE = 4096


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


def vectors(texts: Sequence[Iterable[Mapping[int, float]]], rarest: int = 1) -> Vectors:
    """The tf-idf vectors of texts, each of length one (of zero for a text without a feature).

    A text is one or more tables feature -> weight before idf. Features in fewer than `rarest` texts are
    left out.
    """
    column_of: dict[int, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    weights: list[float] = []
    for row, tables in enumerate(texts):
        for table in tables:
            for feature, weight in table.items():
                rows.append(row)
                columns.append(column_of.setdefault(feature, len(column_of)))
                weights.append(weight)
    at, of = np.array(rows, np.int64), np.array(columns, np.int64)
    values = np.array(weights, np.float32)
    ids = np.fromiter(column_of, np.uint32, len(column_of))
    frequency = np.bincount(of, minlength=len(ids))
    if rarest > 1:
        kept = frequency >= rarest
        at, values, of = at[kept[of]], values[kept[of]], (np.cumsum(kept) - 1)[of[kept[of]]]
        ids, frequency = ids[kept], frequency[kept]
    idf = (np.log((1 + len(texts)) / (1 + frequency)) + 1).astype(np.float32)
    values = values * idf[of]
    length = np.sqrt(np.bincount(at, values.astype(np.float64) ** 2, len(texts)))
    values = (values / np.maximum(length, 1e-9)[at]).astype(np.float32)
    return Vectors(at, of, values, ids, idf, len(texts))


def fitted(given: Vectors, wanted: Floats) -> Floats:
    """Each feature's weight for each class, features × classes; `wanted` is texts × classes.

    Solved in the dual, where the system has one row a text, or in the primal if there are fewer features.
    """
    if len(given.ids) < given.count:
        return _solved(_products(_turned(given)), _turned_times(given, wanted))
    return _turned_times(given, _solved(_products(given), wanted))


def scored(given: Vectors, weights: Floats) -> Floats:
    """What the weights say of each text: texts × classes."""
    scores = np.zeros((given.count, weights.shape[1]), np.float32)
    for first in range(0, len(given.rows), _AT_ONCE * 16):
        part = slice(first, first + _AT_ONCE * 16)
        np.add.at(scores, given.rows[part], given.values[part, None] * weights[given.columns[part]])
    return scores


def chosen(given: Vectors, texts: NDArray[np.bool_]) -> Vectors:
    """The vectors of some of the texts, in the same columns."""
    kept = texts[given.rows]
    rows = (np.cumsum(texts) - 1)[given.rows[kept]]
    return Vectors(rows, given.columns[kept], given.values[kept], given.ids, given.idf, int(texts.sum()))


def one_hot(classes: Sequence[int], count: int) -> Floats:
    """Texts × classes, 1 for the class of a text and 0 for the others."""
    wanted = np.zeros((len(classes), count), np.float32)
    wanted[np.arange(len(classes)), classes] = 1
    return wanted


def _turned(given: Vectors) -> Vectors:
    """Features as rows and texts as columns."""
    texts = np.arange(given.count, dtype=np.uint32)
    ones = np.ones(given.count, np.float32)
    return Vectors(given.columns, given.rows, given.values, texts, ones, len(given.ids))


def _products(given: Vectors) -> Floats:
    """The product of each two rows, count × count."""
    frequency = np.bincount(given.columns, minlength=len(given.ids))
    often = np.flatnonzero(frequency >= _FREQUENT)
    place = np.full(len(given.ids), -1)
    place[often] = np.arange(len(often))
    frequent = place[given.columns] >= 0
    dense = np.zeros((given.count, len(often)), np.float32)
    dense[given.rows[frequent], place[given.columns[frequent]]] = given.values[frequent]
    products: Floats = dense @ dense.T
    flat = products.reshape(-1)
    order, starts = _by_column(given)
    for shared in range(1, _FREQUENT):
        entries = order[starts[np.flatnonzero(frequency == shared)][:, None] + np.arange(shared)]
        rows, values = given.rows[entries], given.values[entries]
        for first in range(shared):
            cells = rows[:, first, None] * given.count + rows
            np.add.at(flat, cells.reshape(-1), (values[:, first, None] * values).reshape(-1))
    return products


def _solved(products: Floats, wanted: Floats) -> Floats:
    """x with (products + RIDGE) x = wanted. What is handed in is used up.

    Cholesky's factor in blocks, which are products of matrices and so twice as fast here as numpy's own,
    and then substitution forwards and backwards.
    """
    lower, x = products, wanted.copy()
    lower[np.diag_indices_from(lower)] += RIDGE
    starts = range(0, len(lower), _BLOCK)
    for start in starts:
        end = start + _BLOCK
        corner = lower[start:end, start:end] = np.linalg.cholesky(lower[start:end, start:end])
        inverse = np.linalg.inv(corner)
        x[start:end] = inverse @ x[start:end]
        side = lower[end:, start:end] = lower[end:, start:end] @ inverse.T
        x[end:] -= side @ x[start:end]
        for strip in range(end, len(lower), _STRIP):
            lower[strip:, strip : strip + _STRIP] -= (
                side[strip - end :] @ side[strip - end : strip - end + _STRIP].T
            )
    for start in reversed(starts):
        end = start + _BLOCK
        x[start:end] -= lower[end:, start:end].T @ x[end:]
        x[start:end] = np.linalg.solve(lower[start:end, start:end].T, x[start:end])
    return x


def _turned_times(given: Vectors, wanted: Floats) -> Floats:
    """For each column the sum of its values times `wanted` of their rows: features × classes."""
    order, starts = _by_column(given)
    sums = np.zeros((len(given.ids), wanted.shape[1]), np.float32)
    for first in range(0, len(given.ids), _AT_ONCE):
        ends = starts[first : first + _AT_ONCE + 1]
        part = order[ends[0] : ends[-1]]
        if len(part):
            products = given.values[part, None] * wanted[given.rows[part]]
            some = np.flatnonzero(np.diff(ends))
            sums[first + some] = np.add.reduceat(products, ends[some] - ends[0])
    return sums


def _by_column(given: Vectors) -> tuple[Ints, Ints]:
    """The entries in the order of their columns, and where each column's begin."""
    order = np.argsort(given.columns, kind="stable")
    frequency = np.bincount(given.columns, minlength=len(given.ids))
    return order, np.concatenate([np.zeros(1, np.int64), np.cumsum(frequency)])
