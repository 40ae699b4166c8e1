"""Phones and messages as the page of phones gets them, as JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.sandbox.profile import commands_of, get_text
from bot.sandbox.world import Chat, Post, World

Json = dict[str, Any]

_RIGHT_TO_LEFT = {"ar", "fa", "prs", "ps", "ur", "he", "ckb"}


class Owner(msgspec.Struct, frozen=True):
    """Whose phone it is: the title above it, and texts she may want to type first, as (label, text)."""

    title: str
    suggestions: tuple[tuple[str, str], ...] = ()


def phone(world: World, chat: Chat, owner: Owner | None) -> Json:
    """A phone without its messages. `pinned` is the message pinned last."""
    owner = owner or Owner(chat.name)
    rows = chat.keyboard and [
        [{"text": b["text"], "request_contact": b.get("request_contact", False)} for b in row]
        for row in chat.keyboard["keyboard"]
    ]
    return {
        "id": chat.id,
        "title": owner.title,
        "name": chat.name,
        "language_code": chat.language_code,
        "rtl": chat.language_code.partition("-")[0] in _RIGHT_TO_LEFT,
        "blocked": chat.blocked,
        "keyboard": rows,
        "pinned": chat.pinned[-1] if chat.pinned else None,
        "commands": commands_of(world, chat),
        "suggestions": [{"label": label, "text": text} for label, text in owner.suggestions],
    }


def group(world: World, chat: Chat) -> Json:
    """A group without its messages: as a phone, and what only a group has."""
    people = [each for each in world.chats.values() if each.kind == "private"]
    return {
        **phone(world, chat, Owner(chat.name)),
        "group": {
            "kind": chat.kind,
            "members": [{"id": each.id, "name": each.name} for each in people],
            "leads": chat.leads,
            "out": chat.blocked,
            "privacy": world.privacy,
        },
    }


def message(world: World, post: Post) -> Json:
    """A message; media are addresses on this server. `author` is who wrote it in a group."""
    body: Json = post.body
    document = body.get("document")
    reply = body.get("reply_to_message")
    contact = body.get("contact")
    place = body.get("location")
    rows = body.get("reply_markup", {}).get("inline_keyboard")
    return {
        "message_id": post.id,
        "from": post.sender,
        "author": body["from"]["first_name"] if post.sender == "me" and body["chat"]["id"] < 0 else None,
        "date": world.iso(body["date"]),
        "text": _text(body),
        "entities": body.get("entities") or body.get("caption_entities") or [],
        "photo": _address(body["photo"][-1]) if "photo" in body else None,
        "voice": _address(body.get("voice")),
        "video": _address(body.get("video")),
        "document": document and {"name": document["file_name"], "url": _address(document)},
        "contact": contact and {"phone_number": contact["phone_number"]},
        "location": place and f"{place['latitude']}, {place['longitude']}",
        "buttons": rows and [[_button(button) for button in row] for row in rows],
        "reply_to": reply and {"message_id": reply["message_id"], "text": _text(reply)},
        "edited": post.edited,
        "silent": post.silent,
    }


def bot(world: World, running: bool, restarts: int) -> Json:
    """What the page tells of the bot itself."""
    about = get_text(world, "Description", {})["description"]
    who = world.bot
    return {
        "running": running,
        "restarts": restarts,
        "name": who["first_name"],
        "username": who["username"],
        "description": about,
        "descriptions": {code: text for (what, code), text in world.texts.items() if what == "Description"},
    }


def clock(world: World) -> Json:
    """Sandbox time and how many seconds it was moved on."""
    return {"offset": world.offset, "now": world.iso(world.now())}


def _text(body: Json) -> str:
    if "pinned_message" in body:
        return _text(body["pinned_message"]).partition("\n")[0][:60]
    if "migrate_from_chat_id" in body or "migrate_to_chat_id" in body:
        return "The group has become a supergroup"
    if "sticker" in body:
        return str(body["sticker"]["emoji"])
    return str(body.get("text") or body.get("caption") or "")


def _address(told: Json | None) -> str | None:
    return f"/sandbox/files/{told['file_id']}" if told else None


def _button(button: Json) -> Json:
    shown = {"text": button["text"], "data": button.get("callback_data"), "url": button.get("url")}
    shown["copy"] = button.get("copy_text", {}).get("text")
    return {name: value for name, value in shown.items() if value is not None}
