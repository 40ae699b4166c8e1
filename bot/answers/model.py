"""What was learnt, in a file, and how a text is scored with it.

Without numpy: it costs 80 ms and 20 MB to import, as much as all else the finder needs, and a question has
some two hundred features. So a row of a model is one byte a class, and rows are added as one long integer
with 32 bits for each class.
"""

import math
import mmap
import os
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bot.answers.answer import Answer
from bot.answers.concepts import Concepts
from bot.answers.features import Text
from bot.answers.lesson import Example

_MAGIC = b"answers1"
_HEAD = len(_MAGIC) + 8
_LANE = 4
# What a weight of 1.0 is in a lane. The vector of a text has length one, so 4 096 letters with their at
# most 20 000 features add up to less than 150 times the largest range of weights, which is about 2: below 2
# ** 32.
_UNIT = 2**23

SIGNS = ("score", "before the next", "before not ours")


class Table(msgspec.Struct, frozen=True):
    """Where a model lies in the data, in bytes from its beginning.

    `slots` is a hash table of `2 ** bits` row numbers + 1, 0 where it is empty. Each of `rows` has its
    feature, its idf, its smallest weight, the range of its weights, and for each class a byte: where in
    that range it is.
    """

    bits: int
    rows: int
    classes: int
    slots: int
    ids: int
    idf: int
    low: int
    range: int
    weights: int


class Learnt(msgspec.Struct, frozen=True):
    """All that was learnt: a model of the surface of each language, one of meaning for all, one of
    emergencies.

    `sure` are the weights of a logistic regression over `signs`, its constant first; `kinds` are what the
    classes of `alarm` stand for, none of them first. `answers` are language -> id -> answer, so that a
    start reads no YAML.
    """

    topics: list[str]
    surface: dict[str, Table]
    meaning: Table
    meaning_share: float
    sure: list[float]
    alarm: Table
    kinds: list[Example]
    concepts: dict[str, Concepts]
    answers: dict[str, dict[str, Answer]]


class Damaged(Exception):
    """The file is not whole, or not of this kind."""


class Model:
    """A table in the data of a file."""

    def __init__(self, table: Table, data: memoryview) -> None:
        def whole(offset: int, count: int) -> "memoryview[int]":
            return data[offset : offset + 4 * count].cast("I")

        def real(offset: int) -> "memoryview[float]":
            return data[offset : offset + 4 * table.rows].cast("f")

        self._mask = 2**table.bits - 1
        self._slots = whole(table.slots, 2**table.bits)
        self._ids = whole(table.ids, table.rows)
        self._idf = real(table.idf)
        self._low = real(table.low)
        self._range = real(table.range)
        self._weights = data[table.weights : table.weights + table.rows * table.classes]
        self._classes = table.classes

    def known(self, text: Text) -> list[tuple[int, float]]:
        """The rows of a text's features that are known, with their tf-idf before it is brought to length
        one.
        """
        slots, ids, idf, mask = self._slots, self._ids, self._idf, self._mask
        found = []
        for table in text:
            for feature, weight in table.items():
                slot = feature & mask
                while (row := slots[slot]) and ids[row - 1] != feature:
                    slot = (slot + 1) & mask
                if row:
                    found.append((row - 1, weight * idf[row - 1]))
        return found

    def scores(self, known: Sequence[tuple[int, float]]) -> list[float]:
        """How much a text speaks for each class, by what `known` says of it."""
        length = math.sqrt(sum(value * value for _, value in known)) or 1.0
        lanes, weights, classes = bytearray(_LANE * self._classes), self._weights, self._classes
        spans, lows = self._range, self._low
        total, low = 0, 0.0
        for row, value in known:
            share = value / length
            lanes[::_LANE] = weights[row * classes : (row + 1) * classes]
            total += int.from_bytes(lanes, "little") * int(share * spans[row] * (_UNIT / 255))
            low += share * lows[row]
        sums = memoryview(total.to_bytes(len(lanes), "little")).cast("I")
        return [low + each / _UNIT for each in sums]


def signs(scores: Sequence[float], none: int) -> tuple[int, list[float]]:
    """The best class but `none`, and by what one sees how sure that is: `SIGNS`. -1 if there is no other
    class.
    """
    order = sorted((each for each in range(len(scores)) if each != none), key=lambda each: -scores[each])
    if not order:
        return -1, [0.0] * len(SIGNS)
    best = scores[order[0]]
    return order[0], [best, best - scores[order[1]] if len(order) > 1 else best, best - scores[none]]


def written(learnt: Learnt, data: bytes | bytearray) -> bytes:
    """The file: what it is, a checksum, the length of the header, the header, the data."""
    header = msgspec.msgpack.encode(learnt)
    header += b" " * (-(_HEAD + len(header)) % 8)
    body = len(header).to_bytes(4, "little") + header + data
    return _MAGIC + zlib.crc32(body).to_bytes(4, "little") + body


def put(file: Path, content: bytes) -> None:
    """Writes a file whole or not at all, for its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as to:
            to.write(content)
            to.flush()
            os.fsync(to.fileno())
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read(file: Path) -> tuple[Learnt, memoryview]:
    """What was learnt, and its data. Raises Damaged, or OSError if there is no such file."""
    with file.open("rb") as opened:
        if os.fstat(opened.fileno()).st_size < _HEAD:
            raise Damaged(f"{file}: too short")
        # Mapped, so that of the file only what questions touch stays in memory.
        data = memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
        opened.seek(0)
        magic, sum_ = opened.read(len(_MAGIC)), int.from_bytes(opened.read(4), "little")
        found = 0
        while part := opened.read(2**18):
            found = zlib.crc32(part, found)
    if magic != _MAGIC or found != sum_:
        raise Damaged(f"{file}: is not what was written")
    start = _HEAD + int.from_bytes(data[_HEAD - 4 : _HEAD], "little")
    learnt = msgspec.msgpack.decode(bytes(data[_HEAD:start]).rstrip(b" "), type=Learnt)
    return learnt, data[start:]
