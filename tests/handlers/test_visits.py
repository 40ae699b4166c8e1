"""A visit is proposed by phrases, reaches her in her language, and her answer comes back in Swedish."""

from __future__ import annotations

import datetime

import pytest

from bot.sandbox.phones import Phone
from bot.speech import LOCALES, STOCKHOLM, words
from storage import chats, people
from tests.handlers.test_consent import made_by_the_desk, pushes
from tests.talk import DAY, Talk

NOT_USED = "general.not_used"
# A Friday afternoon: tomorrow nobody works.
FRIDAY = datetime.datetime(2027, 2, 5, 14, 0, tzinfo=STOCKHOLM).timestamp()


async def taken(talk: Talk, zahra: Phone, karl: Phone) -> int:
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}")
    return number


def asked(talk: Talk, number: int) -> tuple[int, str, str, str]:
    """The latest question about a report: its id, kind, time, and what was answered."""
    found: tuple[int, str, str, str] = talk.database.reader.execute(
        "SELECT id, kind, note, coalesce(json_extract(nullif(answer, ''), '$.what'), '')"
        " FROM fault_questions WHERE fault = ? ORDER BY id DESC",
        (number,),
    ).fetchone()
    return found


def question(talk: Talk, phone: Phone) -> dict[str, object] | None:
    """The question on her card."""
    found: dict[str, object] | None = talk.saw(phone, "faults.card")[-1]["access"]["question"]
    return found


def shown(phone: Phone, number: int) -> str:
    """The card of a report or order as it stands on the phone."""
    return next(m.text for m in reversed(phone.messages) if m.text.split(":")[0].endswith(str(number))
                or m.text.startswith(f"{number} ·"))  # fmt: skip


@pytest.mark.parametrize("locale", LOCALES)
async def test_tomorrow_before_noon_takes_three_presses_and_one_of_hers(talk: Talk, locale: str) -> None:
    zahra, karl = await talk.tenant(locale), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    await talk.press(karl, f"order.ask:{number}", f"order.ask_as:{number}.tomorrow")
    id_, kind, note, _answer = asked(talk, number)
    assert (kind, note) == ("visit", "20270203.morning")
    # The push points and tells nothing; the card asks, in her language.
    assert zahra.sounds[-1].data == [f"fault.show:{number}"]
    assert "2027" not in zahra.sounds[-1].text
    await talk.press(zahra, f"fault.show:{number}")
    _ = words(locale)
    assert _("before noon") in zahra.last.text
    await talk.press(zahra, f"fault.visit:{id_}.yes")

    fault = talk.fault(number)
    assert fault.planned == "2027-02-03"
    assert fault.due == datetime.datetime(2027, 2, 3, 16, 0, tzinfo=STOCKHOLM).timestamp()
    assert pushes(talk, karl) == ["answered"]
    assert talk.saw(zahra, "faults.card")[-1]["access"]["visit"] == "20270203.morning"
    assert talk.saw(karl, "order.card")[-1]["access"]["visit"] == "20270203.morning"
    order = next(m.text for m in reversed(karl.messages) if m.text.startswith(f"{number} ·"))
    assert "Besök bestämt" in order and "Svar: \u2068ja\u2069" in order
    assert talk.count("fault_events", f"fault = {number} AND act = 'plan' AND note = '2027-02-03'") == 1


async def test_a_day_and_an_hour_are_chosen_of_the_next_five_working_days(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    talk.clock.at = FRIDAY
    number = await taken(talk, zahra, karl)
    await talk.press(karl, f"order.ask:{number}")
    assert not karl.shown(f"order.ask_as:{number}.tomorrow")  # a Saturday
    await talk.press(karl, f"order.ask_as:{number}.another_day")
    days = talk.saw(karl, "order.card")[-1]["access"]["days"]
    assert days == ["20270208", "20270209", "20270210", "20270211", "20270212"]
    await talk.press(karl, f"order.visit:{number}.20270209", f"order.visit:{number}.20270209.15")
    assert asked(talk, number)[1:3] == ("visit", "20270209.15")
    await talk.press(zahra, f"fault.show:{number}")
    assert "15:00" in zahra.last.text


async def test_a_press_of_yesterday_for_tomorrow_means_the_day_after_it_was_pressed(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    talk.clock.at = FRIDAY - DAY
    number = await taken(talk, zahra, karl)
    await talk.press(karl, f"order.ask:{number}")
    talk.clock.at = FRIDAY
    await talk.press(karl, f"order.ask_as:{number}.tomorrow")  # nobody works tomorrow
    assert talk.saw(karl, "order.card")[-1]["asks"] == "days"
    assert talk.count("fault_questions") == 0


@pytest.mark.parametrize(
    "when",
    [
        "20270202.morning",
        "20270206.08",
        "20270203.16",
        "20270203.night",
        "x",
        "",
        "²0270203.08",
        "20271332.08",
    ],
)
async def test_a_forged_time_proposes_nothing(talk: Talk, when: str) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    await talk.forge(karl, f"order.visit:{number}.{when}")
    assert talk.count("fault_questions") == 0
    await talk.forge(karl, f"order.ask_as:{number}.visit", f"order.ask_as:{number}.desk_calls")
    assert talk.count("fault_questions") == 0


async def test_another_time_is_hers_to_choose_and_the_holders_to_agree_to(talk: Talk) -> None:
    zahra, karl = await talk.tenant("ar"), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    await talk.press(karl, f"order.ask:{number}", f"order.ask_as:{number}.tomorrow")
    id_ = asked(talk, number)[0]
    await talk.press(
        zahra, f"fault.show:{number}", f"fault.visit:{id_}.another", f"fault.visit:{id_}.20270204"
    )
    await talk.press(zahra, f"fault.visit:{id_}.20270204.afternoon")
    assert asked(talk, number)[3] == "another"
    assert talk.fault(number).planned is None
    assert pushes(talk, karl) == ["answered"]
    assert "torsdag 4 februari 2027" in shown(karl, number) and "eftermiddag" in shown(karl, number)

    sounds = len(zahra.sounds)
    await talk.press(karl, f"order.agree:{number}.{id_}")
    assert talk.fault(number).planned == "2027-02-04"
    assert len(zahra.sounds) == sounds + 1
    assert talk.saw(zahra, "faults.card")[-1]["access"]["visit"] == "20270204.afternoon"
    assert not karl.shown(f"order.agree:{number}.{id_}")
    before = talk.facts()
    await talk.forge(
        karl, f"order.agree:{number}.{id_}", f"order.agree:{number}.999", f"order.agree:{number}."
    )
    assert talk.facts() == before


async def test_a_time_that_has_gone_is_agreed_to_by_nobody(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    await talk.press(karl, f"order.ask:{number}", f"order.ask_as:{number}.tomorrow")
    id_ = asked(talk, number)[0]
    talk.clock.at += 3 * DAY
    await talk.forge(zahra, f"fault.visit:{id_}.yes")
    assert talk.saw(zahra, "faults.card")[-1]["access"]["asks"] == "days"
    await talk.press(zahra, f"fault.visit:{id_}.20270208", f"fault.visit:{id_}.20270208.morning")
    talk.clock.at += 7 * DAY
    await talk.forge(karl, f"order.agree:{number}.{id_}")
    assert talk.saw(karl, "order.card")[-1]["asks"] == "days"
    assert talk.fault(number).planned is None


@pytest.mark.parametrize("kind", ["nobody_home", "need_home"])
async def test_nobody_was_home_or_we_need_you_there_ask_her_for_a_time(talk: Talk, kind: str) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    await talk.press(karl, f"order.ask:{number}", f"order.ask_as:{number}.{kind}")
    id_ = asked(talk, number)[0]
    assert talk.fault(number).stopped is None
    await talk.press(zahra, f"fault.show:{number}")
    assert not zahra.shown(f"fault.visit:{id_}.yes")
    await talk.forge(zahra, f"fault.visit:{id_}.yes")
    assert asked(talk, number)[3] == ""
    await talk.press(zahra, f"fault.visit:{id_}.20270203", f"fault.visit:{id_}.20270203.morning")
    await talk.press(karl, f"order.agree:{number}.{id_}")
    assert talk.fault(number).planned == "2027-02-03"


async def test_please_call_the_office_gives_the_number_and_she_says_that_she_has(talk: Talk) -> None:
    zahra, karl = await talk.tenant("fa_AF"), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    await talk.press(karl, f"order.ask:{number}", f"order.ask_as:{number}.call_desk")
    id_ = asked(talk, number)[0]
    await talk.press(zahra, f"fault.show:{number}")
    assert "+46 980 319 230" in zahra.last.text
    await talk.press(zahra, f"fault.answer:{id_}.called")
    assert "Svar: \u2068har ringt\u2069" in shown(karl, number)


async def test_an_agreed_visit_needs_an_adult_or_who_reported(talk: Talk) -> None:
    household = await talk.household()
    zahra, karl = await talk.tenant(household=household), await talk.caretaker()
    lina, omar = await talk.helper("sv", household), await talk.tenant("ar", household=household)
    number = await taken(talk, zahra, karl)
    await talk.press(karl, f"order.ask:{number}", f"order.ask_as:{number}.tomorrow")
    id_ = asked(talk, number)[0]
    for answer in ("yes", "another", "20270204.morning"):
        assert await talk.forge(lina, f"fault.visit:{id_}.{answer}") == [f"{NOT_USED}:helper"]
    assert asked(talk, number)[3] == ""
    await talk.forge(omar, f"fault.visit:{id_}.yes")
    assert talk.fault(number).planned == "2027-02-03"
    assert talk.saw(zahra, "faults.card")[-1]["access"]["visit"]


async def test_a_new_proposal_takes_the_place_of_the_old_one(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    await talk.press(karl, f"order.ask:{number}", f"order.ask_as:{number}.tomorrow")
    old = asked(talk, number)[0]
    await talk.press(karl, f"order.ask:{number}", f"order.ask_as:{number}.need_home")
    assert talk.count("fault_questions", "answered IS NULL") == 1
    await talk.forge(zahra, f"fault.visit:{old}.yes")
    assert talk.fault(number).planned is None
    found = question(talk, zahra)
    assert found is not None and found["kind"] == "need_home"


async def test_another_day_that_the_office_plans_takes_the_hour_off_the_cards(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    await talk.press(karl, f"order.ask:{number}", f"order.ask_as:{number}.tomorrow")
    await talk.forge(zahra, f"fault.visit:{asked(talk, number)[0]}.yes")
    async with talk.database.transaction() as db:
        db.execute("UPDATE faults SET planned = '2027-02-09'")
    await talk.forge(zahra, f"fault.show:{number}")
    assert talk.saw(zahra, "faults.card")[-1]["access"]["visit"] == ""


async def test_what_was_not_fixed_is_no_longer_planned_for_the_day_that_has_gone(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    await talk.press(karl, f"order.ask:{number}", f"order.ask_as:{number}.tomorrow")
    await talk.forge(zahra, f"fault.visit:{asked(talk, number)[0]}.yes")
    await talk.later(DAY)
    await talk.press(karl, f"order.done:{number}")
    await talk.press(zahra, f"fault.reopen:{number}")
    assert talk.fault(number).planned is None


async def test_nobody_but_the_holder_and_the_desk_proposes_anything(talk: Talk) -> None:
    zahra, karl, kim = await talk.tenant(), await talk.caretaker(), await talk.caretaker("Kim")
    stina = await talk.staff()
    number = await taken(talk, zahra, karl)
    for data in ("ask:{n}", "ask_as:{n}.where", "visit:{n}.20270204.08", "agree:{n}.1", "called:{n}.1"):
        forged = "order." + data.format(n=number)
        assert await talk.forge(kim, forged) == [f"{NOT_USED}:not_yours"], forged
        assert await talk.forge(zahra, forged) == [f"{NOT_USED}:not_for_you"], forged
    assert talk.count("fault_questions") == 0
    await talk.forge(stina, f"order.show:{number}")
    await talk.press(stina, f"order.ask:{number}", f"order.ask_as:{number}.tomorrow")
    await talk.forge(zahra, f"fault.visit:{asked(talk, number)[0]}.yes")
    # The one who has asked hears it, and the one who holds it.
    assert (pushes(talk, stina), pushes(talk, karl)) == (["answered"], ["answered"])


async def test_about_what_is_done_nothing_is_proposed(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    await talk.press(karl, f"order.done:{number}")
    await talk.forge(karl, f"order.ask:{number}", f"order.ask_as:{number}.where")
    assert talk.count("fault_questions") == 0


async def test_nobody_is_asked_to_be_at_home_for_a_shared_place(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    await talk.type(zahra, "/report")
    await talk.press(zahra, "fault.place:shared", "fault.category:stairs_entry")
    await talk.press(zahra, "fault.item:stairs_entry.light", "fault.more:skip", "fault.send:yes")
    number = int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])
    await talk.press(karl, f"order.take:{number}", f"order.ask:{number}")
    assert karl.shown(f"order.ask_as:{number}.where")
    assert not karl.shown(f"order.ask_as:{number}.need_home")
    for forged in ("ask_as:{n}.need_home", "ask_as:{n}.tomorrow", "visit:{n}.20270204.08"):
        await talk.forge(karl, "order." + forged.format(n=number))
    assert talk.count("fault_questions") == 0


# -- Those who are not here ---------------------------------------------------------------------------


async def test_for_a_household_that_is_not_here_the_office_is_asked_to_call(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    number = await made_by_the_desk(talk)
    await talk.forge(karl, f"order.take:{number}")
    await talk.forge(stina, f"order.show:{number}")
    await talk.press(karl, f"order.ask:{number}")
    assert not karl.shown(f"order.ask_as:{number}.where")
    assert await talk.forge(karl, f"order.ask_as:{number}.where") == []
    await talk.press(karl, f"order.ask_as:{number}.desk_calls")
    assert pushes(talk, stina) == ["call"]
    id_ = asked(talk, number)[0]
    assert not karl.shown(f"order.called:{number}.{id_}")
    assert await talk.forge(karl, f"order.called:{number}.{id_}") == [f"{NOT_USED}:not_yours"]
    await talk.press(stina, f"order.called:{number}.{id_}")
    assert pushes(talk, karl) == ["called"]
    before = talk.facts()
    await talk.forge(
        stina, f"order.called:{number}.{id_}", f"order.called:{number}.0", f"order.called:{number}.x"
    )
    assert talk.facts() == before


@pytest.mark.parametrize("why", ["blocked", "moved", "no longer of a household"])
async def test_one_who_cannot_be_reached_or_has_moved_is_not_asked_here(talk: Talk, why: str) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await taken(talk, zahra, karl)
    async with talk.database.transaction() as db:
        household = talk.person(zahra).household
        assert household is not None
        if why == "blocked":
            chats.set_reachable(db, zahra.chat_id, False)
        elif why == "moved":
            people.move(db, household, None)
        else:
            people.leave(db, talk.person(zahra).id)
    await talk.press(karl, f"order.ask:{number}")
    assert talk.saw(karl, "order.card")[-1]["access"]["reachable"] is False
    assert karl.shown(f"order.ask_as:{number}.desk_calls")
    await talk.forge(karl, f"order.ask_as:{number}.where")
    assert talk.count("fault_questions") == 0
