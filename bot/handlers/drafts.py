"""What a person has sent before a report exists: the draft of it. It is kept with the conversation, so it
survives a restart, and goes when that is given up.
"""

import msgspec

from bot.engine.turn import Turn
from storage import files
from storage.conversations import Conversation

NAME = "fault"


class Draft(msgspec.Struct):
    """A report that is being made. `album` is Telegram's id of the album whose pictures are coming in,
    `ignored` that of one of which nothing is kept; `told` are items that her first words may mean.
    """

    place: str = ""
    page: int = 1
    category: str = ""
    item: str = ""
    files: list[int] = []
    album: str = ""
    ignored: str = ""
    words: str = ""
    told: list[str] = []
    master_key: bool = False
    pet: bool = False
    call: bool = False
    time: str = "any"
    earlier: int = 0


class _Sent(msgspec.Struct):
    """What every conversation calls the files that were sent to it and are nowhere else yet."""

    files: list[int] = []


def present_draft(turn: Turn) -> Draft | None:
    """The report that is open in this chat."""
    standing = turn.standing()
    if standing is None or standing.name != NAME:
        return None
    return msgspec.json.decode(standing.data, type=Draft)


def discard(turn: Turn, standing: Conversation, keep: list[int] | None = None) -> None:
    """What was sent for something that is given up does not stay."""
    sent = msgspec.json.decode(standing.data, type=_Sent).files
    files.erase(turn.db, [file for file in sent if file not in (keep or [])])


def keep_file(turn: Turn, kind: str, telegram_id: str) -> int:
    """Notes a file and has it fetched; a video stays at Telegram and is passed on by its id."""
    file = files.add(turn.db, kind, telegram_id, turn.now)
    if kind != "video":
        turn.fetch(file)
    return file
