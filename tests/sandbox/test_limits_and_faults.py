import asyncio

import aiohttp
import pytest

from bot.sandbox.errors import RefusedError
from bot.sandbox.limits import Limits
from bot.sandbox.phones import Phone
from bot.sandbox.server import Telegram
from tests.sandbox.conftest import Caller, a_request


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def phone(telegram: Telegram) -> Phone:
    phone = telegram.phone()
    phone.type("/start")
    return phone


def wait_of(limits: Limits, chat_id: int, method: str = "sendMessage") -> int:
    """Seconds to wait, 0 where the request was let through."""
    try:
        limits.check(method, chat_id)
    except RefusedError as refusal:
        assert refusal.parameters is not None
        return int(refusal.parameters["retry_after"])
    return 0


def test_no_second_holds_more_than_thirty_messages() -> None:
    clock = Clock()
    limits = Limits(clock)
    for person in range(30):
        assert wait_of(limits, person) == 0
        clock.now += 0.01
    assert wait_of(limits, 99) == 1
    clock.now = 100.99
    assert wait_of(limits, 99) == 1
    clock.now = 101.0
    assert wait_of(limits, 99) == 0
    assert wait_of(limits, 98) == 1


def test_one_person_gets_three_at_once_then_one_a_second() -> None:
    clock = Clock()
    limits = Limits(clock)
    assert [wait_of(limits, 1) for _ in range(4)] == [0, 0, 0, 1]
    assert wait_of(limits, 1, "editMessageText") == 1
    assert wait_of(limits, 1, "answerCallbackQuery") == 0
    clock.now += 1
    assert [wait_of(limits, 1) for _ in range(2)] == [0, 1]
    clock.now += 100
    assert [wait_of(limits, 1) for _ in range(4)] == [0, 0, 0, 1]


def test_a_group_gets_twenty_a_minute() -> None:
    clock = Clock()
    limits = Limits(clock)
    assert [wait_of(limits, -1) for _ in range(21)] == [0] * 20 + [60]
    clock.now += 59.5
    assert wait_of(limits, -1) == 1
    clock.now += 0.5
    assert wait_of(limits, -1) == 0


async def test_with_limits_too_many_messages_are_refused() -> None:
    async with Telegram(limits=True) as telegram, aiohttp.ClientSession() as http:
        bot, phone = Caller(telegram, http), telegram.phone(username="zahra")
        phone.type("/start")
        for _ in range(3):
            await bot.call("sendMessage", chat_id=phone.chat_id, text="hi")
        answer = await bot.answer("sendMessage", chat_id=phone.chat_id, text="hi")
        assert answer["description"] == "Too Many Requests: retry after 1"
        assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 1})
        await bot.call("getMe")


@pytest.mark.parametrize(
    ("status", "description"),
    [
        (500, "Internal Server Error"),
        (502, "Bad Gateway"),
        (403, "Forbidden: bot was blocked by the user"),
        (401, "Unauthorized"),
        (418, "Error 418"),
    ],
)
async def test_a_fault_happens_as_often_as_asked(
    telegram: Telegram, phone: Phone, bot: Caller, status: int, description: str
) -> None:
    telegram.fail("sendMessage", times=2, status=status)
    for _ in range(2):
        assert await bot.refused("sendMessage", chat_id=phone.chat_id, text="hi") == description
    await bot.call("sendMessage", chat_id=phone.chat_id, text="hi")
    assert len(phone.messages) == 2


async def test_a_fault_can_be_for_one_chat_and_in_other_words(
    telegram: Telegram, phone: Phone, bot: Caller
) -> None:
    telegram.fail("sendMessage", status=400, chat=phone.chat_id, description="Bad Request: odd")
    other = telegram.phone()
    other.type("/start")
    await bot.call("sendMessage", chat_id=other.chat_id, text="hi")
    assert await bot.refused("sendMessage", chat_id=phone.chat_id, text="hi") == "Bad Request: odd"
    telegram.fail(status=429, retry_after=7)
    assert (await bot.answer("getMe"))["parameters"] == {"retry_after": 7}
    telegram.fail(times=9)
    telegram.heal()
    await bot.call("getMe")
    with pytest.raises(ValueError, match="unknown fault"):
        telegram.fail(status="flood")


@pytest.mark.parametrize(("status", "arrived"), [("reset_before", 0), ("reset_after", 1)])
async def test_a_cut_connection_may_hide_that_a_message_was_sent(
    telegram: Telegram, phone: Phone, bot: Caller, status: str, arrived: int
) -> None:
    telegram.fail("sendMessage", status=status)
    with pytest.raises(aiohttp.ClientError):
        await bot.call("sendMessage", chat_id=phone.chat_id, text="hi")
    assert len(phone.messages) == 1 + arrived


@pytest.mark.parametrize(("status", "arrived"), [("timeout", 0), ("timeout_after", 1)])
async def test_a_request_may_never_be_answered(
    telegram: Telegram, phone: Phone, bot: Caller, status: str, arrived: int
) -> None:
    telegram.fail("sendMessage", status=status)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await bot.call("sendMessage", chat_id=phone.chat_id, text="hi")
    assert len(phone.messages) == 1 + arrived


async def test_closing_ends_requests_that_are_never_answered() -> None:
    async with aiohttp.ClientSession() as http:
        async with Telegram() as telegram:
            bot = Caller(telegram, http)
            telegram.fail("getMe", status="timeout")
            waiting = asyncio.create_task(bot.call("getMe"))
            await a_request(telegram)
        with pytest.raises(aiohttp.ClientError):
            await waiting


async def test_latency_is_waited_before_a_request_is_acted_on(
    telegram: Telegram, phone: Phone, bot: Caller
) -> None:
    telegram.latency = 0.03
    sending = asyncio.create_task(bot.call("sendMessage", chat_id=phone.chat_id, text="hi"))
    await asyncio.sleep(0.01)
    assert len(phone.messages) == 1
    await sending
    assert len(phone.messages) == 2


async def test_hooks_see_a_request_before_and_after_it_is_acted_on(
    telegram: Telegram, phone: Phone, bot: Caller
) -> None:
    seen: list[tuple[str, int]] = []
    telegram.on_request = lambda method, params: seen.append((method, len(phone.messages)))
    telegram.on_acted = lambda method, params: seen.append((params["text"], len(phone.messages)))
    await bot.call("sendMessage", chat_id=phone.chat_id, text="hi")
    assert seen == [("sendMessage", 1), ("hi", 2)]


async def test_every_request_is_noted_refused_ones_too(telegram: Telegram, bot: Caller) -> None:
    await bot.refused("sendMessage", chat_id=1, text="x", colour="red")
    await bot.call("getMe")
    assert [(request.method, request.params) for request in telegram.requests] == [
        ("sendMessage", {"chat_id": 1, "text": "x", "colour": "red"}),
        ("getMe", {}),
    ]
