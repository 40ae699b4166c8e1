"""No line of the log holds the token or people's words. That is held for every test of the run (conftest);
here are the moments at which it would be easiest to forget.
"""

from __future__ import annotations

import logging

import pytest

from bot.handlers import questions
from bot.sandbox.server import TOKEN
from tests.house import House
from tests.logs import Lines, leaks, words_of

WORDS = "Min granne Åke Hemlig är sjuk och portkoden är 4711"


def test_a_line_with_the_token_or_with_words_is_found() -> None:
    lines = [
        "INFO bot: all is well",
        f"WARNING bot: https://api.telegram.org/bot{TOKEN}/getMe",
        f"ERROR {WORDS!r}",
    ]
    assert leaks(lines, {WORDS}) == lines[1:]
    assert leaks(lines[:1], {WORDS}) == []


def test_what_people_send_is_known_by_its_parts() -> None:
    message = {"text": "/start ABCDEFGHJK", "caption": f"{WORDS}\nkort"}
    shared = {"contact": {"phone_number": "+46701740605", "first_name": "Bo"}}
    assert set(words_of(message)) == {"ABCDEFGHJK", WORDS}
    assert set(words_of(shared)) == {"+46701740605"}


def test_a_traceback_is_part_of_its_line_and_quiet_libraries_are_not_kept() -> None:
    lines = Lines()
    log = logging.getLogger("aiosqlite.test")
    log.addHandler(lines)
    log.setLevel(logging.INFO)
    try:
        raise ValueError(WORDS)
    except ValueError:
        log.info("not printed by a run")
        log.exception("printed")
    assert len(lines.lines) == 1
    assert leaks(lines.lines, {WORDS})


async def test_words_that_are_written_sent_and_shared_are_not_logged(house: House, log: Lines) -> None:
    tenant = await house.tenant("sv")
    karl = await house.caretaker("Karl")
    await house.type(tenant, "/report")
    await house.press(tenant, "fault.item:heating.radiator_cold", "fault.own:still_broken")
    await house.type(tenant, WORDS)
    await house.press(tenant, "fault.more:skip", "fault.enter:yes", "fault.send:yes")
    assert WORDS in karl.last.text
    for phone in (tenant, karl):
        await house.type(phone, WORDS)
        phone.send_contact("+46701740699", "Åke Hemlig")
        phone.send_document(b"%PDF", name="Hemlig.pdf", caption=WORDS)
        await house.quiet()
    assert leaks(log.lines, {WORDS, "Hemlig", "+46701740699"}) == []


async def test_a_turn_that_fails_over_words_does_not_log_them(
    house: House, log: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = await house.tenant("sv")

    def fail(*args: object, **kwargs: object) -> None:
        raise ValueError(f"cannot understand {WORDS}")

    monkeypatch.setattr(questions, "asked", fail)
    await house.type(tenant, WORDS)

    assert any("set aside" in line and "ValueError" in line for line in log.lines)
    assert leaks(log.lines, {WORDS}) == []


@pytest.mark.parametrize("fault", [500, "reset_before", "reset_after"])
async def test_a_line_that_is_cut_does_not_log_the_address(
    house: House, log: Lines, fault: int | str
) -> None:
    tenant = await house.tenant("sv")
    house.telegram.fail("sendMessage", 1, fault)
    house.telegram.fail("answerCallbackQuery", 1, fault)
    await house.type(tenant, "/help")
    await house.quiet()
    assert leaks(log.lines, {"http://", "/bot42"}) == []
