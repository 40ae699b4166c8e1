"""Questions that ask the same, put together by the pieces of words they share: the rare ones count most."""

import math
from collections import Counter
from collections.abc import Sequence

# How much of two questions must be the same: 1 for two with the same words.
ALIKE = 0.6
_PIECE = 3
# "How, is, can, I": the short words of every language say little of what is asked.
_SHORT, _SHORT_COUNTS = 3, 0.3


def pieces(text: str) -> dict[str, float]:
    """The pieces of three letters of a normalised text, within its words and at their edges, and how much
    each counts.
    """
    found: dict[str, float] = {}
    for word in text.split():
        counts = _SHORT_COUNTS if len(word) <= _SHORT else 1.0
        edged = f" {word} "
        for at in range(len(edged) - _PIECE + 1):
            piece = edged[at : at + _PIECE]
            found[piece] = max(counts, found.get(piece, 0.0))
    return found


def likeness(first: dict[str, float], second: dict[str, float]) -> float:
    """From 0 for nothing in common to 1 for the same pieces."""
    shared = sum(counts for piece, counts in first.items() if piece in second)
    return 2 * shared / max(1e-9, sum(first.values()) + sum(second.values()))


def groups(texts: Sequence[str]) -> list[list[int]]:
    """Which of these normalised texts ask the same, as places in the list: each goes to the group whose first
    text it is most like, so what is asked most should come first.
    """
    owned = [pieces(text) for text in texts]
    often = Counter(piece for own in owned for piece in own)
    rarity = {piece: math.log(1 + len(texts) / n) for piece, n in often.items()}
    weighed = [{piece: counts * rarity[piece] for piece, counts in own.items()} for own in owned]
    found: list[list[int]] = []
    for place, own in enumerate(weighed):
        near = [(likeness(weighed[members[0]], own), -i) for i, members in enumerate(found)]
        best, where = max(near, default=(0.0, 0))
        if best >= ALIKE:
            found[-where].append(place)
        else:
            found.append([place])
    return found
