"""What the bot cannot use gets a kind, specific answer and changes nothing; and what happens on failure."""

from collections.abc import Callable, Coroutine
from typing import Any

import msgspec
from telegram import Update

from bot.engine.turn import Event, Turn
from bot.handlers import fault_report, writing
from bot.messages.general import Failed, FailedForStaff, NotUsed
from bot.messages.start import ChooseLanguage
from storage import conversations, facts, people
from storage.conversations import Conversation

DRAFT_SECONDS = 24 * 3600.0
GROUP_SECONDS = 24 * 3600.0


def not_used(why: str) -> Callable[[Update, Turn], Coroutine[Any, Any, None]]:
    """Answers with one of NOT_USED."""

    async def handler(update: Update, turn: Turn) -> None:
        turn.say(NotUsed(why))

    return handler


async def old_press(update: Update, turn: Turn) -> None:
    """A button that no handler knows: of a card of long ago, or forged."""
    if turn.locale is None:
        turn.screen(ChooseLanguage())
        return
    turn.say(NotUsed("old_button"))


async def elsewhere(update: Update, turn: Turn) -> None:
    """A group or a channel: told once a day where the bot does talk."""
    name = f"elsewhere.{turn.chat}"
    last = float(facts.get(turn.db, name) or 0)
    if turn.chat and turn.now - last > GROUP_SECONDS:
        facts.put(turn.db, name, str(turn.now))
        turn.say(NotUsed("group"))


async def nothing(update: Any, turn: Turn) -> None:
    """What needs no answer: a person blocked the bot or came back, a service message."""


def apologise(turn: Turn) -> None:
    """A turn failed every try: the person gets a kind answer, the desk is told."""
    if turn.chat > 0:
        turn.say(Failed())
    _tell_desk(turn, "update")


async def undelivered(event: Event, turn: Turn) -> None:
    """An errand was given up. The desk is told, unless it was the desk that could not be reached."""
    person = people.by_chat(turn.db, event.chat)
    if person is None or "staff" not in person.work:
        _tell_desk(turn, "errand")


def _tell_desk(turn: Turn, what: str) -> None:
    for person in people.with_work(turn.db, "staff"):
        turn.say(FailedForStaff(what), to=person.chat)


async def old_draft(event: Event, turn: Turn) -> None:
    """A draft of yesterday goes, with what was sent for it."""
    standing = conversations.get(turn.db, event.id)
    if standing is None or standing.at >= turn.now - DRAFT_SECONDS:
        return
    _erase(turn, standing)
    conversations.end(turn.db, event.id)


def _erase(turn: Turn, standing: Conversation) -> None:
    fault_report.discard(turn, standing)
    if standing.name == writing.VOICE:
        fault_report.erase_files(turn, [msgspec.json.decode(standing.data, type=writing.Offered).file])
