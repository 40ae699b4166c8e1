import asyncio
from typing import Any

import pytest

from bot.sandbox.server import Telegram
from tests.sandbox.conftest import Caller


async def newest(bot: Caller, kind: str = "message") -> dict[str, Any]:
    found: dict[str, Any] = (await bot.call("getUpdates"))[-1][kind]
    return found


async def test_a_deep_link_is_a_command_with_its_argument(telegram: Telegram, bot: Caller) -> None:
    telegram.phone("fa", "Zahra").type("/start ABCDEFGHJK")
    message = await newest(bot)
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"]["language_code"] == "fa"


async def test_a_phone_without_a_language_sends_none(telegram: Telegram, bot: Caller) -> None:
    telegram.phone("").type("hi")
    assert "language_code" not in (await newest(bot))["from"]


async def test_places_contacts_and_forwards(telegram: Telegram, bot: Caller) -> None:
    phone = telegram.phone()
    phone.send_location()
    assert set((await newest(bot))["location"]) == {"latitude", "longitude"}
    phone.share_contact()
    assert (await newest(bot))["contact"]["user_id"] == phone.chat_id
    phone.share_contact("+46700000001")
    assert (await newest(bot))["contact"]["phone_number"] == "+46700000001"
    phone.send_contact("+46700000002", "Neighbour")
    assert "user_id" not in (await newest(bot))["contact"]
    phone.type("from a friend", forwarded=True)
    assert (await newest(bot))["forward_origin"]["type"] == "hidden_user"


async def test_a_reply_carries_what_it_answers(telegram: Telegram, bot: Caller) -> None:
    phone = telegram.phone()
    phone.type("one")
    phone.type("two", reply_to=phone.messages[0].message_id)
    phone.type("three", reply_to=phone.messages[1].message_id)
    assert (await newest(bot))["reply_to_message"]["text"] == "two"


async def test_an_edited_message_is_another_kind_of_update(telegram: Telegram, bot: Caller) -> None:
    phone = telegram.phone()
    phone.type("/erase")
    message_id = phone.messages[0].message_id
    phone.edit(message_id, "/menu")
    edited = await newest(bot, "edited_message")
    assert (edited["message_id"], edited["text"], edited["entities"][0]["length"]) == (message_id, "/menu", 5)
    phone.edit(message_id, "plain")
    assert "entities" not in await newest(bot, "edited_message")
    assert phone.message(message_id).text == "plain"


async def test_the_update_keeps_the_text_it_was_sent_with(telegram: Telegram, bot: Caller) -> None:
    phone = telegram.phone()
    phone.type("before")
    phone.edit(phone.messages[0].message_id, "after")
    assert [list(update.values())[1]["text"] for update in await bot.call("getUpdates")] == [
        "before",
        "after",
    ]


async def test_blocking_and_unblocking_are_told(telegram: Telegram, bot: Caller) -> None:
    phone = telegram.phone()
    phone.type("/start")
    phone.block()
    change = await newest(bot, "my_chat_member")
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")
    phone.unblock()
    change = await newest(bot, "my_chat_member")
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("kicked", "member")


async def test_only_buttons_that_are_there_can_be_pressed(telegram: Telegram, bot: Caller) -> None:
    phone = telegram.phone()
    phone.type("/start")
    with pytest.raises(AssertionError, match=r"no button 'a'"):
        phone.press("a")
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    old = await bot.call("sendMessage", chat_id=phone.chat_id, text="old", reply_markup=markup)
    new = await bot.call("sendMessage", chat_id=phone.chat_id, text="new", reply_markup=markup)
    assert phone.shown("a")
    assert not phone.shown("b")
    for message_id, wanted in [(None, new), (old["message_id"], old)]:
        phone.press("a", message_id)
        assert (await newest(bot, "callback_query"))["message"]["message_id"] == wanted["message_id"]
    with pytest.raises(AssertionError, match=r"\[A → a\]"):
        phone.press("b", old["message_id"])
    with pytest.raises(AssertionError):
        phone.press("a", 999)
    phone.press("order.take:214", forge=True)
    assert (await newest(bot, "callback_query"))["data"] == "order.take:214"


async def test_a_forged_press_may_be_on_a_message_that_is_gone(telegram: Telegram, bot: Caller) -> None:
    phone = telegram.phone()
    for message_id, wanted in [(None, 1), (77, 77)]:
        phone.press("offer.accept:12", message_id, forge=True)
        query = await newest(bot, "callback_query")
        assert (query["message"]["message_id"], query["message"]["date"]) == (wanted, 0)


async def test_groups_and_channels(telegram: Telegram, bot: Caller) -> None:
    phone, group = telegram.phone("sv", "Lars"), telegram.group("Team")
    group.type(phone, "/team")
    message = await newest(bot)
    assert (message["chat"]["type"], message["from"]["first_name"]) == ("group", "Lars")
    markup = {"inline_keyboard": [[{"text": "Take", "callback_data": "order.take:1"}]]}
    await bot.call("sendMessage", chat_id=group.chat_id, text="Order 1", reply_markup=markup)
    assert group.last is not None
    assert [message.text for message in group.messages] == ["/team", "Order 1"]
    group.press(phone, "order.take:1")
    assert (await newest(bot, "callback_query"))["from"]["id"] == phone.chat_id
    with pytest.raises(AssertionError, match="Order 1"):
        group.press(phone, "order.take:2")
    telegram.channel_post("News for all")
    post = await newest(bot, "channel_post")
    assert "from" not in post
    assert post["chat"]["type"] == "channel"


async def test_a_group_can_put_the_bot_out_and_move(telegram: Telegram, bot: Caller) -> None:
    group = telegram.group("Team")
    group.put_out()
    assert (await newest(bot, "my_chat_member"))["new_chat_member"]["status"] == "kicked"
    refusal = await bot.refused("sendMessage", chat_id=group.chat_id, text="x")
    assert refusal == "Forbidden: bot was kicked from the group chat"
    group.let_in()
    assert (await newest(bot, "my_chat_member"))["new_chat_member"]["status"] == "member"
    moved = group.migrate()
    assert (await newest(bot))["migrate_to_chat_id"] == moved.chat_id
    answer = await bot.answer("sendMessage", chat_id=group.chat_id, text="x")
    assert answer["parameters"] == {"migrate_to_chat_id": moved.chat_id}
    await bot.call("sendMessage", chat_id=moved.chat_id, text="x")


async def test_waiting_for_a_change(telegram: Telegram, bot: Caller) -> None:
    phone = telegram.phone()
    assert (phone.text, str(phone)) == ("", "(nothing)")
    phone.type("/start")
    waiting = asyncio.create_task(phone.until(lambda p: "welcome" in p.text))
    await asyncio.sleep(0)
    keyboard = {"keyboard": [[{"text": "Ask"}]]}
    await bot.call("sendMessage", chat_id=phone.chat_id, text="hello")
    await bot.call("sendMessage", chat_id=phone.chat_id, text="welcome", reply_markup=keyboard)
    assert (await waiting) is phone
    with pytest.raises(AssertionError, match=r"(?s)bot: welcome.*\(Ask\)"):
        await phone.until(lambda p: p.messages[9].pinned, timeout=0.01)


async def test_quiet_comes_when_all_is_confirmed(telegram: Telegram, bot: Caller) -> None:
    sent = telegram.phone().type("hi")
    with pytest.raises(AssertionError, match=f"updates waiting: .{sent}"):
        await telegram.quiet(timeout=0.05)
    waiting = asyncio.create_task(telegram.quiet())
    await asyncio.sleep(0.02)
    assert not waiting.done()
    await bot.call("getUpdates", offset=sent + 1)
    await waiting


def test_time_goes_forward_only() -> None:
    telegram = Telegram()
    before = telegram.world.now()
    telegram.forward(3600)
    assert telegram.world.now() >= before + 3600
    with pytest.raises(ValueError, match="forward only"):
        telegram.forward(-1)


async def test_with_group_privacy_the_bot_reads_commands_unless_it_leads(
    telegram: Telegram, bot: Caller
) -> None:
    phone, group = telegram.phone("sv", "Lars"), telegram.group("Team")
    assert (await bot.call("getMe"))["can_read_all_group_messages"]
    telegram.world.privacy = True
    assert not (await bot.call("getMe"))["can_read_all_group_messages"]
    assert group.type(phone, "among ourselves") == 0
    group.type(phone, "/team")
    group.lead()
    group.type(phone, "to all")
    updates = await bot.call("getUpdates")
    read = [update["message"]["text"] for update in updates if "message" in update]
    assert read == ["/team", "to all"]
    assert [message.text for message in group.messages] == ["among ourselves", "/team", "to all"]
    change = next(update["my_chat_member"] for update in updates if "my_chat_member" in update)
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == (
        "member",
        "administrator",
    )
    group.lead(False)
    assert (await newest(bot, "my_chat_member"))["new_chat_member"]["status"] == "member"


async def test_of_a_group_that_moves_both_sides_are_told(telegram: Telegram, bot: Caller) -> None:
    group = telegram.group("Team")
    group.lead()
    moved = group.migrate()
    updates = (await bot.call("getUpdates"))[1:]
    assert [next(kind for kind in update if kind != "update_id") for update in updates] == [
        "my_chat_member",
        "message",
        "message",
    ]
    assert updates[1]["message"]["migrate_from_chat_id"] == group.chat_id
    assert updates[1]["message"]["chat"] == {"id": moved.chat_id, "type": "supergroup", "title": "Team"}
    assert updates[2]["message"]["migrate_to_chat_id"] == moved.chat_id
    me = (await bot.call("getMe"))["id"]
    for method, more in (("getChat", {}), ("getChatMember", {"user_id": me})):
        answer = await bot.answer(method, chat_id=group.chat_id, **more)
        assert answer["parameters"] == {"migrate_to_chat_id": moved.chat_id}
    assert (await bot.call("getChatMember", chat_id=moved.chat_id, user_id=me))["status"] == "administrator"


async def test_what_the_bot_may_do_in_a_group_is_told(telegram: Telegram, bot: Caller) -> None:
    group, me = telegram.group("Team"), telegram.world.bot["id"]
    assert (await bot.call("getChat", chat_id=group.chat_id))["permissions"]["can_send_messages"]
    assert (await bot.call("getChatMember", chat_id=group.chat_id, user_id=me))["status"] == "member"
    group.chat.muted = True
    assert not (await bot.call("getChat", chat_id=group.chat_id))["permissions"]["can_send_messages"]
    refusal = await bot.refused("sendMessage", chat_id=group.chat_id, text="x")
    assert refusal == "Bad Request: not enough rights to send text messages to the chat"
    group.lead()
    await bot.call("sendMessage", chat_id=group.chat_id, text="x")
    group.put_out()
    refusal = await bot.refused("getChat", chat_id=group.chat_id)
    assert refusal == "Forbidden: bot was kicked from the group chat"


async def test_in_a_group_a_button_is_pressed_by_one_of_its_members(telegram: Telegram, bot: Caller) -> None:
    lars, karin, group = telegram.phone("sv", "Lars"), telegram.phone("sv", "Karin"), telegram.group("Team")
    with pytest.raises(AssertionError):
        group.press(lars, "a", forge=True)
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    old = await bot.call("sendMessage", chat_id=group.chat_id, text="old", reply_markup=markup)
    new = await bot.call("sendMessage", chat_id=group.chat_id, text="new", reply_markup=markup)
    assert group.shown("a") and not group.shown("b")
    for phone, message_id, wanted in ((lars, None, new), (karin, old["message_id"], old)):
        group.press(phone, "a", message_id)
        query = await newest(bot, "callback_query")
        assert query["message"]["message_id"] == wanted["message_id"]
        assert query["from"]["id"] == phone.chat_id
    group.press(karin, "b", forge=True)
    query = await newest(bot, "callback_query")
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="No")
    assert [toast.text for toast in group.toasts] == ["No"]
    assert karin.toasts == []
