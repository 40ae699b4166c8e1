"""The keyboard, the menus and the help: only what is there, in the language that was chosen."""

from pathlib import Path

import msgspec
import pytest

from bot import app
from bot.messages.menu import COMMANDS, WORDS
from bot.settings import Company, Rooms
from bot.speech import LOCALES, words
from storage.codes import Invitation
from tests.talk import DAY, Talk, open_talk, picture

NOT_USED = "general.not_used"
EVERYBODY = {"menu", "help", "language", "emergency", "cancel"}
CLOSED = Rooms(faults=False, questions=False, offers=False, notices=False)


@pytest.mark.parametrize("locale", LOCALES)
async def test_each_role_has_its_words_and_commands_in_its_language(talk: Talk, locale: str) -> None:
    household = Invitation("household", household=await talk.household())
    _ = words(locale)
    for invitation, shown in {
        household: ["report", "ask", "home", "emergency"],
        Invitation("caretaker", areas=("norr",)): ["today", "orders", "language", "emergency"],
        Invitation("staff"): ["orders", "triage", "language", "emergency"],
        Invitation("officer"): ["people", "language", "emergency"],
    }.items():
        phone = await talk.enrolled(locale, invitation)
        assert {word for row in phone.keyboard for word in row} == {_(WORDS[name]) for name in shown}
        commands = EVERYBODY | {"ask"} | ({"report", "orders", "today", "triage", "people"} & set(shown))
        # The desk, which lives nowhere here, reports for others.
        commands |= {"report"} if "triage" in shown else set()
        commands |= {"myreports", "meetings"} if "report" in shown else set()
        commands |= {"notice"} if "triage" in shown else set()
        commands |= {"away"} if "today" in shown else set()
        commands |= {"languages"} if invitation.role in ("caretaker", "staff") else set()
        commands |= {"inbox", "answer"} if invitation.role == "staff" else set()
        commands |= {"home"} if "home" in shown else set()
        commands |= {"conversions"} if {"triage", "people"} & set(shown) else set()
        commands |= {"homes", "vacancy"} if "triage" in shown else set()
        commands |= {"allocation"} if "today" not in shown else set()
        assert phone.commands == {name: _(COMMANDS[name]) for name in commands}
        for text, kind in {
            "/menu": "menu.keyboard",
            "/help": "menu.help",
            "/cancel": "menu.nothing_open",
        }.items():
            assert kind in await talk.answers(phone, text)
        assert set(talk.saw(phone, "menu.help")[-1]["commands"]) == commands


async def test_a_caretaker_who_lives_here_keeps_the_report_and_has_four_words(talk: Talk) -> None:
    karl = await talk.caretaker()
    assert karl.keyboard == [["Dagens lista", "Arbetsorder"], ["Språk", "Nödläge"]]
    await talk.type(karl, await talk.code(Invitation("household", household=await talk.household())))
    assert karl.keyboard == [["Anmäl fel", "Dagens lista"], ["Arbetsorder", "Nödläge"]]
    assert {"report", "today", "orders", "away", "language"} <= karl.commands.keys()


def test_the_first_menu_and_the_bots_name_are_there_in_every_language(company: Company) -> None:
    profile = app.profile(company)
    wanted = {(p.what, p.scope.get("language_code")): p.value for p in profile if "scope" not in p.scope}
    for code in (None, "sv", "ar", "fa", "en"):
        assert wanted["Name", code] == {"name": company.name}
        assert 0 < len(wanted["Description", code]["description"]) <= 512
        assert 0 < len(wanted["ShortDescription", code]["short_description"]) <= 120
        names = [each["command"] for each in wanted["Commands", code]["commands"]]
        assert names == ["ask", "menu", "help", "language", "emergency"]
    groups = {p.scope.get("language_code"): p.value["commands"] for p in profile if "scope" in p.scope}
    assert groups.keys() == {None, "sv", "ar", "fa", "en"}
    assert all([each["command"] for each in menu] == ["team"] for menu in groups.values())


async def test_every_step_of_a_report_is_refused_where_the_room_is_closed(
    tmp_path: Path, company: Company
) -> None:
    closed = msgspec.structs.replace(company, rooms=CLOSED)
    async with open_talk(tmp_path, closed) as talk:
        zahra, karl = await talk.tenant("sv"), await talk.caretaker()
        for phone in (zahra, karl):
            assert phone.keyboard == [["Språk", "Nödläge"]]
            assert phone.commands.keys() == EVERYBODY
            assert await talk.answers(phone, "/report") == [f"{NOT_USED}:command"]
            assert await talk.answers(phone, "/orders") == [f"{NOT_USED}:command"]
            assert await talk.answers(phone, "/ask") == [f"{NOT_USED}:command"]
            assert await talk.answers(phone, "/today") == [f"{NOT_USED}:command"]
            assert await talk.answers(phone, "/away") == [f"{NOT_USED}:command"]
            assert await talk.answers(phone, "101 klar") == [f"{NOT_USED}:text"]
            for word in ("report", "orders", "today", "ask"):
                assert await talk.answers(phone, words("sv")(WORDS[word])) == [f"{NOT_USED}:text"]
            for data in (
                *("fault.go:again", "fault.item:kitchen.stove", "order.take:101", "voice.use:fault"),
                *("order.file:101", "away.until:20270208", "away.confirm:20270208.pool", "away.end:now"),
                *("answer.topic:rent.when_due", "answer.group:all", "answer.fault:kitchen.stove"),
            ):
                assert await talk.forge(phone, data) == [f"{NOT_USED}:old_button"]
            phone.send_photo(picture())
            phone.send_voice(b"OggS")
            phone.share_contact()
            assert len(await talk.heard(phone)) == 3
        assert (talk.count("files"), talk.count("faults")) == (0, 0)

        assert "emergency.card" in await talk.answers(zahra, "/emergency")
        await talk.forge(zahra, "emergency.called:yes")
        assert not zahra.shown("fault.go:again")
        assert "start.language_chosen" in await talk.forge(zahra, "language.set:ar")
        assert "menu.help" in await talk.answers(zahra, "/help")
        assert await talk.answers(zahra, "/start") == ["start.welcome"]
        await talk.later(8 * DAY)
        assert talk.count("set_aside") == 0


async def test_what_was_open_when_the_room_was_closed_is_left_alone_and_goes_after_a_day(
    talk: Talk, company: Company
) -> None:
    zahra = await talk.tenant("sv")
    zahra.send_photo(picture())
    await talk.quiet()
    talk.start_again(msgspec.structs.replace(company, rooms=CLOSED))
    assert await talk.answers(zahra, "hej") == [f"{NOT_USED}:text"]
    await talk.type(zahra, "/emergency")
    assert talk.saw(zahra, "emergency.card")[-1].get("item", "") == ""
    await talk.later(DAY + 60)
    assert (talk.step(zahra), talk.count("files")) == ("", 0)


def test_no_handler_and_no_alarm_of_a_closed_room_is_there(company: Company) -> None:
    closed = msgspec.structs.replace(company, rooms=CLOSED)
    assert len(app.handlers(closed)) < len(app.handlers(company))
    rooms = {handler.callback.__module__ for handler in app.handlers(closed)}
    names = (
        *("faults", "fault_report", "work_orders", "typed_orders", "today", "absence", "questions"),
        *("threads", "desk_threads", "inbox", "answer_texts", "offers", "officers", "offer_desk"),
        *("households", "unit_offers", "vacancies", "allocation", "conversions", "home", "meetings"),
        "notice_writing",
    )
    assert not rooms & {f"bot.handlers.{name}" for name in names}
    assert [alarm.name for alarm in app.alarms(closed)] == ["draft.old"]
