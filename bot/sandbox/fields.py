"""What each method may be sent: allowed fields, which are required, and their types.

A field is written `name:type`, a required one `name!:type`. Types are `int`, `str`, `bool`, `chat`
(number or @name), `file` (file_id, address or upload), the name of an object in `TYPES`, or `[x]` for a list.
Telegram ignores unknown fields. The stand-in refuses them, because they are always a slip.
"""

from __future__ import annotations

from typing import Any

import msgspec

from bot.sandbox.errors import RefusedError, bad_request

Json = dict[str, Any]


class Upload(msgspec.Struct, frozen=True):
    """A file that came with a request. `mime` is what the sender said it is."""

    name: str
    mime: str
    data: bytes


_TO = "business_connection_id:str chat_id!:chat message_thread_id:int direct_messages_topic_id:int"
_HOW = (
    "disable_notification:bool protect_content:bool allow_paid_broadcast:bool message_effect_id:str "
    "reply_parameters:ReplyParameters reply_markup:ReplyMarkup"
)
_CAPTION = "caption:str parse_mode:str caption_entities:[MessageEntity]"
_WHICH = "business_connection_id:str chat_id!:chat message_id!:int"
_SCOPE = "scope:BotCommandScope language_code:str"
_ABOVE = "show_caption_above_media:bool"
_SPOILER = f"{_ABOVE} has_spoiler:bool"

METHODS = {
    "getMe": "",
    "getUpdates": "offset:int limit:int timeout:int allowed_updates:[str]",
    "setWebhook": "url!:str certificate:file ip_address:str max_connections:int allowed_updates:[str] "
    "drop_pending_updates:bool secret_token:str",
    "deleteWebhook": "drop_pending_updates:bool",
    "getWebhookInfo": "",
    "sendMessage": f"{_TO} text!:str parse_mode:str entities:[MessageEntity] "
    f"link_preview_options:LinkPreviewOptions {_HOW}",
    "sendPhoto": f"{_TO} photo!:file {_CAPTION} {_SPOILER} {_HOW}",
    "sendVoice": f"{_TO} voice!:file {_CAPTION} duration:int {_HOW}",
    "sendVideo": f"{_TO} video!:file duration:int width:int height:int thumbnail:file cover:file "
    f"start_timestamp:int {_CAPTION} {_SPOILER} supports_streaming:bool {_HOW}",
    "sendDocument": f"{_TO} document!:file thumbnail:file {_CAPTION} "
    f"disable_content_type_detection:bool {_HOW}",
    "editMessageText": f"{_WHICH} text!:str parse_mode:str entities:[MessageEntity] "
    "link_preview_options:LinkPreviewOptions reply_markup:InlineKeyboardMarkup",
    "editMessageCaption": f"{_WHICH} {_CAPTION} {_ABOVE} reply_markup:InlineKeyboardMarkup",
    "editMessageMedia": f"{_WHICH} media!:InputMedia reply_markup:InlineKeyboardMarkup",
    "editMessageReplyMarkup": f"{_WHICH} reply_markup:InlineKeyboardMarkup",
    "deleteMessage": "chat_id!:chat message_id!:int",
    "pinChatMessage": f"{_WHICH} disable_notification:bool",
    "unpinChatMessage": "business_connection_id:str chat_id!:chat message_id:int",
    "answerCallbackQuery": "callback_query_id!:str text:str show_alert:bool url:str cache_time:int",
    "sendChatAction": "business_connection_id:str chat_id!:chat message_thread_id:int action!:str",
    "setMyCommands": f"commands!:[BotCommand] {_SCOPE}",
    "getMyCommands": _SCOPE,
    "deleteMyCommands": _SCOPE,
    "setMyName": "name:str language_code:str",
    "getMyName": "language_code:str",
    "setMyDescription": "description:str language_code:str",
    "getMyDescription": "language_code:str",
    "setMyShortDescription": "short_description:str language_code:str",
    "getMyShortDescription": "language_code:str",
    "setChatMenuButton": "chat_id:int menu_button:MenuButton",
    "getChatMenuButton": "chat_id:int",
    "getFile": "file_id!:str",
    "getChat": "chat_id!:chat",
    "getChatMember": "chat_id!:chat user_id!:int",
}

TYPES = {
    "MessageEntity": "type!:str offset!:int length!:int url:str user:User language:str custom_emoji_id:str "
    "unix_time:int date_time_format:str",
    "User": "id!:int is_bot!:bool first_name!:str last_name:str username:str language_code:str",
    "LinkPreviewOptions": "is_disabled:bool url:str prefer_small_media:bool prefer_large_media:bool "
    "show_above_text:bool",
    "ReplyParameters": "message_id!:int chat_id:chat allow_sending_without_reply:bool quote:str "
    "quote_parse_mode:str quote_entities:[MessageEntity] quote_position:int",
    "InlineKeyboardMarkup": "inline_keyboard!:[[InlineKeyboardButton]]",
    "InlineKeyboardButton": "text!:str icon_custom_emoji_id:str style:str url:str callback_data:str "
    "web_app:WebAppInfo switch_inline_query:str switch_inline_query_current_chat:str "
    "copy_text:CopyTextButton pay:bool",
    "WebAppInfo": "url!:str",
    "CopyTextButton": "text!:str",
    "ReplyKeyboardMarkup": "keyboard!:[[KeyboardButton]] is_persistent:bool resize_keyboard:bool "
    "one_time_keyboard:bool input_field_placeholder:str selective:bool",
    "KeyboardButton": "text!:str icon_custom_emoji_id:str style:str request_contact:bool "
    "request_location:bool web_app:WebAppInfo",
    "ReplyKeyboardRemove": "remove_keyboard!:bool selective:bool",
    "ForceReply": "force_reply!:bool input_field_placeholder:str selective:bool",
    "BotCommand": "command!:str description!:str",
    "BotCommandScope": "type!:str chat_id:chat user_id:int",
    "MenuButton": "type!:str text:str web_app:WebAppInfo",
    "InputMedia": f"type!:str media!:str thumbnail:str cover:str {_CAPTION} {_SPOILER} width:int height:int "
    "duration:int supports_streaming:bool disable_content_type_detection:bool start_timestamp:int",
}

_MARKUPS = {
    "inline_keyboard": "InlineKeyboardMarkup",
    "keyboard": "ReplyKeyboardMarkup",
    "remove_keyboard": "ReplyKeyboardRemove",
    "force_reply": "ForceReply",
}
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "file_id": "file_id not specified",
}


class _Field(msgspec.Struct, frozen=True):
    kind: str
    required: bool


def _parse(spec: str) -> dict[str, _Field]:
    fields = {}
    for word in spec.split():
        name, _, kind = word.partition(":")
        fields[name.rstrip("!")] = _Field(kind, name.endswith("!"))
    return fields


_METHODS = {name: _parse(spec) for name, spec in METHODS.items()}
_TYPES = {name: _parse(spec) for name, spec in TYPES.items()}
_BY_LOWER = {name.lower(): name for name in METHODS}


def method_name(asked: str) -> str:
    """The method as documented; Telegram takes any case. Raises RefusedError (404) for an unknown one."""
    name = _BY_LOWER.get(asked.lower())
    if name is None:
        raise RefusedError(404, "Not Found: method not found")
    return name


def check(method: str, params: Json, uploads: dict[str, Upload]) -> Json:
    """The parameters with their types set right, or RefusedError (400).

    Strings that stand for numbers, flags or objects are read, as they come in forms. `attach://x` and plain
    file fields become `Upload`.
    """
    return _object(_METHODS[method], {**params, **_plain_files(params, uploads, method)}, "", uploads)


def _plain_files(params: Json, uploads: dict[str, Upload], method: str) -> Json:
    """Uploads under the name of a field of the method; the others are meant by an `attach://`."""
    wanted = {f"attach://{name}" for name in uploads}
    text = msgspec.json.encode(params).decode()
    plain = {}
    for name, upload in uploads.items():
        if name in _METHODS[method] and name not in params:
            plain[name] = upload
        elif f"attach://{name}" not in text:
            raise bad_request(f'file "{name}" is not used, expected one of {sorted(wanted)}')
    return plain


def _object(fields: dict[str, _Field], value: Json, path: str, uploads: dict[str, Upload]) -> Json:
    for name in value:
        if name not in fields:
            raise bad_request(f'unknown field "{path}{name}"')
    for name, field in fields.items():
        if field.required and name not in value:
            words = f'parameter "{path}{name}" is required'
            raise bad_request(words if path else _MISSING.get(name, words))
    return {name: _value(fields[name].kind, item, f"{path}{name}", uploads) for name, item in value.items()}


def _value(kind: str, value: Any, path: str, uploads: dict[str, Upload]) -> Any:
    if kind == "file":
        return _file(value, path, uploads)
    if kind == "str":
        return _is(str, value, path, "String")
    if kind == "chat":
        return _chat(value, path)
    if kind == "KeyboardButton" and isinstance(value, str):
        return {"text": value}
    if isinstance(value, str):
        value = _decoded(value, path)
    if kind == "int":
        return _is(int, value, path, "Integer")
    if kind == "bool":
        return _is(bool, value, path, "Boolean")
    if kind.startswith("["):
        items = _is(list, value, path, "Array")
        return [_value(kind[1:-1], item, f"{path}[{place}]", uploads) for place, item in enumerate(items)]
    found = _is(dict, value, path, "Object")
    checked = _object(_TYPES[_markup(found) if kind == "ReplyMarkup" else kind], found, f"{path}.", uploads)
    if kind == "InputMedia":
        checked["media"] = _file(checked["media"], f"{path}.media", uploads)
    return checked


def _is(wanted: type | tuple[type, ...], value: Any, path: str, name: str) -> Any:
    # True is an int in Python and not in JSON.
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise bad_request(f'field "{path}" must be of type {name}')
    return value


def _decoded(value: str, path: str) -> Any:
    try:
        return msgspec.json.decode(value.lower() if value in ("True", "False") else value)
    except msgspec.DecodeError:
        raise bad_request(f'can\'t parse field "{path}": not JSON') from None


def _chat(value: Any, path: str) -> Any:
    if isinstance(value, str) and value.lstrip("-").isdecimal():
        return int(value)
    if isinstance(value, str) and not value:
        raise bad_request("chat_id is empty")
    return _is((int, str), value, path, "Integer or String")


def _file(value: Any, path: str, uploads: dict[str, Upload]) -> Any:
    if isinstance(value, Upload):
        return value
    text = _is(str, value, path, "InputFile or String")
    if not text.startswith("attach://"):
        return text
    upload = uploads.get(text.removeprefix("attach://"))
    if upload is None:
        raise bad_request(f'file "{text}" not found in the request')
    return upload


def _markup(value: Json) -> str:
    for key, name in _MARKUPS.items():
        if key in value:
            return name
    raise bad_request("object expected as reply markup")
