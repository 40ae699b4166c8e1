"""Pictures, documents and voices that go with a notice."""

from typing import Protocol

from bot.engine.turn import Turn
from storage import files


class Keeps(Protocol):
    """A draft that remembers which files came with it."""

    files: list[int]


def keep_sent(turn: Turn, draft: Keeps, kind: str, telegram_id: str, name: str = "") -> int:
    """Notes a file that was sent for a notice, and has it fetched. Returns its id."""
    file = files.add(turn.db, kind, telegram_id, turn.now, name)
    turn.fetch(file)
    draft.files = [*draft.files, file]
    return file


def erase_files(turn: Turn, draft: Keeps, ids: list[int]) -> None:
    """What came with the draft and is wanted no more goes; files of a notice that was sent stay."""
    gone = [file for file in ids if file in draft.files]
    files.erase(turn.db, gone)
    draft.files = [file for file in draft.files if file not in gone]
