"""What the bot says about itself: name, descriptions, command menus."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.world import Chat, Event, World

Json = dict[str, Any]

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"|[a-z]{2}")
_SCOPES = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat"}
# Field of the request and of the answer, and the longest it may be.
_TEXTS = {
    "Name": ("name", 64),
    "Description": ("description", 512),
    "ShortDescription": ("short_description", 120),
}


def get_me(world: World, params: Json) -> Json:
    return {
        **world.bot, "can_join_groups": True, "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": False,
    }  # fmt: skip


def _language(params: Json) -> str:
    code = str(params.get("language_code", ""))
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _scope(world: World, params: Json) -> str:
    scope = params.get("scope", {"type": "default"})
    if scope["type"] not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if scope["type"] != "chat":
        return str(scope["type"])
    if "chat_id" not in scope:
        raise bad_request("chat_id is empty")
    return f"chat {world.chat(scope['chat_id']).id}"


def set_my_commands(world: World, params: Json) -> bool:
    if len(params["commands"]) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in params["commands"]:
        if not _COMMAND.fullmatch(command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"].strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_scope(world, params), _language(params)] = params["commands"]
    _told_to_phones(world)
    return True


def get_my_commands(world: World, params: Json) -> list[Json]:
    return world.commands.get((_scope(world, params), _language(params)), [])


def delete_my_commands(world: World, params: Json) -> bool:
    world.commands.pop((_scope(world, params), _language(params)), None)
    _told_to_phones(world)
    return True


def commands_of(world: World, chat: Chat) -> list[Json]:
    """The menu a person's phone shows: the narrowest scope first, in it her phone's language first."""
    language = chat.language_code.partition("-")[0]
    for scope in (f"chat {chat.id}", "all_group_chats" if chat.is_group else "all_private_chats", "default"):
        for code in (language, ""):
            if (scope, code) in world.commands:
                return world.commands[scope, code]
    return []


def set_text(world: World, what: str, params: Json) -> bool:
    """Sets Name, Description or ShortDescription for a language. Raises RefusedError (400) where too long."""
    field, longest = _TEXTS[what]
    text = params.get(field, "")
    if len(text) > longest:
        raise bad_request(f"BOT_{field.upper()}_TOO_LONG")
    world.texts[what, _language(params)] = text
    if what == "Name" and text and not _language(params):
        world.bot["first_name"] = text
    world.tell(Event("bot"))
    return True


def get_text(world: World, what: str, params: Json) -> Json:
    """Name, Description or ShortDescription for a language, else for all."""
    usual = world.bot["first_name"] if what == "Name" else ""
    text = world.texts.get((what, _language(params))) or world.texts.get((what, "")) or usual
    return {_TEXTS[what][0]: text}


def set_chat_menu_button(world: World, params: Json) -> bool:
    chat_id = params.get("chat_id", 0)
    if chat_id:
        world.chat(chat_id)
    button = params.get("menu_button", {"type": "default"})
    if button["type"] not in ("commands", "default", "web_app"):
        raise bad_request("can't parse menu button: Unsupported type specified")
    world.menu_buttons[chat_id] = button
    return True


def get_chat_menu_button(world: World, params: Json) -> Json:
    usual = world.menu_buttons.get(0, {"type": "commands"})
    return world.menu_buttons.get(params.get("chat_id", 0), usual)


def _told_to_phones(world: World) -> None:
    for chat in world.chats.values():
        if chat.kind == "private" or chat.is_group:
            world.tell(Event("phone", chat.id))
