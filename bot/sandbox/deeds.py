"""What people do on the page of phones: each deed becomes what a phone or a group can do."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.sandbox.groups import Group
from bot.sandbox.phones import Phone
from bot.sandbox.world import Event, World

Json = dict[str, Any]


class NotDoneError(Exception):
    """What the page asked for cannot be done; the text says why."""


def act(phone: Phone, deed: str, body: Json) -> None:
    """A person does something. Raises NotDoneError, HTTPNotFound for what nobody can do."""
    if deed == "text":
        _type(phone, body)
    elif deed == "press":
        _press(phone, body)
    elif deed == "contact":
        phone.share_contact()
    elif deed == "sticker":
        phone.send_sticker()
    elif deed == "location":
        phone.send_location()
    elif deed == "block":
        (phone.block if body.get("blocked") else phone.unblock)()
    else:
        raise web.HTTPNotFound


def _type(phone: Phone, body: Json) -> None:
    text, reply_to = body.get("text"), body.get("reply_to")
    if not isinstance(text, str):
        raise NotDoneError("text is missing")
    if reply_to is not None and reply_to not in phone.chat.posts:
        raise NotDoneError("the message to reply to is gone")
    phone.type(text, reply_to=reply_to)


def _press(phone: Phone, body: Json) -> None:
    data, message_id = body.get("data"), body.get("message_id")
    if not isinstance(data, str) or not isinstance(message_id, int):
        raise NotDoneError("a press needs data and message_id")
    phone.press(data, message_id)


def act_in_group(world: World, group: Group, deed: str, body: Json) -> None:
    """A member (`as`) writes or presses in a group, or its owner changes it. Raises as `act` does."""
    if deed in ("text", "press"):
        person = world.chats.get(body.get("as", 0))
        if person is None or person.kind != "private":
            raise NotDoneError("somebody must do that")
        _speak(group, Phone(world, person), deed, body)
    elif deed == "lead":
        group.lead(bool(body.get("leads")))
    elif deed == "out":
        (group.put_out if body.get("out") else group.let_in)()
    elif deed == "privacy":
        world.privacy = bool(body.get("on"))
        world.tell(Event("phone", group.chat_id))
    elif deed == "migrate" and group.chat.kind == "group":
        group.migrate()
    else:
        raise web.HTTPNotFound


def _speak(group: Group, phone: Phone, deed: str, body: Json) -> None:
    text, data, message_id = body.get("text"), body.get("data"), body.get("message_id")
    if deed == "text":
        if not isinstance(text, str) or not text.strip():
            raise NotDoneError("text is missing")
        group.type(phone, text)
    else:
        if not isinstance(data, str) or not isinstance(message_id, int):
            raise NotDoneError("a press needs data and message_id")
        group.press(phone, data, message_id)


async def upload(phone: Phone, kind: str, request: web.Request) -> None:
    """A person sends a file: photo, voice, video or document. Raises NotDoneError."""
    if request.content_type != "multipart/form-data":
        raise NotDoneError("a form with a file is expected")
    form = await request.post()
    file, caption, duration = form.get("file"), form.get("caption"), form.get("duration", "3")
    if not isinstance(file, web.FileField):
        raise NotDoneError("the field file is missing")
    with file.file as held:
        data, mime = held.read(), file.content_type
    text = caption if isinstance(caption, str) else None
    if kind == "photo":
        phone.send_photo(data, text)
    elif kind == "voice":
        seconds = int(duration) if isinstance(duration, str) and duration.isdecimal() else 3
        phone.send_voice(data, seconds, text, mime=mime)
    elif kind == "video":
        phone.send_video(data, text, mime=mime)
    else:
        phone.send_document(data, file.filename, text, mime=mime)
