"""The menu, the help, and stopping what was begun."""

from telegram import Update

from bot.engine.turn import Turn
from bot.handlers import drafts, waiting
from bot.handlers.people import commands_of, set_menu, who, words_of
from bot.messages.menu import Help, NothingOpen, Words4


async def menu(update: Update, turn: Turn) -> None:
    """/menu: the keyboard and the command menu, once more."""
    person = who(turn)
    turn.say(Words4(words_of(turn, person)))
    set_menu(turn, person)


async def help_(update: Update, turn: Turn) -> None:
    person = who(turn)
    turn.say(Help(words_of(turn, person), commands_of(turn, person)))


async def cancel(update: Update, turn: Turn) -> None:
    """/cancel: ends what is open; nothing of it was sent."""
    standing = turn.standing()
    kept = waiting.here(turn)
    begun = bool(kept.files or kept.told) if waiting.is_free(turn) else True
    if standing is not None:
        drafts.discard(turn, standing)
        turn.end()
        turn.leave_screen()
    turn.say(NothingOpen(begun, words_of(turn, who(turn))))
