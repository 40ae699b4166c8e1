"""What of a text is looked at: pieces of words, words, pairs of words, and what they mean.

Features are 32-bit numbers; a text is one table or more of feature -> weight, before idf.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise
from zlib import crc32

Text = Sequence[Mapping[int, float]]

PIECES = range(2, 6)
# Where the checksum of each kind of feature starts, so that the same letters are different features.
_PIECE, _WORD, _CONCEPT = 1, 2, 3


def surface_of(text: str) -> dict[int, float]:
    """Of a normalised text: pieces of two to five letters within a word and its edges, words, and pairs of
    words that follow each other. What is there twice counts little more than what is there once.
    """
    counts: dict[int, int] = {}
    words = text.split()
    for word in words:
        edged = f" {word} ".encode("utf-16-le")
        for size in PIECES:
            for start in range(0, len(edged) - 2 * size + 1, 2):
                feature = crc32(edged[start : start + 2 * size], _PIECE)
                counts[feature] = counts.get(feature, 0) + 1
    for word in (*words, *map(" ".join, pairwise(words))):
        feature = crc32(word.encode(), _WORD)
        counts[feature] = counts.get(feature, 0) + 1
    return {feature: 1 + math.log(count) if count > 1 else 1.0 for feature, count in counts.items()}


def meaning_of(concepts: Sequence[str]) -> dict[int, float]:
    """Of what a text speaks of: each concept, and each two of them together."""
    together = map("+".join, combinations(concepts, 2))
    return {crc32(name.encode(), _CONCEPT): 1.0 for name in (*concepts, *together)}
