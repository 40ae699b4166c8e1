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

# Rows that are kept as numbers, of some 300 bytes each: few pieces of words are most of what is asked.
_REMEMBERED = 16384

# By what one sees how sure an answer is, and danger.
SIGNS = ("score", "before the next", "before not ours")
ALARMS = ("score", "the likeliest kind's score", "a sign of danger")


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
    """All that was learnt: for each language a model of the surface of a text, and one of its meaning.

    Their classes are `topics` and then the `kinds` of danger, without the first, which is none. `sure` and
    `alarmed` are by language the weights of logistic regressions over SIGNS and ALARMS, constants first.
    `answers` are language -> id -> answer, so that a start reads no YAML.
    """

    topics: list[str]
    kinds: list[Example]
    surface: dict[str, Table]
    meaning: dict[str, Table]
    meaning_share: float
    sure: dict[str, list[float]]
    alarmed: dict[str, list[float]]
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
        self._numbers: dict[int, int] = {}

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
        numbers, spans, lows, lane = self._numbers, self._range, self._low, _UNIT / 255
        total, low = 0, 0.0
        for row, value in known:
            share = value / length
            number = numbers.get(row)
            if number is None:
                number = self._number(row)
            total += number * int(share * spans[row] * lane)
            low += share * lows[row]
        sums = memoryview(total.to_bytes(_LANE * self._classes, "little")).cast("I")
        return [low + each / _UNIT for each in sums]

    def _number(self, row: int) -> int:
        """The bytes of a row as a number with a lane for each; those asked for last are remembered."""
        lanes = bytearray(_LANE * self._classes)
        lanes[::_LANE] = self._weights[row * self._classes : (row + 1) * self._classes]
        if len(self._numbers) >= _REMEMBERED:
            self._numbers.clear()
        number = self._numbers[row] = int.from_bytes(lanes, "little")
        return number


def signs(scores: Sequence[float], none: int) -> tuple[int, list[float]]:
    """The best class but `none`, and by what one sees how sure that is: `SIGNS`. -1 if there is no other
    class.
    """
    others = [*scores[:none], *scores[none + 1 :]]
    if not others:
        return -1, [0.0] * len(SIGNS)
    best = max(others)
    place = others.index(best)
    second = max([*others[:place], *others[place + 1 :]], default=0.0)
    return place + (place >= none), [best, best - second, best - scores[none]]


def alarms(scores: Sequence[float], sign: bool) -> list[float]:
    """By what one sees danger: ALARMS, of the scores of its kinds and whether a sign of it was seen."""
    return [sum(scores), max(scores, default=0.0), float(sign)]


def likely(weights: Sequence[float], seen: Sequence[float]) -> float:
    """What a logistic regression with these weights, its constant first, says of what was seen: 0 to 1."""
    constant, *of_each = weights
    sure = constant + sum(weight * each for weight, each in zip(of_each, seen, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, sure))))


def written(learnt: Learnt, data: bytes | bytearray) -> bytes:
    """The file: what it is, a checksum, the length of the header, the header, the data."""
    header = msgspec.msgpack.encode(learnt)
    body = len(header).to_bytes(4, "little") + header + bytes(_padding(len(header))) + data
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
    end = _HEAD + int.from_bytes(data[_HEAD - 4 : _HEAD], "little")
    try:
        learnt = msgspec.msgpack.decode(data[_HEAD:end], type=Learnt)
    except msgspec.MsgspecError as error:
        raise Damaged(f"{file}: {error}") from error
    return learnt, data[end + _padding(end - _HEAD) :]


def _padding(header: int) -> int:
    """How many bytes bring the data after a header of this length to a multiple of eight."""
    return -(_HEAD + header) % 8
