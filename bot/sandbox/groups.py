"""Groups and channels: the chats the bot shares with several people."""

from __future__ import annotations

from typing import Any

from bot.sandbox import texts
from bot.sandbox.phones import Phone, member_changed, press
from bot.sandbox.seen import Msg, picture, seen
from bot.sandbox.world import Chat, World

Json = dict[str, Any]

_OWNER: Json = {"id": 699_999, "is_bot": False, "first_name": "Owner"}


class Group:
    """A group, supergroup or channel with the bot in it, which reads every message there."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self._chat = chat

    @property
    def chat_id(self) -> int:
        return self._chat.id

    @property
    def messages(self) -> list[Msg]:
        """Everybody's, oldest first, as they look now."""
        return [seen(self._chat, post) for post in self._chat.posts.values() if post.sender != "service"]

    @property
    def last(self) -> Msg | None:
        """The bot's newest message."""
        return next((message for message in reversed(self.messages) if message.sender == "bot"), None)

    def type(self, phone: Phone, text: str) -> int:
        """A member writes."""
        post = self._world.post(self._chat, "me", _text(text), author=phone.chat.user())
        return self._world.queue("message", post.body)

    def press(self, phone: Phone, data: str) -> int:
        """A member presses the newest button with that data. Raises AssertionError where there is none."""
        for post in reversed(self._chat.posts.values()):
            if data in seen(self._chat, post).data:
                return press(self._world, self._chat, post.body, phone.chat.user(), data)
        raise AssertionError(f"no button {data!r} to press in this group:\n{self}")

    def post(self, text: str) -> int:
        """The channel's owner posts."""
        return self._world.queue("channel_post", self._world.post(self._chat, "me", _text(text)).body)

    def put_out(self) -> int:
        """The bot is put out of the group."""
        self._chat.blocked = True
        return member_changed(self._world, self._chat, _OWNER, gone=True)

    def let_in(self) -> int:
        """The bot is let in (again)."""
        self._chat.blocked = False
        return member_changed(self._world, self._chat, _OWNER, gone=False)

    def migrate(self) -> Group:
        """The group becomes a supergroup, which is returned; the old one takes no more messages."""
        new = Chat(self.chat_id - 10**12, "supergroup", self._chat.name, started=True)
        self._world.chats[new.id] = new
        body = self._world.post(self._chat, "service", {"migrate_to_chat_id": new.id}, author=_OWNER).body
        self._chat.migrated_to = new.id
        self._world.queue("message", body)
        return Group(self._world, new)

    def __str__(self) -> str:
        return picture(self.messages, [])


def _text(text: str) -> Json:
    text = texts.cleaned(text).strip()
    entities = texts.entities_of(text)
    return {"text": text, **({"entities": entities} if entities else {})}
