"""Updates that Telegram brings: answered with 200 once they are committed, and only to Telegram."""

from __future__ import annotations

import asyncio
import io
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest

from bot.engine import webhook as webhooks
from bot.engine.intake import ALLOWED
from bot.engine.transport import TokenRefused
from bot.engine.webhook import SECRET_HEADER, CannotListen, Hook
from tests.engine.conftest import texts
from tests.engine.running import Engine, open_engine
from tests.house import a_hook

ANNA = 900


@pytest.fixture(autouse=True)
def soon_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was answered with 503 is brought again at once."""
    monkeypatch.setattr(webhooks, "RETRY_SECONDS", 0)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    async with open_engine(tmp_path) as opened:
        opened.telegram.phone(chat_id=ANNA).chat.started = True
        yield opened


@pytest.fixture
def hook() -> Hook:
    return a_hook()


class Bringer:
    """Brings what it likes, as anybody could who knows the address."""

    def __init__(self, http: aiohttp.ClientSession, hook: Hook) -> None:
        self._http = http
        self._hook = hook

    async def brings(self, body: bytes | dict[str, Any], **headers: str) -> int:
        """The status of the answer. With the right secret, unless `headers` has another or none ("")."""
        raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
        secret = headers.get("secret", self._hook.secret)
        sent = {SECRET_HEADER: secret} if secret else {}
        async with self._http.post(self._hook.url, data=io.BytesIO(raw), headers=sent) as response:
            return response.status


@pytest.fixture
async def bringer(hook: Hook) -> AsyncIterator[Bringer]:
    async with aiohttp.ClientSession() as http:
        yield Bringer(http, hook)


def update(number: int, text: str, chat: int = ANNA) -> dict[str, Any]:
    person = {"id": chat, "is_bot": False, "first_name": "Anna"}
    where = {"id": chat, "type": "private", "first_name": "Anna"}
    message = {"message_id": number, "date": 1, "chat": where, "from": person, "text": text}
    return {"update_id": number, "message": message}


async def listening(engine: Engine, hook: Hook) -> None:
    engine.start(hook)
    await engine.until(lambda: engine.telegram.world.webhook.url)


async def test_telegram_is_told_where_and_with_which_secret_once_somebody_listens(
    engine: Engine, hook: Hook, bringer: Bringer
) -> None:
    answers: list[asyncio.Task[int]] = []
    engine.telegram.on_request = lambda method, _: (
        answers.append(asyncio.create_task(bringer.brings(b""))) if method == "setWebhook" else None
    )
    engine.telegram.fail("setWebhook", times=2, status=500)
    await listening(engine, hook)
    assert engine.telegram.sent("setWebhook")[-1].params == {
        "url": hook.url, "secret_token": hook.secret, "allowed_updates": ALLOWED, "max_connections": 100,
    }  # fmt: skip
    assert await asyncio.gather(*answers) == [400, 400, 400]
    assert not engine.telegram.sent("getUpdates") and not engine.telegram.sent("deleteWebhook")


async def test_what_is_brought_has_its_turn_in_order_and_is_answered(engine: Engine, hook: Hook) -> None:
    anna, berit = engine.telegram.phone(), engine.telegram.phone()
    for number in range(40):
        (anna, berit)[number % 2].type(str(number))
    await listening(engine, hook)
    anna.type("last")
    await engine.quiet()
    assert engine.heard == [*map(str, range(40)), "last"]
    assert texts(anna)[-1] == "last"


async def test_the_answer_comes_after_the_commit_and_not_before(
    engine: Engine, hook: Hook, bringer: Bringer, tmp_path: Path
) -> None:
    await listening(engine, hook)
    other = sqlite3.connect(tmp_path / "helavagen.sqlite3", timeout=30, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    bringing = asyncio.create_task(bringer.brings(update(1, "hello")))
    await asyncio.sleep(0.2)
    assert not bringing.done()
    other.execute("COMMIT")
    assert await bringing == 200
    kept = "SELECT update_id FROM inbox UNION SELECT update_id FROM received"
    assert other.execute(kept).fetchall() == [(1,)]
    other.close()
    await engine.until(lambda: engine.kept("hello"))


async def test_what_is_brought_again_is_not_heard_again(engine: Engine, hook: Hook, bringer: Bringer) -> None:
    await listening(engine, hook)
    said = [bringer.brings(update(1, "once")) for _ in range(10)]
    assert await asyncio.gather(*said) == [200] * 10
    await engine.quiet()
    assert await bringer.brings(update(1, "once")) == 200
    assert await bringer.brings(update(2, "then")) == 200
    await engine.quiet()
    assert engine.heard == ["once", "then"]


@pytest.mark.parametrize(
    "secret", ["", "wrong", "a-secret_of-the-test", "a-secret_of-the-testsx", "hemligt å"]
)
async def test_who_does_not_know_the_secret_is_refused_and_nothing_is_kept(
    engine: Engine, hook: Hook, bringer: Bringer, secret: str
) -> None:
    await listening(engine, hook)
    assert await bringer.brings(update(1, "hello"), secret=secret) == 403
    assert await bringer.brings(b"no JSON", secret=secret) == 403
    assert engine.count("inbox") + engine.count("received") == 0


async def test_the_secret_is_compared_in_constant_time(
    engine: Engine, hook: Hook, bringer: Bringer, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(given: bytes, ours: bytes) -> bool:
        compared.append((given, ours))
        return given == ours

    monkeypatch.setattr(webhooks.hmac, "compare_digest", compare)
    await listening(engine, hook)
    assert await bringer.brings(update(1, "hello"), secret="a guess") == 403
    assert (b"a guess", hook.secret.encode()) in compared


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[]", b"{}", b"null", b"\xff\xfe", b'"update_id"'),
        *(b'{"update_id": "1"}', b'{"update_id": 1.5}', b'{"update_id": true}'),
        b'{"update_id": 9223372036854775808}',
    ],
)
async def test_what_is_no_update_is_refused(
    engine: Engine, hook: Hook, bringer: Bringer, body: bytes
) -> None:
    await listening(engine, hook)
    assert await bringer.brings(body) == 400
    assert engine.count("inbox") + engine.count("received") == 0


async def test_what_is_larger_than_any_update_is_refused(
    engine: Engine, hook: Hook, bringer: Bringer
) -> None:
    await listening(engine, hook)
    assert await bringer.brings(update(1, "x" * 1024 * 1024)) == 413
    assert await bringer.brings(update(2, "x" * 4096)) == 200
    await engine.until(lambda: engine.heard == ["x" * 4096])


async def test_only_what_is_posted_is_looked_at(engine: Engine, hook: Hook) -> None:
    await listening(engine, hook)
    async with aiohttp.ClientSession() as http, http.get(hook.url) as response:
        assert response.status == 405


# When the inbox cannot be written.


@pytest.mark.parametrize("fault", ["full", "read-only", "locked"])
async def test_it_says_503_until_it_is_kept_and_the_emergency_card_comes_from_memory_once(
    engine: Engine, hook: Hook, bringer: Bringer, tmp_path: Path, fault: str
) -> None:
    await listening(engine, hook)
    anna, berit = engine.telegram.phone(), engine.telegram.phone()
    anna.type("hello")
    await engine.quiet()
    writer = engine.database.writer
    writer.execute("PRAGMA busy_timeout = 20")
    other = sqlite3.connect(tmp_path / "helavagen.sqlite3", timeout=30, isolation_level=None)
    if fault == "full":
        writer.execute(f"PRAGMA max_page_count = {writer.execute('PRAGMA page_count').fetchone()[0]}")
        big = update(1, "x" * 16_000)
        assert await bringer.brings(big) == 503
    elif fault == "read-only":
        writer.execute("PRAGMA query_only = ON")
    else:
        other.execute("BEGIN IMMEDIATE")
    if fault != "full":
        assert await bringer.brings(update(1, "question")) == 503
    anna.type("question of hers")
    berit.chat.started = True
    # One too large for what is left of a full disk, so that no fault lets it through.
    said = update(2, "/emergency", berit.chat_id)
    said["message"]["padding"] = "x" * 16_000
    assert await bringer.brings(said) == 503
    assert await bringer.brings(said) == 503
    assert texts(berit) == ["112"]
    if fault != "full":
        assert engine.heard == ["hello"]
        assert [each["message"]["text"] for each in engine.telegram.world.updates] == ["question of hers"]

    writer.execute("PRAGMA max_page_count = 100000")
    writer.execute("PRAGMA query_only = OFF")
    if other.in_transaction:
        other.execute("COMMIT")
    other.close()
    assert await bringer.brings(said) == 200
    await engine.quiet()
    assert sorted(engine.heard) == ["/emergency", "hello", "question of hers"]


async def test_while_it_cannot_be_kept_telegram_is_asked_to_come_soon(
    engine: Engine, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "RETRY_SECONDS", 1)
    await listening(engine, hook)
    engine.database.writer.execute("PRAGMA query_only = ON")
    headers = {SECRET_HEADER: hook.secret}
    async with (
        aiohttp.ClientSession() as http,
        http.post(hook.url, json=update(1, "hello"), headers=headers) as response,
    ):
        assert (response.status, response.headers["Retry-After"]) == (503, "1")
    engine.database.writer.execute("PRAGMA query_only = OFF")


# The start and the end.


async def test_a_port_that_is_taken_ends_the_program_with_its_number(engine: Engine, hook: Hook) -> None:
    await listening(engine, hook)
    engine.stop = asyncio.Event()
    first, engine.running = engine.running, None
    engine.start(hook)
    assert engine.running is not None
    with pytest.raises(CannotListen, match=f"^{hook.port}: "):
        await asyncio.wait_for(engine.running, 5)
    engine.running = None
    assert first is not None
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)


@pytest.mark.parametrize("status", [401, 404])
async def test_a_refused_token_ends_the_program(engine: Engine, hook: Hook, status: int) -> None:
    engine.telegram.fail("setWebhook", status=status)
    engine.start(hook)
    assert engine.running is not None
    with pytest.raises(TokenRefused):
        await asyncio.wait_for(engine.running, 5)
    engine.running = None


async def test_it_can_be_told_to_end_while_telegram_does_not_answer(engine: Engine, hook: Hook) -> None:
    engine.telegram.fail("setWebhook", times=1000, status="timeout")
    engine.start(hook)
    await engine.until(lambda: engine.telegram.sent("setWebhook"))
    started = asyncio.get_running_loop().time()
    await engine.end()
    assert asyncio.get_running_loop().time() - started < 3


async def test_what_comes_while_nobody_listens_waits_at_telegram(engine: Engine, hook: Hook) -> None:
    await listening(engine, hook)
    anna = engine.telegram.phone()
    anna.type("first")
    await engine.quiet()
    await engine.end()
    anna.type("second")
    await asyncio.sleep(0.3)
    assert len(engine.telegram.world.updates) == 1
    engine.start(hook)
    anna.type("third")
    await engine.quiet()
    assert engine.heard == ["first", "second", "third"]


async def test_from_a_webhook_back_to_polling_nothing_is_lost(engine: Engine, hook: Hook) -> None:
    await listening(engine, hook)
    anna = engine.telegram.phone()
    anna.type("brought")
    await engine.quiet()
    await engine.end()
    anna.type("asked for")
    engine.start()
    await engine.quiet()
    assert engine.heard == ["brought", "asked for"]
    assert engine.telegram.world.webhook.url == ""


async def test_the_log_of_a_run_does_not_hold_the_secret(
    engine: Engine, hook: Hook, bringer: Bringer, caplog: pytest.LogCaptureFixture
) -> None:
    engine.telegram.fail("setWebhook", status=400, description=f"Bad Request: bad webhook {hook.url}")
    await listening(engine, hook)
    await bringer.brings(b"{", secret=hook.secret)
    await bringer.brings(update(1, "words of hers"))
    await engine.quiet()
    assert hook.secret not in caplog.text
    assert "words of hers" not in caplog.text


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://127.0.0.1:9000/x", "127.0.0.1"),
        ("http://[::1]:9000", "::1"),
        ("http://localhost:9000", "localhost"),
        ("https://bot.example.org", None),
        ("https://192.0.2.7/x", None),
    ],
)
def test_what_is_reached_from_this_machine_alone_listens_there_alone(url: str, host: str | None) -> None:
    assert webhooks._host(url) == host
