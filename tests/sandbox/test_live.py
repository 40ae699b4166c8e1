from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox.live import Live
from bot.sandbox.phones import Phone
from bot.sandbox.server import Telegram
from bot.sandbox.shown import Owner
from tests.sandbox.conftest import PNG, Caller


class FakeTheatre:
    running = True
    restarts = 0

    async def code(self, role: str, language_code: str) -> str:
        if role == "admin":
            raise RuntimeError("no admin today")
        return "ABCDEFGHJK"

    async def pull_plug(self, delay: float) -> None:
        self.restarts += 1


class Page:
    """A page of phones: what it hears and what it does."""

    def __init__(self, telegram: Telegram, http: aiohttp.ClientSession) -> None:
        self.url = telegram.url
        self.http = http
        self.socket: aiohttp.ClientWebSocketResponse

    async def open(self) -> dict[str, Any]:
        self.socket = await self.http.ws_connect(f"{self.url}/sandbox/live")
        return await self.heard("state")

    async def heard(self, kind: str) -> dict[str, Any]:
        """The next event, which must be of that kind."""
        event: dict[str, Any] = await self.socket.receive_json(timeout=5)
        assert event["type"] == kind, event
        return event

    async def do(self, path: str, /, **body: Any) -> dict[str, Any]:
        async with self.http.post(f"{self.url}/sandbox/{path}", json=body) as response:
            answer: dict[str, Any] = await response.json()
            assert answer["ok"] == (response.status == 200)
            return answer

    async def upload(self, path: str, **fields: Any) -> dict[str, Any]:
        form = aiohttp.FormData(default_to_multipart=True)
        for name, value in fields.items():
            if name == "file":
                form.add_field("file", value[0], filename=value[1], content_type=value[2])
            else:
                form.add_field(name, value)
        async with self.http.post(f"{self.url}/sandbox/{path}", data=form) as response:
            answer: dict[str, Any] = await response.json()
            return answer


@pytest.fixture
def theatre() -> FakeTheatre:
    return FakeTheatre()


@pytest.fixture
def stage() -> Telegram:
    return Telegram()


@pytest.fixture
async def telegram(stage: Telegram, theatre: FakeTheatre) -> AsyncIterator[Telegram]:
    Live(stage, theatre)
    async with stage:
        yield stage


@pytest.fixture
async def page(telegram: Telegram) -> AsyncIterator[Page]:
    async with aiohttp.ClientSession() as http:
        yield Page(telegram, http)


@pytest.fixture
def phone(telegram: Telegram) -> Phone:
    return telegram.phone("fa", "Zahra")


async def test_a_page_gets_the_whole_state_first(telegram: Telegram, phone: Phone, page: Page) -> None:
    telegram.group("Team")
    phone.type("/start")
    state = await page.open()
    assert (state["theatre"], state["bot"]["running"], state["bot"]["restarts"]) == (True, True, 0)
    assert state["clock"]["offset"] == 0
    (shown,) = state["phones"]
    assert (shown["id"], shown["title"], shown["rtl"], shown["keyboard"]) == (
        phone.chat_id,
        "Zahra",
        True,
        None,
    )
    (message,) = shown["messages"]
    assert (message["from"], message["text"], message["buttons"]) == ("me", "/start", None)
    assert message["entities"][0]["type"] == "bot_command"


async def test_what_the_bot_does_is_shown_as_it_happens(
    telegram: Telegram, phone: Phone, page: Page, bot: Caller
) -> None:
    await page.open()
    phone.type("/start")
    assert (await page.heard("message"))["sound"] is False
    buttons = [
        [{"text": "Yes", "callback_data": "yes"}, {"text": "Map", "url": "https://a.se/x"}],
        [{"text": "Copy", "copy_text": {"text": "ABC"}}],
    ]
    reply = {"message_id": phone.messages[0].message_id}
    sent = await bot.call(
        "sendMessage", chat_id=phone.chat_id, text="Hi", reply_parameters=reply,
        reply_markup={"inline_keyboard": buttons},
    )  # fmt: skip
    event = await page.heard("message")
    assert (event["phone"], event["sound"]) == (phone.chat_id, True)
    assert event["message"]["buttons"] == [
        [{"text": "Yes", "data": "yes"}, {"text": "Map", "url": "https://a.se/x"}],
        [{"text": "Copy", "copy": "ABC"}],
    ]
    assert event["message"]["reply_to"] == {"message_id": 1, "text": "/start"}
    await page.do(f"phones/{phone.chat_id}/press", message_id=sent["message_id"], data="yes")
    query = (await bot.call("getUpdates"))[-1]["callback_query"]["id"]
    await bot.call("answerCallbackQuery", callback_query_id=query, text="Done", show_alert=True)
    assert (await page.heard("answered"))["message_id"] == sent["message_id"]
    toast = await page.heard("toast")
    assert (toast["text"], toast["alert"]) == ("Done", True)
    where = {"chat_id": phone.chat_id, "message_id": sent["message_id"]}
    await bot.call("editMessageText", **where, text="Changed")
    edited = (await page.heard("edited"))["message"]
    assert (edited["text"], edited["edited"]) == ("Changed", True)
    await bot.call("pinChatMessage", **where)
    pin = (await page.heard("message"))["message"]
    assert (pin["from"], pin["text"]) == ("service", "Changed")
    assert (await page.heard("phone"))["phone"]["pinned"] == sent["message_id"]
    await bot.call("deleteMessage", **where)
    assert (await page.heard("phone"))["phone"]["pinned"] is None
    assert (await page.heard("deleted"))["message_id"] == sent["message_id"]


async def test_keyboards_menus_and_names_are_shown(
    telegram: Telegram, phone: Phone, page: Page, bot: Caller
) -> None:
    phone.type("/start")
    await page.open()
    keyboard = {"keyboard": [[{"text": "My number", "request_contact": True}, "Ask"]]}
    await bot.call("sendMessage", chat_id=phone.chat_id, text="Hi", reply_markup=keyboard)
    await page.heard("message")
    shown = (await page.heard("phone"))["phone"]
    assert shown["keyboard"] == [
        [{"text": "My number", "request_contact": True}, {"text": "Ask", "request_contact": False}]
    ]
    assert "messages" not in shown
    await bot.call("setMyCommands", commands=[{"command": "help", "description": "Help"}])
    menu = (await page.heard("phone"))["phone"]["commands"]
    assert menu == [{"command": "help", "description": "Help"}]
    await bot.call("setMyDescription", description="All the way")
    assert (await page.heard("bot"))["bot"]["description"] == "All the way"
    await bot.call("setMyName", name="Hela")
    assert (await page.heard("bot"))["bot"]["name"] == "Hela"
    await bot.refused("sendMessage", chat_id=phone.chat_id, text="")
    refused = await page.heard("refused")
    assert (refused["method"], refused["error"]) == ("sendMessage", "Bad Request: message text is empty")


async def test_a_page_opened_later_still_hears_what_was_refused(page: Page, bot: Caller) -> None:
    await bot.refused("sendMessage", chat_id=1, text="")
    await page.open()
    assert (await page.heard("refused"))["method"] == "sendMessage"


async def test_chats_that_are_no_phones_are_not_shown(telegram: Telegram, page: Page, bot: Caller) -> None:
    await page.open()
    telegram.channel_post("news")
    telegram.forward(60)
    await page.heard("clock")


async def test_a_phone_that_blocks_the_bot_is_shown_blocked(phone: Phone, page: Page) -> None:
    await page.open()
    for blocked in (True, False):
        await page.do(f"phones/{phone.chat_id}/block", blocked=blocked)
        assert (await page.heard("phone"))["phone"]["blocked"] == blocked


async def test_everything_a_person_can_do_reaches_the_bot(phone: Phone, page: Page, bot: Caller) -> None:
    mine = f"phones/{phone.chat_id}"
    await page.do(f"{mine}/text", text="one")
    await page.do(f"{mine}/text", text="two", reply_to=1)
    await page.do(f"{mine}/text", text="x" * 5000)
    for deed in ("contact", "sticker", "location"):
        await page.do(f"{mine}/{deed}")
    await page.do(f"{mine}/block", blocked=True)
    assert phone.chat.blocked
    assert "unblock" in (await page.do(f"{mine}/text", text="hello?"))["error"]
    await page.do(f"{mine}/block", blocked=False)
    file = (PNG, "x.png", "image/png")
    assert (await page.upload(f"{mine}/photo", file=file, caption="look"))["ok"]
    assert (await page.upload(f"{mine}/voice", file=file, duration="9"))["ok"]
    assert (await page.upload(f"{mine}/voice", file=file, duration="long"))["ok"]
    assert (await page.upload(f"{mine}/video", file=file))["ok"]
    assert (await page.upload(f"{mine}/document", file=file))["ok"]
    updates = await bot.call("getUpdates")
    messages = [update["message"] for update in updates if "message" in update]
    assert [len(message["text"]) for message in messages[:4]] == [3, 3, 4096, 904]
    kinds = ["contact", "sticker", "location", "photo", "voice", "voice", "video", "document"]
    assert [kind in message for kind, message in zip(kinds, messages[4:], strict=True)] == [True] * 8
    assert messages[7]["caption"] == "look"
    assert [messages[8]["voice"]["duration"], messages[9]["voice"]["duration"]] == [9, 3]
    assert messages[11]["document"]["file_name"] == "x.png"


async def test_what_people_send_can_be_looked_at(phone: Phone, page: Page) -> None:
    phone.send_photo(PNG, "look")
    phone.send_voice(b"OggS")
    phone.send_video(b"mp4")
    phone.send_document(b"%PDF", "rent.pdf")
    phone.share_contact("+4670")
    phone.send_sticker()
    phone.send_location(1.5, 2.5)
    shown = (await page.open())["phones"][0]["messages"]
    photo, voice, video, document, contact, sticker, place = shown
    assert photo["text"] == "look"
    assert document["document"]["name"] == "rent.pdf"
    assert contact["contact"] == {"phone_number": "+4670"}
    assert (sticker["text"], place["location"]) == ("👍", "1.5, 2.5")
    wanted = [(photo["photo"], PNG, "image/png"), (voice["voice"], b"OggS", "audio/ogg")]
    wanted += [
        (video["video"], b"mp4", "video/mp4"),
        (document["document"]["url"], b"%PDF", "application/pdf"),
    ]
    for address, data, mime in wanted:
        async with page.http.get(page.url + address) as response:
            assert (await response.read(), response.content_type) == (data, mime)
            attached = "Content-Disposition" in response.headers
            assert attached == (mime == "application/pdf")
    async with page.http.get(f"{page.url}/sandbox/files/x") as response:
        assert response.status == 404


async def test_a_phone_is_added_with_a_code_for_its_role(page: Page, theatre: FakeTheatre) -> None:
    await page.open()
    added = await page.do("phones", name=" Sara ", language_code="ar", role="helper")
    await page.heard("phone")
    shown = (await page.heard("phone"))["phone"]
    assert (shown["id"], shown["name"], shown["title"]) == (added["id"], "Sara", "Helper")
    assert shown["suggestions"] == [{"label": "Paper code", "text": "/start ABCDEFGHJK"}]
    await page.do("phones", name="Guest", language_code="en")
    await page.heard("phone")
    assert (await page.heard("phone"))["phone"]["suggestions"] == []
    assert (await page.do("phones", name="A", language_code="sv", role="admin"))["error"] == "no admin today"


async def test_time_moves_and_the_plug_is_pulled(
    telegram: Telegram, page: Page, theatre: FakeTheatre
) -> None:
    await page.open()
    await page.do("clock", seconds=3600)
    clock = (await page.heard("clock"))["clock"]
    assert (clock["offset"], telegram.world.offset) == (3600, 3600)
    await page.do("plug")
    await page.do("plug", delay=2)
    assert theatre.restarts == 2


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("phones", {"name": " ", "language_code": "sv"}, "a phone needs a name and a language"),
        ("phones", {"name": "A"}, "a phone needs a name and a language"),
        ("phones", {"name": "A", "language_code": "sv", "role": "king"}, "no role 'king'"),
        ("phones/1/text", {"text": "x"}, "not found"),
        ("phones/x/text", {"text": "x"}, "not found"),
        ("phones/{id}/dance", {}, "not found"),
        ("phones/{id}/text", {"text": " "}, "an empty text cannot be sent"),
        ("phones/{id}/text", {}, "text is missing"),
        ("phones/{id}/text", {"text": "x", "reply_to": 99}, "reply to is gone"),
        ("phones/{id}/press", {"data": "x"}, "a press needs"),
        ("phones/{id}/press", {"data": "x", "message_id": 99}, "no button 'x'"),
        ("phones/{id}/photo", {}, "a form with a file is expected"),
        ("clock", {"seconds": 0}, "time moves forward"),
        ("clock", {"seconds": "1"}, "time moves forward"),
        ("plug", {"delay": -1}, "delay must be"),
    ],
)
async def test_what_cannot_be_done_is_refused_with_a_reason(
    phone: Phone, page: Page, path: str, body: dict[str, Any], error: str
) -> None:
    assert error in (await page.do(path.format(id=phone.chat_id), **body))["error"]


async def test_a_form_without_a_file_and_a_body_that_is_no_json_are_refused(phone: Phone, page: Page) -> None:
    answer = await page.upload(f"phones/{phone.chat_id}/photo", caption="x")
    assert answer["error"] == "the field file is missing"
    async with page.http.post(f"{page.url}/sandbox/clock", data=b"[") as response:
        assert (response.status, (await response.json())["error"]) == (400, "a JSON object is expected")


async def test_pages_from_elsewhere_are_kept_out(page: Page) -> None:
    own = page.url
    for headers, status in [
        ({"Origin": "https://example.org"}, 403),
        ({"Host": "example.org"}, 403),
        ({"Origin": own}, 200),
    ]:
        async with page.http.post(f"{own}/sandbox/clock", json={"seconds": 1}, headers=headers) as response:
            assert response.status == status


async def test_the_page_and_its_parts_are_served(page: Page) -> None:
    async with page.http.get(f"{page.url}/") as response:
        assert response.content_type == "text/html"
        assert "<html" in await response.text()
    async with page.http.get(f"{page.url}/page/main.js") as response:
        assert response.status == 200


async def test_without_a_theatre_there_is_no_plug_and_no_code() -> None:
    telegram = Telegram()
    live = Live(telegram)
    async with telegram, aiohttp.ClientSession() as http:
        page = Page(telegram, http)
        live.own(telegram.phone(), Owner("A tenant"))
        state = await page.open()
        assert (state["theatre"], state["phones"][0]["title"]) == (False, "A tenant")
        assert (await page.do("plug"))["error"] == "no bot is kept here"
        refused = await page.do("phones", name="A", language_code="sv", role="staff")
        assert "paper code" in refused["error"]
        telegram.forward(1)
        await page.heard("clock")
        await page.socket.close()
        telegram.forward(1)


# Groups.


async def test_a_group_is_shown_with_its_members_and_all_that_is_said_in_it(
    telegram: Telegram, phone: Phone, page: Page, bot: Caller
) -> None:
    old = telegram.group("Old")
    old.type(phone, "hello")
    state = await page.open()
    (shown,) = state["groups"]
    assert [each["id"] for each in state["phones"]] == [phone.chat_id]
    assert (shown["id"], shown["title"], shown["group"]["kind"]) == (old.chat_id, "Old", "group")
    assert [(m["author"], m["text"], m["from"]) for m in shown["messages"]] == [("Zahra", "hello", "me")]

    added = await page.do("groups", title=" Team ")
    group = (await page.heard("group"))["group"]
    assert (group["id"], group["title"], group["name"]) == (added["id"], "Team", "Team")
    assert group["group"]["members"] == [{"id": phone.chat_id, "name": "Zahra"}]
    lars = telegram.phone("sv", "Lars")
    await page.heard("phone")
    members = [(await page.heard("group"))["group"]["group"]["members"] for _ in range(2)]
    assert members == [[{"id": phone.chat_id, "name": "Zahra"}, {"id": lars.chat_id, "name": "Lars"}]] * 2

    here = f"groups/{added['id']}"
    await page.do(f"{here}/text", **{"as": lars.chat_id, "text": "/team"})
    event = await page.heard("message")
    assert (event["phone"], event["message"]["author"], event["sound"]) == (added["id"], "Lars", False)
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    sent = await bot.call("sendMessage", chat_id=added["id"], text="Which?", reply_markup=markup)
    assert (await page.heard("message"))["message"]["author"] is None
    await page.do(f"{here}/press", **{"as": lars.chat_id, "data": "a", "message_id": sent["message_id"]})
    query = (await bot.call("getUpdates"))[-1]["callback_query"]
    assert query["from"]["first_name"] == "Lars"
    await bot.call("answerCallbackQuery", callback_query_id=query["id"], text="Not yours")
    assert (await page.heard("answered"))["phone"] == added["id"]
    assert (await page.heard("toast"))["text"] == "Not yours"
    await bot.call("setMyCommands", commands=[{"command": "team", "description": "T"}],
                   scope={"type": "all_group_chats"})  # fmt: skip
    told = [await page.socket.receive_json(timeout=5) for _ in range(4)]
    menus = {each.get("group", each.get("phone"))["id"]: each for each in told}
    assert menus[added["id"]]["group"]["commands"] == [{"command": "team", "description": "T"}]
    assert menus[phone.chat_id]["phone"]["commands"] == []


async def test_the_owner_changes_a_group_and_it_moves(telegram: Telegram, page: Page, bot: Caller) -> None:
    group = telegram.group("Team")
    await page.open()
    here = f"groups/{group.chat_id}"

    async def after(deed: str, **body: Any) -> dict[str, Any]:
        await page.do(f"{here}/{deed}", **body)
        found: dict[str, Any] = (await page.heard("group"))["group"]["group"]
        return found

    assert (await after("lead", leads=True))["leads"]
    assert not (await after("lead", leads=False))["leads"]
    assert (await after("privacy", on=True))["privacy"]
    assert telegram.world.privacy
    assert (await after("out", out=True))["out"]
    assert not (await after("out", out=False))["out"]
    await page.do(f"{here}/migrate")
    assert (await page.heard("gone"))["phone"] == group.chat_id
    new = (await page.heard("group"))["group"]
    assert new["group"]["kind"] == "supergroup"
    assert (await page.heard("message"))["message"]["text"] == "The group has become a supergroup"
    assert "not found" in (await page.do(f"groups/{new['id']}/migrate"))["error"]
    assert [each["id"] for each in (await page.open())["groups"]] == [new["id"]]


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        ("groups", {"title": " "}, "a group needs a title"),
        ("groups", {}, "a group needs a title"),
        ("groups/{group}/text", {"text": "x"}, "somebody must do that"),
        ("groups/{group}/text", {"text": "x", "as": 5}, "somebody must do that"),
        ("groups/{group}/text", {"text": " ", "as": "{phone}"}, "text is missing"),
        ("groups/{group}/press", {"data": "x", "as": "{phone}"}, "a press needs"),
        ("groups/{group}/press", {"data": "x", "message_id": 99, "as": "{phone}"}, "no button 'x'"),
        ("groups/{group}/dance", {}, "not found"),
        ("groups/{phone}/text", {"text": "x"}, "not found"),
        ("groups/-/text", {"text": "x"}, "not found"),
    ],
)
async def test_what_cannot_be_done_in_a_group_is_refused_with_a_reason(
    telegram: Telegram, phone: Phone, page: Page, path: str, body: dict[str, Any], error: str
) -> None:
    ids = {"group": telegram.group().chat_id, "phone": phone.chat_id}
    given = {name: phone.chat_id if value == "{phone}" else value for name, value in body.items()}
    assert error in (await page.do(path.format(**ids), **given))["error"]
