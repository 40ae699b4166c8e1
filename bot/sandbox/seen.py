"""A chat as it is seen on a phone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from bot.sandbox.world import Chat, Post

Json = dict[str, Any]


class Button(msgspec.Struct, frozen=True):
    """A button under a message. `data` is None for one that opens an address or copies a text."""

    text: str
    data: str | None = None
    url: str | None = None
    copy: str | None = None


class Msg(msgspec.Struct, frozen=True):
    """A message as it is seen. `sender` is `bot`, `me` or `service`; `text` is the caption where there is a
    photo, voice, video or document, which are given as file_ids."""

    message_id: int
    sender: str
    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    entities: tuple[Json, ...] = ()
    photo: str | None = None
    voice: str | None = None
    video: str | None = None
    document: str | None = None
    pinned: bool = False
    edited: bool = False
    silent: bool = False
    reply_to: int | None = None
    date: int = 0

    @property
    def data(self) -> list[str]:
        """The callback data of all its buttons, in order."""
        return [button.data for row in self.buttons for button in row if button.data is not None]


def seen(chat: Chat, post: Post) -> Msg:
    """A message as the person sees it."""
    body: Json = post.body
    rows = body.get("reply_markup", {}).get("inline_keyboard", [])
    held: Json = {kind: body[kind]["file_id"] for kind in ("voice", "video", "document") if kind in body}
    if "photo" in body:
        held["photo"] = body["photo"][-1]["file_id"]
    return Msg(
        message_id=post.id,
        sender=post.sender,
        text=body.get("text") or body.get("caption") or "",
        buttons=tuple(tuple(_button(button) for button in row) for row in rows),
        entities=tuple(body.get("entities") or body.get("caption_entities") or ()),
        pinned=post.id in chat.pinned,
        edited=post.edited,
        silent=post.silent,
        reply_to=body.get("reply_to_message", {}).get("message_id"),
        date=body["date"],
        **held,
    )


def _button(button: Json) -> Button:
    copy = button.get("copy_text", {}).get("text")
    return Button(button["text"], button.get("callback_data"), button.get("url"), copy)


def picture(messages: Iterable[Msg], keyboard: list[list[str]]) -> str:
    """A chat as lines of text, for a person who reads why a test failed."""
    lines = []
    for message in messages:
        marks = "".join(f" {mark}" for mark in ("pinned", "edited", "silent") if getattr(message, mark))
        held = [kind for kind in ("photo", "voice", "video", "document") if getattr(message, kind)]
        lines.append(f"{message.message_id} {message.sender}{marks}: {' '.join([*held, message.text])}")
        lines += [
            "    " + "  ".join(f"[{b.text} → {b.data or b.url or b.copy}]" for b in row)
            for row in message.buttons
        ]
    lines += ["    " + "  ".join(f"({word})" for word in row) for row in keyboard]
    return "\n".join(lines) or "(nothing)"
