"""Every button leads somewhere, and its data reads as words."""

import re
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from bot import app
from bot.messages.examples import EXAMPLES
from bot.messages.fault_report import AskPhone
from bot.messages.menu import COMMANDS, WORDS, word_meant
from bot.settings import Company
from bot.speech import LOCALES
from tests.messages.drawn import drawn

WELL_FORMED = re.compile(r"[a-z]+\.[a-z_]+:[A-Za-z0-9_-]+(\.[a-z0-9_]+)*")


def pressed(data: str) -> Update:
    person = {"id": 1, "is_bot": False, "first_name": "A"}
    message = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}
    query = {"id": "1", "from": person, "chat_instance": "1", "data": data, "message": message}
    return Update.de_json({"update_id": 1, "callback_query": query}, None)


def presses(company: Company) -> list[CallbackQueryHandler[Any, Any]]:
    """Those that take presses; the last takes what no other does."""
    found = [each for each in app.handlers(company) if isinstance(each, CallbackQueryHandler)]
    assert found[-1].pattern is None
    return found


def test_every_button_is_answered_by_a_handler_of_its_own(company: Company) -> None:
    *handlers, _ = presses(company)
    for title, message in EXAMPLES:
        for key in drawn(message, "en", company).keys:
            if "callback_data" in key:
                update = pressed(key["callback_data"])
                assert any(each.check_update(update) for each in handlers), (title, key)


def test_every_handler_of_presses_has_a_button(company: Company) -> None:
    updates = [
        pressed(key["callback_data"])
        for _, message in EXAMPLES
        for key in drawn(message, "en", company).keys
        if "callback_data" in key
    ]
    *handlers, _ = presses(company)
    for handler in handlers:
        assert any(handler.check_update(update) for update in updates), handler


def test_a_press_on_a_button_of_no_message_is_left_to_the_last_handler(company: Company) -> None:
    *handlers, last = presses(company)
    for data in ("rent.pay:all", "fault", "fault.sendx:yes"):
        assert not any(each.check_update(pressed(data)) for each in handlers)
        assert last.check_update(pressed(data))


def test_the_data_of_a_button_reads_as_words_and_is_the_same_in_every_language(company: Company) -> None:
    for title, message in EXAMPLES:
        data = [
            sorted(
                key["callback_data"] for key in drawn(message, each, company).keys if "callback_data" in key
            )
            for each in LOCALES
        ]
        assert all(each == data[0] for each in data), title
        assert all(WELL_FORMED.fullmatch(each) for each in data[0]), title


def test_a_keyboard_word_is_understood_in_every_language(company: Company) -> None:
    for title, message in EXAMPLES:
        for locale in LOCALES:
            shown = drawn(message, locale, company)
            if "keyboard" in shown.fields.get("reply_markup", {}) and not isinstance(message, AskPhone):
                assert {word_meant(key["text"]) for key in shown.keys} <= set(WORDS), title


def test_every_keyboard_word_is_a_command_too() -> None:
    assert set(WORDS) <= set(COMMANDS)
