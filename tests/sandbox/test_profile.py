from typing import Any

import pytest

from bot.sandbox import shown
from bot.sandbox.server import Telegram
from tests.sandbox.conftest import Caller

HELP = [{"command": "help", "description": "Help"}]
HJALP = [{"command": "help", "description": "Hjälp"}]
ORDERS = [{"command": "orders", "description": "Order"}]


async def test_the_narrowest_scope_and_the_phones_language_win(telegram: Telegram, bot: Caller) -> None:
    swede, afghan = telegram.phone("sv-SE", "Lars"), telegram.phone("fa", "Zahra")
    assert swede.commands == {}
    await bot.call("setMyCommands", commands=HELP)
    await bot.call("setMyCommands", commands=HJALP, language_code="sv")
    assert (swede.commands, afghan.commands) == ({"help": "Hjälp"}, {"help": "Help"})
    await bot.call("setMyCommands", commands=HELP, scope={"type": "all_private_chats"})
    assert swede.commands == {"help": "Help"}
    chat = {"type": "chat", "chat_id": swede.chat_id}
    await bot.call("setMyCommands", commands=ORDERS, scope=chat)
    assert (swede.commands, afghan.commands) == ({"orders": "Order"}, {"help": "Help"})
    assert await bot.call("getMyCommands", scope=chat) == ORDERS
    await bot.call("deleteMyCommands", scope=chat)
    assert await bot.call("getMyCommands", scope=chat) == []
    assert swede.commands == {"help": "Help"}


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({"commands": [{"command": "Help", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "help", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": HELP * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": HELP, "language_code": "fa_AF"}, "invalid language code specified"),
        (
            {"commands": HELP, "scope": {"type": "world"}},
            "can't parse BotCommandScope: Unsupported type specified",
        ),
        ({"commands": HELP, "scope": {"type": "chat"}}, "chat_id is empty"),
        ({"commands": HELP, "scope": {"type": "chat", "chat_id": 1}}, "chat not found"),
    ],
)
async def test_a_wrong_menu_is_refused(bot: Caller, params: dict[str, Any], error: str) -> None:
    assert await bot.refused("setMyCommands", **params) == f"Bad Request: {error}"


@pytest.mark.parametrize(
    ("what", "field", "longest"),
    [
        ("Name", "name", 64),
        ("Description", "description", 512),
        ("ShortDescription", "short_description", 120),
    ],
)
async def test_texts_about_the_bot_are_kept_by_language(
    bot: Caller, what: str, field: str, longest: int
) -> None:
    before = (await bot.call(f"getMy{what}"))[field]
    assert before == ("Hela vägen" if what == "Name" else "")
    await bot.call(f"setMy{what}", **{field: "x" * longest})
    await bot.call(f"setMy{what}", **{field: "سلام"}, language_code="fa")
    assert await bot.call(f"getMy{what}", language_code="fa") == {field: "سلام"}
    assert await bot.call(f"getMy{what}", language_code="ar") == {field: "x" * longest}
    assert "TOO_LONG" in await bot.refused(f"setMy{what}", **{field: "x" * (longest + 1)})
    await bot.call(f"setMy{what}", language_code="fa")
    assert await bot.call(f"getMy{what}", language_code="fa") == {field: "x" * longest}


async def test_the_menu_button_is_kept_by_chat(telegram: Telegram, bot: Caller) -> None:
    phone = telegram.phone()
    assert await bot.call("getChatMenuButton") == {"type": "commands"}
    await bot.call("setChatMenuButton", chat_id=phone.chat_id)
    assert await bot.call("getChatMenuButton", chat_id=phone.chat_id) == {"type": "default"}
    await bot.call("setChatMenuButton", menu_button={"type": "commands"})
    assert await bot.call("getChatMenuButton", chat_id=5) == {"type": "commands"}
    assert "Unsupported type" in await bot.refused("setChatMenuButton", menu_button={"type": "big"})
    assert "chat not found" in await bot.refused("setChatMenuButton", chat_id=1)


async def test_a_phone_is_shown_what_the_bot_says_in_its_language(telegram: Telegram, bot: Caller) -> None:
    await bot.call("setMyDescription", description="For all")
    await bot.call("setMyDescription", description="برای شما", language_code="fa")
    shown_bot = shown.bot(telegram.world, True, 0)
    assert shown_bot["description"] == "For all"
    assert shown_bot["descriptions"] == {"": "For all", "fa": "برای شما"}
