"""Groups and channels: the chats the bot shares with several people."""

from __future__ import annotations

from typing import Any

from bot.sandbox import texts
from bot.sandbox.phones import Phone, member_changed, press
from bot.sandbox.seen import Msg, picture, seen
from bot.sandbox.world import Chat, Event, Toast, World

Json = dict[str, Any]

_OWNER: Json = {"id": 699_999, "is_bot": False, "first_name": "Owner"}


class Group:
    """A group, supergroup or channel with the bot in it. In a group all people of the sandbox are members;
    the bot reads every message unless BotFather's Group Privacy is on and it does not lead.
    """

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self._chat = chat

    @property
    def chat_id(self) -> int:
        return self._chat.id

    @property
    def chat(self) -> Chat:
        """The chat's state in the stand-in."""
        return self._chat

    @property
    def messages(self) -> list[Msg]:
        """Everybody's, oldest first, as they look now."""
        return [seen(self._chat, post) for post in self._chat.posts.values() if post.sender != "service"]

    @property
    def last(self) -> Msg | None:
        """The bot's newest message."""
        return next((message for message in reversed(self.messages) if message.sender == "bot"), None)

    @property
    def toasts(self) -> list[Toast]:
        """What presses were answered with, oldest first; each is seen by who pressed alone."""
        return self._chat.toasts

    def shown(self, data: str) -> bool:
        """Whether a button with that callback data is to be seen anywhere in the chat."""
        return any(data in message.data for message in self.messages)

    def type(self, phone: Phone, text: str) -> int:
        """A member writes. Returns the update's id, 0 where the bot does not get to read it."""
        post = self._world.post(self._chat, "me", _text(text), author=phone.chat.user())
        if self._world.privacy and not self._chat.leads and not text.startswith("/"):
            return 0
        return self._world.queue("message", post.body)

    def press(
        self, phone: Phone, data: str, message_id: int | None = None, *, forge: bool = False
    ) -> int:  # fmt: skip
        """A member presses the newest button with that data, or the one on the message named. `forge` presses
        one that no message shows. Raises AssertionError where there is none.
        """
        posts = [post for post in reversed(self._chat.posts.values()) if post.sender == "bot"]
        for post in posts:
            if message_id in (None, post.id) and (forge or data in seen(self._chat, post).data):
                return press(self._world, self._chat, post.body, phone.chat.user(), data)
        raise AssertionError(f"no button {data!r} to press in this group:\n{self}")

    def post(self, text: str) -> int:
        """The channel's owner posts."""
        return self._world.queue("channel_post", self._world.post(self._chat, "me", _text(text)).body)

    def lead(self, leads: bool = True) -> int:
        """The bot is made an administrator, or is one no longer."""
        self._chat.leads = leads
        self._world.tell(Event("phone", self.chat_id))
        statuses = ("member", "administrator")
        return member_changed(self._world, self._chat, _OWNER, *(statuses if leads else reversed(statuses)))

    def put_out(self) -> int:
        """The bot is put out of the group."""
        self._chat.blocked, self._chat.leads = True, False
        self._world.tell(Event("phone", self.chat_id))
        return member_changed(self._world, self._chat, _OWNER, "member", "kicked")

    def let_in(self) -> int:
        """The bot is let in (again)."""
        self._chat.blocked = False
        self._world.tell(Event("phone", self.chat_id))
        return member_changed(self._world, self._chat, _OWNER, "kicked", "member")

    def migrate(self) -> Group:
        """The group becomes a supergroup, which is returned; the old one takes no more messages."""
        world, old = self._world, self._chat
        new = Chat(old.id - 10**12, "supergroup", old.name, started=True, leads=old.leads, muted=old.muted)
        world.chats[new.id] = new
        old.migrated_to = new.id
        world.tell(Event("gone", old.id))
        world.tell(Event("phone", new.id))
        # Telegram tells the bot that it has joined the new one, and not that it has left the old one.
        member_changed(world, new, _OWNER, "left", "member")
        for chat, content in ((new, {"migrate_from_chat_id": old.id}), (old, {"migrate_to_chat_id": new.id})):
            world.queue("message", world.post(chat, "service", content, author=_OWNER).body)
        return Group(world, new)

    def __str__(self) -> str:
        return picture(self.messages, [])


def _text(text: str) -> Json:
    text = texts.cleaned(text).strip()
    entities = texts.entities_of(text)
    return {"text": text, **({"entities": entities} if entities else {})}
