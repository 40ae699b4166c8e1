"""What came of a file: how many rows did what, and which were not taken, with the row and why."""

from collections import Counter

import msgspec


class Report(msgspec.Struct):
    """`counts` is how many rows were added, changed and so on. `rejected` and `told` are rows of the file and
    a line of Swedish each: what was not taken, and what is worth knowing. `missing` is known but not in the
    file.
    """

    counts: Counter[str] = msgspec.field(default_factory=Counter)
    rejected: list[tuple[int, str]] = []
    missing: list[str] = []

    def add(self, what: str) -> None:
        """One more row did this."""
        self.counts[what] += 1

    def reject(self, row: int, why: str) -> None:
        """This row was not taken."""
        self.counts["rejected"] += 1
        self.rejected.append((row, why))
