"""/vacancy: registering, confirming, withdrawing and going against the rule, as the desk walks it."""

from __future__ import annotations

import datetime
from typing import Any

import msgspec
import pytest

from bot.company import AllocationPolicy
from bot.contract_policies import ContractPolicy
from bot.sandbox.phones import Phone
from bot.settings import Company
from storage import audit, homes, ledger_check, people, vacancies, vacancy_acts
from storage.codes import Invitation
from tests.talk import DAY, Talk

NOT_USED = "general.not_used"
OVERVIEW, CARD, BATCH = "vacancy.overview", "vacancy.card", "vacancy.batch"


async def home(talk: Talk, number: str, **columns: Any) -> int:
    async with talk.database.transaction() as db:
        house = db.execute("SELECT id FROM houses WHERE area = 'norr'").fetchone()[0]
        flat = str(1100 + int(db.execute("SELECT count(*) FROM homes").fetchone()[0]))
        made = homes.add_home(db, number, house, flat, 1, 2)
        for name, value in columns.items():
            db.execute(f"UPDATE homes SET {name} = ? WHERE id = ?", (value, made))
        return made


async def register(talk: Talk, phone: Phone, number: str, contract: str, counts: str = "yes") -> int:
    """Registers a notice that came today. Returns its id."""
    await talk.type(phone, f"/vacancy {number}")
    await talk.type(phone, contract)
    await talk.press(phone, "vacancy.day:20270202", "vacancy.day:20270531")
    await talk.press(phone, f"vacancy.counts:{counts}", "vacancy.save:yes")
    return int(talk.saw(phone, CARD)[-1]["vacancy"])


def _asks(phone: Phone) -> bool:
    """Whether all that is registered can be confirmed from what stands there."""
    return any(data.startswith("vacancy.confirm:ask") for m in phone.messages for data in m.data)


def _seen(talk: Talk, phone: Phone) -> str:
    """The press that asks for all of what this phone was shown last."""
    batch = talk.saw(phone, BATCH)[-1]
    return f"vacancy.confirm:ask.{batch['n']}.{batch['latest']}"


async def ask(talk: Talk, phone: Phone) -> None:
    await talk.press(phone, "vacancy.drafts:1")
    await talk.press(phone, _seen(talk, phone))


async def confirm(talk: Talk, phone: Phone) -> list[dict[str, Any]]:
    await talk.type(phone, "/vacancy")
    await ask(talk, phone)
    batch = talk.saw(phone, BATCH)[-1]
    await talk.press(phone, f"vacancy.confirm:{batch['n']}.{batch['latest']}")
    rows: list[dict[str, Any]] = talk.saw(phone, "vacancy.confirmed")[-1]["rows"]
    return rows


async def five(talk: Talk, phone: Phone) -> list[int]:
    """Five flats given notice on and confirmed: the last is the unit's."""
    made = []
    for n in range(1, 6):
        await home(talk, f"1002-{n}")
        made.append(await register(talk, phone, f"1002-{n}", f"K-{n}"))
    await confirm(talk, phone)
    return made


async def test_the_last_days_that_are_offered_are_those_of_the_policy_that_held_when_the_notice_came(
    talk: Talk,
) -> None:
    policies = [
        ContractPolicy(datetime.date(2026, 1, 1)),
        ContractPolicy(datetime.date(2027, 2, 1), notice_months=2),
    ]
    stina = await talk.staff()
    talk.start_again(msgspec.structs.replace(talk.company, contract=policies))
    await home(talk, "1002-1")
    for day, offered in (
        ("20270131", ["2027-04-30", "2027-02-28"]),
        ("20270201", ["2027-04-30", "2027-03-31"]),
    ):
        await talk.type(stina, "/vacancy 1002-1")
        await talk.type(stina, "K-1")
        await talk.press(stina, f"vacancy.day:{day}")
        assert talk.saw(stina, "vacancy.ask_day")[-1]["days"] == offered


def flat(talk: Talk, vacancy: int) -> vacancies.Vacancy:
    found = vacancies.get(talk.database.reader, vacancy)
    assert found is not None
    return found


# -- Registering -------------------------------------------------------------------------------------


async def test_a_notice_is_registered_in_a_few_steps_and_has_no_number_before_it_is_confirmed(
    talk: Talk,
) -> None:
    stina = await talk.staff()
    made = await home(talk, "1002-11")
    assert await talk.answers(stina, "/vacancy") == [OVERVIEW]
    await talk.press(stina, "vacancy.new:home")
    assert await talk.answers(stina, "1002-11") == ["vacancy.ask_contract"]
    assert await talk.answers(stina, "K-2019-0044") == ["vacancy.ask_day"]
    assert await talk.answers(stina, "1/2 2027 kl 09.10") == ["vacancy.ask_day"]
    # The three months after the one in which it came, or one month after a death.
    assert talk.saw(stina, "vacancy.ask_day")[-1]["days"] == ["2027-05-31", "2027-03-31"]
    await talk.press(stina, "vacancy.day:20270531", "vacancy.counts:yes")
    assert "K-2019-0044" in stina.text and "09:10" in stina.text and "Den räknas." in stina.text
    await talk.press(stina, "vacancy.save:yes")
    kept = flat(talk, talk.saw(stina, CARD)[-1]["vacancy"])
    assert (kept.home, kept.contract, kept.notice, kept.last_day, kept.state, kept.number) == (
        made, "K-2019-0044", "2027-02-01T09:10", datetime.date(2027, 5, 31), "draft", None,
    )  # fmt: skip
    assert talk.step(stina) == ""


async def test_a_number_that_is_written_into_the_form_is_no_orders(talk: Talk) -> None:
    stina = await talk.staff()
    await home(talk, "1002")
    await talk.type(stina, "/vacancy")
    await talk.press(stina, "vacancy.new:home")
    assert await talk.answers(stina, "1002") == ["vacancy.ask_contract"]
    assert await talk.answers(stina, "214") == ["vacancy.ask_day"]
    await talk.press(stina, "vacancy.day:20270202", "vacancy.day:20270531")
    # Where a button is awaited, words are what they always are.
    assert await talk.answers(stina, "214") == [f"{NOT_USED}:text"]
    assert talk.step(stina) == "vacancy.counts"


async def test_two_clerks_register_one_notice_once_and_the_second_sees_the_first(talk: Talk) -> None:
    stina, peter = await talk.staff(), await talk.staff("Peter")
    await home(talk, "1002-11")
    first = await register(talk, stina, "1002-11", "K-1")
    assert await register(talk, peter, "1002-11", "k-1", counts="exchange") == first
    assert talk.saw(peter, CARD)[-1]["doubled"] is True
    assert "redan registrerad" in peter.text
    assert len(await confirm(talk, peter)) == 1
    assert (flat(talk, first).number, flat(talk, first).excluded) == (1, "")


async def test_what_was_registered_on_the_wrong_home_is_withdrawn_and_registered_on_the_right_one(
    talk: Talk,
) -> None:
    stina = await talk.staff()
    await home(talk, "1002-11")
    right = await home(talk, "1002-12")
    wrong = await register(talk, stina, "1002-11", "K-1")
    await talk.forge(stina, f"vacancy.withdraw_as:{wrong}.mistake")
    again = await register(talk, stina, "1002-12", "K-1")
    assert (again != wrong, flat(talk, again).home, flat(talk, wrong).state) == (True, right, "void")
    assert [row["vacancy"] for row in await confirm(talk, stina)] == [again]


@pytest.mark.parametrize(
    ("step", "typed", "shows", "why"),
    [
        ("home", "ingenstans", "vacancy.ask_home", "tried"),
        ("contract", "inget nummer", "vacancy.ask_contract", "wrong"),
        ("contract", "19801224-1234", "vacancy.ask_contract", "wrong"),
        ("contract", "K" * 50 + "1", "vacancy.ask_contract", "wrong"),
        ("notice", "någon gång", "vacancy.ask_day", "wrong"),
        ("notice", "2027-02-03", "vacancy.ask_day", "wrong"),
        ("last", "2027-01-31", "vacancy.ask_day", "wrong"),
    ],
)
async def test_what_cannot_be_is_asked_again_and_says_why(
    talk: Talk, step: str, typed: str, shows: str, why: str
) -> None:
    stina = await talk.staff()
    await home(talk, "1002-11")
    await talk.type(stina, "/vacancy")
    await talk.press(stina, "vacancy.new:home")
    for at, answer in (("home", "1002-11"), ("contract", "K-1"), ("notice", "2027-02-01")):
        if at == step:
            break
        await talk.type(stina, answer)
    assert await talk.answers(stina, typed) == ([f"{shows}"])
    assert talk.saw(stina, shows)[-1][why]
    assert talk.step(stina) == f"vacancy.{step}"


@pytest.mark.parametrize(
    ("typed", "notice"),
    [
        ("27/11", "2026-11-27"),
        ("27 november", "2026-11-27"),
        ("1 feb", "2027-02-01"),
        ("2027-02-02 9:05", "2027-02-02T09:05"),
        ("۲۷/۱۱", "2026-11-27"),
    ],
)
async def test_a_day_without_its_year_is_the_latest_such_day(talk: Talk, typed: str, notice: str) -> None:
    stina = await talk.staff()
    await home(talk, "1002-11")
    for text in ("/vacancy 1002-11", "K-1", typed):
        await talk.type(stina, text)
    assert talk.draft(stina)["notice"] == notice


async def test_several_homes_are_offered_and_one_is_pressed(talk: Talk) -> None:
    stina = await talk.staff()
    made = await home(talk, "1002-11")
    await home(talk, "1002-12")
    assert await talk.answers(stina, "/vacancy Norra vägen 1") == ["vacancy.ask_home"]
    assert await talk.forge(stina, f"vacancy.home:{made}") == ["vacancy.ask_contract"]


async def test_of_special_housing_nothing_is_asked_and_it_does_not_count(talk: Talk) -> None:
    stina = await talk.staff()
    await home(talk, "1002-11", special=1)
    await talk.type(stina, "/vacancy 1002-11")
    await talk.type(stina, "K-1")
    await talk.press(stina, "vacancy.day:20270202", "vacancy.day:20270531")
    summary = talk.saw(stina, "vacancy.summary")[-1]
    assert (summary["excluded"], summary["by_rule"]) == ("special_housing", True)
    await talk.press(stina, "vacancy.save:yes")
    vacancy = talk.saw(stina, CARD)[-1]["vacancy"]
    assert not stina.shown(f"vacancy.exclude_as:{vacancy}.counts")
    assert await talk.forge(stina, f"vacancy.exclude_as:{vacancy}.counts") == ["vacancy.not_possible:fixed"]


async def test_an_old_press_of_the_form_shows_where_it_stands(talk: Talk) -> None:
    stina = await talk.staff()
    await home(talk, "1002-11")
    await talk.type(stina, "/vacancy 1002-11")
    for press in ("vacancy.save:yes", "vacancy.counts:yes", "vacancy.day:20270202", "vacancy.home:1"):
        await talk.forge(stina, press)
        assert talk.step(stina) == "vacancy.contract"
        assert "Vilket nummer har kontraktet?" in stina.text
    await talk.type(stina, "K-1")
    assert await talk.forge(stina, "vacancy.day:99999999") == ["vacancy.ask_day"]
    assert talk.step(stina) == "vacancy.notice"
    await talk.press(stina, "vacancy.show:now")
    assert talk.step(stina) == ""
    await talk.forge(stina, "vacancy.save:yes")
    assert vacancies.drafts(talk.database.reader) == []


async def test_cancel_ends_the_form_and_a_days_old_one_goes(talk: Talk) -> None:
    stina = await talk.staff()
    await home(talk, "1002-11")
    await talk.type(stina, "/vacancy 1002-11")
    await talk.type(stina, "/cancel")
    assert talk.step(stina) == ""
    await talk.type(stina, "/vacancy 1002-11")
    await talk.later(2 * DAY)
    assert talk.step(stina) == ""


async def test_one_of_the_desk_does_not_register_or_confirm_her_own_home(talk: Talk) -> None:
    household = await talk.household()
    stina, peter = await talk.staff(), await talk.staff("Peter")
    async with talk.database.transaction() as db:
        people.join(db, talk.person(stina).id, household, True, talk.clock.now())
        own = people.household(db, household)
        assert own is not None and own.home is not None
        number = homes.get(db, own.home)
        assert number is not None
    await talk.type(stina, f"/vacancy {number.object}")
    await talk.type(stina, "K-1")
    await talk.press(stina, "vacancy.day:20270202", "vacancy.day:20270531", "vacancy.counts:yes")
    assert "vacancy.not_possible:own" in await talk.forge(stina, "vacancy.save:yes")
    vacancy = await register(talk, peter, number.object, "K-1")
    await talk.type(stina, "/vacancy")
    await talk.press(stina, "vacancy.drafts:1")
    assert talk.saw(stina, BATCH)[-1]["own"] is True
    assert not _asks(stina)
    await talk.forge(stina, f"vacancy.confirm:1.{talk.saw(stina, BATCH)[-1]['latest']}")
    assert flat(talk, vacancy).state == "draft"
    for press in (f"vacancy.exclude_as:{vacancy}.exchange", f"vacancy.withdraw_as:{vacancy}.stays"):
        assert await talk.forge(stina, press) == ["vacancy.not_possible:own"]
    assert len(await confirm(talk, peter)) == 1


# -- Confirming --------------------------------------------------------------------------------------


async def test_all_that_waits_is_confirmed_together_in_an_order_nobody_chooses(talk: Talk) -> None:
    stina = await talk.staff()
    for number in ("1002-11", "1002-3", "1002-4"):
        await home(talk, number)
    swap = await register(talk, stina, "1002-4", "K-4", counts="exchange")
    eleven, three = (
        await register(talk, stina, "1002-11", "K-11"),
        await register(talk, stina, "1002-3", "K-3"),
    )
    rows = await confirm(talk, stina)
    assert [(row["vacancy"], row["number"]) for row in rows] == [(three, 1), (swap, 0), (eleven, 2)]
    assert list(ledger_check.problems(talk.database.reader)) == []


async def test_a_batch_that_changed_since_it_was_seen_is_shown_once_more(talk: Talk) -> None:
    stina, peter = await talk.staff(), await talk.staff("Peter")
    for n in (1, 2):
        await home(talk, f"1002-{n}")
    first = await register(talk, stina, "1002-1", "K-1")
    await talk.type(stina, "/vacancy")
    await ask(talk, stina)
    await register(talk, peter, "1002-2", "K-2")
    await talk.press(stina, f"vacancy.confirm:1.{talk.saw(stina, BATCH)[-1]['latest']}")
    assert talk.saw(stina, BATCH)[-1]["changed"] is True
    assert flat(talk, first).state == "draft"
    assert len(await confirm(talk, stina)) == 2
    # What was confirmed is not confirmed again by an old button.
    seen = next(each["latest"] for each in reversed(talk.saw(stina, BATCH)) if each["sure"])
    assert await talk.forge(stina, f"vacancy.confirm:2.{seen}") == [BATCH]
    assert talk.count("ledger", "act = 'numbered'") == 2


@pytest.mark.parametrize("change", ["exclude", "last"])
async def test_what_changed_in_a_batch_of_as_many_is_shown_once_more_before_it_is_confirmed(
    talk: Talk, change: str
) -> None:
    stina, peter = await talk.staff(), await talk.staff("Peter")
    await home(talk, "1002-1")
    vacancy = await register(talk, stina, "1002-1", "K-1")
    await talk.type(stina, "/vacancy")
    await ask(talk, stina)
    seen = talk.saw(stina, BATCH)[-1]["latest"]
    if change == "exclude":
        await talk.forge(peter, f"vacancy.exclude_as:{vacancy}.exchange")
    else:
        await talk.forge(peter, f"vacancy.last:{vacancy}", "vacancy.day:20270430")
    await talk.press(stina, f"vacancy.confirm:1.{seen}")
    assert (talk.saw(stina, BATCH)[-1]["changed"], flat(talk, vacancy).state) == (True, "draft")
    assert len(await confirm(talk, stina)) == 1


async def test_what_a_colleague_changes_below_the_list_is_looked_at_before_all_are_asked(
    talk: Talk,
) -> None:
    stina, peter = await talk.staff(), await talk.staff("Peter")
    await home(talk, "1002-1")
    vacancy = await register(talk, stina, "1002-1", "K-1")
    await talk.type(stina, "/vacancy")
    await talk.press(stina, "vacancy.drafts:1")
    await talk.forge(peter, f"vacancy.exclude_as:{vacancy}.exchange")
    await talk.press(stina, _seen(talk, stina))
    shown = talk.saw(stina, BATCH)[-1]
    assert (shown["changed"], shown["sure"]) == (True, False)
    assert len(await confirm(talk, stina)) == 1


async def test_a_long_batch_is_paged(talk: Talk) -> None:
    stina = await talk.staff()
    async with talk.database.transaction() as db:
        for n in range(10):
            made = homes.add_home(db, f"2-{n}", 1, f"{1200 + n}", 1, 2)
            found = homes.get(db, made)
            assert found is not None
            last = datetime.date(2027, 5, 31)
            vacancy_acts.register(db, found, f"K-{n}", "2027-02-01", last, "", None, talk.clock.now())
    await talk.type(stina, "/vacancy")
    await talk.press(stina, "vacancy.drafts:1", "vacancy.drafts:2")
    assert len(talk.saw(stina, BATCH)[-1]["rows"]) == 2
    await talk.forge(stina, "vacancy.drafts:99")
    assert talk.saw(stina, BATCH)[-1]["page"] == 2


async def test_without_a_rule_in_force_nothing_is_confirmed(talk: Talk, company: Company) -> None:
    later = [AllocationPolicy(begins=datetime.date(2027, 3, 1))]
    talk.start_again(msgspec.structs.replace(talk.company, allocation=later))
    stina = await talk.staff()
    await home(talk, "1002-1")
    vacancy = await register(talk, stina, "1002-1", "K-1")
    await talk.type(stina, "/vacancy")
    await talk.press(stina, "vacancy.drafts:1")
    assert not _asks(stina)
    await talk.forge(stina, f"vacancy.confirm:1.{talk.saw(stina, BATCH)[-1]['latest']}")
    assert flat(talk, vacancy).state == "draft"


async def test_by_a_rule_that_was_changed_in_its_place_nothing_is_confirmed_and_the_clerk_reads_what_to_do(
    talk: Talk, company: Company
) -> None:
    stina = await talk.staff()
    await five(talk, stina)
    (rule,) = talk.company.allocation
    changed = msgspec.structs.replace(rule, share=(1, 4))
    talk.start_again(msgspec.structs.replace(talk.company, allocation=[changed]))
    await home(talk, "1002-6")
    vacancy = await register(talk, stina, "1002-6", "K-6")
    await talk.type(stina, "/vacancy")
    await talk.press(stina, "vacancy.drafts:1")
    assert "vacancy.not_possible:rule" in await talk.forge(stina, _seen(talk, stina))
    assert "company.toml" in stina.text and "from" in stina.text
    seen = talk.saw(stina, BATCH)[-1]["latest"]
    assert "vacancy.not_possible:rule" in await talk.forge(stina, f"vacancy.confirm:1.{seen}")
    assert flat(talk, vacancy).state == "draft"
    anew = msgspec.structs.replace(changed, begins=datetime.date(2027, 2, 1))
    talk.start_again(msgspec.structs.replace(talk.company, allocation=[rule, anew]))
    assert len(await confirm(talk, stina)) == 1
    assert (flat(talk, vacancy).number, flat(talk, vacancy).place) == (6, 1)


# -- One flat ----------------------------------------------------------------------------------------


async def test_the_card_explains_where_the_flat_goes_and_reading_it_is_noted(talk: Talk) -> None:
    stina = await talk.staff()
    made = await five(talk, stina)
    await talk.forge(stina, f"vacancy.card:{made[3]}")
    assert "Det är inte enhetens tur" in stina.text
    await talk.forge(stina, f"vacancy.card:{made[4]}")
    assert "Det är enhetens tur" in stina.text
    read = audit.of_record(talk.database.reader, "vacancy", made[4])[-1]
    assert (read.act, read.person) == ("read", talk.person(stina).id)
    assert await talk.forge(stina, "vacancy.card:999") == ["vacancy.not_possible:unknown"]
    assert await talk.forge(stina, "vacancy.card:x") == ["vacancy.not_possible:unknown"]


async def test_one_that_is_withdrawn_is_made_up_for_by_the_next(talk: Talk) -> None:
    stina = await talk.staff()
    made = await five(talk, stina)
    await talk.forge(stina, f"vacancy.withdraw:{made[4]}")
    assert "nästa lägenhet" in stina.text
    await talk.press(stina, f"vacancy.withdraw_as:{made[4]}.stays")
    assert flat(talk, made[4]).state == "void"
    await home(talk, "1002-6")
    sixth = await register(talk, stina, "1002-6", "K-6")
    await confirm(talk, stina)
    await talk.press(stina, f"vacancy.card:{sixth}")
    assert "i stället för nummer" in stina.text
    assert [each.vacancy for each in vacancies.owed(talk.database.reader)] == [sixth]
    # An old button of the withdrawal.
    assert "vacancy.not_possible:now" in await talk.forge(stina, f"vacancy.withdraw_as:{made[4]}.stays")


async def test_the_last_day_becomes_another(talk: Talk) -> None:
    stina = await talk.staff()
    made = await five(talk, stina)
    await talk.forge(stina, f"vacancy.last:{made[4]}")
    assert talk.step(stina) == "vacancy.moved"
    assert await talk.answers(stina, "2027-01-31") == ["vacancy.ask_day"]  # before the notice
    await talk.type(stina, "30/6")
    assert flat(talk, made[4]).last_day == datetime.date(2027, 6, 30)
    assert talk.step(stina) == ""
    await talk.forge(stina, f"vacancy.last:{made[4]}")
    await talk.press(stina, "vacancy.day:20270331")
    assert flat(talk, made[4]).last_day == datetime.date(2027, 3, 31)
    assert await talk.forge(stina, "vacancy.last:x") == ["vacancy.not_possible:unknown"]


async def test_before_it_is_confirmed_it_is_excluded_with_a_reason(talk: Talk) -> None:
    stina = await talk.staff()
    await home(talk, "1002-1")
    vacancy = await register(talk, stina, "1002-1", "K-1")
    await talk.press(stina, f"vacancy.exclude:{vacancy}", f"vacancy.exclude_as:{vacancy}.takeover")
    assert flat(talk, vacancy).excluded == "takeover"
    await talk.press(stina, f"vacancy.exclude_as:{vacancy}.counts")
    assert flat(talk, vacancy).excluded == ""
    await talk.forge(stina, f"vacancy.exclude_as:{vacancy}.because")
    assert flat(talk, vacancy).excluded == ""


# -- Against the rule --------------------------------------------------------------------------------


async def test_two_people_send_a_flat_against_the_rule_and_each_is_told(talk: Talk) -> None:
    stina, peter = await talk.staff(), await talk.staff("Peter")
    made = await five(talk, stina)
    await talk.forge(stina, f"vacancy.override:{made[4]}")
    assert talk.step(stina) == "vacancy.override"
    await talk.type(stina, "Trappan byggs om")
    assert talk.step(stina) == ""
    assert flat(talk, made[4]).state == "unit"
    line = flat(talk, made[4]).asked
    assert [m["what"] for m in talk.saw(peter, "vacancy.override")] == ["asked"]
    assert "Trappan" not in peter.text and "Norra" not in peter.text  # a push only points
    assert "vacancy.not_possible:second" in await talk.forge(stina, f"vacancy.agree:{made[4]}.{line}")
    await talk.press(peter, f"vacancy.card:{made[4]}", f"vacancy.agree:{made[4]}.{line}")
    assert (flat(talk, made[4]).state, flat(talk, made[4]).override) == ("queue", "queue")
    assert "Två personer" in peter.text and "Trappan byggs om" in peter.text
    assert [m["what"] for m in talk.saw(stina, "vacancy.override")] == ["agreed"]
    assert vacancies.owed(talk.database.reader) == []


async def test_who_asked_can_take_it_back_and_a_colleague_can_refuse(talk: Talk) -> None:
    stina, peter = await talk.staff(), await talk.staff("Peter")
    made = await five(talk, stina)
    for who in (stina, peter):
        await talk.forge(stina, f"vacancy.override:{made[0]}")
        await talk.type(stina, "Familj med rullstol")
        await talk.type(who, "/vacancy")
        assert talk.saw(who, OVERVIEW)[-1]["asked"][0]["vacancy"] == made[0]
        line = flat(talk, made[0]).asked
        await talk.forge(who, f"vacancy.refuse:{made[0]}.{line}")
        assert (flat(talk, made[0]).state, flat(talk, made[0]).asked) == ("queue", None)
    assert [m["what"] for m in talk.saw(stina, "vacancy.override")] == ["refused"]
    # An old button: nothing is asked any more.
    assert "vacancy.not_possible:now" in await talk.forge(peter, f"vacancy.agree:{made[0]}.{line}")


async def test_a_reason_that_is_too_long_is_asked_for_again(talk: Talk) -> None:
    stina = await talk.staff()
    made = await five(talk, stina)
    await talk.forge(stina, f"vacancy.override:{made[4]}")
    assert await talk.answers(stina, "x" * 400) == [f"{NOT_USED}:too_long"]
    assert talk.step(stina) == "vacancy.override"
    await talk.forge(stina, f"vacancy.card:{made[4]}")
    assert talk.step(stina) == ""


async def test_who_has_left_the_desk_meanwhile_writes_into_nothing(talk: Talk) -> None:
    stina = await talk.staff()
    await home(talk, "1002-1")
    await talk.type(stina, "/vacancy 1002-1")
    async with talk.database.transaction() as db:
        db.execute("DELETE FROM roles WHERE person = ?", (talk.person(stina).id,))
    assert await talk.answers(stina, "K-1") == [f"{NOT_USED}:not_for_you"]
    assert talk.step(stina) == ""


@pytest.mark.parametrize("talk", ["closed"], indirect=True)
async def test_in_a_closed_room_there_is_no_such_command_press_or_menu(talk: Talk) -> None:
    stina, zahra = await talk.staff(), await talk.tenant("sv")
    for command in ("/vacancy", "/homes", "/allocation"):
        assert await talk.answers(stina, command) == [f"{NOT_USED}:command"]
        assert await talk.answers(zahra, command) == [f"{NOT_USED}:command"]
    for press in ("vacancy.show:now", "homes.show:now", "allocation.show:now"):
        assert await talk.forge(stina, press) == [f"{NOT_USED}:old_button"]
    assert not {"vacancy", "homes", "allocation"} & {*stina.commands, *zahra.commands}


async def test_the_menu_has_what_is_for_each(talk: Talk) -> None:
    stina, zahra, karl = await talk.staff(), await talk.tenant("sv"), await talk.caretaker()
    elin = await talk.enrolled("sv", Invitation("officer", name="Elin"))
    ours = {"vacancy", "homes", "allocation"}
    assert [ours & set(each.commands) for each in (stina, zahra, elin, karl)] == [
        ours, {"allocation"}, {"allocation"}, set(),
    ]  # fmt: skip
