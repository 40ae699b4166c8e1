"""Routing of what comes from groups, and from elsewhere that is no private chat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler

from bot.engine.turn import Callback, Event, OnEvent, Turn

GROUPS = ("group", "supergroup")
Handlers = Sequence[BaseHandler[Any, Turn, None]]


def _place_of_press(update: object) -> str:
    """The kind of chat in which a button was pressed, "" if that is not what has come."""
    query = update.callback_query if isinstance(update, Update) else None
    if query is None:
        return ""
    return query.message.chat.type if query.message is not None else "nowhere"


class PressInGroup(BaseHandler[Update, Turn, None]):
    """Takes the presses of a conversation (`name` of its data) in a group, for those of `handlers` that take
    them in a private chat. `counted` wraps their callbacks.
    """

    def __init__(self, name: str, handlers: Handlers, counted: Callable[[Callback], Callback]) -> None:
        super().__init__(self._pressed)
        self._name = f"{name}."
        self._presses = [each for each in handlers if isinstance(each, CallbackQueryHandler)]
        self._counted = counted

    def check_update(self, update: object) -> bool:
        if _place_of_press(update) not in GROUPS:
            return False
        assert isinstance(update, Update) and update.callback_query is not None
        return str(update.callback_query.data).startswith(self._name) and self._taker(update) is not None

    def _taker(self, update: Update) -> CallbackQueryHandler[Turn, None] | None:
        return next((each for each in self._presses if each.check_update(update)), None)

    async def _pressed(self, update: Update, turn: Turn) -> None:
        taker = self._taker(update)
        assert taker is not None
        await self._counted(taker.callback)(update, turn)


class PressElsewhere(BaseHandler[Update, Turn, None]):
    """Takes all other presses outside a private chat: the bot shows no such buttons there."""

    def check_update(self, update: object) -> bool:
        return _place_of_press(update) not in ("", "private")


class OnGroupEvent(OnEvent):
    """Routes an event of our own by its name, if its id is that of a group."""

    def check_update(self, update: object) -> bool:
        return isinstance(update, Event) and super().check_update(update) and update.id < 0
