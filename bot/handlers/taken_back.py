"""What is taken back from a chat: from who has left a household, where a household lives elsewhere, and from
who no longer works here. One table, by the kind of the card.
"""

from collections.abc import Callable
from typing import Literal

import msgspec

from bot.engine.turn import SCREEN, Turn
from bot.handlers import drafts, home, my_reports, replies
from bot.handlers.deadlines import moment_of
from bot.handlers.faults import may_see
from bot.handlers.people import lives_at
from bot.messages.base import Message
from bot.messages.emergency import EmergencyCard
from bot.messages.general import NotUsed
from bot.messages.offers import OfferGone
from bot.messages.triage import OrderGone
from storage import cards, conversations, faults, known_faults, people, threads, tracks
from storage.cards import CardRow
from storage.people import Person

# The pinned card with the numbers to call, and what to say there.
PINNED = "emergency"

Whose = Literal["home", "work"]


class Taken(msgspec.Struct, frozen=True):
    """With what it goes, a place in a household or work here, and what stands then: the message of a
    number; None where it is a picture, which goes.
    """

    whose: Whose
    instead: Callable[[int], Message] | None


def _gone(number: int) -> Message:
    return NotUsed("gone")


def _moved(number: int) -> Message:
    return NotUsed("moved")


TAKEN: dict[str, Taken] = {
    # A household's home and road.
    "home": Taken("home", _gone),
    "home.picture": Taken("home", None),
    "home.push": Taken("home", _gone),
    "home.undone": Taken("home", _gone),
    "home.refused": Taken("home", _gone),
    "home.not_yet": Taken("home", _gone),
    "home.news": Taken("home", _gone),
    "home.contract": Taken("home", _gone),
    "moving": Taken("home", _gone),
    "moving.smoke": Taken("home", _gone),
    "offer": Taken("home", OfferGone),
    "fault": Taken("home", _moved),
    "reports": Taken("home", _gone),
    # What those who work here see of households and their homes.
    "order": Taken("work", OrderGone),
    "people": Taken("work", _gone),
    "conversions": Taken("work", _gone),
    "tracks": Taken("work", _gone),
    "triage": Taken("work", _gone),
    "homes": Taken("work", _gone),
    "vacancies": Taken("work", _gone),
    "inbox": Taken("work", _gone),
    "thread": Taken("work", _gone),
    "notice": Taken("work", _gone),
    "notices": Taken("work", _gone),
}
# What a person has begun for her household, on the screen of the conversation.
OF_HOME = frozenset({drafts.NAME, my_reports.NAME, replies.NAME})


def left_home(turn: Turn, leaver: Person) -> None:
    """One who belongs to her household no longer: nothing of its home and its road stays in her chat, and
    she hears of no fault of its house. Her days of work were its officer's to read: they go. `leaver` is the
    person as she was.
    """
    tracks.withdraw(turn.db, leaver, moment_of(turn.now).date(), turn.now)
    _take(turn, leaver, "home")
    for fault in known_faults.followed_by(turn.db, leaver.id):
        known_faults.unfollow(turn.db, fault.id, leaver.id)
    standing = conversations.get(turn.db, leaver.chat)
    if standing is not None and standing.name in OF_HOME:
        drafts.discard(turn, standing)
        conversations.end(turn.db, leaver.chat)
        card = cards.get(turn.db, leaver.chat, SCREEN)
        if card is not None:
            _replace(turn, card, NotUsed("gone"))
    _pinned(turn, leaver)


def moved(turn: Turn, household: int) -> None:
    """A household lives elsewhere: each of its phones has the new address where the old one stood, and
    reports of the home that it has left are for those who live there now.
    """
    for person in people.of_household(turn.db, household):
        _pinned(turn, person)
        for card in cards.of_chat(turn.db, person.chat):
            kind, number = kind_of(card.key)
            fault = faults.get(turn.db, number) if kind == "fault" else None
            if kind == home.CARD:
                shown = home.home_message(turn, person, household)
                turn.card(card.key, shown, to=person.chat, silent=True)
            elif TAKEN.get(kind) == TAKEN["home.picture"]:
                _delete(turn, card)
            elif fault is not None and not may_see(turn, fault, person):
                _replace(turn, card, _moved(number))


def left_work(turn: Turn, leaver: Person) -> None:
    """One who no longer works here: nothing of a household or its home stays in her chat."""
    _take(turn, leaver, "work")


def _take(turn: Turn, person: Person, whose: Whose) -> None:
    for card in cards.of_chat(turn.db, person.chat):
        kind, number = kind_of(card.key)
        taken = TAKEN.get(kind)
        if taken is None or taken.whose != whose or _is_her_own(turn, card, kind, number):
            continue
        if taken.instead is None:
            _delete(turn, card)
        else:
            _replace(turn, card, taken.instead(number))


def _is_her_own(turn: Turn, card: CardRow, kind: str, number: int) -> bool:
    """Whether it is a question that she has asked herself."""
    thread = threads.get(turn.db, number) if kind == "thread" else None
    return thread is not None and thread.chat == card.chat


def _replace(turn: Turn, card: CardRow, message: Message) -> None:
    """What has not come yet does not come; what stands is edited, since Telegram deletes nothing that is
    older than 48 hours.
    """
    if card.message_id is None:
        cards.drop(turn.db, card.chat, card.key)
    else:
        turn.card(card.key, message, to=card.chat, silent=True, final=True)


def _delete(turn: Turn, card: CardRow) -> None:
    cards.drop(turn.db, card.chat, card.key)
    if card.message_id is not None:
        turn.delete(card.message_id, to=card.chat)


def _pinned(turn: Turn, person: Person) -> None:
    """The pinned numbers, with the address where she lives now, or with none."""
    now = people.get(turn.db, person.id)
    address, flat = lives_at(turn, now) if now is not None else ("", "")
    turn.card(PINNED, EmergencyCard(address, flat), to=person.chat, silent=True)


def kind_of(key: str) -> tuple[str, int]:
    """The kind of a card, and the first number in its key, 0 for none: offer.12 is ("offer", 12)."""
    parts = key.split(".")
    numbers = [int(part) for part in parts if part.isdecimal()]
    return ".".join(part for part in parts if not part.isdecimal()), next(iter(numbers), 0)
