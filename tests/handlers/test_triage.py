"""/triage: one card for what needs a person, its lists, files of the orders, and who has left."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from bot.messages.menu import WORDS
from bot.sandbox.phones import Phone
from bot.speech import words
from storage import absences, chats, inbox, outbox, people, teams
from storage.codes import Invitation
from tests.talk import DAY, Talk

NOT_USED = "general.not_used"
OVERVIEW = "triage.overview"
LIST = "triage.list"


def _groups(talk: Talk, phone: Phone) -> dict[str, int]:
    return dict(talk.saw(phone, OVERVIEW)[-1]["groups"])


def _listed(talk: Talk, phone: Phone) -> list[int]:
    return [row["number"] for row in talk.saw(phone, LIST)[-1]["rows"]]


async def _set(talk: Talk, number: int, **columns: Any) -> None:
    async with talk.database.transaction() as db:
        for name, value in columns.items():
            db.execute(f"UPDATE faults SET {name} = ? WHERE id = ?", (value, number))


async def test_the_desk_sees_what_needs_a_person_and_comes_back_from_an_order_to_its_list(talk: Talk) -> None:
    zahra, stina = await talk.tenant("sv"), await talk.staff()
    await talk.caretaker()
    assert await talk.answers(stina, "/triage") == [OVERVIEW]
    assert _groups(talk, stina) == {}
    assert "Inget behöver tas om hand" in stina.last.text
    late = await talk.report(zahra, "kitchen.tap_drips")
    urgent = await talk.report(zahra)
    await _set(talk, late, due=talk.clock.now() - 1, half=talk.clock.now() - 2)
    await talk.press(stina, "triage.show:now")
    assert _groups(talk, stina) == {"nobody": 2, "overdue": 1}

    card = stina.last.message_id
    await talk.press(stina, "triage.list:nobody.1")
    assert _listed(talk, stina) == [urgent, late]
    await talk.press(stina, f"order.show:{late}.nobody.1")
    assert talk.saw(stina, "order.card")[-1]["number"] == late
    await talk.press(stina, "triage.list:nobody.1", f"order.show:{urgent}.nobody.1")
    # After an act the overview tells what is left.
    await talk.press(stina, f"order.close:{urgent}", f"order.close_as:{urgent}.no_fault", "triage.show:now")
    assert _groups(talk, stina) == {"nobody": 1, "overdue": 1}
    assert stina.last.message_id == card  # one card, edited in place all the way


async def test_the_words_of_the_keyboard_open_it_in_every_language(talk: Talk) -> None:
    for locale in ("sv", "ar", "fa_AF", "en"):
        stina = await talk.enrolled(locale, Invitation("staff", name="Stina"))
        assert await talk.answers(stina, words(locale)(WORDS["triage"])) == [OVERVIEW]
    # A keyboard has four words: where one of the desk has more to do here, the command is the way.
    await talk.type(stina, await talk.code(Invitation("caretaker", areas=("norr",), name="Stina")))
    await talk.type(stina, await talk.code(Invitation("household", household=await talk.household())))
    shown = [word for row in stina.keyboard for word in row]
    assert len(shown) == 4
    assert words("en")(WORDS["triage"]) not in shown
    assert {"triage", "language"} <= set(stina.commands)


async def test_there_is_one_card_of_it_in_a_chat(talk: Talk) -> None:
    stina = await talk.staff()
    await talk.type(stina, "/triage")
    await talk.type(stina, "/triage")
    assert len([m for m in stina.messages if "triage.show:now" in m.data]) == 1


async def test_a_long_list_is_paged_the_most_urgent_first(talk: Talk) -> None:
    zahra, stina = await talk.tenant("sv"), await talk.staff()
    numbers = [await talk.report(zahra) for _ in range(9)]
    await _set(talk, numbers[-1], urgency="E1", seen=1.0)
    await talk.type(stina, "/triage")
    await talk.press(stina, "triage.list:nobody.1")
    assert _listed(talk, stina) == [numbers[8], *numbers[:7]]
    await talk.press(stina, "triage.list:nobody.2")
    assert _listed(talk, stina) == [numbers[7]]
    await talk.press(stina, f"order.show:{numbers[7]}.nobody.2")
    assert stina.shown("triage.list:nobody.2")
    # The second page is gone once the list is shorter.
    await talk.press(stina, f"order.close:{numbers[7]}", f"order.close_as:{numbers[7]}.other")
    await talk.forge(stina, "triage.list:nobody.2")
    assert len(_listed(talk, stina)) == 8


@pytest.mark.parametrize("forged", ["nobody", "nobody.x", "nobody.999", "nobody.0", "nobody.²", "nobody.1.2"])
async def test_a_page_that_is_not_there_is_answered_with_one_that_is(talk: Talk, forged: str) -> None:
    stina = await talk.staff()
    number = await talk.report(await talk.tenant())
    assert await talk.forge(stina, f"triage.list:{forged}") == [LIST]
    assert _listed(talk, stina) == [number]


@pytest.mark.parametrize("forged", ["", "nothing.1", "faults; --.1"])
async def test_a_list_that_is_not_there_is_answered_with_the_overview(talk: Talk, forged: str) -> None:
    stina = await talk.staff()
    assert await talk.forge(stina, f"triage.list:{forged}") == [OVERVIEW]


@pytest.mark.parametrize("back", ["nothing.1", "nobody", "nobody.x", "nobody.9999", "x"])
async def test_an_order_leads_back_only_to_lists_that_are_there(talk: Talk, back: str) -> None:
    stina = await talk.staff()
    number = await talk.report(await talk.tenant())
    await talk.forge(stina, f"order.show:{number}", f"order.show:{number}.{back}")
    assert stina.shown("triage.show:now")
    assert talk.saw(stina, "order.card")[-1]["desk"]["back"] == ""


# -- What the machine gave up on -----------------------------------------------------------------------


async def test_what_was_not_delivered_is_listed_without_its_words_and_settled(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant("sv"), await talk.caretaker("Karl"), await talk.staff()
    async with talk.database.transaction() as db:
        for chat, why in (
            (zahra.chat_id, "too old: the person cannot be reached"),
            (karl.chat_id, "too old: server error"),
            (424242, "message is too long"),
        ):
            outbox.add(db, [(chat, 1, outbox.Card("hemligt"))], talk.clock.now())
            row = outbox.of_chat(db, chat)[0]
            outbox.give_up(db, row, why, talk.clock.now())
    await talk.type(stina, "/triage")
    assert _groups(talk, stina) == {"undelivered": 3}
    await talk.press(stina, "triage.list:undelivered.1")
    shown = talk.saw(stina, "triage.undelivered")[-1]
    assert [(row["who"], row["why"]) for row in shown["rows"]] == [
        ("", "refused"),
        ("Karl", "too_old"),
        ("Norra vägen 1, Testby, 1001", "blocked"),
    ]
    assert "hemligt" not in stina.last.text
    await talk.press(stina, f"triage.settle:{shown['up_to']}")
    assert _groups(talk, stina) == {}
    assert talk.count("undelivered") == 0
    await talk.forge(stina, "triage.settle:x", "triage.settle:", "triage.list:undelivered.1")
    assert not stina.shown("triage.settle:0")


async def test_what_was_set_aside_is_told_by_its_kind_and_empties_itself(talk: Talk) -> None:
    stina = await talk.staff()
    talk.fails = True
    async with talk.database.transaction() as db:
        inbox.keep(db, [(99, '{"message": {"text": "hemligt"}}')], talk.clock.now())
        inbox.set_aside(db, inbox.waiting(db, 1)[0], "KeyError\n  hemlig fil", talk.clock.now())
    await talk.type(stina, "/triage")
    await talk.press(stina, "triage.list:set_aside.1")
    assert talk.saw(stina, "triage.set_aside")[-1]["rows"] == [[talk.clock.now(), "KeyError"]]
    assert "hemlig" not in stina.last.text
    async with talk.database.transaction() as db:
        inbox.sweep(db, talk.clock.now() + 15 * DAY)
    await talk.press(stina, "triage.show:now")
    assert _groups(talk, stina) == {}


async def test_people_who_get_no_messages_are_there_to_be_called(talk: Talk) -> None:
    zahra, stina = await talk.tenant("sv"), await talk.staff()
    number = await talk.report(zahra)
    async with talk.database.transaction() as db:
        chats.set_reachable(db, zahra.chat_id, False)
    await talk.type(stina, "/triage")
    await talk.press(stina, "triage.list:unreached.1", f"order.show:{number}.unreached.1")
    assert talk.saw(stina, "order.card")[-1]["desk"]["unreached"] is True
    assert "Ring." in stina.last.text


# -- Files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "begins"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("html", b"<!doctype")]
)
async def test_the_orders_come_as_a_file_in_the_chat_made_when_it_is_sent(
    talk: Talk, form: str, begins: bytes
) -> None:
    zahra, stina = await talk.tenant("sv"), await talk.staff()
    number = await talk.report(zahra)
    await talk.type(stina, "/triage")
    await talk.press(stina, "triage.file:which", f"triage.file:{form}")
    assert stina.last.document is not None
    sent = talk.telegram.world.files[stina.last.document]
    assert sent.data.startswith(begins)
    assert sent.about["file_name"] == f"arbetsordrar-2027-02-02.{form}"
    if form != "xlsx":
        assert str(number) in sent.data.decode()
    assert talk.count("files") == 0


async def test_who_has_left_before_it_is_made_gets_no_file(talk: Talk) -> None:
    stina, peter = await talk.staff("Stina"), await talk.staff("Peter")
    await talk.type(stina, "/triage")
    await talk.press(stina, "triage.file:which")
    stina.press("triage.file:csv")
    await talk._take_in()
    while await talk.turns._batch(100):
        pass
    async with talk.database.transaction() as db:
        db.execute("DELETE FROM roles WHERE person = ?", (talk.person(stina).id,))
    await talk.quiet()
    assert stina.last.document is None
    assert talk.saw(peter, "general.failed_for_staff")[-1]["what"] == "errand"


@pytest.mark.parametrize("forged", ["exe", "", "../x", "csv.x"])
async def test_a_form_that_is_not_there_asks_which(talk: Talk, forged: str) -> None:
    stina = await talk.staff()
    assert await talk.forge(stina, f"triage.file:{forged}") == ["triage.which_file"]


# -- Who has left ------------------------------------------------------------------------------------


async def test_the_orders_of_one_who_has_left_are_free_again_and_everybody_is_told(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    karl, kim = await talk.caretaker("Karl"), await talk.caretaker("Kim")
    stina, peter = await talk.staff("Stina"), await talk.staff("Peter")
    taken, begun, done = [await talk.report(zahra) for _ in range(3)]
    for number in (taken, begun, done):
        await talk.press(karl, f"order.take:{number}")
    await talk.press(karl, f"order.start:{begun}", f"order.done:{done}")
    person = talk.person(karl).id
    await talk.type(stina, "/triage")
    await talk.press(stina, "triage.left:list", f"triage.left:{person}")
    assert talk.person(karl).work == {"caretaker"}
    assert talk.saw(stina, "triage.sure_left")[-1]["leaver"] == {
        "person": person,
        "name": "Karl",
        "orders": 2,
        "in_group": False,
        "households": None,
    }
    await talk.press(stina, f"triage.left:{person}.sure")

    assert talk.person(karl).work == frozenset()
    for number in (taken, begun):
        assert (talk.fault(number).state, talk.fault(number).holder) == ("received", None)
        assert kim.shown(f"order.take:{number}")
    assert talk.fault(done).state == "done"
    assert talk.saw(kim, "order.news")[-1]["what"] == "released"
    assert talk.saw(zahra, "faults.card")[-1]["state"] == "received"
    for phone in (stina, peter):
        assert talk.saw(phone, "triage.has_left")[-1] == {
            "message": "triage.has_left", "name": "Karl", "orders": 2, "in_group": False,
            "households": 0,
        }  # fmt: skip
    # With him nothing of a tenant is left, and no button.
    for number in (taken, begun, done):
        cards = [m for m in karl.messages if m.sender == "bot" and str(number) in m.text]
        assert all("Norra" not in m.text and not m.data for m in cards)
    assert not any(data.startswith("order.") for m in karl.messages for data in m.data)
    assert "orders" not in karl.commands
    assert await talk.answers(karl, "/orders") == [f"{NOT_USED}:not_for_you"]
    for data in (f"order.take:{taken}", f"order.show:{done}", f"order.start:{begun}"):
        assert await talk.forge(karl, data) == [f"{NOT_USED}:not_for_you"]


async def test_the_desk_is_reminded_of_the_group_that_it_has_to_take_him_out_of(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    async with talk.database.transaction() as db:
        teams.bind(db, -5, "norr", talk.clock.now())
    await talk.forge(stina, f"triage.left:{talk.person(karl).id}")
    assert talk.saw(stina, "triage.sure_left")[-1]["leaver"]["in_group"] is True
    await talk.press(stina, f"triage.left:{talk.person(karl).id}.sure")
    assert "grupp" in stina.last.text


async def test_the_day_that_he_had_planned_is_promised_no_more_and_who_stood_in_is_told(talk: Talk) -> None:
    zahra, karl, kim = await talk.tenant("sv"), await talk.caretaker("Karl"), await talk.caretaker("Kim")
    stina = await talk.staff()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}")
    await talk.forge(stina, f"order.plan_on:{number}.20270205")
    async with talk.database.transaction() as db:
        absences.begin(db, talk.person(karl), "2027-02-08", talk.person(kim), talk.clock.now())
    await talk.forge(stina, f"triage.left:{talk.person(karl).id}.sure")
    assert (talk.fault(number).state, talk.fault(number).planned) == ("received", None)
    assert f"fault.show:{number}" in zahra.sounds[-1].data
    assert kim.shown(f"order.take:{number}")
    assert talk.saw(kim, "away.no_longer")
    assert absences.of(talk.database.reader, talk.person(karl).id) is None


async def test_a_note_he_was_asked_for_is_not_taken_from_one_who_has_left(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    number = await talk.report(await talk.tenant())
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.forge(stina, f"triage.left:{talk.person(karl).id}.sure")
    assert await talk.answers(karl, "Ny ventil") == [f"{NOT_USED}:not_yours"]
    assert talk.count("fault_events", "act = 'note'") == 0


async def test_one_of_the_desk_ends_neither_her_own_work_nor_an_admins(talk: Talk) -> None:
    anna = await talk.enrolled("sv", Invitation("admin", name="Anna"))
    await talk.type(anna, await talk.code(Invitation("caretaker", areas=("norr",), name="Anna")))
    stina = await talk.staff()
    await talk.type(stina, await talk.code(Invitation("caretaker", areas=("norr",), name="Stina")))
    for phone in (anna, stina):
        await talk.forge(stina, f"triage.left:{talk.person(phone).id}.sure")
        assert "caretaker" in talk.person(phone).work
    assert talk.saw(stina, "triage.who_left")[-1]["people"] == []
    # An admin, who is not of the desk, comes to this list alone.
    assert await talk.answers(anna, "/triage") == ["triage.who_left"]
    assert not anna.shown("triage.show:now")
    await talk.press(anna, f"triage.left:{talk.person(stina).id}")
    await talk.press(anna, f"triage.left:{talk.person(stina).id}.sure")
    assert talk.person(stina).work == frozenset()


@pytest.mark.parametrize("forged", ["x", "", "9999", "9999.sure", "².sure"])
async def test_nobody_is_left_by_a_forged_press(talk: Talk, forged: str) -> None:
    stina = await talk.staff()
    await talk.caretaker()
    assert await talk.forge(stina, f"triage.left:{forged}") == ["triage.who_left"]
    assert talk.count("roles") == 2


async def test_an_order_of_the_pressers_own_household_is_freed_too(talk: Talk) -> None:
    household = await talk.household()
    zahra, karl = await talk.tenant(household=household), await talk.caretaker()
    stina = await talk.staff()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}")
    async with talk.database.transaction() as db:
        people.join(db, talk.person(stina).id, household, True, talk.clock.now())
    await talk.forge(stina, f"triage.left:{talk.person(karl).id}.sure")
    assert talk.fault(number).state == "received"
    by = talk.database.reader.execute("SELECT person FROM fault_events WHERE act = 'release'").fetchone()
    assert by == (None,)


async def test_a_question_that_is_overdue_is_among_what_is_to_be_done(talk: Talk) -> None:
    zahra, stina = await talk.tenant(), await talk.staff()
    await talk.forge(zahra, "answer.human:none")
    await talk.type(zahra, "کلید؟")
    await talk.type(stina, "/triage")
    assert "questions" not in _groups(talk, stina)
    await talk.later(2 * DAY)
    await talk.type(stina, "/triage")
    assert _groups(talk, stina)["questions"] == 1
    await talk.press(stina, "triage.list:questions.1", "threads.show:1")
    assert talk.saw(stina, "threads.desk")[-1]["late"]


async def test_who_has_left_has_no_question_and_is_offered_none(talk: Talk) -> None:
    zahra, stina, karl = await talk.tenant(), await talk.staff(), await talk.caretaker()
    karin = await talk.staff("Karin")
    await talk.type(karl, f"/start {await talk.code(Invitation('staff', name='Karl'))}")
    await talk.type(karl, "/languages")
    await talk.press(karl, "threads.speaks:fa_AF")
    await talk.forge(zahra, "answer.human:none")
    await talk.type(zahra, "کلید؟")
    await talk.press(karl, "threads.show:1", "threads.take:1")
    leaver = talk.person(karl).id
    await talk.type(stina, "/triage")
    await talk.press(stina, "triage.left:list", f"triage.left:{leaver}", f"triage.left:{leaver}.sure")
    assert talk.count("threads", "owner IS NULL AND state = 'open'") == 1
    assert talk.count("spoken") == 0
    assert talk.saw(karl, "threads.offer")[-1]["state"] == "open"
    assert not [message for message in karl.messages if "کلید؟" in message.text]
    assert await talk.forge(karl, "threads.show:1") == [f"{NOT_USED}:no_question"]
    assert talk.saw(karin, "threads.desk_news")[-1]["what"] == "free"


async def test_of_officers_nothing_is_seen_where_no_homes_are_offered(talk: Talk) -> None:
    stina = await talk.staff()
    elin = await talk.enrolled("sv", Invitation("officer", name="Elin"))
    await talk.type(stina, "/triage")
    await talk.press(stina, "triage.left:list")
    assert [each["name"] for each in talk.saw(stina, "triage.who_left")[-1]["people"]] == ["Elin"]
    rooms = msgspec.structs.replace(talk.company.rooms, offers=False)
    talk.start_again(msgspec.structs.replace(talk.company, rooms=rooms))
    await talk.forge(stina, f"triage.left:{talk.person(elin).id}.sure")
    assert talk.saw(stina, "triage.who_left")[-1]["people"] == []
    assert talk.person(elin).work == {"officer"}
