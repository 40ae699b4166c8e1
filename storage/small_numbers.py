"""Numbers too small to be shown: how many people of a group there are, or flats that stand for a family. In a
house of neighbours such a number tells of somebody. How small that is stands here and nowhere else.

Homes are no such group: where work is to be done, a list of them and their number are what it is for.
"""

FEWEST_SHOWN = 5


def shown(n: int) -> int | None:
    """The number itself, None where it is too small."""
    return n if n >= FEWEST_SHOWN else None
