"""Keyboards under a message: what Telegram refuses beside wrong fields."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.errors import bad_request

Json = dict[str, Any]

MOST_BUTTONS = 100
_ACTIONS = ("url", "callback_data", "web_app", "switch_inline_query", "switch_inline_query_current_chat")
_URL = re.compile(
    r"(?:https?://)?[^\s/:?#]+\.[^\s/:?#]{2,}(?::\d{1,5})?(?:[/?#]\S*)?|tg://\S+", re.IGNORECASE
)


def check_markup(markup: Json) -> None:
    """Raises RefusedError (400) for a keyboard that Telegram would not show."""
    if "inline_keyboard" in markup:
        _check_inline(markup["inline_keyboard"])
    if "keyboard" in markup:
        _check_reply(markup["keyboard"])


def _check_inline(rows: list[list[Json]]) -> None:
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for row in rows:
        if not row:
            raise bad_request("inline keyboard row must be non-empty")
        for button in row:
            _check_button(button)


def _check_button(button: Json) -> None:
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [name for name in (*_ACTIONS, "copy_text", "pay") if name in button]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action is expected")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not _URL.fullmatch(button["url"]):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_reply(rows: list[list[Json]]) -> None:
    if not rows:
        raise bad_request("reply keyboard must be non-empty")
    for row in rows:
        if not row:
            raise bad_request("reply keyboard row must be non-empty")
        for button in row:
            if not button["text"].strip():
                raise bad_request("keyboard button text must be non-empty")
            if button.get("request_contact") and button.get("request_location"):
                raise bad_request("can't parse keyboard button: exactly one request is expected")
