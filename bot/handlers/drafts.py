"""What a person has sent before it is known where it belongs: the draft of a report, a caretaker's pictures
that wait for the number of their order. It is kept with the conversation, so it survives a restart, and goes
when that is given up.
"""

import msgspec

from bot.engine.turn import Turn
from bot.handlers.people import home_of, who
from storage import files, homes
from storage.conversations import Conversation
from storage.people import Person

NAME = "fault"
FILING = "filing"
NOTICE = "notice"


class Filing(msgspec.Struct):
    """Files that wait for the number of their order, and what stood under them; `album` as in Draft."""

    files: list[int] = []
    album: str = ""
    words: str = ""


class Draft(msgspec.Struct):
    """A report that is being made. `album` is Telegram's id of the album whose pictures are coming in,
    `ignored` that of one of which nothing is kept; `told` are items that her first words may mean.

    `behalf` is whether the desk makes it for a household without Telegram: then `home` is that home (0: not
    known yet), `locale` its language, and `phone` the number it wishes to be called at.
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
    behalf: bool = False
    home: int = 0
    locale: str = ""
    phone: str = ""


class _Sent(msgspec.Struct):
    """What each of the drafts here has: the files that were sent for it."""

    files: list[int] = []


def home_for(turn: Turn, draft: Draft) -> homes.Home | None:
    """The home that a report is made from: her own, or that of the household the desk makes it for."""
    if draft.behalf:
        return homes.get(turn.db, draft.home) if draft.home else None
    person = who(turn)
    return home_of(turn, person) if person is not None else None


def for_others(person: Person) -> bool:
    """Whether this person reports for others only: the desk, who lives nowhere here."""
    return "staff" in person.work and person.household is None


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
