"""The emergency card from anywhere, and what happens when somebody cannot call."""

import msgspec
import pytest

from bot import app
from bot.messages.menu import WORDS
from bot.settings import Company
from bot.speech import words
from storage.codes import Invitation
from tests.asking import DANGERS
from tests.handlers.test_fault_report import STEPS
from tests.talk import BOTH_WAYS, Talk

HOUR = 3600.0


NUMBERS = ("112", "+46 980 319 200", "+46 980 319 210", "+46 980 319 220")


@BOTH_WAYS
@pytest.mark.parametrize("locale", ["sv", "ar", "fa_AF", "en"])
async def test_the_word_the_command_and_the_button_bring_the_numbers(talk: Talk, locale: str) -> None:
    zahra = await talk.tenant(locale)
    word = words(locale)(WORDS["emergency"])
    assert any(word in row for row in zahra.keyboard)
    for ask in (word, "/emergency"):
        assert await talk.answers(zahra, ask) == ["emergency.card"]
        for number in NUMBERS:
            assert number in zahra.last.text
    assert await talk.forge(zahra, "emergency.show:now") == ["emergency.card"]


@pytest.mark.parametrize("step", STEPS)
async def test_the_card_comes_in_the_midst_of_a_report_which_stays_open(talk: Talk, step: str) -> None:
    zahra = await talk.tenant("en")
    await talk.type(zahra, "/report")
    for data in STEPS[step]:
        await talk.press(zahra, data)
    draft = talk.draft(zahra)
    assert zahra.shown("emergency.show:now")
    for ask in ("Emergency", "/emergency"):
        assert await talk.answers(zahra, ask) == ["emergency.card"]
    await talk.press(zahra, "emergency.show:now")
    assert talk.step(zahra) == f"fault.{step}"
    assert talk.draft(zahra) == draft


async def test_say_this_has_her_fault_address_flat_and_language_and_how_it_sounds(talk: Talk) -> None:
    zahra = await talk.tenant("fa_AF")
    await talk.type(zahra, "/report")
    await talk.press(zahra, "fault.item:hotwater.none_flat")
    await talk.type(zahra, "/emergency")
    said = (
        "Hej! Inget varmvatten i lägenheten. Jag bor på Norra vägen 1, Testby, lägenhet 1001. Jag talar dari."
    )
    assert talk.saw(zahra, "emergency.card")[-1]["item"] == "hotwater.none_flat"
    assert said.split(". ", 1)[1] in zahra.last.text
    assert "یاگ تالار دری" in zahra.last.text
    await talk.press(zahra, "fault.more:skip", "fault.enter:no", "fault.send:yes")
    await talk.type(zahra, "/emergency")
    assert talk.saw(zahra, "emergency.card")[-1]["item"] == "hotwater.none_flat"


async def test_what_is_done_is_no_longer_said_on_the_phone(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.type(zahra, "/emergency")
    assert talk.saw(zahra, "emergency.card")[-1]["item"] == ""


@BOTH_WAYS
async def test_before_a_language_is_chosen_the_card_is_in_that_of_the_phone(talk: Talk) -> None:
    for code, sign in {"ar": "ة", "fa": "گ", "sv": "Nödläge", "xx": "Nödläge"}.items():
        phone = talk.stranger(code)
        assert await talk.answers(phone, "/emergency") == ["emergency.card"]
        assert sign in phone.last.text
        assert "+46 980 319 200" in phone.last.text
    assert talk.count("chats") == 0


async def test_who_has_called_may_report_it_too(talk: Talk) -> None:
    zahra = await talk.tenant()
    await talk.press(zahra, "emergency.called:yes")
    assert talk.saw(zahra, "emergency.called")[-1]["can_report"] is True
    await talk.press(zahra, "fault.go:again")
    assert talk.step(zahra) == "fault.first"
    stranger = talk.stranger()
    assert await talk.forge(stranger, "emergency.called:yes") == ["emergency.called"]
    assert talk.saw(stranger, "emergency.called")[-1]["can_report"] is False


@BOTH_WAYS
async def test_while_the_office_is_open_the_desk_is_told_that_she_cannot_call(talk: Talk) -> None:
    zahra, stina = await talk.tenant("fa_AF"), await talk.staff()
    maria = await talk.caretaker("Maria Berg")
    await talk.press(zahra, "emergency.cannot:call")
    assert talk.saw(zahra, "emergency.cannot_call")[-1]["told"] == 1
    needs = talk.saw(stina, "emergency.needs_help")[-1]
    assert (needs["address"], needs["flat"], needs["locale"]) == ("Norra vägen 1, Testby", "1001", "fa_AF")
    assert not stina.last.silent
    assert not talk.saw(maria, "emergency.needs_help")


@BOTH_WAYS
async def test_in_the_evening_who_is_on_duty_is_told(talk: Talk) -> None:
    zahra, stina = await talk.tenant("fa_AF"), await talk.staff()
    maria = await talk.caretaker("Maria Berg")
    await talk.later(8 * HOUR)
    await talk.press(zahra, "emergency.cannot:call")
    assert talk.saw(zahra, "emergency.cannot_call")[-1]["told"] == 1
    assert talk.saw(maria, "emergency.needs_help")
    assert not talk.saw(stina, "emergency.needs_help")


async def test_who_is_on_duty_does_not_learn_what_only_the_desk_reads(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    maria = await talk.caretaker("Maria Berg")
    await talk.type(zahra, "/report")
    await talk.press(
        zahra, "fault.place:home", "fault.page:2", "fault.category:noise", "fault.item:noise.now"
    )
    await talk.later(8 * HOUR)
    await talk.forge(zahra, "emergency.cannot:call")
    assert talk.saw(maria, "emergency.needs_help")[-1]["item"] == ""


@BOTH_WAYS
async def test_where_nobody_reads_she_is_told_so_and_what_to_do(talk: Talk) -> None:
    zahra = await talk.tenant("ar")
    await talk.staff()
    await talk.later(8 * HOUR)
    await talk.press(zahra, "emergency.cannot:call")
    assert talk.saw(zahra, "emergency.cannot_call")[-1]["told"] == 0
    assert "+46 980 319 200" in zahra.last.text
    assert "112" in zahra.last.text


@BOTH_WAYS
async def test_a_stranger_reaches_nobody_through_the_bot_but_gets_the_numbers(talk: Talk) -> None:
    stina, stranger = await talk.staff(), talk.stranger()
    assert await talk.forge(stranger, "emergency.cannot:call") == ["emergency.cannot_call"]
    assert talk.saw(stranger, "emergency.cannot_call")[-1]["told"] == 0
    assert not talk.saw(stina, "emergency.needs_help")


@BOTH_WAYS
async def test_one_who_only_works_here_gets_the_card_without_an_address(talk: Talk) -> None:
    karl = await talk.caretaker()
    await talk.type(karl, "/emergency")
    assert talk.saw(karl, "emergency.card")[-1].get("address", "") == ""
    assert await talk.forge(karl, "emergency.cannot:call") == ["emergency.cannot_call"]


@BOTH_WAYS
async def test_a_household_that_waits_for_a_home_can_be_helped_too(talk: Talk) -> None:
    stina = await talk.staff()
    waiting = await talk.enrolled("ar", Invitation("household", household=await talk.household(home=False)))
    await talk.press(waiting, "emergency.cannot:call")
    assert talk.saw(stina, "emergency.needs_help")[-1]["address"] == ""


told = DANGERS.get


def _message(text: str, kind: str = "private") -> bytes:
    who = {"id": 7, "language_code": "ar", "type": kind}
    return msgspec.json.encode({"update_id": 1, "message": {"chat": who, "from": who, "text": text}})


@pytest.mark.parametrize("text", ["/emergency", "/emergency@helavagen_bot", "Nödläge", " emergency "])
def test_when_the_store_is_gone_the_numbers_come_from_memory(company: Company, text: str) -> None:
    [(method, fields)] = app.emergency_from_memory(_message(text), company, told)
    assert (method, fields["chat_id"]) == ("sendMessage", 7)
    assert "+46 980 319 200" in fields["text"]
    assert any("؀" <= sign <= "ۿ" for sign in fields["text"])


def test_the_button_is_answered_from_memory_too_and_nothing_else_is(company: Company) -> None:
    press = {"update_id": 1, "callback_query": {"id": "1", "data": "emergency.show:now", "from": {"id": 7}}}
    [(_, fields)] = app.emergency_from_memory(msgspec.json.encode(press), company, told)
    assert fields["chat_id"] == 7
    for raw in (_message("hej"), _message("/emergency", "group"), b"{", b'{"update_id":1}', b'{"message":7}'):
        assert app.emergency_from_memory(raw, company, told) == []
