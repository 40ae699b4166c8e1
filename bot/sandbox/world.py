"""The state of the stand-in: chats and their messages, files, and the updates that wait for the bot.

Plain state without network; every time is the sandbox's, which can be moved forward.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec

from bot.sandbox.errors import bad_request, forbidden

Json = dict[str, Any]

UPDATE_KINDS_LEFT_OUT = {"chat_member", "message_reaction", "message_reaction_count"}


class Post(msgspec.Struct):
    """A message in a chat. `body` is it as the Bot API tells it; `sender` is `bot`, `me` or `service`."""

    body: Json
    sender: str
    silent: bool = False
    edited: bool = False
    forwarded: bool = False

    @property
    def id(self) -> int:
        return int(self.body["message_id"])


class Toast(msgspec.Struct, frozen=True):
    """What a press was answered with."""

    text: str
    alert: bool


class Chat(msgspec.Struct):
    """A chat the bot may be in. `posts` are the messages not deleted, oldest first. Of a group: whether the
    bot `leads` there (is an administrator), and whether it is `muted` for all who do not.
    """

    id: int
    kind: str
    name: str
    language_code: str = ""
    username: str = ""
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    migrated_to: int | None = None
    leads: bool = False
    muted: bool = False
    posts: dict[int, Post] = msgspec.field(default_factory=dict)
    keyboard: Json | None = None
    pinned: list[int] = msgspec.field(default_factory=list)
    toasts: list[Toast] = msgspec.field(default_factory=list)
    sounded: list[int] = msgspec.field(default_factory=list)

    @property
    def is_group(self) -> bool:
        """A group or a supergroup, where people talk with each other."""
        return self.kind in ("group", "supergroup")

    def described(self) -> Json:
        """The chat as the Bot API tells it."""
        if self.kind != "private":
            return {"id": self.id, "type": self.kind, "title": self.name}
        named = {"username": self.username} if self.username else {}
        return {"id": self.id, "type": self.kind, "first_name": self.name, **named}

    def user(self) -> Json:
        """The person of a private chat as the Bot API tells it."""
        person: Json = {"id": self.id, "is_bot": False, "first_name": self.name}
        if self.username:
            person["username"] = self.username
        if self.language_code:
            person["language_code"] = self.language_code
        return person


class StoredFile(msgspec.Struct):
    """A file on the server. `kind` is photo, voice, video, document or sticker; `about` has its measures,
    `family` is the same for the sizes of one photo."""

    file_id: str
    unique_id: str
    kind: str
    path: str
    data: bytes
    size: int
    mime: str
    about: Json
    family: int


class Webhook(msgspec.Struct):
    """Where updates are brought; "" for nowhere. `error` is the last one, at `error_date` (0: none yet)."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    error: str = ""
    error_date: int = 0


class Event(msgspec.Struct, frozen=True):
    """Something that changed and that a page may want to show."""

    kind: str
    chat_id: int = 0
    message_id: int = 0
    text: str = ""
    alert: bool = False
    sound: bool = False


class World:
    """Everything the stand-in knows. `clock` gives Unix seconds; `offset` is how far time was moved on."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self.offset = 0.0
        self.bot: Json = {
            "id": 4_200_000, "is_bot": True, "first_name": "Hela vägen", "username": "hela_vagen_bot",
        }  # fmt: skip
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.updates: list[Json] = []
        self.allowed: list[str] | None = None
        self.webhook = Webhook()
        self.privacy = False  # BotFather's Group Privacy: the bot reads only what is meant for it
        self.presses: dict[str, tuple[int, int, float]] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, Json] = {}
        self.watchers: list[Callable[[Event], None]] = []
        self._update_id = 1000
        self._message_id = 0
        self._counter = 0

    def now(self) -> float:
        """Sandbox time in Unix seconds."""
        return self._clock() + self.offset

    def forward(self, seconds: float) -> None:
        """Moves sandbox time on. Raises ValueError for a step back."""
        if seconds < 0:
            raise ValueError("time goes forward only")
        self.offset += seconds
        self.tell(Event("clock"))

    def iso(self, seconds: float) -> str:
        """A time as ISO 8601 in UTC."""
        return datetime.fromtimestamp(seconds, UTC).isoformat()

    def count(self) -> int:
        """The next of a row of numbers for files, presses and chats."""
        self._counter += 1
        return self._counter

    def tell(self, event: Event) -> None:
        """Hands an event to everyone who watches."""
        for watcher in list(self.watchers):
            watcher(event)

    def queue(self, kind: str, body: Json) -> int:
        """Puts an update in the bot's queue and returns its id, also when the bot did not want that kind."""
        self._update_id += 1
        wanted = kind in self.allowed if self.allowed else kind not in UPDATE_KINDS_LEFT_OUT
        if wanted:
            self.updates.append({"update_id": self._update_id, kind: body})
            self.tell(Event("update"))
        return self._update_id

    def confirm(self, offset: int | None) -> None:
        """Forgets every update before `offset`; a negative one keeps that many from the end."""
        if offset is None or offset == 0:
            return
        if offset < 0:
            self.updates = self.updates[offset:]
        else:
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
        self.tell(Event("confirmed"))

    def received(self, update_id: int) -> None:
        """Forgets one update: the bot's webhook has taken it."""
        self.updates = [update for update in self.updates if update["update_id"] != update_id]
        self.tell(Event("confirmed"))

    def post(
        self, chat: Chat, sender: str, content: Json, *, silent: bool = False, author: Json | None = None
    ) -> Post:
        """Adds a message to a chat: `content` is all but id, author, chat and date."""
        self._message_id += 1
        who = (
            {}
            if chat.kind == "channel"
            else {"from": author or (self.bot if sender == "bot" else chat.user())}
        )
        body = {
            "message_id": self._message_id, **who, "chat": chat.described(), "date": int(self.now()),
            **content,
        }  # fmt: skip
        post = Post(body, sender, silent)
        chat.posts[post.id] = post
        sound = sender != "me" and not silent
        if sound:
            chat.sounded.append(post.id)
        self.tell(Event("message", chat.id, post.id, sound=sound))
        return post

    def edit(self, chat: Chat, post: Post, body: Json) -> None:
        """Puts a new body in place of a message's old one. An edit never makes a sound."""
        post.body = {**body, "edit_date": int(self.now())}
        post.edited = True
        self.tell(Event("edited", chat.id, post.id))

    def delete(self, chat: Chat, message_id: int) -> None:
        """Takes a message out of a chat, and from its pins."""
        del chat.posts[message_id]
        if message_id in chat.pinned:
            chat.pinned.remove(message_id)
            self.tell(Event("phone", chat.id))
        self.tell(Event("deleted", chat.id, message_id))

    def chat(self, chat_id: int | str) -> Chat:
        """The chat with that id or @name. Raises RefusedError (400) where there is none."""
        if isinstance(chat_id, str):
            named = [chat for chat in self.chats.values() if chat.username and f"@{chat.username}" == chat_id]
            if not named:
                raise bad_request("chat not found")
            return named[0]
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def entered(self, chat_id: int | str) -> Chat:
        """A private chat, or one that the bot is in. Raises RefusedError (400, 403) for any other."""
        chat = self.chat(chat_id)
        if chat.migrated_to is not None:
            refusal = bad_request("group chat was upgraded to a supergroup chat")
            refusal.parameters = {"migrate_to_chat_id": chat.migrated_to}
            raise refusal
        if chat.blocked and chat.kind != "private":
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        return chat

    def writable(self, chat_id: int | str) -> Chat:
        """A chat the bot may write to. Raises RefusedError (400, 403) as Telegram does where it may not."""
        chat = self.entered(chat_id)
        if chat.deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if chat.muted and not chat.leads:
            raise bad_request("not enough rights to send text messages to the chat")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def file(
        self, kind: str, data: bytes, mime: str, name: str, about: Json, size: int | None = None
    ) -> StoredFile:
        """Keeps a file. `size` in bytes stands for a bigger file than the data held."""
        number = self.count()
        stored = StoredFile(
            file_id=f"{kind.upper()[:2]}AC{number:08d}", unique_id=f"AQ{number:08d}", kind=kind,
            path=f"{kind}s/file_{number}.{name.rpartition('.')[2] or 'bin'}",
            data=data, size=len(data) if size is None else size, mime=mime, about=about, family=number,
        )  # fmt: skip
        self.files[stored.file_id] = stored
        return stored
