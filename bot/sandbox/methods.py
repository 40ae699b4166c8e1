"""The Bot API's methods: each takes the world and checked parameters and returns the result, or refuses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.sandbox import media, profile, texts
from bot.sandbox.errors import bad_request
from bot.sandbox.markup import check_markup
from bot.sandbox.phones import standing
from bot.sandbox.world import Chat, Event, Post, Toast, World

Json = dict[str, Any]

DELETABLE = 48 * 3600
PRESS_LIVES = 60
_MEDIA = ("photo", "voice", "video", "document")
_ABOUT: dict[str, Json] = {
    "photo": {}, "document": {}, "voice": {"duration": 0}, "video": {"width": 0, "height": 0, "duration": 0},
}  # fmt: skip
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
_MAY_SEND = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
)  # fmt: skip
_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


def send_message(world: World, params: Json) -> Json:
    chat = world.writable(params["chat_id"])
    text, entities = texts.read(
        params["text"], params.get("parse_mode"), params.get("entities"), texts.LONGEST_TEXT
    )
    if not text:
        raise bad_request("message text is empty")
    return _send(world, chat, params, {"text": text, **_some("entities", entities)})


def send_media(world: World, kind: str, params: Json) -> Json:
    """sendPhoto, sendVoice, sendVideo and sendDocument."""
    chat = world.writable(params["chat_id"])
    about = {name: params.get(name, usual) for name, usual in _ABOUT[kind].items()}
    content = _caption(params)
    return _send(world, chat, params, {kind: media.received(world, kind, params[kind], about), **content})


def _caption(params: Json) -> Json:
    caption, entities = texts.read(
        params.get("caption", ""),
        params.get("parse_mode"),
        params.get("caption_entities"),
        texts.LONGEST_CAPTION,
    )
    return {**_some("caption", caption), **_some("caption_entities", entities)}


def _some(name: str, value: Any) -> Json:
    return {name: value} if value else {}


def _send(world: World, chat: Chat, params: Json, content: Json) -> Json:
    markup = params.get("reply_markup", {})
    check_markup(markup)
    content = {**_reply(chat, params.get("reply_parameters")), **content}
    if markup.get("inline_keyboard"):
        content["reply_markup"] = {"inline_keyboard": markup["inline_keyboard"]}
    post = world.post(chat, "bot", content, silent=params.get("disable_notification", False))
    if "keyboard" in markup or "remove_keyboard" in markup:
        chat.keyboard = markup if "keyboard" in markup else None
        world.tell(Event("phone", chat.id))
    return post.body


def _reply(chat: Chat, reply: Json | None) -> Json:
    if reply is None:
        return {}
    post = chat.posts.get(reply["message_id"])
    if post is not None:
        return {"reply_to_message": {k: v for k, v in post.body.items() if k != "reply_to_message"}}
    if reply.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _to_edit(world: World, params: Json) -> tuple[Chat, Post]:
    chat = world.writable(params["chat_id"])
    check_markup(params.get("reply_markup", {}))
    post = chat.posts.get(params["message_id"])
    if post is None:
        raise bad_request("message to edit not found")
    if post.sender != "bot":
        raise bad_request("message can't be edited")
    return chat, post


def _edit(world: World, chat: Chat, post: Post, params: Json, content: Json) -> Json:
    gone = {
        "reply_markup",
        "edit_date",
        "entities",
        "caption_entities",
        "caption",
        *(("text",) if content else ()),
        *(_MEDIA if content else ()),
    }
    kept = {name: value for name, value in post.body.items() if name not in gone}
    rows = params.get("reply_markup", {}).get("inline_keyboard")
    body = {**kept, **content, **_some("reply_markup", {"inline_keyboard": rows} if rows else None)}
    if body == {name: value for name, value in post.body.items() if name != "edit_date"}:
        raise bad_request(_NOT_MODIFIED)
    world.edit(chat, post, body)
    return post.body


def edit_text(world: World, params: Json) -> Json:
    chat, post = _to_edit(world, params)
    if "text" not in post.body:
        raise bad_request("there is no text in the message to edit")
    text, entities = texts.read(
        params["text"], params.get("parse_mode"), params.get("entities"), texts.LONGEST_TEXT
    )
    if not text:
        raise bad_request("message text is empty")
    return _edit(world, chat, post, params, {"text": text, **_some("entities", entities)})


def _media_in(post: Post) -> Json:
    return {kind: post.body[kind] for kind in _MEDIA if kind in post.body}


def edit_caption(world: World, params: Json) -> Json:
    chat, post = _to_edit(world, params)
    if not _media_in(post):
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, chat, post, params, {**_media_in(post), **_caption(params)})


def edit_media(world: World, params: Json) -> Json:
    chat, post = _to_edit(world, params)
    new = params["media"]
    if new["type"] not in ("photo", "video", "document"):
        raise bad_request("can't parse InputMedia: type must be one of photo, video and document")
    if "voice" in post.body or not (_media_in(post) or "text" in post.body):
        raise bad_request("there is no media in the message to edit")
    about = {name: new.get(name, usual) for name, usual in _ABOUT[new["type"]].items()}
    content = {new["type"]: media.received(world, new["type"], new["media"], about), **_caption(new)}
    return _edit(world, chat, post, params, content)


def edit_markup(world: World, params: Json) -> Json:
    chat, post = _to_edit(world, params)
    names = ("text", "entities", "caption", "caption_entities")
    content = {name: post.body[name] for name in names if name in post.body}
    return _edit(world, chat, post, params, {**content, **_media_in(post)})


def delete_message(world: World, params: Json) -> bool:
    chat = world.chat(params["chat_id"])
    post = chat.posts.get(params["message_id"])
    if post is None:
        raise bad_request("message to delete not found")
    if world.now() - post.body["date"] > DELETABLE:
        raise bad_request("message can't be deleted for everyone")
    world.delete(chat, post.id)
    return True


def pin_message(world: World, params: Json) -> bool:
    chat = world.writable(params["chat_id"])
    post = chat.posts.get(params["message_id"])
    if post is None:
        raise bad_request("message to pin not found")
    if post.id in chat.pinned:
        return True
    chat.pinned.append(post.id)
    bare = {name: value for name, value in post.body.items() if name != "reply_to_message"}
    silent = params.get("disable_notification", False)
    world.post(chat, "service", {"pinned_message": bare}, silent=silent, author=world.bot)
    world.tell(Event("phone", chat.id))
    return True


def unpin_message(world: World, params: Json) -> bool:
    chat = world.chat(params["chat_id"])
    message_id = params.get("message_id") or (chat.pinned[-1] if chat.pinned else None)
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(message_id)
    world.tell(Event("phone", chat.id))
    return True


def answer_press(world: World, params: Json) -> bool:
    """answerCallbackQuery: a press is answered within a minute or not at all."""
    chat_id, message_id, at = world.presses.get(params["callback_query_id"], (0, 0, 0.0))
    if not chat_id or world.now() - at > PRESS_LIVES:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = params.get("text", "")
    if len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    world.tell(Event("answered", chat_id, message_id))
    if text:
        alert = params.get("show_alert", False)
        world.chats[chat_id].toasts.append(Toast(text, alert))
        world.tell(Event("toast", chat_id, message_id, text=text, alert=alert))
    return True


def chat_action(world: World, params: Json) -> bool:
    world.writable(params["chat_id"])
    if params["action"] not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def get_file(world: World, params: Json) -> Json:
    stored = media.file_of(world, params["file_id"])
    return {
        "file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": stored.size,
        "file_path": stored.path,
    }  # fmt: skip


def get_chat(world: World, params: Json) -> Json:
    chat = world.entered(params["chat_id"])
    full: Json = {"accent_color_id": 0, "max_reaction_count": 11}
    full["accepted_gift_types"] = dict.fromkeys(
        ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"),
        False,
    )
    if chat.pinned:
        full["pinned_message"] = chat.posts[chat.pinned[-1]].body
    if chat.is_group:
        full["permissions"] = dict.fromkeys(_MAY_SEND, not chat.muted)
    return {**chat.described(), **full}


def get_chat_member(world: World, params: Json) -> Json:
    chat = world.entered(params["chat_id"])
    if params["user_id"] == world.bot["id"]:
        return standing(world, "administrator" if chat.leads else "member")
    person = world.chats.get(params["user_id"])
    if person is None or person.kind != "private":
        raise bad_request("PARTICIPANT_ID_INVALID")
    return {"status": "member", "user": person.user()}


METHODS: dict[str, Callable[[World, Json], Any]] = {
    "getMe": profile.get_me,
    "sendMessage": send_message,
    **{f"send{kind.title()}": partial(lambda kind, world, params: send_media(world, kind, params), kind)
       for kind in _MEDIA},
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageMedia": edit_media,
    "editMessageReplyMarkup": edit_markup,
    "deleteMessage": delete_message,
    "pinChatMessage": pin_message,
    "unpinChatMessage": unpin_message,
    "answerCallbackQuery": answer_press,
    "sendChatAction": chat_action,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    **{f"setMy{what}": partial(lambda what, world, params: profile.set_text(world, what, params), what)
       for what in ("Name", "Description", "ShortDescription")},
    **{f"getMy{what}": partial(lambda what, world, params: profile.get_text(world, what, params), what)
       for what in ("Name", "Description", "ShortDescription")},
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
    "getFile": get_file,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
}  # fmt: skip
