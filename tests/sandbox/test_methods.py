from typing import Any

import pytest

from bot.sandbox.phones import Phone
from bot.sandbox.server import Telegram
from tests.sandbox.conftest import PNG, Caller

BUTTON = {"inline_keyboard": [[{"text": "Yes", "callback_data": "fault.send:yes"}]]}


@pytest.fixture
def phone(telegram: Telegram) -> Phone:
    phone = telegram.phone("fa", "Zahra", username="zahra")
    phone.type("/start")
    return phone


async def test_a_message_is_seen_and_makes_a_sound(phone: Phone, bot: Caller) -> None:
    sent = await bot.call("sendMessage", chat_id=phone.chat_id, text=" سلام ", reply_markup=BUTTON)
    assert sent["text"] == "سلام"
    assert sent["chat"] == {
        "id": phone.chat_id,
        "type": "private",
        "first_name": "Zahra",
        "username": "zahra",
    }
    assert phone.text == "سلام"
    assert phone.last.data == ["fault.send:yes"]
    assert [message.text for message in phone.sounds] == ["سلام"]


async def test_a_silent_message_and_an_edit_make_no_sound(phone: Phone, bot: Caller) -> None:
    sent = await bot.call("sendMessage", chat_id="@zahra", text="quiet", disable_notification=True)
    await bot.call(
        "editMessageText", chat_id=phone.chat_id, message_id=sent["message_id"], text="still quiet"
    )
    assert phone.sounds == []
    assert (phone.last.silent, phone.last.edited, phone.text) == (True, True, "still quiet")


@pytest.mark.parametrize(
    ("params", "error"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "hi", "colour": "red"}, 'unknown field "colour"'),
        ({"text": 5}, 'field "text" must be of type String'),
        ({"text": None}, 'field "text" must be of type String'),
        ({"text": "hi", "disable_notification": 1}, 'field "disable_notification" must be of type Boolean'),
        ({"text": "hi", "disable_notification": "no"}, "can't parse field"),
        ({"text": "hi", "message_thread_id": True}, 'field "message_thread_id" must be of type Integer'),
        ({"text": "hi", "entities": {}}, 'field "entities" must be of type Array'),
        ({"text": "hi", "reply_parameters": []}, 'field "reply_parameters" must be of type Object'),
        ({"text": "hi", "reply_parameters": {}}, '"reply_parameters.message_id" is required'),
        ({"text": "hi", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "hi", "reply_markup": {}}, "object expected as reply markup"),
        ({"text": "hi", "parse_mode": "Latex"}, "unsupported parse_mode"),
    ],
)
async def test_a_wrong_message_is_refused_in_telegrams_words(
    phone: Phone, bot: Caller, params: dict[str, Any], error: str
) -> None:
    assert error in await bot.refused("sendMessage", chat_id=phone.chat_id, **params)
    assert len(phone.messages) == 1


@pytest.mark.parametrize(
    ("button", "error"),
    [
        ({"text": "", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
        ({"text": "x"}, "Text buttons are unallowed in the inline keyboard"),
        ({"text": "x", "callback_data": "a", "url": "https://a.se"}, "exactly one action"),
        ({"text": "x", "callback_data": "å" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "url": "tel:112"}, "Wrong HTTP URL"),
        ({"text": "x", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "x", "data": "a"}, 'unknown field "reply_markup.inline_keyboard[0][0].data"'),
        ({"callback_data": "a"}, 'parameter "reply_markup.inline_keyboard[0][0].text" is required'),
    ],
)
async def test_a_wrong_button_is_refused(
    phone: Phone, bot: Caller, button: dict[str, Any], error: str
) -> None:
    markup = {"inline_keyboard": [[button]]}
    assert error in await bot.refused("sendMessage", chat_id=phone.chat_id, text="hi", reply_markup=markup)


@pytest.mark.parametrize(
    ("markup", "error"),
    [
        ({"inline_keyboard": [[]]}, "inline keyboard row must be non-empty"),
        ({"inline_keyboard": [BUTTON["inline_keyboard"][0] * 101]}, "REPLY_MARKUP_TOO_LONG"),
        ({"keyboard": []}, "reply keyboard must be non-empty"),
        ({"keyboard": [[]]}, "reply keyboard row must be non-empty"),
        ({"keyboard": [[{"text": " "}]]}, "keyboard button text must be non-empty"),
        ({"keyboard": [[5]]}, "must be of type Object"),
        ({"keyboard": [[{"text": "x", "request_contact": True, "request_location": True}]]}, "exactly one"),
    ],
)
async def test_a_wrong_keyboard_is_refused(
    phone: Phone, bot: Caller, markup: dict[str, Any], error: str
) -> None:
    assert error in await bot.refused("sendMessage", chat_id=phone.chat_id, text="hi", reply_markup=markup)


async def test_the_longest_that_is_allowed_is_taken(phone: Phone, bot: Caller) -> None:
    button = {"text": "x", "callback_data": "å" * 32}
    address = {"text": "map", "url": "https://example.org/karta?x=1"}
    code = {"text": "copy", "copy_text": {"text": "x" * 256}}
    markup = {"inline_keyboard": [[button, address, code]]}
    await bot.call("sendMessage", chat_id=phone.chat_id, text="x" * 4096, reply_markup=markup)
    assert [b.url for b in phone.last.buttons[0]] == [None, address["url"], None]


async def test_a_keyboard_stays_until_it_is_taken_away(phone: Phone, bot: Caller) -> None:
    keyboard = {"keyboard": [["Ask", {"text": "Home"}]], "is_persistent": True}
    await bot.call("sendMessage", chat_id=phone.chat_id, text="hi", reply_markup=keyboard)
    await bot.call("sendMessage", chat_id=phone.chat_id, text="more", reply_markup={"force_reply": True})
    assert phone.keyboard == [["Ask", "Home"]]
    await bot.call("sendMessage", chat_id=phone.chat_id, text="bye", reply_markup={"remove_keyboard": True})
    assert phone.keyboard == []


async def test_a_bot_cannot_write_first(telegram: Telegram, bot: Caller) -> None:
    stranger = telegram.phone()
    refusal = await bot.refused("sendMessage", chat_id=stranger.chat_id, text="hi")
    assert refusal == "Forbidden: bot can't initiate conversation with a user"
    assert await bot.refused("sendMessage", chat_id=1, text="hi") == "Bad Request: chat not found"
    assert await bot.refused("sendMessage", chat_id="@nobody", text="hi") == "Bad Request: chat not found"
    assert await bot.refused("sendMessage", chat_id="", text="hi") == "Bad Request: chat_id is empty"
    assert await bot.refused("sendMessage", text="hi") == "Bad Request: chat_id is empty"


async def test_who_blocked_the_bot_or_is_gone_gets_nothing(phone: Phone, bot: Caller) -> None:
    sent = await bot.call("sendMessage", chat_id=phone.chat_id, text="hi")
    phone.block()
    refusal = await bot.refused("sendMessage", chat_id=phone.chat_id, text="hi")
    assert refusal == "Forbidden: bot was blocked by the user"
    edit = {"chat_id": phone.chat_id, "message_id": sent["message_id"], "text": "x"}
    assert await bot.refused("editMessageText", **edit) == refusal
    with pytest.raises(AssertionError, match="unblock"):
        phone.type("hello?")
    phone.unblock()
    await bot.call("sendMessage", chat_id=phone.chat_id, text="welcome back")
    phone.deactivate()
    refusal = await bot.refused("sendMessage", chat_id=phone.chat_id, text="hi")
    assert refusal == "Forbidden: user is deactivated"


async def test_an_edit_changes_text_and_buttons_in_place(phone: Phone, bot: Caller) -> None:
    sent = await bot.call("sendMessage", chat_id=phone.chat_id, text="one", reply_markup=BUTTON)
    where = {"chat_id": phone.chat_id, "message_id": sent["message_id"]}
    same = await bot.refused("editMessageText", **where, text="one ", reply_markup=BUTTON)
    assert same == (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly "
        "the same as a current content and reply markup of the message"
    )
    await bot.call("editMessageText", **where, text="two", reply_markup=BUTTON)
    assert "not modified" in await bot.refused("editMessageReplyMarkup", **where, reply_markup=BUTTON)
    edited = await bot.call("editMessageReplyMarkup", **where)
    assert "reply_markup" not in edited
    assert (phone.text, phone.last.data, phone.last.edited) == ("two", [], True)
    assert len(phone.messages) == 2


async def test_what_cannot_be_edited_says_why(phone: Phone, bot: Caller) -> None:
    hers = phone.messages[0].message_id
    text = (await bot.call("sendMessage", chat_id=phone.chat_id, text="one"))["message_id"]
    answer = await bot.form("sendPhoto", chat_id=str(phone.chat_id), photo=("a.png", "image/png", PNG))
    photo = answer["result"]["message_id"]
    sized = answer["result"]["photo"][-1]["file_id"]

    async def refused(method: str, message_id: int, **params: Any) -> str:
        return await bot.refused(method, chat_id=phone.chat_id, message_id=message_id, **params)

    assert await refused("editMessageText", 999, text="x") == "Bad Request: message to edit not found"
    assert await refused("editMessageText", hers, text="x") == "Bad Request: message can't be edited"
    assert "there is no text" in await refused("editMessageText", photo, text="x")
    assert "message text is empty" in await refused("editMessageText", text, text=" ")
    assert "there is no caption" in await refused("editMessageCaption", text, caption="x")
    assert "caption is too long" in await refused("editMessageCaption", photo, caption="x" * 1025)
    media = {"type": "photo", "media": sized}
    voice = await bot.form("sendVoice", chat_id=str(phone.chat_id), voice=("a.ogg", "audio/ogg", b"OggS"))
    spoken = voice["result"]["message_id"]
    assert "there is no media" in await refused("editMessageMedia", spoken, media=media)
    assert "type must be one of" in await refused("editMessageMedia", photo, media={**media, "type": "gif"})
    missing = {**media, "media": "attach://nothing"}
    assert 'file "attach://nothing" not found' in await refused("editMessageMedia", photo, media=missing)
    assert "message identifier is not specified" in await bot.refused(
        "editMessageText", chat_id=phone.chat_id, text="x"
    )


async def test_a_picture_is_added_to_a_message_of_words(phone: Phone, bot: Caller) -> None:
    text = (await bot.call("sendMessage", chat_id=phone.chat_id, text="one"))["message_id"]
    answer = await bot.form("sendPhoto", chat_id=str(phone.chat_id), photo=("a.png", "image/png", PNG))
    media = {"type": "photo", "media": answer["result"]["photo"][-1]["file_id"], "caption": "two"}
    await bot.call("editMessageMedia", chat_id=phone.chat_id, message_id=text, media=media)
    shown = phone.message(text)
    assert (shown.text, shown.photo is not None) == ("two", True)


async def test_a_reply_shows_what_it_answers(phone: Phone, bot: Caller) -> None:
    hers = phone.messages[0].message_id
    reply = {"message_id": hers}
    sent = await bot.call("sendMessage", chat_id=phone.chat_id, text="yes", reply_parameters=reply)
    assert sent["reply_to_message"]["text"] == "/start"
    assert phone.last.reply_to == hers
    gone = {"message_id": 999, "allow_sending_without_reply": True}
    sent = await bot.call("sendMessage", chat_id=phone.chat_id, text="yes", reply_parameters=gone)
    assert "reply_to_message" not in sent


async def test_deleting_works_for_two_days(telegram: Telegram, phone: Phone, bot: Caller) -> None:
    sent = await bot.call("sendMessage", chat_id=phone.chat_id, text="one")
    old = await bot.call("sendMessage", chat_id=phone.chat_id, text="two")
    await bot.call("deleteMessage", chat_id=phone.chat_id, message_id=sent["message_id"])
    assert phone.text == "two"
    again = await bot.refused("deleteMessage", chat_id=phone.chat_id, message_id=sent["message_id"])
    assert again == "Bad Request: message to delete not found"
    telegram.forward(48 * 3600 + 1)
    late = await bot.refused("deleteMessage", chat_id=phone.chat_id, message_id=old["message_id"])
    assert late == "Bad Request: message can't be deleted for everyone"


async def test_a_pin_sounds_unless_it_is_silent(phone: Phone, bot: Caller) -> None:
    hers = phone.messages[0].message_id
    for text in ("one", "two"):
        await bot.call("sendMessage", chat_id=phone.chat_id, text=text, disable_notification=True)
    one, two = (message.message_id for message in phone.messages[1:])
    reply = {"message_id": hers}
    three = await bot.call("sendMessage", chat_id=phone.chat_id, text="three", reply_parameters=reply)
    await bot.call("pinChatMessage", chat_id=phone.chat_id, message_id=one, disable_notification=True)
    await bot.call("pinChatMessage", chat_id=phone.chat_id, message_id=one)
    assert [message.text for message in phone.sounds] == ["three"]
    await bot.call("pinChatMessage", chat_id=phone.chat_id, message_id=two)
    await bot.call("pinChatMessage", chat_id=phone.chat_id, message_id=three["message_id"])
    assert [message.sender for message in phone.sounds] == ["bot", "service", "service"]
    assert [message.text for message in phone.pinned] == ["one", "two", "three"]
    assert (await bot.call("getChat", chat_id=phone.chat_id))["pinned_message"]["text"] == "three"
    await bot.call("unpinChatMessage", chat_id=phone.chat_id)
    await bot.call("deleteMessage", chat_id=phone.chat_id, message_id=two)
    assert [message.text for message in phone.pinned] == ["one"]
    await bot.call("unpinChatMessage", chat_id=phone.chat_id, message_id=one)
    assert "to unpin not found" in await bot.refused("unpinChatMessage", chat_id=phone.chat_id)
    assert "to pin not found" in await bot.refused("pinChatMessage", chat_id=phone.chat_id, message_id=two)


async def test_a_press_is_answered_once_it_is_known_and_young(
    telegram: Telegram, phone: Phone, bot: Caller
) -> None:
    await bot.call("sendMessage", chat_id=phone.chat_id, text="?", reply_markup=BUTTON)
    phone.press("fault.send:yes")
    press = (await bot.call("getUpdates"))[-1]["callback_query"]
    assert press["message"]["reply_markup"] == BUTTON
    assert (press["data"], press["from"]["language_code"]) == ("fault.send:yes", "fa")
    await bot.call("answerCallbackQuery", callback_query_id=press["id"])
    await bot.call("answerCallbackQuery", callback_query_id=press["id"], text="Sent", show_alert=True)
    assert [(toast.text, toast.alert) for toast in phone.toasts] == [("Sent", True)]
    long = await bot.refused("answerCallbackQuery", callback_query_id=press["id"], text="x" * 201)
    assert long == "Bad Request: MESSAGE_TOO_LONG"
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await bot.refused("answerCallbackQuery", callback_query_id="1") == too_old
    assert await bot.refused("answerCallbackQuery") == too_old
    telegram.forward(61)
    assert await bot.refused("answerCallbackQuery", callback_query_id=press["id"]) == too_old


async def test_a_wrong_token_or_method_is_refused(bot: Caller) -> None:
    assert (await bot.answer("getMe", token="1:wrong"))["description"] == "Unauthorized"
    assert (await bot.answer("getMe", token="wrong"))["error_code"] == 404
    assert await bot.refused("getMoney") == "Not Found: method not found"
    assert (await bot.call("GETME"))["username"] == "hela_vagen_bot"
    assert "unknown field" in await bot.refused("getMe", x=1)


async def test_requests_may_come_as_forms_and_in_the_address(
    telegram: Telegram, phone: Phone, bot: Caller
) -> None:
    url = f"{telegram.url}/bot{telegram.token}"
    form = {"chat_id": str(phone.chat_id), "text": "12", "disable_notification": "True"}
    async with bot.http.post(f"{url}/sendMessage", data=form) as response:
        assert (await response.json())["result"]["text"] == "12"
    assert telegram.sent("sendMessage")[-1].params == {
        "chat_id": phone.chat_id, "text": "12", "disable_notification": True,
    }  # fmt: skip
    async with bot.http.get(f"{url}/sendMessage", params={**form, "text": "13"}) as response:
        assert (await response.json())["ok"]
    async with bot.http.get(f"{url}/getMe") as response:
        assert (await response.json())["ok"]
    headers = {"Content-Type": "application/json"}
    async with bot.http.post(f"{url}/getMe", data=b"{", headers=headers) as response:
        assert "can't parse JSON" in (await response.json())["description"]
    async with bot.http.post(f"{url}/getMe", data=b"", headers=headers) as response:
        assert (await response.json())["ok"]


async def test_chats_and_members_are_told(telegram: Telegram, phone: Phone, bot: Caller) -> None:
    assert (await bot.call("getChat", chat_id=phone.chat_id))["first_name"] == "Zahra"
    me = (await bot.call("getMe"))["id"]
    group = telegram.group("Team")
    assert (await bot.call("getChatMember", chat_id=group.chat_id, user_id=me))["user"]["is_bot"]
    member = await bot.call("getChatMember", chat_id=group.chat_id, user_id=phone.chat_id)
    assert member["user"]["username"] == "zahra"
    for nobody in (5, group.chat_id):
        refusal = await bot.refused("getChatMember", chat_id=group.chat_id, user_id=nobody)
        assert refusal == "Bad Request: PARTICIPANT_ID_INVALID"


async def test_an_action_must_be_one_of_telegrams(phone: Phone, bot: Caller) -> None:
    await bot.call("sendChatAction", chat_id=phone.chat_id, action="typing")
    assert "wrong parameter" in await bot.refused("sendChatAction", chat_id=phone.chat_id, action="dancing")
