"""What a person has sent with nothing open: words, pictures and voice notes that wait to be told what they
are.

It is no conversation of its own: whatever comes next is understood as if nothing were open, and may take from
it. It survives a restart, and goes after a day.
"""

import msgspec

from bot.engine.turn import Turn

NAME = "waiting"
MOST_TOLD = 5


class Told(msgspec.Struct):
    """Words that tell of a fault: the items they may mean, and whether it is an emergency."""

    words: str
    items: list[str]
    danger: bool = False


class Waiting(msgspec.Struct):
    """`files` are pictures and voice notes; `told`, faults that were told of, the newest last; `question` is
    what was asked last, with the nearest answers. `album` is Telegram's id of the album that the last picture
    belongs to, `ignored` that of one of which nothing is kept.
    """

    files: list[int] = []
    told: list[Told] = []
    question: str = ""
    topics: list[str] = []
    album: str = ""
    ignored: str = ""

    def of_item(self, item: str) -> str:
        """Her words about this item, "" if none."""
        return next((each.words for each in reversed(self.told) if item in each.items), "")

    def danger(self) -> Told | None:
        """The emergency that she has told of last."""
        return next((each for each in reversed(self.told) if each.danger), None)


def here(turn: Turn) -> Waiting:
    """What waits in this chat; empty if nothing does."""
    standing = turn.standing()
    if standing is None or standing.name != NAME:
        return Waiting()
    return msgspec.json.decode(standing.data, type=Waiting)


def is_free(turn: Turn) -> bool:
    """Whether no conversation is open here, so that what is sent stands for itself."""
    standing = turn.standing()
    return standing is None or standing.name == NAME


def keep(turn: Turn, kept: Waiting) -> None:
    """Keeps it until she says what it is, or a day has gone."""
    kept.told = kept.told[-MOST_TOLD:]
    turn.stand(NAME, "kept", kept)
