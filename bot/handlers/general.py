"""What the bot cannot use gets a kind, specific answer and changes nothing; and what happens on failure."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update

from bot.engine.turn import Event, Turn
from bot.handlers import drafts, start
from bot.handlers.people import who, words_of
from bot.messages.general import Failed, FailedForStaff, NotUsed
from bot.speech import locale_of
from storage import chats, conversations, facts, outbox, people, teams

DRAFT_SECONDS = 24 * 3600.0
GROUP_SECONDS = 24 * 3600.0


def not_used(why: str) -> Callable[[Update, Turn], Coroutine[Any, Any, None]]:
    """Answers with one of NOT_USED, and puts her keyboard there, which the answer may point at."""

    async def handler(update: Update, turn: Turn) -> None:
        turn.say(NotUsed(why, words_of(turn, who(turn))))

    return start.once_spoken(handler)


async def old_press(update: Update, turn: Turn) -> None:
    """A button that no handler knows: of a card of long ago, or forged."""
    turn.say(NotUsed("old_button"))


async def elsewhere(update: Update, turn: Turn) -> None:
    """A group or a channel: told once a day where the bot does talk, in the language of who wrote. In the
    group of a team people talk among themselves.
    """
    if teams.get(turn.db, turn.chat) is not None:
        return
    name = f"elsewhere.{turn.chat}"
    last = float(facts.get(turn.db, name) or 0)
    if turn.now - last <= GROUP_SECONDS:
        return
    facts.put(turn.db, name, str(turn.now))
    writer = update.effective_user
    if writer is not None:
        locale = chats.get(turn.db, writer.id).locale or locale_of(writer.language_code)
        if locale:
            chats.set_locale(turn.db, turn.chat, locale)
    turn.say(NotUsed("group"))


async def nothing(update: Any, turn: Turn) -> None:
    """What needs no answer: a person blocked the bot or came back, a service message."""


def apologise(turn: Turn) -> None:
    """A turn failed every try: the person gets a kind answer, the desk is told."""
    if turn.chat > 0:
        turn.say(Failed())
    _tell_desk(turn, "update")


async def undelivered(event: Event, turn: Turn) -> None:
    """An errand was given up. Where it was to fetch what a person sent, she is asked to send it again;
    else the desk is told, unless it was the desk that could not be reached.
    """
    if outbox.was_fetch(turn.db, event.id):
        turn.say(NotUsed("empty"), to=event.chat)
        return
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
    drafts.discard(turn, standing)
    conversations.end(turn.db, event.id)
