"""Updates and results are what python-telegram-bot reads: nothing unknown in them, nothing lost."""

from typing import Any

from telegram import Update

from bot.sandbox.server import Telegram
from tests.sandbox.conftest import PNG, Caller


def unread(raw: dict[str, Any]) -> set[str]:
    """Every field of the update that the library does not know, wherever it is."""

    def unknown(part: Any, path: str) -> set[str]:
        found = {f"{path}.{name}" for name in part.api_kwargs}
        for name in part.__slots__:
            value = getattr(part, name, None)
            if name != "api_kwargs" and hasattr(value, "api_kwargs"):
                found |= unknown(value, f"{path}.{name}")
        return found

    update = Update.de_json(raw, None)
    assert update.effective_chat is not None
    return unknown(update, "update")


async def test_each_kind_of_update_is_read_without_rest(telegram: Telegram, bot: Caller) -> None:
    phone, group = telegram.phone("fa", "Zahra", username="zahra_k"), telegram.group()
    phone.type("/start ABC")
    phone.type("a reply", reply_to=1, forwarded=True)
    phone.send_photo(PNG, "look", "album")
    phone.send_voice(b"OggS")
    phone.send_video(b"mp4")
    phone.send_document(b"%PDF")
    phone.send_sticker()
    phone.send_location()
    phone.share_contact()
    phone.edit(1, "/erase")
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
    await bot.call("sendMessage", chat_id=phone.chat_id, text="Hi", reply_markup=markup)
    phone.press("yes")
    phone.press("gone", 999, forge=True)
    phone.block()
    phone.unblock()
    group.type(phone, "/team")
    group.lead()
    group.put_out()
    group.migrate()
    telegram.channel_post("News")
    updates = await bot.call("getUpdates")
    assert len(updates) == 21
    assert [unread(update) for update in updates] == [set()] * 21
    assert Update.de_json(updates[0], None).effective_message.text == "/start ABC"
