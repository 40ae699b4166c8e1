"""An answer as it is shown, and where the files of the answers are."""

import re
from pathlib import Path

import msgspec

NOT_OURS_FILE = "not_ours.txt"

_PLACEHOLDER = re.compile(r"\{(\w*)\}")


class Answer(msgspec.Struct, frozen=True):
    """An answer in one language. `first_hand` and `second_hand` are the wordings where the contract
    matters.
    """

    title: str
    text: str
    next: str = ""
    related: list[str] = []
    reviewed: str = ""
    first_hand: str = ""
    second_hand: str = ""

    @property
    def placeholders(self) -> set[str]:
        """The names of the company's facts that it needs."""
        return set(_PLACEHOLDER.findall(f"{self.title} {self.text} {self.first_hand} {self.second_hand}"))


def files_of(folder: Path) -> list[Path]:
    """Every file of the answers in a folder, in a fixed order."""
    return sorted([*folder.glob("*/answers/*.md"), *folder.glob(f"*/answers/{NOT_OURS_FILE}")])
