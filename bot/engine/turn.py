"""One turn: what a handler gets. It reads and writes the store and says messages; all of it is committed
together, or none of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Self

import msgspec
from telegram import Update
from telegram.ext import BaseHandler, CallbackContext, CallbackQueryHandler, CommandHandler

from storage import cards, chats, conversations, outbox

SCREEN = "screen"


# A message struct: frozen, tagged with its stable name, kept as JSON, rendered when it is sent.
Said = msgspec.Struct


class Event(msgspec.Struct, frozen=True):
    """Something of our own that has happened: a file was kept, a deadline fell due. `data` is what more was
    found out.
    """

    name: str
    id: int
    chat: int = 0
    data: dict[str, Any] = {}


class Shown(msgspec.Struct, frozen=True):
    """A message that a turn shows in a chat; a card may stand there already."""

    chat: int
    message: Said
    is_card: bool = False


# Is told of all that a turn has shown, before it is committed. Handed in by app.py.
Watch = Callable[["Turn", Sequence[Shown]], None]


def unseen(turn: Turn, shown: Sequence[Shown]) -> None:
    """Where nobody wants to know what is shown."""


class Turn(CallbackContext[Any, Any, Any, Any]):
    """The turn of one update or event. `db` is the writer inside the turn's transaction, `now` is epoch
    seconds, `chat` the chat it came from (0 for an event), `locale` the chosen language of that chat. `user`
    is who sent it: in a private chat the same number, in a group that of her own chat with the bot.
    """

    db: sqlite3.Connection
    now: float
    chat: int
    user: int
    known: chats.Chat
    event: Event | None
    company: Any
    answers: Any

    @classmethod
    def from_update(cls, update: object, application: Any) -> Self:
        turn: Self = application.turn
        return turn

    def begin(
        self,
        db: sqlite3.Connection,
        now: float,
        chat: int,
        user: int,
        event: Event | None,
        company: Any,
        answers: Any = None,
        watch: Watch = unseen,
    ) -> None:
        self.db = db
        self.now = now
        self.chat = chat
        self.user = user
        self.known = chats.get(db, chat)
        self.event = event
        self.company = company
        self.answers = answers
        self._watch = watch
        self._shown: list[Shown] = []
        self.press_id = ""
        self.pressed_message = 0
        self.pressed_markup: Any = None
        self.value = ""
        self.toasted = b""
        self._errands: list[tuple[int, outbox.Errand]] = []
        self._priorities: dict[int, int] = {}

    @property
    def locale(self) -> str | None:
        return self.known.locale

    @property
    def in_group(self) -> bool:
        """Whether others read here too: Telegram's ids of groups are negative."""
        return self.chat < 0

    # -- Saying -------------------------------------------------------------------------------

    def say(self, message: Said, to: int | None = None, *, silent: bool = False, reply_to: str = "") -> None:
        """Sends a message, to this chat if `to` is None; `reply_to` is the key of a card there. What answers
        a press in a group is for who pressed alone: there it is a toast.
        """
        if to is None and self.press_id and self.in_group:
            self.toast(message)
            return
        chat = self.chat if to is None else to
        self._shown.append(Shown(chat, message))
        raw = msgspec.Raw(msgspec.json.encode(message))
        self._add(chat, outbox.Send(raw, silent, reply_to))

    def card(
        self, key: str, message: Said, to: int | None = None, *, silent: bool = False, final: bool = False
    ) -> None:
        """Wants a card to show this. Where it stands already it is edited, without a sound. A `final` one
        is kept only until it is shown.
        """
        chat = self.chat if to is None else to
        self._shown.append(Shown(chat, message, is_card=True))
        cards.want(self.db, chat, key, msgspec.json.encode(message).decode(), final)
        self._add(chat, outbox.Card(key, silent))

    def card_here(self, key: str, message: Said, *, final: bool = False) -> None:
        """Shows a card where the person is looking: on the message she pressed, else at the bottom."""
        self._place(self.chat, key, message, self.pressed_message or None, outbox.Card(key), final)

    def card_below(self, key: str, message: Said, to: int) -> None:
        """Shows a card at the bottom of another chat, without a sound: to be seen when she goes there."""
        self._place(to, key, message, None, outbox.Card(key, silent=True))

    def _place(
        self, chat: int, key: str, message: Said, on: int | None, errand: outbox.Card, final: bool = False
    ) -> None:
        self._shown.append(Shown(chat, message, is_card=True))
        cards.want(self.db, chat, key, msgspec.json.encode(message).decode(), final)
        left = cards.move(self.db, chat, key, on)
        if left is not None:
            self._add(chat, outbox.Delete(left))
        self._add(chat, errand)

    def screen(self, message: Said) -> None:
        """The present step of this chat's conversation."""
        self.card_here(SCREEN, message)

    def edit_screen(self, message: Said) -> None:
        """The present step, where it stands: for what comes in without a wish to be answered below."""
        self.card(SCREEN, message)

    def screen_becomes(self, key: str, message: Said) -> None:
        """The conversation's screen turns into a card of its own, on the message that was pressed."""
        left = cards.drop(self.db, self.chat, SCREEN)
        self.card_here(key, message)
        if left is not None and left != self.pressed_message:
            self._add(self.chat, outbox.Delete(left))

    def leave_screen(self, message: Said | None = None) -> None:
        """The conversation is over: its last screen stays as `message` says, or goes."""
        if message is not None:
            self.screen(message)
            return
        left = cards.drop(self.db, self.chat, SCREEN)
        if left is not None:
            self._add(self.chat, outbox.Delete(left))

    def delete(self, message_id: int, to: int | None = None) -> None:
        """Takes a message out of this chat, hers too; Telegram refuses one that is older than 48 hours. `to`
        is the chat, where it is another.
        """
        self._add(self.chat if to is None else to, outbox.Delete(message_id))

    def pin(self, key: str) -> None:
        self._add(self.chat, outbox.Pin(key))

    def fetch(self, file: int) -> None:
        self._add(self.chat, outbox.Fetch(file))

    def learn(self) -> None:
        """Has it learnt anew how people ask; the event `answers.learnt` follows."""
        self._add(0, outbox.Learn())

    def menu(self, message: Said, to: int | None = None) -> None:
        chat = self.chat if to is None else to
        self._add(chat, outbox.Menu(msgspec.Raw(msgspec.json.encode(message))))

    def document(self, name: str, message: Said, key: str = "") -> None:
        """Sends a document, or a picture (.png), to the person, never to a group. It is made when it is sent,
        with `message` under it. One with a `key` can be taken back, and takes the place of the one before.
        """
        left = cards.drop(self.db, self.user, key) if key else None
        if left is not None:
            self.delete(left, to=self.user)
        self._shown.append(Shown(self.user, message))
        self._add(self.user, outbox.Document(name, msgspec.Raw(msgspec.json.encode(message)), key))

    def refresh_cards(self) -> None:
        """Shows every card of this chat anew: its language changed, or it was away."""
        for key in cards.forget_shown(self.db, self.chat):
            self._add(self.chat, outbox.Card(key, silent=True))

    def toast(self, message: Said) -> None:
        """A short word over the screen of who pressed. It may be lost: nothing needed is only a toast."""
        self.toasted = msgspec.json.encode(message)

    def ask(self, note: Said) -> None:
        """Finds out what the bot may do in this chat. The answer is the event `chat.asked`, whose data has
        `note` again, and whether the bot `reads` and `writes` there.
        """
        self._add(self.chat, outbox.Ask(msgspec.Raw(msgspec.json.encode(note))))

    def urgent(self, chat: int | None = None) -> None:
        """What this turn says to the chat goes before everything else."""
        self._priorities[self.chat if chat is None else chat] = outbox.EMERGENCY

    def _add(self, chat: int, errand: outbox.Errand) -> None:
        self._errands.append((chat, errand))

    def flush(self) -> None:
        """Puts what was said into the outbox. All that one turn says to one chat has one priority."""
        if not self._errands:
            return
        rows = [
            (chat, self._priorities.get(chat, outbox.ANSWER if chat == self.chat else outbox.NOTIFICATION), e)
            for chat, e in self._errands
        ]
        outbox.add(self.db, rows, self.now)
        self._watch(self, self._shown)

    def beside(self, name: str) -> list[str]:
        """The values of all buttons `name:value` under the message that was pressed."""
        try:
            rows = self.pressed_markup["inline_keyboard"]
            found = [str(key.get("callback_data", "")).partition(":") for row in rows for key in row]
        except (TypeError, KeyError, AttributeError):
            return []
        return [value for start, _, value in found if start == name]

    # -- Where the conversation stands ---------------------------------------------------------

    # With the one person: whoever presses in a group has it in her own chat with the bot.

    def stand(self, name: str, step: str, draft: msgspec.Struct) -> None:
        """The person now stands at this step of this conversation, with this draft."""
        data = msgspec.json.encode(draft).decode()
        conversations.put(self.db, conversations.Conversation(self.user, name, step, data, self.now))

    def standing(self) -> conversations.Conversation | None:
        return conversations.get(self.db, self.user)

    def end(self) -> None:
        conversations.end(self.db, self.user)


Callback = Callable[[Update, Turn], Coroutine[Any, Any, None]]


class OnEvent(BaseHandler[Event, Turn, None]):
    """Routes an event of our own by its name."""

    def __init__(self, name: str, callback: Callable[[Event, Turn], Coroutine[Any, Any, None]]) -> None:
        super().__init__(callback)
        self.name = name

    def check_update(self, update: object) -> bool:
        return isinstance(update, Event) and update.name == self.name


class Command(CommandHandler[Turn, None]):
    """Routes a command in a new message. PTB's own also asks each press for the message it stands under."""

    def check_update(self, update: object) -> Any:
        is_new = isinstance(update, Update) and update.message is not None
        return super().check_update(update) if is_new else None


def press(name: str, callback: Callback) -> CallbackQueryHandler[Turn, None]:
    """Routes presses on buttons whose data is `name:value`; the handler finds the value in `turn.value`."""
    return CallbackQueryHandler(callback, pattern=lambda data: str(data).partition(":")[0] == name)
