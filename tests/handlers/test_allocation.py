"""/allocation: the rule and totals for those who live here, everything for the desk."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from bot.exports import documents
from storage import audit, homes, vacancies, vacancy_acts
from storage.codes import Invitation
from storage.ledger import Policy
from tests.talk import DAY, Talk

RULE, OVERVIEW = "allocation.rule", "allocation.overview"


async def ledger_of(talk: Talk, n: int, at: float | None = None) -> None:
    """So many more flats given notice on, each confirmed, under the rule of the sample."""
    async with talk.database.transaction() as db:
        when = talk.clock.now() if at is None else at
        for _ in range(n):
            made = int(db.execute("SELECT count(*) FROM homes").fetchone()[0])
            number = homes.add_home(db, f"3-{made}", 1 + made % 2, f"{1300 + made}", 1, 1 + made % 3)
            found = homes.get(db, number)
            assert found is not None
            last = datetime.date(2027, 5, 31)
            kept = vacancy_acts.register(db, found, f"K-{made}", "2027-01-29", last, "", None, when)
            vacancy_acts.confirm(db, [kept.id], Policy("2026-01-01", 1, 5), None, when)


@pytest.mark.parametrize("locale", ["sv", "ar", "fa_AF", "en"])
async def test_who_lives_here_reads_the_rule_and_the_years_totals_and_nothing_of_a_flat(
    talk: Talk, locale: str
) -> None:
    await ledger_of(talk, 12, talk.clock.now() - 300 * DAY)
    await ledger_of(talk, 26)
    zahra = await talk.tenant(locale)
    assert await talk.answers(zahra, "/allocation") == [RULE]
    said = talk.saw(zahra, RULE)[-1]
    assert said["rule"] == {"part": 1, "whole": 5, "begins": "2026-01-01"}
    # Of 12, two were offered, too few to be told; of the 26 after them five.
    assert [(year["year"], year["eligible"], year["offered"], year["let"]) for year in said["years"]] == [
        (2027, 26, 5, None), (2026, 12, None, None),
    ]  # fmt: skip
    for told in ("Norra vägen", "3-1", "Norr", "K-1"):
        assert told not in zahra.text
    assert not zahra.last.data


async def test_helpers_and_the_unit_read_it_too(talk: Talk) -> None:
    household = await talk.household()
    child = await talk.helper("sv", household)
    elin = await talk.enrolled("sv", Invitation("officer", name="Elin"))
    for phone in (child, elin):
        assert await talk.answers(phone, "/allocation") == [RULE]
        assert talk.saw(phone, RULE)[-1]["years"] == [
            {"year": 2027, "eligible": None, "offered": None, "let": None}
        ]
        assert "färre än 5" in phone.text.translate(dict.fromkeys([0x2068, 0x2069]))


async def test_the_desk_sees_all_of_it_recomputed(talk: Talk) -> None:
    await ledger_of(talk, 6)
    async with talk.database.transaction() as db:
        vacancy_acts.withdraw(db, vacancies.owed(db)[0].vacancy, "stays", None, talk.clock.now())
    stina = await talk.staff()
    assert await talk.answers(stina, "/allocation") == [OVERVIEW]
    said = talk.saw(stina, OVERVIEW)[-1]
    assert (said["eligible"], said["offered"], said["let"], said["void"]) == (6, 0, 0, 1)
    assert (said["debts"], said["wrong"], said["years"]) == (1, 0, [2027])
    await talk.press(stina, "allocation.list:1")
    assert [row["number"] for row in talk.saw(stina, "allocation.list")[-1]["rows"]] == [6, 5, 4, 3, 2, 1]
    await talk.press(stina, "vacancy.card:3")
    assert talk.saw(stina, "vacancy.card")[-1]["number"] == 3


async def test_what_was_written_past_the_rule_is_said(talk: Talk) -> None:
    await ledger_of(talk, 5)
    async with talk.database.transaction() as db:
        db.execute("DROP TRIGGER ledger_stays")
        db.execute("UPDATE ledger SET goes = 'queue' WHERE number = 5")
    stina = await talk.staff()
    await talk.type(stina, "/allocation")
    assert talk.saw(stina, OVERVIEW)[-1]["wrong"] == 1
    assert "fel" in stina.text


async def test_a_year_is_shown_by_area_and_rooms_with_small_numbers_hidden(talk: Talk) -> None:
    await ledger_of(talk, 13)
    stina = await talk.staff()
    await talk.type(stina, "/allocation")
    await talk.press(stina, "allocation.year:2027")
    said = talk.saw(stina, "allocation.year")[-1]
    assert {row["name"]: row["eligible"] for row in said["areas"]} == {"Norr": 7, "Soder": 6}
    # Of four, four and five the small ones are hidden, and so is no more: two hide each other.
    assert {row["name"]: row["eligible"] for row in said["rooms"]} == {"1": 5, "2": None, "3": None}
    assert {row["offered"] for row in said["areas"]} == {None}
    assert await talk.forge(stina, "allocation.year:1999") == [OVERVIEW]


async def test_the_desk_gets_it_as_a_file_and_that_is_noted(talk: Talk) -> None:
    await ledger_of(talk, 5)
    stina = await talk.staff()
    await talk.type(stina, "/allocation")
    await talk.press(stina, "allocation.file:csv")
    made = documents.made(talk.database.path, "Test", stina.chat_id, "uppsagda-2027-02-02.csv").decode(
        "utf-8-sig"
    )
    lines = made.splitlines()
    assert len(lines) == 6
    assert lines[0].startswith('"Nr";"Id";"Objekt"')
    assert '"enhetens tur"' in lines[5]
    assert talk.saw(stina, "allocation.file")
    last = list(audit.lines(talk.database.reader))[-1]
    assert (last.act, last.what, last.whose, last.person) == (
        "exported",
        "allocation",
        "csv",
        talk.person(stina).id,
    )
    assert (await talk.forge(stina, "allocation.file:html"))[-1] == OVERVIEW


async def test_a_table_of_the_ledger_is_for_the_desk_only(talk: Talk) -> None:
    zahra: Any = await talk.tenant("sv")
    with pytest.raises(LookupError):
        documents.made(talk.database.path, "Test", zahra.chat_id, "uppsagda-2027-02-02.csv")
