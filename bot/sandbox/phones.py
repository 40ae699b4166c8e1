"""A person's phone: what she sees in her chat with the bot, and what she can do there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from bot.sandbox import media, texts
from bot.sandbox.fields import Upload
from bot.sandbox.profile import commands_of
from bot.sandbox.seen import Msg, picture, seen
from bot.sandbox.world import Chat, Event, Toast, World

Json = dict[str, Any]

# What an administrator of a group may do, of which the bot needs nothing more than to read.
_RIGHTS: Json = dict.fromkeys(
    ("can_be_edited", "is_anonymous", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
     "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
     "can_delete_stories"), False,
) | {"can_manage_chat": True}  # fmt: skip
_SILENCE = 5.0
_NOTHING = Msg(0, "bot", "")


class Phone:
    """One private chat with the bot. What a person does is queued as an update, whose id is returned."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self._chat = chat

    # What she sees.

    @property
    def chat_id(self) -> int:
        return self._chat.id

    @property
    def chat(self) -> Chat:
        """The chat's state in the stand-in."""
        return self._chat

    @property
    def messages(self) -> list[Msg]:
        """Hers and the bot's, oldest first, as they look now; without service messages."""
        return [seen(self._chat, post) for post in self._chat.posts.values() if post.sender != "service"]

    @property
    def last(self) -> Msg:
        """The bot's newest message; one with empty text when there is none."""
        return next((message for message in reversed(self.messages) if message.sender == "bot"), _NOTHING)

    @property
    def text(self) -> str:
        """The text of the bot's newest message."""
        return self.last.text

    @property
    def keyboard(self) -> list[list[str]]:
        """The words of the reply keyboard, row by row; empty when none is shown."""
        rows = (self._chat.keyboard or {}).get("keyboard", [])
        return [[button["text"] for button in row] for row in rows]

    @property
    def commands(self) -> dict[str, str]:
        """The command menu: name and description."""
        return {item["command"]: item["description"] for item in commands_of(self._world, self._chat)}

    @property
    def toasts(self) -> list[Toast]:
        """What presses were answered with, oldest first."""
        return self._chat.toasts

    @property
    def sounds(self) -> list[Msg]:
        """The messages still there that made a sound when they came."""
        sounded = set(self._chat.sounded)
        return [seen(self._chat, post) for post in self._chat.posts.values() if post.id in sounded]

    @property
    def pinned(self) -> list[Msg]:
        """The pinned messages, in the order they were pinned."""
        return [seen(self._chat, self._chat.posts[message_id]) for message_id in self._chat.pinned]

    def message(self, message_id: int) -> Msg:
        """One message. Raises KeyError when it is not there (any more)."""
        return seen(self._chat, self._chat.posts[message_id])

    def shown(self, data: str) -> bool:
        """Whether a button with that callback data is to be seen anywhere in the chat."""
        return any(data in message.data for message in self.messages)

    # What she does.

    def type(self, text: str, *, reply_to: int | None = None, forwarded: bool = False) -> int:
        """Sends a text, in pieces where it is too long for one message; returns the last update's id."""
        pieces = texts.pieces(text)
        if not pieces:
            raise AssertionError("an empty text cannot be sent")
        return [self._send(_text(piece, self._origin() if forwarded else {}), reply_to) for piece in pieces][
            -1
        ]

    def _origin(self) -> Json:
        hidden = {"type": "hidden_user", "date": int(self._world.now()), "sender_user_name": "Someone"}
        return {"forward_origin": hidden}

    def press(self, data: str, message_id: int | None = None, *, forge: bool = False) -> int:
        """Presses the newest visible button with that data, or the one on the message named.

        `forge` sends a press that no button shows, as a changed app could, also on a message that is gone.
        Raises AssertionError with the chat's picture when there is no such button.
        """
        return press(self._world, self._chat, self._pressed(data, message_id, forge), self._chat.user(), data)

    def _pressed(self, data: str, message_id: int | None, forge: bool) -> Json:
        chat = self._chat
        posts = [chat.posts[message_id]] if message_id in chat.posts else []
        if message_id is None:
            posts = [post for post in reversed(chat.posts.values()) if post.sender == "bot"]
        for post in posts:
            if forge or data in seen(chat, post).data:
                return post.body
        if forge:
            # Date 0 is how Telegram tells a message that cannot be read any more.
            return {"chat": chat.described(), "message_id": message_id or 1, "date": 0}
        raise AssertionError(f"no button {data!r} to press in this chat:\n{self}")

    def send_photo(
        self,
        data: bytes,
        caption: str | None = None,
        media_group_id: str | None = None,
        *,
        size: int | None = None,
    ) -> int:
        """Sends a photo, JPEG or PNG. `size` in bytes pretends to a bigger file."""
        sizes = media.photo(self._world, data, size)
        album = {"media_group_id": media_group_id} if media_group_id else {}
        return self._send({"photo": sizes, **_caption(caption), **album})

    def send_voice(
        self, data: bytes, duration: int = 3, caption: str | None = None, *,
        mime: str = "audio/ogg", size: int | None = None,
    ) -> int:  # fmt: skip
        """Sends a voice note of so many seconds."""
        return self._keep("voice", Upload("voice.ogg", mime, data), {"duration": duration}, caption, size)

    def send_video(
        self, data: bytes, caption: str | None = None, media_group_id: str | None = None, *,
        mime: str = "video/mp4", size: int | None = None,
    ) -> int:  # fmt: skip
        """Sends a video."""
        about = {"width": 640, "height": 360, "duration": 5}
        upload = Upload("video.mp4", mime, data)
        return self._keep("video", upload, about, caption, size, media_group_id)

    def send_document(
        self, data: bytes, name: str = "paper.pdf", caption: str | None = None, *,
        mime: str = "application/pdf", size: int | None = None,
    ) -> int:  # fmt: skip
        """Sends a file."""
        return self._keep("document", Upload(name, mime, data), {}, caption, size)

    def _keep(
        self, kind: str, upload: Upload, about: Json, caption: str | None, size: int | None,
        media_group_id: str | None = None,
    ) -> int:  # fmt: skip
        album = {"media_group_id": media_group_id} if media_group_id else {}
        kept = media.keep(self._world, kind, upload, about, size)
        return self._send({kind: kept, **_caption(caption), **album})

    def send_sticker(self) -> int:
        about = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        stored = self._world.file(
            "sticker", b"RIFF....WEBP", "image/webp", "sticker.webp", {**about, "emoji": "👍"}
        )
        return self._send({"sticker": media.told(stored)})

    def send_location(self, latitude: float = 63.33, longitude: float = 14.45) -> int:
        return self._send({"location": {"latitude": latitude, "longitude": longitude}})

    def share_contact(self, phone_number: str | None = None) -> int:
        """Sends her own number, as the button of the reply keyboard does."""
        number = phone_number or f"+4670{self.chat_id % 10_000_000:07d}"
        own = {"phone_number": number, "first_name": self._chat.name, "user_id": self.chat_id}
        return self._send({"contact": own})

    def send_contact(self, phone_number: str, first_name: str) -> int:
        """Sends somebody else's number from her address book."""
        return self._send({"contact": {"phone_number": phone_number, "first_name": first_name}})

    def edit(self, message_id: int, text: str) -> int:
        """Changes a text she sent."""
        post = self._chat.posts[message_id]
        entities = texts.entities_of(text)
        kept = {name: value for name, value in post.body.items() if name != "entities"}
        self._world.edit(
            self._chat, post, {**kept, "text": text, **({"entities": entities} if entities else {})}
        )
        return self._world.queue("edited_message", post.body)

    def block(self) -> int:
        """Blocks the bot."""
        return self._member(True)

    def unblock(self) -> int:
        """Lets the bot write again."""
        return self._member(False)

    def deactivate(self) -> None:
        """The person deletes her account; Telegram does not tell the bot."""
        self._chat.deactivated = True

    def _member(self, blocked: bool) -> int:
        self._chat.blocked = blocked
        self._world.tell(Event("phone", self._chat.id))
        statuses = ("member", "kicked") if blocked else ("kicked", "member")
        return member_changed(self._world, self._chat, self._chat.user(), *statuses)

    def _send(self, content: Json, reply_to: int | None = None) -> int:
        if self._chat.blocked:
            raise AssertionError("she blocked the bot and has to unblock it before she can write")
        self._chat.started = True
        if reply_to is not None:
            answered = self._chat.posts[reply_to].body
            bare = {name: value for name, value in answered.items() if name != "reply_to_message"}
            content = {"reply_to_message": bare, **content}
        post = self._world.post(self._chat, "me", content)
        return self._world.queue("message", post.body)

    # How a test waits.

    async def until(self, wanted: Callable[[Phone], object], timeout: float = _SILENCE) -> Phone:  # noqa: ASYNC109
        """Waits until `wanted` is true of this phone; a message it asks for may still be missing. Raises
        AssertionError with the chat's picture after `timeout` seconds."""
        changed = asyncio.Event()
        watcher = _ring(changed)
        self._world.watchers.append(watcher)
        try:
            async with asyncio.timeout(timeout):
                while not _holds(wanted, self):
                    await changed.wait()
                    changed.clear()
        except TimeoutError:
            raise AssertionError(f"not so after {timeout} s; the chat shows:\n{self}") from None
        finally:
            self._world.watchers.remove(watcher)
        return self

    def __str__(self) -> str:
        return picture(self.messages, self.keyboard)


def _ring(bell: asyncio.Event) -> Callable[[object], None]:
    return lambda _event: bell.set()


def _holds(wanted: Callable[[Phone], object], phone: Phone) -> bool:
    try:
        return bool(wanted(phone))
    except LookupError:
        return False


def _text(text: str, more: Json) -> Json:
    entities = texts.entities_of(text)
    return {"text": text, **({"entities": entities} if entities else {}), **more}


def _caption(caption: str | None) -> Json:
    if not caption:
        return {}
    entities = texts.entities_of(caption)
    return {"caption": caption, **({"caption_entities": entities} if entities else {})}


def press(world: World, chat: Chat, message: Json, who: Json, data: str) -> int:
    """Queues a press of a button on a message and returns the update's id."""
    query_id = str(9_000_000_000 + world.count())
    world.presses[query_id] = (chat.id, message["message_id"], world.now())
    query = {"id": query_id, "from": who, "message": message, "chat_instance": str(chat.id), "data": data}
    return world.queue("callback_query", query)


def member_changed(world: World, chat: Chat, who: Json, old: str, new: str) -> int:
    """Queues that the bot was blocked, put out, let in or made an administrator, by its status before and
    after.
    """
    change = {
        "chat": chat.described(), "from": who, "date": int(world.now()),
        "old_chat_member": standing(world, old), "new_chat_member": standing(world, new),
    }  # fmt: skip
    return world.queue("my_chat_member", change)


def standing(world: World, status: str) -> Json:
    """The bot as a member of a chat, as the Bot API tells it."""
    more: Json = {"kicked": {"until_date": 0}, "administrator": _RIGHTS}.get(status, {})
    return {"status": status, "user": world.bot, **more}
